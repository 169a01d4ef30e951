// Every step that a Reader puts into `where` has words: none of them is taken for a file.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RuleId } from '../../../utils/inspect/rules.ts';
import { sayPlace } from '../../../utils/wording/place.ts';
import { english, welsh } from './words.ts';

const READERS = path.resolve('utils/inspect/readers');

/** How Readers write steps: behind a place, as a number of a kind, as the name of a text of their own. */
const COUNTED = /\.next\((['`])((?:(?!\1)(?! in )[^`'])+)\1\)/g;
const WRITTEN = [
  /\.\.\.(?:[\w.]*\.)?(?:place|here|root|around)(?:\.slice\([^)]*\))?, (['`])((?:(?!\1).)+)\1\]/g,
  /(?:step|what): (['`])((?:(?!\1).)+)\1/g,
  /\b(?:flow|gather)\((['`])((?:(?!\1).)+)\1/g,
  COUNTED,
  /\btext\((['`])((?:(?!\1).)+)\1, (?:frame|lines)/g,
];

function steps(): Set<string> {
  const found = new Set<string>();
  const files = readdirSync(READERS, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  for (const file of files) {
    const source = readFileSync(path.join(READERS, file), 'utf8');
    for (const pattern of WRITTEN)
      for (const [, , written = ''] of source.matchAll(pattern)) {
        // What is put in between quotes is a name; all else is a number.
        const step = (pattern === COUNTED ? `${written} 3` : written)
          .replace(/\$\{which\}/, '')
          .replace(/"\$\{[^"]*\}?"/g, '"Name"')
          .replace(/\$\{place\.at\(-1\)\}/g, 'slide 3')
          .replace(/\$\{[^}]*\}+/g, '3')
          .replace(/\$\{.*$/, '3');
        if (/^[A-Za-z]/.test(step)) found.add(step);
      }
  }
  return found;
}

const said = (step: string, hidden: RuleId[] = [], words = english) =>
  sayPlace({ where: ['file', step], hidden }, words);

describe('a place', () => {
  it('is never called a file where it is none', () => {
    const all = steps();
    expect(all.size).toBeGreaterThan(60);
    const wrong = [...all].filter((step) => said(step).startsWith('file “'));
    expect(wrong).toEqual([]);
  });

  it.each([
    ['table 1', [], 'table 1'],
    ['comments', ['comments'], 'comments'],
    ['properties', ['metadata'], 'the document properties'],
    ['pivot cache 2', ['pivot-cache'], 'the data behind a pivot table'],
    ['slide 4 notes', ['speaker-notes'], 'the notes of slide 4'],
    ['embedded "oleObject4.bin"', ['embedded-file'], 'embedded file “oleObject4.bin”'],
    ['module "Rota"', ['macros'], 'the macros'],
    ['text box 2', ['hidden-text'], 'text box 2, in hidden text'],
    ['comment author', ['comments'], 'the names of those who worked on it, in comments'],
    // A member of an archive is a file.
    ['2026/comments.docx', [], 'file “comments.docx” inside it'],
  ] as [string, RuleId[], string][])('%s is said in words', (step, hidden, words) => {
    expect(said(step, hidden)).toBe(words);
    expect(said(step, hidden, welsh)).not.toBe('');
  });

  it.each([
    // A list of 40 people in 40 paragraphs is not told twice; of a long text the lines are told as well.
    ['paragraphs 30 to 69', 'lines 1 to 40', 'paragraphs 30 to 69'],
    ['paragraphs 1 to 27', 'lines 1 to 26', 'paragraphs 1 to 27'],
    ['paragraph 3', 'line 1', 'paragraph 3'],
    ['paragraphs 1 to 500', 'lines 210 to 235', 'paragraphs 1 to 500, lines 210 to 235'],
    ['slide 3', 'lines 2 to 9', 'slide 3, lines 2 to 9'],
  ])('says no lines over the paragraphs that they are: %s, %s', (paragraphs, lines, words) => {
    expect(sayPlace({ where: ['file', paragraphs, lines], hidden: [] }, english)).toBe(words);
  });

  it.each([
    ['page 1 to page 3', 'pages 1 to 3'],
    ['paragraphs 1 to 40 to paragraphs 41 to 90', 'paragraphs 1 to 90'],
    ['paragraph 4 to paragraphs 5 to 9', 'paragraphs 4 to 9'],
    ['slide 2 to slide 4', 'slide 2 to slide 4'],
    ['slide 2, text box 1 to slide 4, table 2', 'slide 2, text box 1 to slide 4, table 2'],
    ['Answer 1 to appendix 2.xlsx', 'file “Answer 1 to appendix 2.xlsx” inside it'],
  ])('is said where it goes on over several parts: %s', (step, words) => {
    expect(said(step)).toBe(words);
    expect(said(step, [], welsh)).not.toContain('“slide');
  });
});
