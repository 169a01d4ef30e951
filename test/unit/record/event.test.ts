import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIELDS, type Report, SEVERITIES } from '../../../utils/inspect/report.ts';
import { RULE_IDS } from '../../../utils/inspect/rules.ts';
import { eventOf } from '../../../utils/record/event.ts';
import { exportRequest } from '../../../utils/record/otlp.ts';

/** Text that stands for whatever a file, a name or a path could hold; the marker makes it findable. */
const secret = fc.string({ minLength: 1 }).map((text) => `SECRET${text}`);

const finding = fc.record({
  rule: fc.constantFrom(...RULE_IDS),
  severity: fc.constantFrom(...SEVERITIES),
  confidence: fc.double({ min: 0, max: 1 }),
  people: fc.nat(),
  fields: fc.subarray([...FIELDS]),
  where: fc.array(secret, { minLength: 1 }),
  hidden: fc.subarray(RULE_IDS),
  message: secret,
  counts: fc.dictionary(secret, fc.nat()),
});

const report: fc.Arbitrary<Report> = fc.record({
  schema: fc.constant('cordon.report/1' as const),
  file: secret,
  bytes: fc.nat(),
  format: secret,
  verdict: fc.constantFrom('allow' as const, 'warn' as const, 'block' as const),
  inspected: fc.constantFrom('full' as const, 'partial' as const, 'none' as const),
  findings: fc.array(finding),
  ms: fc.nat(),
});

const site = { kind: 'publication' as const, host: 'foi.example' };

describe('eventOf', () => {
  it('lets nothing through that a file could hold: no name, no path, no place, no message', () => {
    fc.assert(
      fc.property(fc.array(report, { minLength: 1 }), (reports) => {
        const event = eventOf({ outcome: 'taken-out', verdict: 'block', site, reports, files: 1 }, '1.0.0');
        expect(JSON.stringify(event)).not.toContain('SECRET');
        expect(JSON.stringify(exportRequest([event]))).not.toContain('SECRET');
      }),
    );
  });

  it('counts findings by rule and keeps the gravest severity and number of people', () => {
    const base = { confidence: 1, fields: [], where: ['a'], hidden: [], message: '' };
    const reports: Report[] = [
      {
        schema: 'cordon.report/1',
        file: 'a',
        bytes: 2_000_000,
        format: 'xlsx',
        verdict: 'block',
        inspected: 'full',
        ms: 1,
        findings: [
          { rule: 'staff-roster', severity: 'medium', people: 8, ...base },
          { rule: 'staff-roster', severity: 'high', people: 9483, ...base },
          { rule: 'hidden-sheet', severity: 'low', people: 0, ...base },
        ],
      },
    ];
    const event = eventOf({ outcome: 'taken-out', verdict: 'block', site, reports, files: 2 }, '1.0.0', 1000);
    expect(event).toMatchObject({
      time: 1000,
      version: '1.0.0',
      files: 2,
      size: 'under 10 MB',
      people: 9483,
      rules: [
        { rule: 'staff-roster', severity: 'high', findings: 2 },
        { rule: 'hidden-sheet', severity: 'low', findings: 1 },
      ],
    });
  });
});
