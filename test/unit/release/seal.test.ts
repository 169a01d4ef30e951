// What a code is bound to, and what the files, sites and days are that it speaks of.
import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fileHash } from '../../../utils/release/hash.ts';
import { codeFor, dayOf, hostIn, isCodeFor } from '../../../utils/release/seal.ts';

const KEY = 'a key of thirty-two characters or more';
const RELEASED = { hash: 'ab'.repeat(32), host: 'www.whatdotheyknow.com', day: '2026-11-24' };

describe('a seal', () => {
  it('is the start of an HMAC-SHA-256, as Node makes it', async () => {
    const { seal } = await codeFor(KEY, RELEASED, [3, 30]);
    const expected = createHmac('sha256', KEY)
      .update(`cordon release code 1\n3 30\n${RELEASED.hash}\n${RELEASED.host}\n${RELEASED.day}\n`)
      .digest();
    const bits = [...expected].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    expect(seal.map((value) => value.toString(2).padStart(5, '0')).join('')).toBe(bits.slice(0, 45));
  });
  it('holds for this file, site, day, salt and key, and for no other', async () => {
    const code = await codeFor(KEY, RELEASED, [3, 30]);
    expect(await isCodeFor(code, KEY, RELEASED)).toBe(true);
    for (const other of [
      { ...RELEASED, hash: 'ac'.repeat(32) },
      { ...RELEASED, host: 'whatdotheyknow.com' },
      { ...RELEASED, day: '2026-11-25' },
    ])
      expect(await isCodeFor(code, KEY, other)).toBe(false);
    expect(await isCodeFor(code, `${KEY}!`, RELEASED)).toBe(false);
    expect(await isCodeFor({ ...code, salt: [3, 31] }, KEY, RELEASED)).toBe(false);
    expect(
      await isCodeFor({ ...code, seal: code.seal.with(8, (code.seal[8]! + 1) % 32) }, KEY, RELEASED),
    ).toBe(false);
  });
});

describe('a day', () => {
  it.each([
    ['2026-11-24T23:59:59Z', '2026-11-24'],
    ['2026-11-25T00:00:00Z', '2026-11-25'],
    ['2026-06-30T22:59:59Z', '2026-06-30'],
    ['2026-06-30T23:00:00Z', '2026-07-01'],
  ])('%s is %s in the United Kingdom', (time, day) => expect(dayOf(Date.parse(time))).toBe(day));
});

describe('a site', () => {
  it.each([
    ['www.whatdotheyknow.com', 'www.whatdotheyknow.com'],
    ['  https://WWW.WhatDoTheyKnow.com/request/x?y=1#z ', 'www.whatdotheyknow.com'],
    ['127.0.0.1:8080', '127.0.0.1'],
    ['http://user:word@example.org:81/', 'example.org'],
    ['', undefined],
    ['two words', undefined],
    ['https://', undefined],
  ])('%j is %s', (typed, host) => expect(hostIn(typed)).toBe(host));
});

describe('a file', () => {
  it.each([0, 1, 70_000, 3_000_000])('of %i bytes has the hash that Node gives it', async (size) => {
    const bytes = Uint8Array.from({ length: size }, (_, index) => (index * 7919) % 251);
    expect(await fileHash(new Blob([bytes]))).toBe(createHash('sha256').update(bytes).digest('hex'));
  });
});
