// Conditional formats that hide cells, and those that only keep a table tidy.
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { alwaysHolds, rangesOf } from '../../../../../utils/inspect/readers/xlsx/colour-rules.ts';
import { seen } from '../../../../fixtures/inspected.ts';
import { writeWorkbook } from '../../../../fixtures/workbook.ts';

const rows = [
  ['Station', 'Shift'],
  ['Northgate', 'Late'],
  ['Southgate', 'Early'],
];

const WHITE = '<font><color rgb="FFFFFFFF"/></font>';
const DARK = '<fill><patternFill><bgColor rgb="FF202060"/></patternFill></fill>';
const NOTHING = '<numFmt numFmtId="200" formatCode=";;;"/>';

/** A sheet with a rule for A2:A9, its cells by style `style`. */
function withRule(rule: string, format: string, style = ''): Uint8Array<ArrayBuffer> {
  const members = unzipSync(writeWorkbook({ sheets: [{ name: 'Duty', rows }] }));
  const edit = (part: string, from: string | RegExp, to: string) => {
    const before = strFromU8(members[part]!);
    expect(before).toMatch(from);
    members[part] = strToU8(before.replace(from, to));
  };
  const sheet = 'xl/worksheets/sheet1.xml';
  edit(
    sheet,
    '</sheetData>',
    `</sheetData><conditionalFormatting sqref="A2:A9">${rule}</conditionalFormatting>`,
  );
  if (style) edit(sheet, '<c r="A2"', `<c r="A2" ${style}`);
  edit('xl/styles.xml', '</cellXfs>', `</cellXfs><dxfs count="1"><dxf>${format}</dxf></dxfs>`);
  edit(
    'xl/styles.xml',
    /<fills count="1">(.*?)<\/fills>/,
    '<fills count="2">$1<fill><patternFill patternType="solid"><fgColor rgb="FF202060"/></patternFill></fill></fills>',
  );
  edit('xl/styles.xml', '</cellXfs>', '<xf numFmtId="0" fontId="0" fillId="1"/></cellXfs>');
  return new Uint8Array(zipSync(members));
}
const expression = (formula: string) =>
  `<cfRule type="expression" dxfId="0" priority="1"><formula>${formula}</formula></cfRule>`;

describe('a conditional format', () => {
  it.each([
    ['white letters on paper, always', expression('TRUE'), WHITE, '', 2],
    [
      'letters in the colour of its own fill',
      expression('LEN(A2)&gt;0'),
      `${WHITE}<fill><patternFill><bgColor rgb="FFFFFFFF"/></patternFill></fill>`,
      '',
      2,
    ],
    [
      'a format that shows nothing',
      '<cfRule type="notContainsBlanks" dxfId="0" priority="1"/>',
      NOTHING,
      '',
      2,
    ],
    ['white letters, of which one stands on a dark cell', expression('1=1'), WHITE, 's="4"', 1],
  ])('is told that hides what it is for: %s', async (_, rule, format, style, cells) => {
    const { inspection } = await seen(withRule(rule, format, style), 'a.xlsx');
    expect(inspection).toMatchObject({
      inspected: 'full',
      findings: [
        {
          rule: 'hidden-text',
          severity: 'low',
          where: ['a.xlsx', 'sheet "Duty"', 'A2:A9'],
          counts: { cells },
        },
      ],
    });
  });

  it.each([
    ['for errors only', expression('ISERROR(A2)'), WHITE],
    [
      'for zeros only',
      '<cfRule type="cellIs" operator="equal" dxfId="0" priority="1"><formula>0</formula></cfRule>',
      WHITE,
    ],
    ['white letters on a dark fill', expression('TRUE'), WHITE + DARK],
    ['only a fill', expression('TRUE'), DARK],
    ['a format that is not there', expression('TRUE').replace('dxfId="0"', 'dxfId="7"'), WHITE],
  ])('is nothing: %s', async (_, rule, format) => {
    expect((await seen(withRule(rule, format), 'a.xlsx')).findings).toEqual([]);
  });
});

describe('alwaysHolds', () => {
  const rule = (formula: string) => ({
    ranges: '',
    type: 'expression',
    operator: undefined,
    format: 0,
    formula,
  });
  it.each(['TRUE()', ' 1 = 1', '$A2<>""', 'NOT(ISBLANK(A2))', '""=""', 'LEN(TRIM(A2))>0'])(
    '%s does',
    (formula) => {
      expect(alwaysHolds(rule(formula))).toBe(true);
    },
  );
  it.each(['FALSE', '0', '1=2', 'A2=""', 'A2>0', '$B2="x"', 'TRUE=$B$1', ''])('%s does not', (formula) => {
    expect(alwaysHolds(rule(formula))).toBe(false);
  });
});

describe('rangesOf', () => {
  it('takes cells, blocks, columns and rows', () => {
    const end = Number.POSITIVE_INFINITY;
    expect(rangesOf('B2 A1:$C$9 D:E 3:4')).toEqual([
      { top: 1, left: 1, bottom: 1, right: 1 },
      { top: 0, left: 0, bottom: 8, right: 2 },
      { top: 0, left: 3, bottom: end, right: 4 },
      { top: 2, left: 0, bottom: 3, right: end },
    ]);
  });
});
