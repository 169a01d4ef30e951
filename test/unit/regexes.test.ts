import { describe, expect, it } from 'vitest';
import { identifyText } from '../../utils/inspect/identify-text.ts';
import { BOUNDED, BUILT } from '../regexes/allowed.ts';
import { collectRegExps } from '../regexes/collect.ts';
import { complexity } from '../regexes/linear.ts';

describe('the checker of regular expressions', () => {
  it.each([
    ['<[^>]*>', 'g', 'polynomial'],
    ['<[^<>]*>', 'g', 'linear'],
    ['(a*)*b', '', 'exponential'],
    ['(a|a)*b', '', 'exponential'],
    ['(a+)+$', '', 'exponential'],
    [String.raw`^(\w+\s?)*x$`, '', 'exponential'],
    [String.raw`^(?:\w+\s)*x$`, '', 'linear'],
    ['a+b', '', 'polynomial'],
    ['^a+b', '', 'linear'],
    ['a+b', 'y', 'linear'],
    [String.raw`\s+$`, '', 'polynomial'],
    [String.raw`\s+`, 'g', 'linear'],
    ['x*x*z', 'y', 'polynomial'],
    ['a{1,60}b', '', 'linear'],
    [String.raw`\b[a-z]+@`, 'g', 'linear'],
    ['^.*b$', 'm', 'linear'],
    ['a(?!.*b)', '', 'polynomial'],
    [String.raw`[A-Z]+\p{Ll}+1`, 'u', 'polynomial'],
    ['[A-Z]+[a-z]+1', 'i', 'polynomial'],
    ['^[A-Z]+[a-z]+1', '', 'linear'],
    ['^[A-Z]+[a-z]+1', 'i', 'polynomial'],
    [String.raw`^(?:\\.|[^\\])*z`, 's', 'linear'],
    [String.raw`^(?:\\.|[^"])*z`, 's', 'exponential'],
  ])('calls /%s/%s %s', (source, flags, verdict) => {
    expect(complexity(source, flags)).toBe(verdict);
  });

  it('is right about what it calls exponential: a long text takes an engine for ever', () => {
    // What identified HTML before: n comments took 2^n steps. 24 of them are a tenth of a second.
    const before = /^(<!--[\s\S]*?-->\s*)*<(!doctype\s+html|html)\b/i;
    expect(complexity(before.source, before.flags)).toBe('exponential');
    const started = performance.now();
    expect(before.test(`${'<!-- -->'.repeat(12)}x`)).toBe(false);
    expect(identifyText(`${'<!-- -->'.repeat(500)}x`, true)).toBe('txt');
    expect(identifyText(`${'<!-- -->\n'.repeat(400)}<HTML>`, true)).toBe('html');
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('regular expressions of the project', () => {
  const { literals, built } = collectRegExps(['utils', 'components', 'entrypoints', 'bin']);

  it('are linear, or their input is bounded for a reason that is written down', { timeout: 60_000 }, () => {
    expect(literals.length).toBeGreaterThan(300);
    const wrong = literals.flatMap(({ source, flags, where }) => {
      if (BOUNDED.has(source)) return [];
      const verdict = complexity(source, flags);
      return verdict === 'linear' ? [] : [`${verdict}: /${source}/${flags} in ${where.join(', ')}`];
    });
    expect(wrong).toEqual([]);
  });

  it('keep the list of those that are bounded short: each is still there, and still needs it', () => {
    const needless = [...BOUNDED.keys()].filter((source) => {
      const found = literals.find((literal) => literal.source === source);
      return !found || complexity(source, found.flags) === 'linear';
    });
    expect(needless).toEqual([]);
  });

  it('are built at run time only where that is known to be harmless', () => {
    expect([...new Set(built)].sort()).toEqual(Object.keys(BUILT).sort());
  });
});
