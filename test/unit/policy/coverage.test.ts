import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../../utils/policy/catalogue.ts';
import { type Coverage, coverageOf, EVERYWHERE } from '../../../utils/policy/coverage.ts';
import { matches } from '../../../utils/policy/match-pattern.ts';
import { type Policy, SITE_KINDS, STRICT_POLICY } from '../../../utils/policy/policy.ts';
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

  test('without the rest of the web: the whole catalogue, and nothing else', () => {
    const coverages = coverageOf({
      everywhere: false,
      sites: [{ match: ['*://*.force.example/*'], kind: 'trusted' }],
    });
    expect(coverages.flatMap(({ matches }) => matches).sort()).toEqual(
      CATALOGUE.flatMap(({ match }) => match).sort(),
    );
  });

  test('nothing guarded: no script', () => {
    expect(coverageOf({ everywhere: true, sites: [{ match: ['<all_urls>'], kind: 'trusted' }] })).toEqual([]);
    for (const kind of ['trusted', 'other'] as const)
      expect(coverageOf({ everywhere: false, sites: [{ match: ['<all_urls>'], kind }] })).toEqual([]);
  });

  test('a site of the catalogue that the policy takes out has no script', () => {
    const sites: Sites = [
      { match: ['*://*.box.com/*'], kind: 'trusted' },
      { match: ['*://*.DropBox.com/*'], kind: 'other' },
    ];
    const coverages = coverageOf({ everywhere: false, sites });
    expect(scriptsOn('https://app.box.com/', coverages)).toBe(0);
    expect(scriptsOn('https://www.dropbox.com/', coverages)).toBe(0);
    expect(scriptsOn('https://wetransfer.com/', coverages)).toBe(1);
    const everywhere = coverageOf({ everywhere: true, sites });
    expect(scriptsOn('https://app.box.com/', everywhere)).toBe(0);
    expect(scriptsOn('https://www.dropbox.com/', everywhere)).toBe(1);
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
    const [{ matches: guarded, excludeMatches } = EVERYWHERE, ...more] = coverageOf({
      everywhere: false,
      sites,
    });
    expect([guarded[0], excludeMatches, more]).toEqual(['http://localhost/*', [], []]);
    expect(guarded).not.toContain('ftp://old.example/*');
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

  const HOSTS = ['a.example', 'b.example', 'c.b.example', '*.b.example', '*', 'B.example', '*.Dŵr.example'];
  const pathsOf = (hosts: fc.Arbitrary<string>) =>
    fc
      .tuple(fc.constantFrom('*', 'https', 'http'), hosts, fc.constantFrom('/*', '/x/*', ':8443/*'))
      .map(([scheme, host, path]) => (host.includes('/') ? host : `${scheme}://${host}${path}`));
  const catalogued = fc.constantFrom(...CATALOGUE.flatMap(({ match }) => match));
  /** An address that a pattern of the catalogue is meant for. */
  const withinCatalogue = fc
    .tuple(catalogued, fc.constantFrom('http', 'https'), fc.constantFrom('', 'force.', 'a.force.'))
    .map(([pattern, scheme, under]) =>
      pattern.replace('*:', `${scheme}:`).replace('*.', under).replace('/*', '/x/y'),
    );

  test('every guarded page has exactly one gate, and no page has two; sites of the catalogue too', () => {
    const pattern = pathsOf(fc.oneof(fc.constantFrom(...HOSTS), catalogued));
    const rule = fc.record({
      match: fc.array(fc.oneof(pattern, fc.constant('<all_urls>')), { minLength: 1, maxLength: 3 }),
      kind: fc.constantFrom(...SITE_KINDS),
    });
    const address = fc
      .tuple(
        fc.constantFrom('https', 'http'),
        fc.constantFrom(
          'a.example',
          'b.example',
          'c.b.example',
          'd.example',
          'www.dŵr.example',
          'a.example.',
        ),
        fc.constantFrom('/', '/x/y', ':8443/'),
      )
      .map(([scheme, host, path]) => `${scheme}://${host}${path}`);
    fc.assert(
      fc.property(
        fc.array(rule, { maxLength: 5 }),
        fc.boolean(),
        fc.oneof(address, withinCatalogue),
        (sites, everywhere, page) => {
          const count = scriptsOn(page, coverageOf({ sites, everywhere }));
          expect(count).toBeLessThanOrEqual(1);
          if (siteOf(page, { ...STRICT_POLICY, sites, everywhere }).guarded) expect(count).toBe(1);
        },
      ),
      { seed: 20230808, numRuns: 1_000 },
    );
  });

  test('with no sites in the policy, there is a gate exactly where the background says that it guards', () => {
    const address = fc.oneof(
      withinCatalogue,
      fc.constantFrom('https://d.example/', 'https://notbox.com/', 'https://box.com.d.example/'),
    );
    fc.assert(
      fc.property(fc.boolean(), address, (everywhere, page) => {
        const { guarded } = siteOf(page, { ...STRICT_POLICY, everywhere });
        expect(scriptsOn(page, coverageOf({ sites: [], everywhere }))).toBe(guarded ? 1 : 0);
      }),
      { seed: 20230809, numRuns: 300 },
    );
  });
});
