import { expect, it } from 'vitest';
import { raiseHidden } from '../../../utils/inspect/gravity.ts';
import type { Finding } from '../../../utils/inspect/report.ts';

const base = { confidence: 1, people: 0, fields: [], message: '' };
const roster = (sheet: string): Finding => ({
  ...base,
  rule: 'staff-roster',
  severity: 'high',
  people: 40,
  where: ['a.xlsx', `sheet "${sheet}"`, 'A1:C41'],
  hidden: ['hidden-sheet'],
});
const hiddenSheet = (sheet: string): Finding => ({
  ...base,
  rule: 'hidden-sheet',
  severity: 'low',
  where: ['a.xlsx', `sheet "${sheet}"`, 'A1:C60'],
  hidden: ['hidden-sheet'],
});

it('makes a hidden sheet as grave as the people in it, and leaves other sheets alone', () => {
  const findings = raiseHidden([roster('Data'), hiddenSheet('Data'), hiddenSheet('Months')]);
  expect(findings.map(({ severity }) => severity)).toEqual(['high', 'high', 'low']);
});

it('raises only the way of hiding that the people are hidden by', () => {
  const rows: Finding = { ...hiddenSheet('Data'), rule: 'hidden-rows', hidden: ['hidden-rows'] };
  expect(raiseHidden([roster('Data'), rows])[1]?.severity).toBe('low');
});

it('leaves a roster in plain sight out of it', () => {
  const visible: Finding = { ...roster('Data'), hidden: [] };
  expect(raiseHidden([visible, hiddenSheet('Data')])[1]?.severity).toBe('low');
});
