// From whatever an administrator wrote to a Policy: key by key, a wrong value falls back to the strict default.
import * as v from 'valibot';
import { SEVERITIES, VERDICTS, type VerdictKind } from '../inspect/report.ts';
import { type Policy, SITE_KINDS, STRICT_POLICY } from './policy.ts';
import { POLICY_KEYS, type PolicyKey } from './schema.ts';

export interface ValidatedPolicy {
  policy: Policy;
  /** Keys that were unknown or wrong, or were expected and did not arrive: they did not count. */
  invalidKeys: string[];
}

const isKey = (name: string): name is PolicyKey => Object.hasOwn(POLICY_KEYS, name);

const hasList = (value: unknown): boolean =>
  Array.isArray(value) || (typeof value === 'object' && value !== null && Object.values(value).some(hasList));

/**
 * Does a list stand where names with values belong (`verdicts: []`)? To a schema an empty one looks like an object in which
 * everything was left out. Keys that are lists are told by their strict value.
 */
export const isListByMistake = (key: PolicyKey, value: unknown): boolean =>
  !Array.isArray(POLICY_KEYS[key].strict) && hasList(value);

/** Control characters but for tab and line ends, halves of characters, and what Unicode keeps free: no XML file carries them. */
const UNWRITABLE = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/u;

/** Does a text stand in it, as a value or a name, that could not be brought to every system that a policy goes to? */
export const isUnwritable = (value: unknown): boolean =>
  typeof value === 'string'
    ? UNWRITABLE.test(value)
    : typeof value === 'object' && value !== null && Object.entries(value).flat().some(isUnwritable);

/** The same with yes and no where they arrive as 1 and 0: Firefox hands them over so on a Mac (nsMacPreferencesReader). */
export function withYesAndNo(given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const meant = (name: string, value: unknown): unknown =>
    isKey(name) && POLICY_KEYS[name].schema.type === 'boolean' && (value === 0 || value === 1)
      ? value === 1
      : value;
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, meant(name, value)]));
}

/** Keys that the policy says it sets and that are not there. Of a list that is wrong, what can be read of it counts. */
function missingOf(given: object): string[] {
  const { expectKeys } = given as { expectKeys?: unknown };
  if (!Array.isArray(expectKeys)) return [];
  const named = expectKeys.filter((name): name is string => typeof name === 'string');
  return [...new Set(named)].filter((name) => !Object.hasOwn(given, name));
}

/**
 * Was there a list of sites that nobody can read? Where it is not there, it may stand under a name that Cordon does not know
 * (`Sites`, `site`), and where nobody can tell what was expected, the browser may have dropped it.
 */
export const isListLost = (given: object, invalidKeys: readonly string[]): boolean =>
  invalidKeys.includes('sites') ||
  (!Object.hasOwn(given, 'sites') && invalidKeys.some((name) => name === 'expectKeys' || !isKey(name)));

const strictest = (verdicts: VerdictKind[]): VerdictKind =>
  VERDICTS.findLast((verdict) => verdicts.includes(verdict)) ?? 'block';

/**
 * The verdicts where nobody knows any more which kind of site is which: each severity leads to the strictest that it leads to
 * on any guarded kind, and to no less than by itself.
 */
function whateverTheKind(verdicts: Policy['verdicts']): Policy['verdicts'] {
  const kinds = SITE_KINDS.filter((kind) => kind !== 'trusted');
  const all = Object.fromEntries(
    SEVERITIES.map((severity) => [
      severity,
      strictest(kinds.flatMap((kind) => [verdicts[kind][severity], STRICT_POLICY.verdicts[kind][severity]])),
    ]),
  ) as Policy['verdicts']['other'];
  return { publication: all, supplier: all, webmail: all, other: all, trusted: verdicts.trusted };
}

/** Merges what was given over the strict defaults. Never throws; anything but an object counts as empty. */
export function validatePolicy(given: unknown): ValidatedPolicy {
  if (given === undefined || given === null) return { policy: STRICT_POLICY, invalidKeys: [] };
  if (typeof given !== 'object' || Array.isArray(given))
    return { policy: STRICT_POLICY, invalidKeys: ['(policy)'] };
  const invalidKeys: string[] = [];
  const sound: Partial<Record<PolicyKey, unknown>> = {};
  for (const [name, value] of Object.entries(given)) {
    const result =
      isKey(name) && !isListByMistake(name, value) && !isUnwritable(value)
        ? v.safeParse(POLICY_KEYS[name].schema, value)
        : undefined;
    if (isKey(name) && result?.success) sound[name] = result.output;
    else invalidKeys.push(name);
  }
  invalidKeys.push(...missingOf(given));
  const policy = { ...STRICT_POLICY, ...sound } as Policy;
  // These two may be written in part; what is left out stays strict.
  policy.limits = { ...STRICT_POLICY.limits, ...policy.limits };
  const verdicts = policy.verdicts as Partial<Policy['verdicts']>;
  policy.verdicts = Object.fromEntries(
    SITE_KINDS.map((kind) => [kind, { ...STRICT_POLICY.verdicts[kind], ...verdicts[kind] }]),
  ) as Policy['verdicts'];
  // No list of sites is strict only where the rest is guarded too, as strictly as any of them: a list that is wrong may have
  // named what is to be guarded.
  if (isListLost(given, invalidKeys)) {
    policy.everywhere = STRICT_POLICY.everywhere;
    policy.verdicts = whateverTheKind(policy.verdicts);
  }
  return { policy, invalidKeys };
}
