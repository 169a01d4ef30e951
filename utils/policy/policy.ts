// The Policy as the rest of Cordon sees it: complete, every key with a sound value.
import type * as v from 'valibot';
import type { Limits } from '../inspect/reader.ts';
import type { Severity, VerdictKind } from '../inspect/report.ts';
import { POLICY_KEYS, type PolicyKey, type SITE_KINDS } from './schema.ts';

export { BUILT_IN_REASONS, SITE_KINDS } from './schema.ts';

/** What kind of place a page is: who will be able to see what is sent to it. */
export type SiteKind = (typeof SITE_KINDS)[number];

/** What an administrator can write: any key may be missing. */
type Written = { [K in PolicyKey]: v.InferOutput<(typeof POLICY_KEYS)[K]['schema']> };

/** The force's settings; `POLICY_KEYS` says what each key does. */
export interface Policy extends Omit<Written, 'limits' | 'verdicts'> {
  /** What a Finding of each severity leads to, by kind of site. */
  verdicts: Record<SiteKind, Record<Severity, VerdictKind>>;
  limits: Limits;
}

export type Contact = Policy['contact'];

/** What of the settings an inspection asks for. */
export type InspectionSettings = Pick<Policy, 'limits' | 'staffNumberPatterns' | 'staffFingerprints'>;

/** The settings that go with a file to its inspection. */
export function inspectionSettings(policy: Policy): InspectionSettings {
  const { limits, staffNumberPatterns, staffFingerprints } = policy;
  return { limits, staffNumberPatterns, staffFingerprints };
}

/** The strict defaults: in force until policy is known, and key by key wherever policy is silent or wrong. */
// Object.fromEntries forgets which value belongs to which key; the table's own types have checked that.
export const STRICT_POLICY = Object.fromEntries(
  Object.entries(POLICY_KEYS).map(([key, { strict }]) => [key, strict]),
) as unknown as Policy;
