// From the policy's sites to match patterns for content scripts: where the gate has to be, and nowhere else.
//
// A rule may name a part of a site (`https://example.org/upload/*`), and pages change their address without being loaded
// anew. So the gate runs on every page of a host that has something guarded, and the verdict goes by the exact rule.
import { hostPattern } from './match-pattern.ts';
import type { Policy } from './policy.ts';

/** Pages that match `matches` and none of `excludeMatches`. No page is in two Coverages of one policy. */
export interface Coverage {
  matches: string[];
  excludeMatches: string[];
}

/** Strict: everything. */
export const EVERYWHERE: Coverage = { matches: ['<all_urls>'], excludeMatches: [] };

/** Where the gate has to be. Empty where the policy guards nothing. */
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
  for (const { match, kind } of sites) {
    if (kind !== 'trusted') {
      for (const pattern of match) {
        const host = hostPattern(pattern);
        if (host && !decided.has(host)) guarded.add(host);
      }
      continue;
    }
    // Only a whole host is left out: a page in a trusted corner of a guarded site can lead to the rest of it.
    const whole = match.filter((pattern) => hostPattern(pattern) === pattern);
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
