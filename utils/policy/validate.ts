// From whatever an administrator wrote to a Policy: key by key, a wrong value falls back to the strict default.
import { SEVERITIES, VERDICTS } from '../inspect/report.ts';
import { type Policy, SITE_KINDS, STRICT_POLICY } from './policy.ts';
import { isMatchPattern } from './site.ts';

type Check = (value: unknown) => boolean;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText: Check = (value) => typeof value === 'string';
const isFlag: Check = (value) => typeof value === 'boolean';
const oneOf =
  (...allowed: readonly unknown[]): Check =>
  (value) =>
    allowed.includes(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const isCount: Check = (value) => Number.isInteger(value) && (value as number) >= 1;
/** An object whose keys are all known and whose values all pass; keys may be missing. */
const partOf =
  (checks: Record<string, Check>): Check =>
  (value) =>
    isRecord(value) && Object.entries(value).every(([key, entry]) => checks[key]?.(entry) ?? false);
const recordOf =
  (check: Check): Check =>
  (value) =>
    isRecord(value) && Object.values(value).every(check);

const isPattern: Check = (value) => {
  if (typeof value !== 'string' || value.length > 200) return false;
  try {
    new RegExp(value, 'u');
    return true;
  } catch {
    return false;
  }
};

const bySeverity = Object.fromEntries(SEVERITIES.map((severity) => [severity, oneOf(...VERDICTS)]));

/** One check a key. `limits` and `verdicts` may be given in part: the rest stays strict. */
const CHECKS: Record<keyof Policy, Check> = {
  mode: oneOf('observe', 'warn', 'enforce'),
  sites: listOf(
    (entry) =>
      isRecord(entry) &&
      listOf((pattern) => typeof pattern === 'string' && isMatchPattern(pattern))(entry.match) &&
      oneOf(...SITE_KINDS)(entry.kind),
  ),
  everywhere: isFlag,
  verdicts: partOf(Object.fromEntries(SITE_KINDS.map((kind) => [kind, partOf(bySeverity)]))),
  peopleWarn: isCount,
  peopleBlock: isCount,
  onUninspectable: oneOf(...VERDICTS),
  limits: partOf({ bytes: isCount, seconds: isCount, depth: isCount, members: isCount }),
  reasons: listOf((entry) => typeof entry === 'string' && entry.trim() !== ''),
  secondPerson: isFlag,
  staffNumberPatterns: listOf(isPattern),
  staffFingerprints: isText,
  contact: partOf({ name: isText, email: isText, phone: isText, link: isText }),
  messages: recordOf(recordOf(isText)),
  collector: partOf({
    endpoint: (value) => typeof value === 'string' && /^https?:\/\//.test(value) && URL.canParse(value),
    headers: recordOf(isText),
  }),
  recordFileNames: isFlag,
};

const KEYS = Object.keys(CHECKS) as (keyof Policy)[];

export interface ValidatedPolicy {
  policy: Policy;
  /** Keys that were unknown or wrong, and so did not count. */
  invalidKeys: string[];
}

/** Merges what was given over the strict defaults. Never throws; anything but an object counts as empty. */
export function validatePolicy(given: unknown): ValidatedPolicy {
  if (!isRecord(given)) return { policy: STRICT_POLICY, invalidKeys: given == null ? [] : ['(policy)'] };
  const invalidKeys = Object.keys(given).filter((key) => !KEYS.includes(key as keyof Policy));
  const sound: Partial<Record<keyof Policy, unknown>> = {};
  for (const key of KEYS) {
    if (!Object.hasOwn(given, key)) continue;
    if (CHECKS[key](given[key])) sound[key] = given[key];
    else invalidKeys.push(key);
  }
  const policy = { ...STRICT_POLICY, ...sound } as Policy;
  policy.limits = { ...STRICT_POLICY.limits, ...policy.limits };
  policy.verdicts = { ...STRICT_POLICY.verdicts };
  const verdicts = (sound.verdicts ?? {}) as Partial<Policy['verdicts']>;
  for (const kind of SITE_KINDS) {
    policy.verdicts[kind] = { ...STRICT_POLICY.verdicts[kind], ...verdicts[kind] };
  }
  return { policy, invalidKeys };
}
