// From the policy's sites to match patterns for content scripts: where the gate has to be, and nowhere else.
//
// A rule may name a part of a site (`https://example.org/upload/*`), and pages change their address without being loaded
// anew. So the gate runs on every page of a host that has something guarded, and the verdict goes by the exact rule.
import { CATALOGUE } from './catalogue.ts';
import { hostPattern, wholeHost } from './match-pattern.ts';
import type { Policy, SiteKind } from './policy.ts';
import { isGuarded } from './site.ts';

/** Pages that match `matches` and none of `excludeMatches`. No page is in two Coverages of one policy. */
export interface Coverage {
  matches: string[];
  excludeMatches: string[];
}

/** Strict: everything. */
export const EVERYWHERE: Coverage = { matches: ['<all_urls>'], excludeMatches: [] };

/** Where the gate has to be, by the same rules and in the same order as `siteOf`: the policy's sites, then the catalogue. */
export function coverageOf({ sites, everywhere }: Pick<Policy, 'sites' | 'everywhere'>): Coverage[] {
  const coverages: Coverage[] = [];
  // The first rule that matches counts: what comes later leaves out what was decided before.
  const decided = new Set<string>();
  let guarded = new Set<string>();
  const close = () => {
    if (guarded.size === 0) return;
    coverages.push({ matches: [...guarded], excludeMatches: [...decided] });
    for (const pattern of guarded) decided.add(pattern);
    guarded = new Set();
  };
  // Where everything is guarded the catalogue leaves nothing out and adds nothing.
  const rules: readonly { match: readonly string[]; kind: SiteKind }[] = everywhere
    ? sites
    : [...sites, ...CATALOGUE];
  for (const { match, kind } of rules) {
    if (decided.has('<all_urls>')) break;
    if (isGuarded(kind, everywhere)) {
      for (const pattern of match) {
        const host = hostPattern(pattern);
        if (host && !decided.has(host)) guarded.add(host);
      }
      continue;
    }
    // Only a whole host is left out: a page in an unguarded corner of a guarded site can lead to the rest of it.
    const whole = match.map(wholeHost).filter((pattern) => pattern !== undefined);
    if (whole.length === 0) continue;
    close();
    for (const pattern of whole) decided.add(pattern);
  }
  if (everywhere)
    return decided.has('<all_urls>')
      ? coverages
      : [...coverages, { matches: ['<all_urls>'], excludeMatches: [...decided] }];
  close();
  return coverages;
}
