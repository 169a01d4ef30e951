// Copies without the columns that name people: chosen by what was found, emptied, inspected again.
import { describe, expect, it } from 'vitest';
import { loadAsset as asset } from '../../../bin/assets.ts';
import { decodePicture } from '../../../bin/node-decode-picture.ts';
import { inspect } from '../../../utils/inspect/inspect.ts';
import { STRICT_POLICY } from '../../../utils/policy/policy.ts';
import { makeCheckedCopy } from '../../../utils/remedy/checked.ts';
import {
  copyOf,
  offeredRemedy,
  offersCopies,
  offersMask,
  offersTables,
} from '../../../utils/remedy/offer.ts';
import { decide } from '../../../utils/verdict/decide.ts';
import { collect, grid } from '../../fixtures/collect.ts';
import { makePeople, Random, rankOf } from '../../fixtures/people.ts';
import { type WorkbookSpec, writeWorkbook } from '../../fixtures/workbook.ts';
import { partsOf, repairCauses } from '../../remedy/checklist.ts';

const OPTIONS = { asset, decodePicture };
const PEOPLE = makePeople(new Random(70), 60);
const STATION = 5;

/** Names in columns B to E; F names the station, G says something of the person by a formula. */
const HEAD = ['Rank', 'Collar number', 'Surname', 'Forename', 'E-mail', 'Station', 'Known as'];
const ROSTER = PEOPLE.map((person, i) => [
  rankOf(person),
  person.number,
  person.surname,
  person.forename,
  person.email,
  person.station,
  { formula: `D${i + 2}&" "&C${i + 2}`, value: `${person.forename} ${person.surname}` },
]);
const SUMMARY = [
  ['Question', 'Answer'],
  ['How many officers are there?', { formula: 'COUNTA(Data!C2:C61)', value: 60 }],
  ['Who came first?', { formula: 'Data!G2', value: `${PEOPLE[0]?.forename} ${PEOPLE[0]?.surname}` }],
  ['Where?', { formula: 'Data!F2', value: PEOPLE[0]?.station ?? '' }],
];
const SPEC: WorkbookSpec = {
  sheets: [
    {
      name: 'Data',
      rows: [HEAD, ...ROSTER],
      chart: {
        categories: PEOPLE.map(({ surname }) => surname),
        values: PEOPLE.map((_, i) => i + 1),
        from: 'Data!$C$2:$C$61',
      },
    },
    { name: 'Answer', rows: SUMMARY },
  ],
};

/** Everything by which somebody could be known that stands in a text. */
function namesIn(text: string): string[] {
  return PEOPLE.flatMap(({ surname, forename, number, email }) => [
    `${forename} ${surname}`,
    `>${surname}<`,
    `>${number}<`,
    email,
  ]).filter((name) => text.includes(name));
}

const masked = async (bytes: Uint8Array<ArrayBuffer> | string, name: string) =>
  makeCheckedCopy(new Blob([bytes]), name, 'mask', OPTIONS);

describe('a copy without the columns that name people', () => {
  it('is told by what was found: which columns say what, without their headings', async () => {
    const { findings } = await inspect(new Blob([writeWorkbook(SPEC)]), 'a.xlsx', OPTIONS);
    const roster = findings.find(({ rule }) => rule === 'staff-roster');
    expect(roster?.columns).toEqual([
      { field: 'rank', range: 'A2:A61' },
      { field: 'staff-number', range: 'B2:B61' },
      { field: 'surname', range: 'C2:C61' },
      { field: 'forename', range: 'D2:D61' },
      { field: 'e-mail', range: 'E2:E61' },
      { field: 'location', range: 'F2:F61' },
      { field: 'forename', range: 'G2:G61' },
    ]);
  });

  it('names nobody in any part, keeps all else, and may go', async () => {
    const book = writeWorkbook(SPEC);
    const before = await inspect(new Blob([book]), 'a.xlsx', OPTIONS);
    const site = { kind: 'publication', host: 'a.example', guarded: true } as const;
    const report = decide(before, STRICT_POLICY, site);
    expect(report.verdict).not.toBe('allow');
    expect([offeredRemedy(report), offersMask(report)]).toEqual([undefined, true]);
    const copy = await masked(book, 'a.xlsx');
    if (copy.outcome !== 'cleaned') throw new Error(copy.reason);
    expect(copy.name).toBe('a-cleaned.xlsx');
    expect(copy.changes).toContainEqual({ what: 'masked-columns', count: 5 });
    for (const [name, text] of await partsOf(copy.file)) expect([name, namesIn(text)]).toEqual([name, []]);
    expect(await repairCauses(copy.file)).toEqual([]);
    expect(decide(copy.inspection, STRICT_POLICY, site).verdict).toBe('allow');
    const { tables } = await collect(new Uint8Array(await copy.file.arrayBuffer()));
    const [data, answer] = tables.filter(({ place }) => place.length === 2);
    expect(grid(data)).toEqual([
      HEAD,
      ...PEOPLE.map((person) => [rankOf(person), '', '', '', '', person.station]),
    ]);
    expect(grid(answer)).toEqual([
      ['Question', 'Answer'],
      ['How many officers are there?', '60'],
      ['Who came first?'],
      ['Where?', PEOPLE[0]?.station],
    ]);
  });

  it('is made of text tables as well', async () => {
    const rows = [HEAD.slice(0, 6), ...ROSTER.map((row) => row.slice(0, 6))];
    const copy = await masked(rows.map((row) => row.join(',')).join('\r\n'), 'team.csv');
    if (copy.outcome !== 'cleaned') throw new Error(copy.reason);
    const text = await copy.file.text();
    expect(namesIn(text.replaceAll(',', '><'))).toEqual([]);
    expect(text.split('\r\n')[1]).toBe(`${ROSTER[0]?.[0]},,,,,${ROSTER[0]?.[STATION]}`);
    expect(copy.inspection.findings).toEqual([]);
  });

  it('empties each of several tables on a sheet, and no heading', async () => {
    const team = (from: number) => [
      HEAD.slice(0, 6),
      ...ROSTER.slice(from, from + 20).map((row) => row.slice(0, 6)),
      [],
      [],
      [],
      [],
    ];
    const copy = await masked(
      writeWorkbook({ sheets: [{ name: 'Teams', rows: [...team(0), ...team(20)] }] }),
      'a.xlsx',
    );
    if (copy.outcome !== 'cleaned') throw new Error(copy.reason);
    const { tables } = await collect(new Uint8Array(await copy.file.arrayBuffer()));
    const rows = grid(tables[0]);
    expect(rows[0]).toEqual(HEAD.slice(0, 6));
    expect(rows.filter((row) => row[2] === 'Surname')).toHaveLength(2);
    expect(rows.flat().filter((text) => text && namesIn(`>${text}<`).length > 0)).toEqual([]);
  });

  it('is neither offered nor made where no columns are known', async () => {
    const prose = new Blob(['The answer is that there are sixty officers.']);
    expect(await makeCheckedCopy(prose, 'a.txt', 'mask', OPTIONS)).toEqual({
      outcome: 'refused',
      reason: 'no-people-columns',
    });
    const hidden = writeWorkbook({
      sheets: [
        { name: 'Answer', rows: [['Total', 60]] },
        { name: 'Data', state: 'hidden', rows: [HEAD, ...ROSTER] },
      ],
    });
    const inspection = await inspect(new Blob([hidden]), 'a.xlsx', OPTIONS);
    const report = decide(inspection, STRICT_POLICY, {
      kind: 'publication',
      host: 'a.example',
      guarded: true,
    });
    expect([offeredRemedy(report), offersMask(report)]).toEqual(['clean', false]);
    // Of a workbook there is a choice; of one of the old kind there is none, and of a document no table.
    const offers = (format: string) => {
      const one = { ...report, format };
      return [copyOf(one, 'csv'), offersTables(one), offersCopies([one], 'csv')];
    };
    expect(offers('xlsx')).toEqual(['csv', true, true]);
    expect(offers('xls')).toEqual(['csv', false, false]);
    expect(offers('docx')).toEqual(['clean', false, false]);
    expect(offersCopies([report, { ...report, format: 'docx' }], 'csv')).toBe(true);
  });
});
