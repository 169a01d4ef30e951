// The force's settings: their shape and the strict defaults that hold until, and wherever, policy says otherwise.
import { DEFAULT_LIMITS } from '../inspect/budget.ts';
import type { Limits } from '../inspect/reader.ts';
import type { Severity, VerdictKind } from '../inspect/report.ts';

export const SITE_KINDS = ['publication', 'supplier', 'webmail', 'trusted', 'other'] as const;
/** What kind of place a page is: who will be able to see what is sent to it. */
export type SiteKind = (typeof SITE_KINDS)[number];

export interface SiteRule {
  /** Match patterns as in a manifest: `https://*.example.org/*`. */
  match: string[];
  kind: SiteKind;
}

export interface Contact {
  name?: string;
  email?: string;
  phone?: string;
  link?: string;
}

export interface Policy {
  /** observe: record only. warn: the user may always go on. enforce: verdicts as they are. */
  mode: 'observe' | 'warn' | 'enforce';
  /** Added in front of the bundled catalogue; the first match counts. */
  sites: SiteRule[];
  /** Guard sites in no list too, as kind `other`. */
  everywhere: boolean;
  /** What a Finding of each severity leads to, by kind of site. */
  verdicts: Record<SiteKind, Record<Severity, VerdictKind>>;
  /** Distinct people in one Finding from which a warning is given, and from which sending is blocked. */
  peopleWarn: number;
  peopleBlock: number;
  /** What happens to a file that could not be inspected to its end. */
  onUninspectable: VerdictKind;
  limits: Limits;
  /** Reasons that a user can choose for sending anyway: the force's own words, or keys of `BUILT_IN_REASONS`. */
  reasons: string[];
  /** A blocked file can be released by a second person. */
  secondPerson: boolean;
  staffNumberPatterns: string[];
  /** The force's own staff, as a filter made by `cordon fingerprint` (base64). */
  staffFingerprints: string;
  contact: Contact;
  /** The force's own words by language and message key. */
  messages: Record<string, Record<string, string>>;
  collector: { endpoint?: string; headers?: Record<string, string> };
  recordFileNames: boolean;
}

/** Reasons that Cordon has words for in every language (message keys `reason_…`). */
export const BUILT_IN_REASONS = ['published', 'agreed', 'required', 'not-personal'] as const;

/** The strict defaults: in force until policy is known, and key by key wherever policy is silent or wrong. */
export const STRICT_POLICY: Policy = {
  mode: 'enforce',
  sites: [],
  everywhere: true,
  verdicts: {
    publication: { low: 'allow', medium: 'warn', high: 'block' },
    supplier: { low: 'allow', medium: 'warn', high: 'block' },
    webmail: { low: 'allow', medium: 'warn', high: 'block' },
    other: { low: 'allow', medium: 'warn', high: 'block' },
    trusted: { low: 'allow', medium: 'allow', high: 'allow' },
  },
  peopleWarn: 5,
  peopleBlock: 10,
  onUninspectable: 'block',
  limits: DEFAULT_LIMITS,
  reasons: [...BUILT_IN_REASONS],
  secondPerson: false,
  staffNumberPatterns: [],
  staffFingerprints: '',
  contact: {},
  messages: {},
  collector: {},
  recordFileNames: false,
};
