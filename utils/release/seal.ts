// What a release code says, and the proof that somebody with the force's key has said it: HMAC-SHA-256 over the file, the
// site and the day.
import { type ReleaseCode, sealOf } from './code.ts';

/** What is released: this file, on this site, on this day. */
export interface Released {
  /** SHA-256 of the file, hexadecimal. */
  hash: string;
  /** Host name of the site. */
  host: string;
  /** As `dayOf` gives it. */
  day: string;
}

/** Each line ends in one line break, and none of the parts has one: two different things never read the same. */
const messageOf = (salt: readonly number[], { hash, host, day }: Released) =>
  `cordon release code 1\n${salt.join(' ')}\n${hash}\n${host}\n${day}\n`;

/** The code for `released` under this salt. @param key from policy, any text. */
export async function codeFor(
  key: string,
  released: Released,
  salt: readonly number[],
): Promise<ReleaseCode> {
  const text = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const secret = await crypto.subtle.importKey('raw', text.encode(key), algorithm, false, ['sign']);
  const seal = await crypto.subtle.sign('HMAC', secret, text.encode(messageOf(salt, released)));
  return { salt, seal: sealOf(new Uint8Array(seal)) };
}

/** Was `code` made for `released` with this key? */
export async function isCodeFor(code: ReleaseCode, key: string, released: Released): Promise<boolean> {
  const expected = await codeFor(key, released, code.salt);
  let difference = 0;
  for (const [index, value] of expected.seal.entries()) difference |= value ^ (code.seal[index] as number);
  return difference === 0;
}

const DAY = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The day in the United Kingdom, whatever the workstation's time zone: `2026-11-24`. */
export function dayOf(time: number): string {
  const parts = DAY.formatToParts(time);
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/**
 * The host name in what somebody typed for a site: an address, or the host alone; undefined where there is none.
 * `https://www.WhatDoTheyKnow.com/request` → `www.whatdotheyknow.com`
 */
export function hostIn(typed: string): string | undefined {
  const text = typed.trim();
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (text === '' || /\s/.test(text) || !URL.canParse(address)) return undefined;
  return new URL(address).hostname || undefined;
}
