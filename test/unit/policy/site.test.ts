import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMatchPattern, matches, overlap } from '../../../utils/policy/match-pattern.ts';
import { STRICT_POLICY } from '../../../utils/policy/policy.ts';
import { reachOf, siteOf } from '../../../utils/policy/site.ts';

it('says how far the gate reaches', () => {
  const rule = (kind: 'publication' | 'other' | 'trusted', match = ['https://a.example/*']) => [
    { kind, match },
  ];
  expect(reachOf(STRICT_POLICY)).toBe('everything');
  expect(reachOf({ everywhere: false, sites: [] })).toBe('catalogue');
  expect(reachOf({ everywhere: false, sites: [...rule('other'), ...rule('trusted')] })).toBe('catalogue');
  expect(reachOf({ everywhere: false, sites: rule('publication', []) })).toBe('catalogue');
  expect(reachOf({ everywhere: false, sites: rule('publication') })).toBe('named');
});

describe('matches', () => {
  const cases: [pattern: string, url: string, expected: boolean][] = [
    ['https://www.example.org/*', 'https://www.example.org/a/b?c=d', true],
    ['https://www.example.org/*', 'http://www.example.org/a', false],
    ['*://*.example.org/*', 'http://a.b.example.org/', true],
    ['*://*.example.org/*', 'http://example.org/', true],
    ['*://*.example.org/*', 'http://notexample.org/', false],
    ['*://*.example.org/*', 'http://example.org.evil.test/', false],
    ['http://127.0.0.1/request/*', 'http://127.0.0.1:8123/request/x/upload', true],
    ['http://127.0.0.1/request/*', 'http://127.0.0.1:8123/other', false],
    ['http://127.0.0.1:8123/*', 'http://127.0.0.1:8124/', false],
    ['https://example.org/*/upload', 'https://example.org/request/a/upload', true],
    ['https://example.org/*/upload', 'https://example.org/upload', false],
    ['https://EXAMPLE.org/*', 'https://example.org/', true],
    ['https://dŵr.example/*', 'https://dŵr.example/', true],
    ['https://example.org/*', 'https://example.org./', true],
    ['*://*.example.org/*', 'https://www.example.org./', true],
    ['<all_urls>', 'https://example.org/', true],
    ['<all_urls>', 'about:blank', false],
    ['https://*', 'https://example.org/', false],
    ['nonsense', 'https://example.org/', false],
  ];
  it.each(cases)('%s on %s: %s', (pattern, url, expected) => {
    expect(matches(pattern, new URL(url))).toBe(expected);
  });

  /** Browsers refuse these as well, and would register nothing with them. */
  const REFUSED = [
    'https://a b/*',
    'https://%/*',
    'https://*./*',
    'https://.example/*',
    'https://a..example/*',
    'https://user@example.org/*',
    'https://example.org:99999/*',
  ];

  it('knows an unsound pattern', () => {
    expect(isMatchPattern('https://example.org/*')).toBe(true);
    expect(isMatchPattern('<all_urls>')).toBe(true);
    for (const pattern of [
      'example.org',
      'https://example.org',
      'https:///*',
      'https://ex*mple.org/*',
      '',
      ...REFUSED,
    ]) {
      expect(isMatchPattern(pattern), pattern).toBe(false);
    }
  });
});

describe('siteOf', () => {
  const policy = {
    ...STRICT_POLICY,
    sites: [
      { match: ['https://intranet.example/*'], kind: 'trusted' as const },
      { match: ['https://*.example/*'], kind: 'supplier' as const },
    ],
  };
  it('takes the first rule that matches', () => {
    expect(siteOf('https://intranet.example/x', policy)).toEqual({
      kind: 'trusted',
      host: 'intranet.example',
      guarded: false,
    });
    expect(siteOf('https://bids.example/x', policy)).toEqual({
      kind: 'supplier',
      host: 'bids.example',
      guarded: true,
    });
  });
  it('guards a site in no list only where the policy guards everywhere', () => {
    expect(siteOf('https://other.test/', policy).guarded).toBe(true);
    expect(siteOf('https://other.test/', { ...policy, everywhere: false }).guarded).toBe(false);
  });
  it('treats a site that is named as other as one in no list', () => {
    const sites = [{ match: ['*://*.box.com/*'], kind: 'other' as const }];
    for (const everywhere of [true, false])
      expect(siteOf('https://app.box.com/', { ...policy, sites, everywhere })).toMatchObject({
        kind: 'other',
        guarded: everywhere,
      });
  });
  it('guards a page whose address says nothing', () => {
    expect(siteOf('', policy)).toEqual({ kind: 'other', host: '', guarded: true });
  });
});

describe('overlap', () => {
  const piece = fc.constantFrom('a', 'b', '*', '/', 'ab');
  const path = fc.array(piece, { maxLength: 5 }).map((pieces) => `/${pieces.join('')}`);
  const host = fc.constantFrom(
    '*',
    'x.example',
    '*.x.example',
    'www.x.example',
    '*.www.x.example',
    'y.example',
  );
  const pattern = fc
    .tuple(fc.constantFrom('*', 'http', 'https'), host, path)
    .map(([scheme, name, rest]) => `${scheme}://${name}${rest}`);
  const hosts = ['x.example', 'www.x.example', 'a.www.x.example', 'y.example', 'z.example'];
  const texts = ['', 'a', 'b', 'ab', 'ba', 'aa', '/', 'a/b', 'ab/', 'aab', 'bab', 'abab', 'b/a', 'aabb'];
  const addresses = ['http', 'https'].flatMap((scheme) =>
    hosts.flatMap((name) => texts.map((text) => new URL(`${scheme}://${name}/${text}`))),
  );

  it('says so of two patterns that an address fits, and is the same both ways', () => {
    fc.assert(
      fc.property(pattern, pattern, (one, other) => {
        const both = addresses.some((address) => matches(one, address) && matches(other, address));
        if (both) expect(overlap(one, other)).toBe(true);
        expect(overlap(one, other)).toBe(overlap(other, one));
        expect(overlap(one, one)).toBe(true);
        expect(overlap(one, '<all_urls>')).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['https://a.example/*', 'https://b.example/*'],
    ['http://a.example/*', 'https://a.example/*'],
    ['*://*.a.example/*', 'https://ba.example/*'],
    ['https://a.example/up*', 'https://a.example/down*'],
    ['https://a.example/*.pdf', 'https://a.example/x'],
    ['https://a.example:1/*', 'https://a.example:2/*'],
    ['https://a.example/*a', 'https://a.example/*b'],
  ])('says of %s and %s that no address fits both', (one, other) => {
    expect(overlap(one, other)).toBe(false);
  });
});
