// Which kind of site a page is, by policy first and the bundled catalogue second.
import { CATALOGUE } from './catalogue.ts';
import { matches } from './match-pattern.ts';
import type { Policy, SiteKind } from './policy.ts';

/** A page, as a Verdict sees it. */
export interface Site {
  kind: SiteKind;
  /** Host name without port; empty where there is no page (command line, check page). */
  host: string;
  /** Does Cordon hold what is sent here? */
  guarded: boolean;
}

/** The Site that a page's address belongs to; the first matching rule counts, the policy's before the catalogue's. */
export function siteOf(address: string, policy: Policy): Site {
  if (!URL.canParse(address)) return { kind: 'other', host: '', guarded: policy.everywhere };
  const url = new URL(address);
  const matching = ({ match }: { match: readonly string[] }) =>
    match.some((pattern) => matches(pattern, url));
  const rule = policy.sites.find(matching) ?? CATALOGUE.find(matching);
  if (!rule) return { kind: 'other', host: url.hostname, guarded: policy.everywhere };
  return { kind: rule.kind, host: url.hostname, guarded: rule.kind !== 'trusted' };
}
