import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Coverage, coverageOf, EVERYWHERE } from '../../../utils/policy/coverage.ts';
import { matches } from '../../../utils/policy/match-pattern.ts';
import { type Policy, STRICT_POLICY } from '../../../utils/policy/policy.ts';
import { siteOf } from '../../../utils/policy/site.ts';

type Sites = Policy['sites'];

/** How many content scripts a browser would run on a page. */
function scriptsOn(address: string, coverages: Coverage[]): number {
  const url = new URL(address);
  const hit = (patterns: string[]) => patterns.some((pattern) => matches(pattern, url));
  return coverages.filter((coverage) => hit(coverage.matches) && !hit(coverage.excludeMatches)).length;
}

describe('coverageOf', () => {
  test('strict: everywhere', () => {
    expect(coverageOf(STRICT_POLICY)).toEqual([EVERYWHERE]);
  });

  test('nothing guarded: no script', () => {
    expect(
      coverageOf({ everywhere: false, sites: [{ match: ['*://*.force.example/*'], kind: 'trusted' }] }),
    ).toEqual([]);
  });

  test('a trusted host is left out, a trusted part of a host is not', () => {
    const sites: Sites = [
      { match: ['https://intranet.force.example/*'], kind: 'trusted' },
      { match: ['https://foi.example/press/*'], kind: 'trusted' },
    ];
    expect(coverageOf({ everywhere: true, sites })).toEqual([
      { matches: ['<all_urls>'], excludeMatches: ['https://intranet.force.example/*'] },
    ]);
  });

  test('a guarded path means the whole host, whatever the port', () => {
    const sites: Sites = [
      { match: ['http://localhost:8080/request/*', 'ftp://old.example/*'], kind: 'publication' },
    ];
    expect(coverageOf({ everywhere: false, sites })).toEqual([
      { matches: ['http://localhost/*'], excludeMatches: [] },
    ]);
  });

  test('the first rule counts', () => {
    const sites: Sites = [
      { match: ['https://upload.force.example/*'], kind: 'supplier' },
      { match: ['*://*.force.example/*'], kind: 'trusted' },
      { match: ['https://foi.example/*'], kind: 'publication' },
    ];
    const coverages = coverageOf({ everywhere: false, sites });
    expect(scriptsOn('https://upload.force.example/x', coverages)).toBe(1);
    expect(scriptsOn('https://mail.force.example/x', coverages)).toBe(0);
    expect(scriptsOn('https://foi.example/', coverages)).toBe(1);
    expect(scriptsOn('https://other.example/', coverages)).toBe(0);
  });

  test('every guarded page has exactly one gate, and no page has two', () => {
    const hosts = ['a.example', 'b.example', 'c.b.example', '*.b.example', '*'];
    const pattern = fc
      .tuple(fc.constantFrom('*', 'https', 'http'), fc.constantFrom(...hosts), fc.constantFrom('/*', '/x/*'))
      .map(([scheme, host, path]) => `${scheme}://${host}${path}`);
    const rule = fc.record({
      match: fc.array(fc.oneof(pattern, fc.constant('<all_urls>')), { minLength: 1, maxLength: 3 }),
      kind: fc.constantFrom('publication' as const, 'webmail' as const, 'trusted' as const),
    });
    const address = fc
      .tuple(
        fc.constantFrom('https', 'http'),
        fc.constantFrom('a.example', 'b.example', 'c.b.example', 'd.example'),
        fc.constantFrom('/', '/x/y'),
      )
      .map(([scheme, host, path]) => `${scheme}://${host}${path}`);
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 5 }), fc.boolean(), address, (sites, everywhere, page) => {
        const count = scriptsOn(page, coverageOf({ sites, everywhere }));
        expect(count).toBeLessThanOrEqual(1);
        if (siteOf(page, { ...STRICT_POLICY, sites, everywhere }).guarded) expect(count).toBe(1);
      }),
      { seed: 20230808, numRuns: 2_000 },
    );
  });
});
