// From whatever an administrator wrote to a Policy: key by key, a wrong value falls back to the strict default.
import * as v from 'valibot';
import { type Policy, SITE_KINDS, STRICT_POLICY } from './policy.ts';
import { POLICY_KEYS, type PolicyKey } from './schema.ts';

export interface ValidatedPolicy {
  policy: Policy;
  /** Keys that were unknown or wrong, and so did not count. */
  invalidKeys: string[];
}

const hasList = (value: unknown): boolean =>
  Array.isArray(value) || (typeof value === 'object' && value !== null && Object.values(value).some(hasList));

/**
 * Does a list stand where names with values belong (`verdicts: []`)? To a schema an empty one looks like an object in which
 * everything was left out. Keys that are lists are told by their strict value.
 */
export const isListByMistake = (key: PolicyKey, value: unknown): boolean =>
  !Array.isArray(POLICY_KEYS[key].strict) && hasList(value);

const isKey = (name: string): name is PolicyKey => Object.hasOwn(POLICY_KEYS, name);

/** Merges what was given over the strict defaults. Never throws; anything but an object counts as empty. */
export function validatePolicy(given: unknown): ValidatedPolicy {
  if (given === undefined || given === null) return { policy: STRICT_POLICY, invalidKeys: [] };
  if (typeof given !== 'object' || Array.isArray(given))
    return { policy: STRICT_POLICY, invalidKeys: ['(policy)'] };
  const invalidKeys: string[] = [];
  const sound: Partial<Record<PolicyKey, unknown>> = {};
  for (const [name, value] of Object.entries(given)) {
    const result =
      isKey(name) && !isListByMistake(name, value) ? v.safeParse(POLICY_KEYS[name].schema, value) : undefined;
    if (isKey(name) && result?.success) sound[name] = result.output;
    else invalidKeys.push(name);
  }
  const policy = { ...STRICT_POLICY, ...sound } as Policy;
  // No list of sites is strict only where the rest is guarded too: a list that is wrong may have named what is to be guarded.
  if (invalidKeys.includes('sites')) policy.everywhere = STRICT_POLICY.everywhere;
  // These two may be written in part; what is left out stays strict.
  policy.limits = { ...STRICT_POLICY.limits, ...policy.limits };
  const verdicts = policy.verdicts as Partial<Policy['verdicts']>;
  policy.verdicts = Object.fromEntries(
    SITE_KINDS.map((kind) => [kind, { ...STRICT_POLICY.verdicts[kind], ...verdicts[kind] }]),
  ) as Policy['verdicts'];
  return { policy, invalidKeys };
}
