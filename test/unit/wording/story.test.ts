// What a Report is said to be, word by word, in both languages.
import { describe, expect, it } from 'vitest';
import type { Finding, Report } from '../../../utils/inspect/report.ts';
import { showName } from '../../../utils/wording/names.ts';
import { sayPlace } from '../../../utils/wording/place.ts';
import { tellFinding, tellReport } from '../../../utils/wording/story.ts';
import { english, welsh } from './words.ts';

const roster: Finding = {
  rule: 'staff-roster',
  severity: 'high',
  confidence: 0.99,
  people: 9483,
  fields: ['surname', 'initials', 'rank', 'staff-number'],
  where: ['reply.xlsx', 'sheet "Data 2"', 'A2:I10800'],
  hidden: ['hidden-sheet'],
  message: 'from the detector',
};
const hiddenSheet: Finding = {
  ...roster,
  rule: 'hidden-sheet',
  severity: 'medium',
  people: 0,
  fields: [],
  where: ['reply.xlsx', 'sheet "Data 2"'],
};
const report = (findings: Finding[], verdict: Report['verdict'] = 'block'): Report => ({
  schema: 'cordon.report/1',
  file: '2026/reply.xlsx',
  bytes: 284_113,
  format: 'xlsx',
  verdict,
  inspected: 'full',
  findings,
  ms: 41,
});

describe('an encryption that opens without a password', () => {
  const opened: Finding = {
    ...roster,
    rule: 'encrypted',
    severity: 'low',
    people: 0,
    fields: [],
    where: ['reply.xlsx'],
    hidden: [],
  };
  it('is no part that needs one', () => {
    expect(tellReport(report([opened], 'allow'), 'file', english).also).toEqual([
      'encryption that opens without a password: the whole file',
    ]);
    expect(tellFinding(opened, 'file', '', english).headline).toBe(
      'This file contains encryption that opens without a password',
    );
    expect(tellFinding({ ...opened, severity: 'medium' }, 'file', '', english).headline).toBe(
      'This file has a password, so Cordon cannot see what is in it',
    );
  });
});

describe('a hidden roster', () => {
  it('is told in English', () => {
    expect(tellFinding(roster, 'file', 'reply.xlsx', english, 'xlsx')).toEqual({
      rule: 'staff-roster',
      headline: 'This file names 9,483 officers and staff',
      where: 'worksheet “Data 2”, which is hidden, columns A to I, rows 2 to 10,800',
      fields: 'surname, initials, rank, staff number',
      todo: 'Copy only what was asked for into a new file, or save it as CSV, and send that.',
    });
  });
  it.each(['docx', 'pptx', 'pdf', 'odt'])('is not to be saved as a table out of a %s', (format) => {
    const [told] = tellReport({ ...report([roster]), format }, 'file', english).findings;
    expect(told?.todo).toBe('Copy only what was asked for into a new document, and send that.');
  });
  it('is told in Welsh', () => {
    const told = tellFinding(roster, 'file', 'reply.xlsx', welsh);
    expect(told.headline).toBe('Mae’r ffeil hon yn enwi 9,483 o swyddogion a staff');
    expect(told.where).toBe('taflen waith “Data 2”, sy’n gudd, colofnau A i I, rhesi 2 i 10,800');
    expect(told.fields).toBe('cyfenw, llythrennau blaen, rheng, rhif staff');
  });
  it.each([
    [english, 'This file names 1 officer or member of staff'],
    [welsh, 'Mae’r ffeil hon yn enwi 1 swyddog neu aelod o staff'],
  ])('of one is singular', (words, headline) => {
    expect(tellFinding({ ...roster, people: 1 }, 'file', '', words).headline).toBe(headline);
  });
  it('in what was typed stands in lines, also where it was read as a table', () => {
    const typed = { ...roster, hidden: [], where: ['text', 'rows 1 to 21'] };
    expect(tellFinding(typed, 'text', '', english).where).toBe('lines 1 to 21');
    expect(tellFinding(typed, 'file', '', english).where).toBe('rows 1 to 21');
  });
  it('without a count is told without a number', () => {
    expect(tellFinding({ ...roster, people: 0 }, 'text', '', english).headline).toBe(
      'This text names officers or staff',
    );
  });
  it('among several files is told by name', () => {
    expect(tellFinding(roster, 'named', 'a/reply.xlsx', english).headline).toBe(
      '“reply.xlsx” names 9,483 officers and staff',
    );
  });
});

describe('a report', () => {
  it('does not tell the hiding place twice', () => {
    const told = tellReport(report([roster, hiddenSheet]), 'file', english);
    expect(told.findings.map((finding) => finding.rule)).toEqual(['staff-roster']);
    expect(told).toMatchObject({ name: 'reply.xlsx', size: '284 kB', also: [] });
  });
  it('tells another hidden sheet', () => {
    const other = { ...hiddenSheet, where: ['reply.xlsx', 'sheet "Months"'] };
    const told = tellReport(report([roster, other]), 'file', english);
    expect(told.findings.map((finding) => finding.headline)).toEqual([
      'This file names 9,483 officers and staff',
      'This file contains a hidden worksheet',
    ]);
  });
  it('does not call a file damaged that could not be opened', () => {
    const damaged: Finding = { ...hiddenSheet, rule: 'damaged', where: ['reply.xlsx'], hidden: [] };
    const headlines = [damaged, { ...damaged, unreadable: true as const }].map(
      (one) => tellReport(report([one]), 'file', english).findings[0]?.headline,
    );
    expect(headlines).toEqual([
      'This file is damaged, so Cordon cannot see all that is in it',
      'This file could not be opened',
    ]);
  });
  it('says once that the whole file is damaged, whatever its parts are', () => {
    const damaged: Finding = { ...hiddenSheet, rule: 'damaged', where: ['reply.xlsx'], hidden: [] };
    const inSheet: Finding = { ...damaged, where: ['reply.xlsx', 'sheet "Data 2"'] };
    expect(tellReport(report([damaged, damaged, inSheet]), 'file', english).findings.length).toBe(1);
    expect(tellReport(report([inSheet, inSheet]), 'file', english).findings.length).toBe(2);
  });

  it('puts what is of low severity last', () => {
    const low: Finding = { ...hiddenSheet, severity: 'low', where: ['reply.xlsx', 'sheet "Months"'] };
    expect(tellReport(report([roster, low]), 'file', english).also).toEqual([
      'a hidden worksheet: worksheet “Months”, which is hidden',
    ]);
  });
  it('tells what is low where that is what stopped the file', () => {
    const low: Finding = { ...hiddenSheet, severity: 'low' };
    expect(tellReport(report([low], 'warn'), 'file', english).findings).toHaveLength(1);
    expect(tellReport(report([low], 'allow'), 'file', english).findings).toHaveLength(0);
  });
  it.each([
    ['encrypted', ['a.zip'], 'This file has a password, so Cordon cannot see what is in it'],
    ['encrypted', ['a.zip', 'b.xlsx'], 'This file contains a part with a password'],
    ['unknown-format', ['a.bin'], 'This file is of a kind that Cordon cannot read yet'],
  ] as const)('tells %s at %j', (rule, where, headline) => {
    const finding: Finding = { ...hiddenSheet, rule, where: [...where], hidden: [] };
    expect(tellReport(report([finding]), 'file', english).findings[0]?.headline).toBe(headline);
  });
});

describe('places', () => {
  it.each([
    [['a.csv', 'rows 2 to 40'], [], 'rows 2 to 40'],
    [['a.csv', 'rows 7 to 7'], [], 'row 7'],
    [['a.xlsx', 'sheet "S"', 'C4'], [], 'worksheet “S”, cell C4'],
    [['a.xlsx', 'sheet "S"', 'C4:C4000'], [], 'worksheet “S”, column C, rows 4 to 4,000'],
    [
      ['a.zip', 'in/b.xlsx', 'sheet "S"', 'A1:B9'],
      ['hidden-rows'],
      'file “b.xlsx” inside it, worksheet “S”, columns A to B, rows 1 to 9, in hidden rows',
    ],
    [['a.pdf', 'page 3'], ['covered-text'], 'page 3, under a box'],
    [['a.txt'], [], 'the whole file'],
  ] as const)('%j, %j', (where, hidden, said) => {
    expect(sayPlace({ where: [...where], hidden: [...hidden] }, english)).toBe(said);
  });
  it('keeps the rest of the ways in which a hidden sheet is hidden', () => {
    expect(
      sayPlace({ where: ['a.xlsx', 'sheet "S"'], hidden: ['hidden-rows', 'hidden-sheet'] }, english),
    ).toBe('worksheet “S”, which is hidden, in hidden rows');
  });
});

describe('names', () => {
  it('lose marks that turn the direction round', () => {
    expect(showName('report\u202excod.exe')).toBe('reportxcod.exe');
  });
  it('are shortened in the middle, so that the ending stays', () => {
    const shown = showName(`${'a'.repeat(200)}.xlsx`);
    expect([...shown]).toHaveLength(60);
    expect(shown.endsWith('.xlsx')).toBe(true);
  });
});
