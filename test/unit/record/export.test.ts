import { describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { STRICT_POLICY } from '../../../utils/policy/policy.ts';
import { type CordonEvent, eventOf, policyEventOf } from '../../../utils/record/event.ts';
import { toCsv, toJsonLines } from '../../../utils/record/export.ts';

const TIME = Date.UTC(2026, 2, 1, 9, 30);

async function events(): Promise<CordonEvent[]> {
  const site = { kind: 'publication' as const, host: 'foi.example' };
  const report = {
    schema: 'cordon.report/1' as const,
    file: '',
    bytes: 2_000_000,
    format: 'xlsx',
    verdict: 'warn' as const,
    inspected: 'full' as const,
    ms: 1,
    findings: (['staff-roster', 'hidden-sheet', 'hidden-sheet'] as const).map((rule) => ({
      rule,
      severity: 'medium' as const,
      confidence: 1,
      people: 7,
      fields: [],
      where: ['a'],
      hidden: [],
      message: '',
    })),
  };
  const facts = {
    outcome: 'sent-anyway' as const,
    verdict: 'warn' as const,
    site,
    reports: [report],
    files: 1,
  };
  return [
    await policyEventOf({ policy: STRICT_POLICY, managed: true, invalidKeys: ['mode'] }, '1.0.0', TIME),
    eventOf({ ...facts, reason: 'Agreed, "in writing",\nby post' }, '1.0.0', { time: TIME + 1000 }),
    eventOf({ ...facts, reason: '=1+1', fileNames: ['-a.xlsx', 'b.xlsx'] }, '1.0.0', {
      time: TIME + 2000,
      keepFileNames: true,
    }),
  ];
}

describe('toJsonLines', () => {
  it('gives every Event as it is kept, one a line, with a time that people can read', async () => {
    const given = await events();
    const lines = toJsonLines(given).split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.map((line) => JSON.parse(line))).toEqual(
      given.map((event) => ({ ...event, time: new Date(event.time).toISOString() })),
    );
  });
});

describe('toCsv', () => {
  it('reads back in another reader, cell by cell, and holds no formula', async () => {
    const [policy, first, second] = await events();
    const book = XLSX.read(toCsv([policy, first, second] as CordonEvent[]), { type: 'string', raw: true });
    const sheet = book.Sheets[book.SheetNames[0] ?? ''] as XLSX.WorkSheet;
    expect(Object.values(sheet).some((cell) => (cell as XLSX.CellObject).f)).toBe(false);
    expect(XLSX.utils.sheet_to_json(sheet)).toEqual([
      {
        time: '2026-03-01T09:30:00.000Z',
        event: 'policy',
        version: '1.0.0',
        policy_managed: 'true',
        policy_mode: 'enforce',
        policy_digest: expect.stringMatching(/^[0-9a-f]{16}$/),
        policy_invalid_keys: 'mode',
        id: policy?.id,
      },
      {
        time: '2026-03-01T09:30:01.000Z',
        event: 'decision',
        version: '1.0.0',
        outcome: 'sent-anyway',
        verdict: 'warn',
        site_kind: 'publication',
        host: 'foi.example',
        files: '1',
        size: 'under 10 MB',
        people: '7',
        rules: 'staff-roster 1; hidden-sheet 2',
        reason: 'Agreed, "in writing",\nby post',
        id: first?.id,
      },
      expect.objectContaining({ reason: "'=1+1", file_names: "'-a.xlsx; b.xlsx" }),
    ]);
  });
});
