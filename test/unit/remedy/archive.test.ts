// A zip as a cleaned copy: what cannot be cleaned, or would keep the copy here, is left out of it, and named.
import { describe, expect, it } from 'vitest';
import { loadAsset as asset } from '../../../bin/assets.ts';
import { readZipDirectory } from '../../../utils/inspect/container/zip.ts';
import { inspect } from '../../../utils/inspect/inspect.ts';
import { STRICT_POLICY } from '../../../utils/policy/policy.ts';
import { makeCheckedCopy } from '../../../utils/remedy/checked.ts';
import { type FitCopy, makeFitCopy } from '../../../utils/remedy/fit.ts';
import { offeredRemedy } from '../../../utils/remedy/offer.ts';
import { decide } from '../../../utils/verdict/decide.ts';
import { makePeople, Random, rankOf } from '../../fixtures/people.ts';
import { picture, writePptx } from '../../fixtures/pptx.ts';
import { writeWorkbook } from '../../fixtures/workbook.ts';
import { writeZip, type ZipMember } from '../../fixtures/zip.ts';

const OPTIONS = { asset };
const SITE = { kind: 'publication', host: 'foi.example', guarded: true } as const;
const ROSTER = [
  ['Rank', 'Surname', 'Forename', 'Collar number'],
  ...makePeople(new Random(41), 40).map((person) => [
    rankOf(person),
    person.surname,
    person.forename,
    person.number,
  ]),
];
const hiddenRoster = {
  name: 'answers/hidden.xlsx',
  data: writeWorkbook({
    sheets: [
      { name: 'Answer', rows: [['Officers', 40]] },
      { name: 'Data', state: 'hidden', rows: ROSTER },
    ],
  }),
} as ZipMember;
const plain = { name: 'spending.csv', data: 'Month,Pounds\nApril,100\nMay,200\n' };
const visibleRoster = { name: 'team.csv', data: ROSTER.map((row) => row.join(',')).join('\n') };
const cropped = {
  name: 'briefing.pptx',
  data: writePptx([{ shapes: picture('rId9', '<a:srcRect l="50000"/>') }] as never),
} as ZipMember;

const zipOf = (...members: ZipMember[]) => new Blob([writeZip(members)]);
const made = (file: Blob) =>
  makeFitCopy(STRICT_POLICY, SITE, (without) =>
    makeCheckedCopy(file, 'answer.zip', 'clean', OPTIONS, without),
  );
const outOf = (fit: FitCopy) =>
  fit.outcome === 'cleaned' ? fit.copy.changes.find(({ what }) => what === 'members-out')?.named : fit.reason;
async function namesIn(fit: FitCopy): Promise<string[]> {
  if (fit.outcome !== 'cleaned') return [];
  const { entries } = await readZipDirectory(fit.copy.file);
  return entries.map(({ name }) => name);
}

describe('a zip', () => {
  it('with members of all kinds goes without those that cannot be cleaned', async () => {
    const locked = { name: 'locked.csv', data: 'a,b', encrypted: true };
    const fit = await made(zipOf(plain, hiddenRoster, visibleRoster, locked));
    expect(fit).toMatchObject({ outcome: 'cleaned', report: { verdict: 'allow' } });
    expect(await namesIn(fit)).toEqual([plain.name, hiddenRoster.name]);
    expect(outOf(fit)).toEqual([{ name: 'team.csv' }, { name: 'locked.csv', reason: 'password' }]);
  });
  it('says of each member that is refused why', async () => {
    const fit = await made(zipOf(plain, cropped));
    expect(await namesIn(fit)).toEqual([plain.name]);
    expect(outOf(fit)).toMatchObject([{ name: cropped.name, reason: expect.any(String) }]);
  });
  it('of which nothing would be left is refused', async () => {
    expect(outOf(await made(zipOf(visibleRoster)))).toBe('nothing-left');
  });
  it('that needs nothing keeps every member', async () => {
    const fit = await made(zipOf(plain, { name: 'b.txt', data: 'Twelve officers answered.' }));
    expect(outOf(fit)).toBeUndefined();
    expect(await namesIn(fit)).toEqual([plain.name, 'b.txt']);
  });
  it('is worth a try where people are named in plain sight in a member, and not where a text file names them', async () => {
    const judged = async (file: Blob, name: string) =>
      offeredRemedy(decide(await inspect(file, name, OPTIONS), STRICT_POLICY, SITE));
    expect(await judged(zipOf(plain, visibleRoster), 'a.zip')).toBe('clean');
    expect(await judged(new Blob([visibleRoster.data]), 'team.csv')).toBeUndefined();
  });
});
