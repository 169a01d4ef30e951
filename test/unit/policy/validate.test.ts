import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Finding, type Inspection, VERDICTS } from '../../../utils/inspect/report.ts';
import { RULE_IDS } from '../../../utils/inspect/rules.ts';
import { coverageOf, EVERYWHERE } from '../../../utils/policy/coverage.ts';
import { matches } from '../../../utils/policy/match-pattern.ts';
import { type Policy, STRICT_POLICY } from '../../../utils/policy/policy.ts';
import { siteOf } from '../../../utils/policy/site.ts';
import { isListLost, validatePolicy, withYesAndNo } from '../../../utils/policy/validate.ts';
import { decide } from '../../../utils/verdict/decide.ts';

/** Stands for a sound value of its key. */
const SOUND = Symbol('sound');

describe('validatePolicy', () => {
  it('is strict where nothing is given', () => {
    for (const given of [undefined, null, {}]) {
      expect(validatePolicy(given)).toEqual({ policy: STRICT_POLICY, invalidKeys: [] });
    }
  });

  it('takes sound keys and leaves the others strict', () => {
    const { policy, invalidKeys } = validatePolicy({
      mode: 'warn',
      peopleBlock: 'many',
      peopleWarn: 3,
      colour: 'blue',
    });
    expect(policy).toEqual({ ...STRICT_POLICY, mode: 'warn', peopleWarn: 3 });
    expect(invalidKeys.sort()).toEqual(['colour', 'peopleBlock']);
  });

  it('fills up limits and verdicts that are given in part', () => {
    const { policy, invalidKeys } = validatePolicy({
      limits: { seconds: 5 },
      verdicts: { supplier: { medium: 'block' } },
    });
    expect(invalidKeys).toEqual([]);
    expect(policy.limits).toEqual({ ...STRICT_POLICY.limits, seconds: 5 });
    expect(policy.verdicts.supplier).toEqual({ low: 'allow', medium: 'block', high: 'block' });
    expect(policy.verdicts.publication).toEqual(STRICT_POLICY.verdicts.publication);
  });

  it('refuses unsound sites, patterns and limits', () => {
    const wrong = {
      sites: [{ match: ['example.org'], kind: 'supplier' }],
      staffNumberPatterns: ['('],
      limits: { seconds: 0 },
      verdicts: { publication: { high: 'maybe' } },
      collector: { endpoint: 'javascript:alert(1)' },
    };
    const { policy, invalidKeys } = validatePolicy(wrong);
    expect(policy).toEqual(STRICT_POLICY);
    expect(invalidKeys.sort()).toEqual(Object.keys(wrong).sort());
  });

  it('takes no list where names with values belong', () => {
    for (const given of [
      { verdicts: [] },
      { verdicts: { other: [] } },
      { limits: [] },
      { contact: [] },
      { messages: { en: [] } },
      { collector: { endpoint: 'https://otel.example', headers: [] } },
    ])
      expect(validatePolicy(given).invalidKeys, JSON.stringify(given)).toEqual(Object.keys(given));
  });

  it('takes 1 and 0 for yes and no only as Firefox hands them over on a Mac, and nothing else for them', () => {
    for (const name of ['everywhere', 'secondPerson', 'recordFileNames'] as const) {
      for (const [value, meant] of [
        [1, true],
        [0, false],
      ] as const) {
        const { policy, invalidKeys } = validatePolicy(withYesAndNo({ [name]: value }));
        expect([policy[name], invalidKeys]).toEqual([meant, []]);
        expect(validatePolicy({ [name]: value }).policy[name]).toBe(STRICT_POLICY[name]);
        expect(validatePolicy({ [name]: value }).invalidKeys).toEqual([name]);
      }
      for (const wrong of [2, -1, '1', '0', [], null])
        expect(validatePolicy(withYesAndNo({ [name]: wrong })).invalidKeys).toEqual([name]);
    }
    expect(validatePolicy(withYesAndNo({ mode: 1, sites: 0 })).invalidKeys).toEqual(['mode', 'sites']);
  });

  it('takes no text that could not be brought to every system', () => {
    for (const odd of ['\u0000', '\u0007', '\u001b', '\u0085', '\ud800', '\ufffe'])
      for (const given of [
        { contact: { name: `Duty ${odd} Desk` } },
        { messages: { en: { [`a${odd}`]: 'b' } } },
        { reasons: ['Agreed', `with${odd}`] },
        { releaseKey: 'x'.repeat(40) + odd },
      ])
        expect(validatePolicy(given).invalidKeys).toEqual(Object.keys(given));
    const fine = { messages: { cy: { greeting: 'Dŵr\r\n\t\u{1f600}' } } };
    expect(validatePolicy(fine).invalidKeys).toEqual([]);
  });

  it('takes no time that the timers of browsers cannot run for', () => {
    expect(validatePolicy({ limits: { seconds: 86_400 } }).invalidKeys).toEqual([]);
    for (const seconds of [86_401, 2_147_481, 10_000_000, 1e300]) {
      const { policy, invalidKeys } = validatePolicy({ limits: { seconds } });
      expect([policy.limits, invalidKeys]).toEqual([STRICT_POLICY.limits, ['limits']]);
    }
  });

  it('takes no collector that a browser could not send to', () => {
    const endpoint = 'https://otel.example';
    const sound = { endpoint, headers: { authorization: 'Bearer x', 'X-Force': 'Heddlu Dyfed' } };
    expect(validatePolicy({ collector: sound }).invalidKeys).toEqual([]);
    // What is sound can be sent by the real thing, and what is not cannot.
    expect(() => new Request(endpoint, { headers: sound.headers })).not.toThrow();
    for (const collector of [
      { endpoint: 'https://u:p@otel.example' },
      { endpoint: 'https://u@otel.example' },
      { endpoint, headers: { 'bad header': 'x' } },
      { endpoint, headers: { '': 'x' } },
      { endpoint, headers: { authorization: 'a\r\nb: c' } },
      { endpoint, headers: { authorization: 'Dŵr' } },
    ]) {
      expect(() => new Request(collector.endpoint, { headers: collector.headers ?? {} })).toThrow();
      expect(validatePolicy({ collector }).invalidKeys, JSON.stringify(collector)).toEqual(['collector']);
    }
    for (const name of ['Content-Type', 'Host', 'Cookie'])
      expect(validatePolicy({ collector: { endpoint, headers: { [name]: 'x' } } }).invalidKeys).toEqual([
        'collector',
      ]);
  });

  it('never throws and never loosens what was not understood', () => {
    const keys = fc.constantFrom(...Object.keys(STRICT_POLICY), '__proto__', 'constructor', 'x');
    fc.assert(
      fc.property(fc.dictionary(keys, fc.anything()), (given) => {
        const { policy, invalidKeys } = validatePolicy(given);
        for (const key of invalidKeys) {
          if (Object.hasOwn(STRICT_POLICY, key)) {
            expect(policy[key as keyof typeof policy]).toEqual(
              STRICT_POLICY[key as keyof typeof STRICT_POLICY],
            );
          }
        }
        expect(Object.keys(policy).sort()).toEqual(Object.keys(STRICT_POLICY).sort());
      }),
    );
  });
});

describe('a broken policy', () => {
  const severities = fc.constantFrom('low' as const, 'medium' as const, 'high' as const);
  const finding = fc.record({
    rule: fc.constantFrom(...RULE_IDS),
    severity: severities,
    confidence: fc.constant(1),
    people: fc.nat(50),
    fields: fc.constant<Finding['fields']>([]),
    where: fc.constant<Finding['where']>(['a']),
    hidden: fc.constant<Finding['hidden']>([]),
    message: fc.constant(''),
  });
  const inspection: fc.Arbitrary<Inspection> = fc.record({
    schema: fc.constant('cordon.report/1' as const),
    file: fc.constant('a'),
    bytes: fc.nat(),
    format: fc.constant('xlsx'),
    inspected: fc.constantFrom('full' as const, 'partial' as const, 'none' as const),
    findings: fc.array(finding, { maxLength: 5 }),
    ms: fc.nat(),
  });
  const sound = {
    mode: ['observe', 'warn', 'enforce'],
    sites: [[{ match: ['https://a.example/*'], kind: 'trusted' }]],
    everywhere: [true, false],
    verdicts: [{ publication: { high: 'warn' }, other: { high: 'allow', medium: 'allow' } }],
    peopleWarn: [1, 40],
    peopleBlock: [1, 40],
    onUninspectable: ['allow', 'warn', 'block'],
    limits: [{ seconds: 3 }],
    reasons: [[], ['Agreed']],
  };
  /** Wrong in the ways that hands and tools make values wrong: other types, near misses, one bad part in a good whole. */
  const broken = fc.oneof(
    fc.anything(),
    fc.constantFrom(
      'Observe',
      'off',
      ' warn',
      'true',
      1.5,
      '40',
      -1,
      0,
      null,
      [],
      {},
      [{ match: ['https://*'], kind: 'trusted' }],
      [
        { match: ['<all_urls>'], kind: 'trusted' },
        { match: ['a.example'], kind: 'trusted' },
      ],
      { publication: { high: 'allow', medium: 'never' } },
      { publication: 'allow' },
      { seconds: '3' },
      { seconds: 3, hours: 1 },
      '{"publication":{"high":"allow"}}',
    ),
  );
  const key = fc.constantFrom(
    ...(Object.keys(sound) as (keyof typeof sound)[]),
    'Mode',
    'site',
    '__proto__',
    'toString',
  );
  const given = fc.dictionary(
    key,
    fc.oneof({ weight: 2, arbitrary: broken }, { weight: 1, arbitrary: fc.constant(SOUND) }),
  );
  const addresses = [
    'https://a.example/x',
    'https://b.example/',
    'https://www.whatdotheyknow.com/request/a/upload',
  ];

  function outcome(policy: Policy, address: string, found: Inspection) {
    const site = siteOf(address, policy);
    return { guarded: site.guarded, verdict: decide(found, policy, site).verdict };
  }

  const weaker = (a: ReturnType<typeof outcome>, b: ReturnType<typeof outcome>) =>
    VERDICTS.indexOf(a.verdict) < VERDICTS.indexOf(b.verdict) || (b.guarded && !a.guarded);

  it('never weakens a verdict: what is wrong counts as if it were not there, and then the strict value holds', () => {
    fc.assert(
      fc.property(given, fc.constantFrom(...addresses), inspection, (written, address, found) => {
        const whole = Object.fromEntries(
          Object.entries(written).map(([name, value]) => {
            const choices = Object.hasOwn(sound, name) ? sound[name as keyof typeof sound] : [value];
            return [name, value === SOUND ? choices[0] : value];
          }),
        );
        const { policy, invalidKeys } = validatePolicy(whole);
        const without: Record<string, unknown> = Object.fromEntries(
          Object.entries(whole).filter(([name]) => !invalidKeys.includes(name)),
        );
        const lost = isListLost(whole, invalidKeys);
        if (lost) delete without.everywhere;
        const here = outcome(policy, address, found);
        const there = outcome(validatePolicy(without).policy, address, found);
        // What is said of kinds of sites holds for the strictest where nobody knows the kinds.
        if (lost) expect(weaker(here, there)).toBe(false);
        else expect(here).toEqual(there);
        if (Object.keys(without).length === 0)
          expect(outcome(policy, address, found)).toEqual(outcome(STRICT_POLICY, address, found));
      }),
      { numRuns: 3000 },
    );
  });

  describe('of which a key was dropped before Cordon saw it', () => {
    const kind = fc.constantFrom('publication', 'supplier', 'webmail', 'other', 'trusted');
    const rule = fc.record({
      match: fc.subarray(
        ['https://a.example/*', '*://*.force.example/*', 'https://b.example/up/*', '*://*.box.com/*'],
        { minLength: 1 },
      ),
      kind,
    });
    const verdict = fc.constantFrom(...VERDICTS);
    const bySeverity = fc.record({ low: verdict, medium: verdict, high: verdict }, { requiredKeys: [] });
    const people = fc.integer({ min: 1, max: 60 });
    /** Sound policies, with every key that bears on what is guarded and what a file leads to. */
    const written = fc.record(
      {
        mode: fc.constantFrom('observe', 'warn', 'enforce'),
        sites: fc.array(rule, { maxLength: 4 }),
        everywhere: fc.boolean(),
        verdicts: fc.dictionary(kind, bySeverity),
        peopleWarn: people,
        peopleBlock: people,
        onUninspectable: verdict,
        limits: fc.constant({ seconds: 3 }),
        reasons: fc.constant([]),
      },
      { requiredKeys: [] },
    );
    const places = [
      ...addresses,
      'https://www.force.example/foi',
      'https://b.example/up/1',
      'https://app.box.com/folder/0',
      'https://nobody.example/',
    ];
    const strictOf = (name: string) => STRICT_POLICY[name as keyof Policy];
    const covered = (policy: Policy, address: string) =>
      coverageOf(policy).some(
        (coverage) =>
          coverage.matches.some((pattern) => matches(pattern, new URL(address))) &&
          !coverage.excludeMatches.some((pattern) => matches(pattern, new URL(address))),
      );

    it('is as strict as if the key stood there with its strict value, guards all that it guarded, and is said', () => {
      fc.assert(
        fc.property(
          written,
          fc.nat(),
          fc.constantFrom(...places),
          inspection,
          finding,
          (whole, at, address, found, one) => {
            const names = Object.keys(whole);
            fc.pre(names.length > 0);
            const lost = names[at % names.length] ?? '';
            const { [lost as keyof typeof whole]: _, ...rest } = whole;
            const { policy, invalidKeys } = validatePolicy({ ...rest, expectKeys: names });
            expect(invalidKeys).toEqual([lost]);
            expect(policy[lost as keyof Policy]).toEqual(
              lost === 'verdicts' || lost === 'limits' ? expect.anything() : strictOf(lost),
            );
            const before = validatePolicy(whole).policy;
            const dropped = outcome(policy, address, found);
            const strict = validatePolicy({ ...whole, [lost]: strictOf(lost) }).policy;
            expect(weaker(dropped, outcome(strict, address, found))).toBe(false);
            // Nothing that was guarded is left alone, neither by the verdict nor by the scripts.
            if (outcome(before, address, found).guarded) {
              expect(dropped.guarded).toBe(true);
              expect(covered(policy, address)).toBe(true);
            }
            expect(covered(before, address) && !covered(policy, address)).toBe(false);
            // Nobody knows which kind of site a site was: what was found leads to no less than by the strict policy or by the whole one.
            if (lost === 'sites') {
              const alone: Inspection = { ...found, inspected: 'full', findings: [one] };
              const least = [before, STRICT_POLICY].map((any) =>
                VERDICTS.indexOf(outcome(any, address, alone).verdict),
              );
              const now = VERDICTS.indexOf(outcome(policy, address, alone).verdict);
              expect(now).toBeGreaterThanOrEqual(before.mode === 'enforce' ? Math.min(...least) : 0);
            }
          },
        ),
        { numRuns: 4000 },
      );
    });

    it('counts an unreadable list of names as a list that had everything in it', () => {
      for (const expectKeys of ['sites', 5, { sites: true }, ['everywhere', 5]]) {
        const { policy, invalidKeys } = validatePolicy({ everywhere: false, expectKeys });
        expect(invalidKeys).toEqual(['expectKeys']);
        expect(coverageOf(policy)).toEqual([EVERYWHERE]);
      }
      // Of a list that is wrong in one place the rest can be read.
      expect(validatePolicy({ expectKeys: ['mode', 5] }).invalidKeys).toEqual(['expectKeys', 'mode']);
    });

    it('takes a name that it does not know for the list of sites, where there is none', () => {
      const list = [{ match: ['https://a.example/*'], kind: 'publication' }];
      for (const name of ['site', 'Sites', 'sites ', 'websites', '__proto__x']) {
        const given = { everywhere: false, verdicts: { other: { high: 'allow' } }, [name]: list };
        const { policy, invalidKeys } = validatePolicy(given);
        expect(invalidKeys).toEqual([name]);
        expect(coverageOf(policy)).toEqual([EVERYWHERE]);
        expect(policy.verdicts.other.high).toBe('block');
        // Chromium drops what its schema does not know; the list of names tells of it all the same.
        const dropped = validatePolicy({ everywhere: false, expectKeys: ['everywhere', name] });
        expect(dropped.invalidKeys).toEqual([name]);
        expect(coverageOf(dropped.policy)).toEqual([EVERYWHERE]);
        // Where the list is there, the name was something else.
        expect(validatePolicy({ ...given, sites: list }).policy.everywhere).toBe(false);
      }
    });

    it('names keys that there are not as well, each once', () => {
      expect(validatePolicy({ expectKeys: ['site', 'site', '__proto__', 'mode'] }).invalidKeys).toEqual([
        'site',
        '__proto__',
        'mode',
      ]);
      expect(
        validatePolicy({ mode: 'warn', expectKeys: ['mode'] }),
        'what is there is not missing',
      ).toMatchObject({ invalidKeys: [], policy: { mode: 'warn' } });
      expect(validatePolicy({ mode: 'lax', expectKeys: ['mode'] }).invalidKeys).toEqual(['mode']);
      expect(validatePolicy({ everywhere: false, sites: [], expectKeys: ['sites'] }).policy.everywhere).toBe(
        false,
      );
    });

    it('leaves no site of the force to looser verdicts than it had', () => {
      const whole = {
        everywhere: false,
        sites: [{ match: ['https://a.example/*'], kind: 'publication' }],
        verdicts: {
          other: { medium: 'allow', high: 'allow' },
          publication: { low: 'warn', medium: 'block' },
        },
      };
      const { sites: _, ...rest } = whole;
      const { policy } = validatePolicy({ ...rest, expectKeys: Object.keys(whole) });
      for (const name of ['publication', 'supplier', 'webmail', 'other'] as const)
        expect(policy.verdicts[name]).toEqual({ low: 'warn', medium: 'block', high: 'block' });
      expect(policy.verdicts.trusted).toEqual(STRICT_POLICY.verdicts.trusted);
    });
  });

  it('guards every site that a rule names, though a neighbour of it is wrong and the rest of the web is left alone', () => {
    const guardedKind = fc.constantFrom('publication', 'supplier', 'webmail');
    const rule = fc.record({
      match: fc.constantFrom(['https://a.example/*'], ['*://*.force.example/*', 'https://b.example/up/*']),
      kind: guardedKind,
    });
    const wrongRule = fc.constantFrom<unknown>(
      { match: ['https://a b/*'], kind: 'publication' },
      { match: ['https://%/*'], kind: 'trusted' },
      { match: ['https://c.example/*'], kind: 'Publication' },
      { match: 'https://c.example/*', kind: 'publication' },
      { match: ['https://c.example/*'] },
      { kind: 'publication' },
      'https://c.example/*',
      null,
    );
    const rules = fc.array(rule, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(rules, wrongRule, fc.nat(4), (sound, wrong, place) => {
        const sites: unknown[] = [...sound];
        sites.splice(place, 0, wrong);
        const { policy, invalidKeys } = validatePolicy({ everywhere: false, sites });
        expect(invalidKeys).toEqual(['sites']);
        for (const { match } of sound)
          for (const pattern of match) {
            const address = pattern.replace('*://', 'https://').replace('*.', 'www.').replace('*', 'x');
            expect(siteOf(address, policy), address).toMatchObject({ guarded: true });
          }
        expect(coverageOf(policy)).toEqual([EVERYWHERE]);
      }),
    );
    // A sound list is taken at its word.
    expect(validatePolicy({ everywhere: false, sites: [] }).policy.everywhere).toBe(false);
  });

  it('counts as a whole where one part of a value is wrong', () => {
    for (const wrong of [
      {
        sites: [
          { match: ['<all_urls>'], kind: 'trusted' },
          { match: ['a.example'], kind: 'trusted' },
        ],
      },
      { verdicts: { publication: { high: 'allow', medium: 'never' } } },
      { onUninspectable: ['allow'] },
      { everywhere: 'false' },
      { mode: 'Observe' },
    ]) {
      expect(validatePolicy(wrong).policy).toEqual(STRICT_POLICY);
      expect(validatePolicy(wrong).invalidKeys).toEqual(Object.keys(wrong));
    }
  });
});
