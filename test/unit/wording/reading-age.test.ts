// How hard the English words are to read, by GOV.UK's own measures: a reading age of nine, and no sentence of more than 25 words
// (gov.uk/guidance/content-design/writing-for-gov-uk). Flesch and Kincaid's grade is the school year; five years more is the age.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const READING_AGE = 9;
const MOST_WORDS = 25;

/** Syllables by groups of vowels, without a silent ending. */
function syllables(word: string): number {
  const plain = word
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '')
    .replace(/(?:[^laeiouy]es|[^laeiouy]e|ed)$/, '')
    .replace(/^y/, '');
  return Math.max(1, plain.match(/[aeiouy]{1,2}/g)?.length ?? 0);
}

const messages: Record<string, { message: string }> = JSON.parse(
  readFileSync('public/_locales/en/messages.json', 'utf8'),
);
/** Sentences of four words and more, as words; what is put in counts as one of them. */
const sentences = Object.values(messages)
  .flatMap(({ message }) => message.replaceAll(/\$\w+\$?/g, 'three').split(/(?<=[.!?:…])\s+/))
  .map((sentence) => sentence.match(/[A-Za-z’']+/g) ?? [])
  .filter((words) => words.length >= 4);

it('can be read at the age of nine', () => {
  const words = sentences.flat();
  const perWord = words.reduce((sum, word) => sum + syllables(word), 0) / words.length;
  const grade = 0.39 * (words.length / sentences.length) + 11.8 * perWord - 15.59;
  expect(sentences.length).toBeGreaterThan(300);
  expect(grade + 5).toBeLessThan(READING_AGE);
});

it('has no long sentence', () => {
  expect(sentences.filter((words) => words.length > MOST_WORDS).map((words) => words.join(' '))).toEqual([]);
});
