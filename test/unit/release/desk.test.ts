// Two browsers, a reviewer's and a sender's, with nothing between them but a code that is read out.
import { describe, expect, it } from 'vitest';
import { STRICT_POLICY } from '../../../utils/policy/policy.ts';
import { writeCode } from '../../../utils/release/code.ts';
import {
  createReleaseDesk,
  hasSecondPerson,
  MOST_TRIES,
  type ReleaseDesk,
  reviewReasons,
} from '../../../utils/release/desk.ts';
import { codeFor } from '../../../utils/release/seal.ts';

const KEY = 'a key of thirty-two characters or more';
const FILE = 'ab'.repeat(32);
const HOST = 'www.whatdotheyknow.com';
const NOON = Date.parse('2026-11-24T12:00:00Z');
const policy = { ...STRICT_POLICY, secondPerson: true, releaseKey: KEY };

/** A browser with notes of its own, and a clock. */
function browser(change: Partial<typeof policy> = {}) {
  let notes: unknown;
  const clock = { time: NOON };
  const desk: ReleaseDesk = createReleaseDesk(
    async () => ({ ...policy, ...change }),
    {
      read: async () => structuredClone(notes),
      write: async (written) => {
        await new Promise((resolve) => setImmediate(resolve));
        notes = structuredClone(written);
      },
    },
    () => clock.time,
  );
  return { desk, clock, notes: () => JSON.stringify(notes) };
}

async function code(reviewer: ReleaseDesk, file = FILE, site = HOST): Promise<string> {
  const signed = await reviewer.signOff(file, site);
  if (signed.outcome !== 'signed') throw new Error(signed.problem);
  return signed.code;
}
/** A code that is well formed and made with another key. */
const wrong = async (n: number) =>
  writeCode(await codeFor(`${KEY}${n}`, { hash: FILE, host: HOST, day: '' }, [n, 1]));

describe('a code', () => {
  it('made by the reviewer is taken by the sender, and both have the same reference', async () => {
    const [reviewer, sender] = [browser(), browser()];
    const signed = await reviewer.desk.signOff(FILE, ` https://${HOST}/request `);
    if (signed.outcome !== 'signed') throw new Error(signed.problem);
    expect(signed.host).toBe(HOST);
    const taken = await sender.desk.take([FILE], HOST, [signed.code]);
    expect(taken).toEqual({ outcome: 'taken', references: [signed.reference] });
  });
  it('is taken once, also where it comes twice at once', async () => {
    const [reviewer, sender] = [browser(), browser()];
    const given = await code(reviewer.desk);
    const both = await Promise.all([
      sender.desk.take([FILE], HOST, [given]),
      sender.desk.take([FILE], HOST, [given]),
    ]);
    expect(both.map(({ outcome }) => outcome)).toEqual(['taken', 'refused']);
    expect(both[1]).toMatchObject({ problem: 'used' });
    expect((await sender.desk.take([FILE], HOST, [await code(reviewer.desk)])).outcome).toBe('taken');
  });
  it('is for its file, its site and its day only', async () => {
    const [reviewer, sender] = [browser(), browser()];
    const given = await code(reviewer.desk);
    expect(await sender.desk.take(['cd'.repeat(32)], HOST, [given])).toMatchObject({ problem: 'wrong' });
    expect(await sender.desk.take([FILE], 'example.org', [given])).toMatchObject({ problem: 'wrong' });
    sender.clock.time = Date.parse('2026-11-25T00:00:01Z');
    expect(await sender.desk.take([FILE], HOST, [given])).toMatchObject({ problem: 'wrong' });
  });
  it('that was made in the sender’s own browser is refused', async () => {
    const sender = browser();
    const given = await code(sender.desk);
    expect(await sender.desk.take([FILE], HOST, [given])).toMatchObject({ problem: 'own' });
    // Somebody else's still is not.
    expect((await sender.desk.take([FILE], HOST, [await code(browser().desk)])).outcome).toBe('taken');
  });
  it('is not made where the file was held', async () => {
    const sender = browser();
    await sender.desk.noteHeld([FILE]);
    expect(await sender.desk.signOff(FILE, HOST)).toEqual({ outcome: 'refused', problem: 'own' });
    sender.clock.time += 86_400_000;
    expect((await sender.desk.signOff(FILE, HOST)).outcome).toBe('signed');
  });
  it('is asked of each file, and none is used up unless all are right', async () => {
    const [reviewer, sender] = [browser(), browser()];
    const other = 'cd'.repeat(32);
    const [first, second] = [await code(reviewer.desk), await code(reviewer.desk, other)];
    expect(await sender.desk.take([FILE, other], HOST, [first, first])).toMatchObject({
      problem: 'wrong',
      at: 1,
    });
    expect(await sender.desk.take([FILE, other], HOST, [first])).toMatchObject({
      problem: 'unreadable',
      at: 1,
    });
    expect((await sender.desk.take([FILE, other], HOST, [first, second])).outcome).toBe('taken');
  });
});

describe('guessing', () => {
  it('ends after a few wrong codes for a file, for the day, and then the right one counts no more', async () => {
    const [reviewer, sender] = [browser(), browser()];
    for (let n = 1; n <= MOST_TRIES.file; n++)
      expect(await sender.desk.take([FILE], HOST, [await wrong(n)])).toEqual({
        outcome: 'refused',
        problem: 'wrong',
        at: 0,
        left: MOST_TRIES.file - n,
      });
    const given = await code(reviewer.desk);
    expect(await sender.desk.take([FILE], HOST, [given])).toMatchObject({ problem: 'locked', left: 0 });
    sender.clock.time += 86_400_000;
    reviewer.clock.time += 86_400_000;
    expect((await sender.desk.take([FILE], HOST, [await code(reviewer.desk)])).outcome).toBe('taken');
  });
  it('ends for all files after some more', async () => {
    const sender = browser();
    for (let n = 0; n < MOST_TRIES.browser; n++)
      await sender.desk.take([`${n % 10}`.repeat(64)], HOST, [await wrong(n)]);
    expect(await sender.desk.take([FILE], HOST, [await wrong(30)])).toMatchObject({ problem: 'locked' });
  });
  it('is not what a slip of the keyboard is', async () => {
    const [reviewer, sender] = [browser(), browser()];
    for (let n = 0; n < 20; n++)
      expect(await sender.desk.take([FILE], HOST, ['7K3M-90PQ'])).toMatchObject({
        problem: 'unreadable',
        left: 5,
      });
    expect((await sender.desk.take([FILE], HOST, [await code(reviewer.desk)])).outcome).toBe('taken');
  });
});

describe('policy', () => {
  it.each([{ secondPerson: false }, { releaseKey: '' }])('with %j has no second person', async (change) => {
    expect(hasSecondPerson({ ...policy, ...change })).toBe(false);
    expect(await browser(change).desk.signOff(FILE, HOST)).toEqual({ outcome: 'refused', problem: 'off' });
    const given = await code(browser().desk);
    expect((await browser(change).desk.take([FILE], HOST, [given])).outcome).toBe('refused');
  });
  it('gives reviewers its reasons, and Cordon’s own where it has none', () => {
    expect(reviewReasons({ reasons: ['Gold command'] })).toEqual(['Gold command']);
    expect(reviewReasons({ reasons: [] })).toContain('required');
  });
});

it('asks for the site', async () => {
  expect(await browser().desk.signOff(FILE, ' ')).toEqual({ outcome: 'refused', problem: 'site' });
});

it('keeps neither codes nor hashes of files, and of yesterday nothing', async () => {
  const [reviewer, sender] = [browser(), browser()];
  const given = await code(reviewer.desk);
  await sender.desk.noteHeld([FILE]);
  await sender.desk.take([FILE], HOST, [given]);
  for (const text of [reviewer.notes(), sender.notes()]) {
    expect(text).not.toContain(given);
    expect(text).not.toContain(FILE.slice(0, 16));
  }
  const before = sender.notes();
  sender.clock.time += 86_400_000;
  await sender.desk.noteHeld([]);
  expect(JSON.parse(sender.notes())).toEqual({ day: '2026-11-25', made: [], used: [], held: [], wrong: [] });
  expect(before).toContain('2026-11-24');
});

it('takes notes that are spoilt for none', async () => {
  const desk = createReleaseDesk(
    async () => policy,
    {
      read: async () => ({ day: '2026-11-24', used: 'no list', made: [1, null] }),
      write: async () => undefined,
    },
    () => NOON,
  );
  expect((await desk.signOff(FILE, HOST)).outcome).toBe('signed');
});
