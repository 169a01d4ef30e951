import { describe, expect, it } from 'vitest';
import {
  glance,
  glanced,
  quickKind,
} from '../../../../../../utils/inspect/detectors/people/cells/classify.ts';
import { EMPTY, foldedHash } from '../../../../../../utils/inspect/lexicon/text.ts';
import { Random } from '../../../../../fixtures/people.ts';

/** What texts of tables are made of; put together by chance they are of every shape, and of none. */
const PIECES = [
  'Smith',
  'PC',
  'constable',
  'SC',
  'O’Neill',
  'Ó',
  'Full time',
  'Surname',
  'Total',
  'N/D',
  'Y',
  'a',
  'Mr',
  'sgt',
  '1',
  '42',
  '2023-08-08',
  '08/08/2023',
  '7.30',
  '07:30',
  '12.5',
  '£',
  '%',
  '@',
  'police.uk',
  '07700900123',
  '943 476 5919',
  'E1000123',
  'AB12345',
  'BT1 1AA',
  'QQ123456C',
  ' ',
  ' ',
  ' ',
  ',',
  ', ',
  '-',
  '/',
  '.',
  '\n',
  '\t',
  '\u00a0',
  '(',
  ')',
  '[redacted]',
  '&',
  '+',
  '12-34-56',
  'Band D',
  '½',
  '_',
  "'",
  ';',
  '|',
];

describe('the quick look in one pass', () => {
  it('says of every text what the look step by step says', () => {
    const random = new Random(77);
    const otherwise: string[] = [];
    let texts = 0;
    for (let n = 0; n < 20_000; n++) {
      const text = Array.from({ length: random.int(0, 5) }, () => random.pick(PIECES)).join('');
      const hash = foldedHash(text);
      const kind = glance(text);
      if (kind !== quickKind(text, hash, false)) otherwise.push(text);
      if ((glanced.id === 0) !== (hash === EMPTY)) otherwise.push(text);
      if (hash !== EMPTY) texts++;
    }
    expect(otherwise).toEqual([]);
    expect(texts).toBeGreaterThan(10_000);
  });

  it('counts the characters of long texts as well', () => {
    for (const text of ['x'.repeat(5000), '1'.repeat(1023), `${'a '.repeat(700)}.`, `${'é'.repeat(80)}`])
      expect(glance(text)).toBe(quickKind(text, foldedHash(text), false));
  });
});
