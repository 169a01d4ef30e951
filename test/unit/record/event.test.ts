import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadAsset } from '../../../bin/assets.ts';
import { inspect } from '../../../utils/inspect/inspect.ts';
import { FIELDS, type Report, SEVERITIES } from '../../../utils/inspect/report.ts';
import { RULE_IDS } from '../../../utils/inspect/rules.ts';
import { STRICT_POLICY } from '../../../utils/policy/policy.ts';
import { validatePolicy } from '../../../utils/policy/validate.ts';
import { eventOf, isAbout, OUTCOMES, policyEventOf } from '../../../utils/record/event.ts';
import { toCsv, toJsonLines } from '../../../utils/record/export.ts';
import { exportRequest } from '../../../utils/record/otlp.ts';
import { countEvents, countToday } from '../../../utils/record/today.ts';
import { decide } from '../../../utils/verdict/decide.ts';
import { readLogs } from '../../fixtures/otlp.ts';

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

describe('isAbout', () => {
  const facts = { outcome: 'taken-out', verdict: 'warn', site, reports: [], files: 1 } as const;

  it('knows what was found again, however it ended', () => {
    fc.assert(
      fc.property(fc.array(report), fc.constantFrom(...OUTCOMES), (reports, outcome) => {
        const event = eventOf({ ...facts, reports, outcome, reason: 'agreed' }, '1.0.0', { time: 1 });
        expect(isAbout(event, { ...facts, reports })).toBe(true);
      }),
    );
  });

  it.each([
    ['verdict', { verdict: 'block' }],
    ['site', { site: { kind: 'publication', host: 'other.example' } }],
    ['kind of site', { site: { kind: 'webmail', host: site.host } }],
    ['number of files', { files: 2 }],
    [
      'finding',
      {
        reports: fc.sample(
          report.filter(({ findings }) => findings.length > 0),
          1,
        ),
      },
    ],
  ] as const)('tells another %s', (_, other) => {
    expect(isAbout(eventOf(facts, '1.0.0'), { ...facts, ...other })).toBe(false);
  });
});

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

  it('says nothing of a file whatever became of it: not to the collector, nor in what the user saves', () => {
    const facts = fc.record({
      outcome: fc.constantFrom(...OUTCOMES),
      verdict: fc.constantFrom('allow' as const, 'warn' as const, 'block' as const),
      reports: fc.array(report),
      fileNames: fc.array(secret.map((text) => text.replace(/[\\/]/g, ''))),
    });
    fc.assert(
      fc.property(facts, fc.boolean(), ({ fileNames, ...rest }, keepFileNames) => {
        const given = { ...rest, site, files: 1, reason: 'agreed', fileNames };
        const event = eventOf(given, '1.0.0', { keepFileNames });
        expect(JSON.stringify(exportRequest([event]))).not.toContain('SECRET');
        // File names alone, and these only where policy has them kept.
        const { fileNames: kept = [], ...others } = event;
        expect(JSON.stringify(others)).not.toContain('SECRET');
        expect(kept).toEqual(keepFileNames ? fileNames : []);
        if (kept.length > 0) return;
        expect(toJsonLines([event]) + toCsv([event])).not.toContain('SECRET');
      }),
    );
  });

  it('keeps of a file in a folder the name alone', () => {
    const facts = { outcome: 'copy-saved' as const, verdict: 'warn' as const, site, reports: [], files: 2 };
    const fileNames = ['Misconduct/SECRET/reply.xlsx', 'C:\\SECRET\\a.csv', 'b.csv'];
    const event = eventOf({ ...facts, fileNames }, '1.0.0', { keepFileNames: true });
    expect(event.fileNames).toEqual(['reply.xlsx', 'a.csv', 'b.csv']);
  });

  it('lets no cell value and no file name through, from the bytes of a table to the wire', async () => {
    // Letters that no rule id, size class or other word of an event has in this order.
    const word = fc.stringMatching(/^[A-Z][a-z]{2,8}$/).map((text) => `Qzx${text}`);
    const row = fc.tuple(word, word, fc.constantFrom('PC', 'Sgt', 'Insp'), fc.integer({ min: 700_000_000 }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 40 }),
        word,
        word,
        async (rows, heading, name) => {
          const table = [[heading, 'Surname', 'Rank', 'Collar number'], ...rows].map((cells) =>
            cells.join(','),
          );
          const file = new Blob([`${table.join('\n')}\n`]);
          const inspection = await inspect(file, `${name}.csv`, { asset: loadAsset });
          const reports = [decide(inspection, STRICT_POLICY, { ...site, guarded: true })];
          const verdict = reports[0]?.verdict ?? 'allow';
          const event = eventOf({ outcome: 'taken-out', verdict, site, reports, files: 1 }, '1.0.0', {
            time: 1000,
          });
          const wire = JSON.stringify(exportRequest([event]));
          expect(wire).not.toContain('Qzx');
          for (const [, , , number] of rows) expect(wire).not.toContain(String(number));
          expect(readLogs(wire)).toHaveLength(1);
        },
      ),
      { numRuns: 60 },
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
    const event = eventOf({ outcome: 'taken-out', verdict: 'block', site, reports, files: 2 }, '1.0.0', {
      time: 1000,
    });
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

describe('a second person’s release', () => {
  const made = (outcome: 'signed-off' | 'released') =>
    eventOf(
      { outcome, verdict: 'block', site, reports: [], files: 1, releases: ['0123456789abcdef'] },
      '1.0.0',
    );
  it('stands in the record on both sides under the same reference', () => {
    const records = readLogs(JSON.stringify(exportRequest([made('signed-off'), made('released')])));
    expect(records.map(({ attributes }) => attributes)).toMatchObject([
      { 'cordon.outcome': 'signed-off', 'cordon.releases': ['0123456789abcdef'] },
      { 'cordon.outcome': 'released', 'cordon.releases': ['0123456789abcdef'] },
    ]);
  });
  it('is no hold of its own where somebody says that it is a false alarm', () => {
    const event = eventOf({ outcome: 'false-alarm', verdict: 'block', site, reports: [], files: 1 }, '1.0.0');
    expect(Object.values(countEvents([event])).every((count) => count === 0)).toBe(true);
  });
  it('is counted for its own site, and for the computer', () => {
    const other = eventOf(
      {
        outcome: 'cleaned',
        verdict: 'block',
        site: { ...site, host: 'other.example' },
        reports: [],
        files: 3,
      },
      '1.0.0',
    );
    const { here, everywhere } = countToday([made('released'), other], site.host);
    expect(here).toMatchObject({ checked: 1, warned: 1, cleaned: 0, sentAnyway: 1 });
    expect(everywhere).toMatchObject({ checked: 4, warned: 2, cleaned: 1, sentAnyway: 1 });
  });
  it('counts for the sender as sent anyway, and for the reviewer as nothing held here', () => {
    const none = { checked: 0, warned: 0, stopped: 0, cleaned: 0, sentAnyway: 0, unheld: 0 };
    expect(countEvents([made('signed-off')])).toEqual(none);
    expect(countEvents([made('released')])).toEqual({ ...none, checked: 1, warned: 1, sentAnyway: 1 });
  });
});

describe('policyEventOf', () => {
  it('says which keys were wrong by name, and nothing of what stood in them or of names it does not know', async () => {
    const current = { ...validatePolicy({ mode: 'SECRET', peopleWarn: 3, SECRETkey: 1 }), managed: true };
    const event = await policyEventOf(current, '1.0.0', 1000);
    expect(event.policy).toMatchObject({
      managed: true,
      mode: 'enforce',
      invalidKeys: ['(unknown)', 'mode'],
    });
    const wire = JSON.stringify(exportRequest([event]));
    expect(wire).not.toContain('SECRET');
    const [record] = readLogs(wire);
    expect(record).toMatchObject({ eventName: 'cordon.policy', severityNumber: 13 });
    expect(record?.attributes).toMatchObject({
      'cordon.policy.managed': true,
      'cordon.policy.invalid_keys': ['(unknown)', 'mode'],
    });
  });

  it('has the same digest for the same policy, and another for another', async () => {
    const digestOf = async (given: unknown) => {
      const event = await policyEventOf({ ...validatePolicy(given), managed: true }, '1.0.0');
      return event.policy.digest;
    };
    expect(await digestOf({ peopleWarn: 3 })).toBe(await digestOf({ peopleWarn: 3 }));
    expect(await digestOf({ peopleWarn: 3 })).not.toBe(await digestOf({ peopleWarn: 4 }));
    expect(await digestOf({ mode: 'soft' })).not.toBe(await digestOf({}));
  });
});
