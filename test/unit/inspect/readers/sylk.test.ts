import { describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { DETECTORS } from '../../../../utils/inspect/detectors/index.ts';
import { seen } from '../../../fixtures/inspected.ts';
import { makePeople, Random, rankOf } from '../../../fixtures/people.ts';

const sylk = (...records: string[]) => ['ID;PWXL;N;E', ...records, 'E', ''].join('\r\n');

describe('sylk', () => {
  it('reads each cell at its place, as SheetJS wrote it', async () => {
    const rows = [
      ['Force', 'Note'],
      ['North', 'semi;colon'],
      [12.5, 'Zoë'],
    ];
    const written = XLSX.write(
      { SheetNames: ['S'], Sheets: { S: XLSX.utils.aoa_to_sheet(rows) } },
      { bookType: 'sylk', type: 'string' },
    );
    const { tables, inspection } = await seen(written, 'odd-name.txt');
    expect(inspection).toMatchObject({ format: 'sylk', inspected: 'full' });
    expect(tables.map(({ where, cells }) => [where, cells])).toEqual([
      ['odd-name.txt', rows.flat().map(String)],
    ]);
  });

  it('keeps row and column where a record does not name them', async () => {
    const { tables } = await seen(sylk('C;Y2;X3;K"a"', 'C;X4;K"b"', 'C;Y3;K"c"'), 'a.slk');
    expect(tables[0]!.cells).toEqual(['a', 'b', 'c']);
  });

  it('finds a roster in columns of no width, and the comments', async () => {
    const people = makePeople(new Random(7), 60);
    const records = people.flatMap((person, i) => [
      `C;Y${i + 2};X1;K"${person.surname}"`,
      `C;X2;K"${person.forename}"`,
      `C;X3;K"${rankOf(person)}"`,
    ]);
    const { inspection } = await seen(
      sylk(
        'F;W1 3 0',
        'C;Y1;X1;K"Surname"',
        'C;X2;K"Forename"',
        'C;X3;K"Rank"',
        'C;X3;ASee list',
        ...records,
      ),
      'a.slk',
      { detectors: DETECTORS },
    );
    const roster = inspection.findings.find(({ rule }) => rule === 'staff-roster');
    expect(roster).toMatchObject({ hidden: ['hidden-columns'] });
    expect(inspection.findings.map(({ rule }) => rule)).toContain('comments');
  });

  it('takes a damaged record for what can be read of it', async () => {
    const { inspection, tables } = await seen(sylk('C;Yx;X;K"a"', 'C;;;', 'C;X99999999;K"b"'), 'a.slk');
    expect(inspection.inspected).toBe('full');
    expect(tables[0]!.cells).toEqual(['a', 'b']);
  });
});
