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
  const kind = rule?.kind ?? 'other';
  return { kind, host: url.hostname, guarded: isGuarded(kind, policy.everywhere) };
}

/** Is a site of this kind guarded? A site that a rule names as `other` is treated as one in no list. */
export function isGuarded(kind: SiteKind, everywhere: boolean): boolean {
  return kind === 'other' ? everywhere : kind !== 'trusted';
}

/** What is guarded in all: everything, the sites that the force and the catalogue name, or those of the catalogue alone. */
export type Reach = 'everything' | 'named' | 'catalogue';

/** How far the gate reaches under this policy. */
export function reachOf({ sites, everywhere }: Pick<Policy, 'sites' | 'everywhere'>): Reach {
  if (everywhere) return 'everything';
  return sites.some(({ kind, match }) => match.length > 0 && isGuarded(kind, everywhere))
    ? 'named'
    : 'catalogue';
}

/**
 * The Site that data held in a frame is going to: the frame's own where policy knows it, else the tab's. A frame in
 * no list does not become trusted by standing in a trusted page.
 */
export function siteOfFrame(frameUrl: string, tabUrl: string, policy: Policy): Site {
  const tab = siteOf(tabUrl, policy);
  if (!/^https?:/.test(frameUrl)) return tab;
  const frame = siteOf(frameUrl, policy);
  if (frame.kind !== 'other') return frame;
  return tab.kind === 'trusted' && tab.host !== frame.host
    ? frame
    : { ...tab, guarded: tab.guarded || frame.guarded };
}
