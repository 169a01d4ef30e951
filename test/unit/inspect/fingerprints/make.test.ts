// A list made into fingerprints: what strangers match, what is readable in the text, and how large it gets.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldName } from '../../../../utils/inspect/fingerprints/fold.ts';
import { decode, LONGEST_FINGERPRINTS } from '../../../../utils/inspect/fingerprints/format.ts';
import { makeFingerprints, type Person } from '../../../../utils/inspect/fingerprints/make.ts';
import { openStaffList, type StaffList } from '../../../../utils/inspect/fingerprints/staff-list.ts';
import { validatePolicy } from '../../../../utils/policy/validate.ts';
import { Random } from '../../../fixtures/people.ts';
import { listOf, namesOf } from '../../../fixtures/staff-list.ts';

const SECRET = new Uint8Array(16).map((_, i) => i * 11);
const made = (people: readonly Person[]) => makeFingerprints(people, SECRET, '2026-01-02');
const opened = (people: readonly Person[]) => openStaffList(made(people).text) as StaffList;

describe('a staff list', () => {
  it('is known again, however it is written', () => {
    const list = opened([
      {
        surname: "O'Neill",
        forename: 'Siobhán Mary',
        numbers: ['C 0451', 'P-998877'],
        mails: ['s.oneill@force.example'],
      },
      { name: 'MacDonald, Ewan', numbers: ['77123'], mails: [] },
      { surname: 'Ainscow', initials: 'J A', numbers: [], mails: [] },
    ]);
    const asked = (text: string) => list.hasName(foldName(text)) || list.hasInitials(foldName(text));
    expect(['ONEILL Siobhan', 'Ewan McDonald', 'Ainscow J', 'S. O’Neill'].map(asked)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(list.hasNumber(list.number('C451'))).toBe(true);
    expect(list.hasNumbered(list.word('oneill'), list.number('P998877'))).toBe(true);
    expect(list.hasNumbered(list.word('mcdonald'), list.number('77123'))).toBe(true);
    expect(list.hasMail('S.ONeill@other.example')).toBe(true);
    expect([list.size, list.byInitials]).toEqual([3, false]);
  });

  it('says yes to held-out names no oftener than it says', () => {
    const random = new Random(7);
    const people = listOf(random, 5000);
    const list = opened(people);
    const known = new Set(people.map(({ surname = '', forename = '' }) => `${forename} ${surname}`));
    // Names of the same origin that are not in the list: each is asked for in one reading.
    const strangers = namesOf(new Random(8), 40_000).filter(
      ([forename, surname]) =>
        !known.has(`${forename} ${surname}`) && foldName(`${forename} ${surname}`).pairs.length === 1,
    );
    const wrong =
      strangers.filter((name) => list.hasName(foldName(name.join(' ')))).length / strangers.length;
    expect(strangers.length).toBeGreaterThan(10_000);
    expect(wrong).toBeGreaterThan(0.0025);
    expect(wrong).toBeLessThan(0.0055);
    expect(
      people.every(({ surname = '', forename = '' }) => list.hasName(foldName(`${forename} ${surname}`))),
    ).toBe(true);
  });

  it('tells how often strangers have a name of the list by chance', () => {
    const people = listOf(new Random(9), 3000);
    const { chance } = made(people);
    const list = opened(people);
    const others = namesOf(new Random(10), 20_000);
    const share = others.filter((name) => list.hasName(foldName(name.join(' ')))).length / others.length;
    // Strangers with the same sort of names match as often as the list's own people share theirs.
    expect(Math.abs(share - chance.names)).toBeLessThan(0.05);
  });

  it('holds no name and no number that could be read, in any of its bytes', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 200 }), (seed, count) => {
        const people = listOf(new Random(seed), count);
        const { text } = made(people);
        const bytes = Buffer.from(text, 'base64').toString('latin1').toLowerCase();
        for (const { surname = '', forename = '', numbers, mails } of people)
          for (const value of [surname, forename, ...numbers, ...mails]) {
            if (value.length < 5) continue;
            expect(text.includes(value) || bytes.includes(value.toLowerCase())).toBe(false);
          }
      }),
      { numRuns: 40 },
    );
  });

  it('looks different each time that it is made, and has the same answers', () => {
    const people = listOf(new Random(11), 200);
    const other = makeFingerprints(people, new Uint8Array(16).fill(3), '2026-01-02');
    expect(other.text).not.toBe(made(people).text);
    expect({ ...other, text: '' }).toEqual({ ...made(people), text: '' });
  });

  it('of 60,000 people with three numbers each fits into a policy', () => {
    const { text, people } = made(listOf(new Random(12), 60_000, 3));
    expect(people).toBe(60_000);
    expect(text.length).toBeLessThan(LONGEST_FINGERPRINTS);
    expect(text.length).toBeLessThan(1_000_000);
  }, 90_000);
});

describe('the text in a policy', () => {
  const { text } = made(listOf(new Random(13), 50));

  it('is used when it is whole, and told as wrong when it is not', () => {
    expect(validatePolicy({ staffFingerprints: text })).toMatchObject({
      invalidKeys: [],
      policy: { staffFingerprints: text },
    });
    for (const broken of [
      text.slice(0, -8),
      `${text.slice(0, 40)}A${text.slice(41)}`,
      'łańcuch',
      'AAAA',
      '{}',
    ])
      if (broken !== text)
        expect(validatePolicy({ staffFingerprints: broken })).toMatchObject({
          invalidKeys: ['staffFingerprints'],
          policy: { staffFingerprints: '' },
        });
  });

  it('never throws, whatever stands there', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (other) => {
        expect(decode(other)).toBeUndefined();
        expect(openStaffList(other)).toBeUndefined();
      }),
    );
  });
});
