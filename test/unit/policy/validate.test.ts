import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STRICT_POLICY } from '../../../utils/policy/policy.ts';
import { validatePolicy } from '../../../utils/policy/validate.ts';

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
