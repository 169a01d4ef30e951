import { describe, expect, it } from 'vitest';
import type { Finding, Inspection } from '../../../utils/inspect/report.ts';
import type { RuleId } from '../../../utils/inspect/rules.ts';
import { type Policy, SITE_KINDS, STRICT_POLICY } from '../../../utils/policy/policy.ts';
import type { Site } from '../../../utils/policy/site.ts';
import { decide } from '../../../utils/verdict/decide.ts';

const publication: Site = { kind: 'publication', host: 'foi.example', guarded: true };

function finding(rule: RuleId, more: Partial<Finding> = {}): Finding {
  const base = {
    severity: 'high',
    confidence: 1,
    people: 0,
    fields: [],
    where: ['a.xlsx'],
    hidden: [],
  } as const;
  return { rule, message: '', ...base, fields: [], where: ['a.xlsx'], hidden: [], ...more };
}

function inspection(findings: Finding[], inspected: Inspection['inspected'] = 'full'): Inspection {
  return { schema: 'cordon.report/1', file: 'a.xlsx', bytes: 1, format: 'xlsx', inspected, findings, ms: 1 };
}

const verdict = (findings: Finding[], policy: Partial<Policy> = {}, site = publication) =>
  decide(inspection(findings), { ...STRICT_POLICY, ...policy }, site).verdict;

describe('decide', () => {
  it('allows a file without findings', () => {
    expect(verdict([])).toBe('allow');
  });

  it('blocks a roster on every kind of site but a trusted one, by the strict default', () => {
    const roster = finding('staff-roster', { people: 9483 });
    for (const kind of SITE_KINDS) {
      expect(verdict([roster], {}, { ...publication, kind })).toBe(kind === 'trusted' ? 'allow' : 'block');
    }
  });

  it('lets one portrait pass where press photos are published, unless a number or more people come with it', () => {
    const portrait = (more: Partial<Finding> = {}) =>
      finding('staff-photo', { severity: 'medium', people: 1, fields: ['photo'], ...more });
    expect(verdict([portrait()])).toBe('allow');
    expect(
      decide(inspection([portrait()]), STRICT_POLICY, publication).findings.map(({ severity }) => severity),
    ).toEqual(['low']);
    expect(verdict([portrait()], {}, { ...publication, kind: 'webmail' })).toBe('warn');
    expect(verdict([portrait({ fields: ['photo', 'staff-number'] })])).toBe('warn');
    expect(verdict([portrait({ people: 2 })])).toBe('warn');
  });

  it('takes the worst of several findings', () => {
    expect(verdict([finding('metadata', { severity: 'low' })])).toBe('allow');
    expect(
      verdict([finding('metadata', { severity: 'low' }), finding('hidden-sheet', { severity: 'medium' })]),
    ).toBe('warn');
    expect(
      verdict([finding('hidden-sheet', { severity: 'medium' }), finding('staff-roster', { people: 8 })]),
    ).toBe('block');
  });

  it('raises a finding by the number of people, except where it is low', () => {
    const medium = (people: number) => finding('staff-roster', { severity: 'medium', people });
    expect(verdict([medium(4)], { verdicts: lenient() })).toBe('allow');
    expect(verdict([medium(5)], { verdicts: lenient() })).toBe('warn');
    expect(verdict([medium(10)], { verdicts: lenient() })).toBe('block');
    expect(verdict([finding('staff-roster', { severity: 'low', people: 500 })])).toBe('allow');
  });

  it('warns of hidden cells at all where they would be published, and only there', () => {
    const lookup = finding('hidden-sheet', { severity: 'low' });
    expect(verdict([lookup])).toBe('warn');
    expect(verdict([lookup], {}, { ...publication, kind: 'supplier' })).toBe('allow');
    expect(verdict([lookup], { verdicts: lenient() })).toBe('allow');
    expect(verdict([finding('comments', { severity: 'low' })])).toBe('allow');
  });

  it('treats what could not be inspected as the policy says', () => {
    for (const onUninspectable of ['allow', 'warn', 'block'] as const) {
      expect(verdict([finding('encrypted', { severity: 'medium' })], { onUninspectable })).toBe(
        onUninspectable,
      );
    }
  });

  it('holds nothing up for an encryption that opens without a password', () => {
    const opened = finding('encrypted', { severity: 'low' });
    for (const kind of SITE_KINDS) expect(verdict([opened], {}, { ...publication, kind })).toBe('allow');
    const report = decide(inspection([opened], 'partial'), STRICT_POLICY, publication);
    expect(report.verdict, 'it does not say why something was not read').toBe('block');
  });

  it('lets a workbook go whose hidden sheet is blank, and warns where there are cells on it', () => {
    const sheet = (cells: number) => finding('hidden-sheet', { severity: 'low', counts: { cells } });
    expect(verdict([sheet(0)])).toBe('allow');
    expect(verdict([sheet(1)])).toBe('warn');
  });

  it('warns of a video on a publication site only, and never beyond what the policy says', () => {
    const video = [finding('unknown-format', { severity: 'low' })];
    const on = (kind: Site['kind'], onUninspectable: Policy['onUninspectable']) =>
      decide(inspection(video, 'partial'), { ...STRICT_POLICY, onUninspectable }, { ...publication, kind })
        .verdict;
    expect(SITE_KINDS.map((kind) => [kind, on(kind, 'block')])).toEqual([
      ['publication', 'warn'],
      ['supplier', 'allow'],
      ['webmail', 'allow'],
      ['trusted', 'allow'],
      ['other', 'allow'],
    ]);
    expect(on('publication', 'allow')).toBe('allow');
    expect(verdict([...video, finding('encrypted', { severity: 'medium' })])).toBe('block');
  });

  it('does not let a file pass that was not read to its end, even without a finding that says so', () => {
    for (const inspected of ['partial', 'none'] as const) {
      expect(decide(inspection([], inspected), STRICT_POLICY, publication).verdict).toBe('block');
    }
  });

  it('only records in observe mode, and lets the user go on in warn mode', () => {
    const roster = finding('staff-roster', { people: 100 });
    expect(verdict([roster], { mode: 'observe' })).toBe('allow');
    expect(verdict([roster], { mode: 'warn' })).toBe('warn');
    expect(verdict([roster], { mode: 'enforce' })).toBe('block');
  });

  it('changes nothing of the inspection', () => {
    const given = inspection([finding('staff-roster', { people: 3 })]);
    const { verdict: _, ...rest } = decide(given, STRICT_POLICY, publication);
    expect(rest).toEqual(given);
  });
});

function lenient(): Policy['verdicts'] {
  const allow = { low: 'allow', medium: 'allow', high: 'allow' } as const;
  return { publication: allow, supplier: allow, webmail: allow, other: allow, trusted: allow };
}
