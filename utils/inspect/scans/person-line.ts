// Does this line of a page look like a person on a roster? Asked of a few lines, to tell whether the page is worth reading;
// generous on purpose, because the detectors decide.
import { personNameScore, surnameScore } from '../lexicon/names/index.ts';
import { RANK_TOKENS } from '../lexicon/ranks.ts';
import { trimEnd } from '../trim.ts';

const NUMBER = /^(?:[A-Z]{0,3}[0-9OoIlSB]{3,7}[A-Z]{0,2})$/;
const MAIL = /^\S{2,}@\S{2,}\.\S{2,}$|@\S*police/i;
const DATE = /^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}$/;
const BARE_START = /^[^\p{L}\p{N}]+/u;
/** More words without a gap are a sentence. */
const PROSE = 8;
/** No address is longer. */
const LONGEST_WORD = 254;

export interface LineLook {
  /** A name, with a rank, a number or an address beside it. */
  person: boolean;
  /** A rank beside a name or a number, or a mail address: hardly anything but a roster has line after line of these. */
  sure: boolean;
  /** A name and hardly anything else. */
  name: boolean;
  /** How many parts of such a line are names: cards stand side by side. */
  names: number;
  /** Part of a sentence, by the number of its words. */
  prose: boolean;
}

/**
 * @param cells what stands in each part of the line between wide gaps.
 * @param share how much of the line that is, 0 to 1: of a line of prose a piece is read at first.
 */
export function lookAt(cells: readonly string[], share = 1): LineLook {
  const words = cells.flatMap((cell) => cell.split(/\s+/)).filter((word) => word !== '');
  let ranks = 0;
  let numbers = 0;
  let mails = 0;
  for (const word of words) {
    if (word.length <= LONGEST_WORD && MAIL.test(word)) mails++;
    else if (NUMBER.test(word) && /\d/.test(word)) numbers++;
    else if (DATE.test(word)) numbers++;
    else if (RANK_TOKENS.has(trimEnd(word.replace(BARE_START, ''), /[^\p{L}\p{N}]/u).toLowerCase())) ranks++;
  }
  const named = cells.some(isName) || hasSurname(words);
  const names = cells.filter(isName).length;
  // Sentences have names in them, too.
  const prose = cells.some((cell) => cell.split(/\s+/).length > PROSE * share);
  return {
    person: mails > 0 || (named && (ranks > 0 || numbers > 0)) || (ranks > 0 && numbers > 0 && !prose),
    sure: mails > 0 || (ranks > 0 && !prose && (named || numbers > 0)),
    name: named && !prose && words.length <= PROSE,
    names: named && !prose && words.length <= PROSE ? Math.max(1, names) : 0,
    prose,
  };
}

function isName(cell: string): boolean {
  const text = cell.replace(/[^\p{L}\p{M}'’.,\- ]/gu, ' ').trim();
  return text.length >= 3 && personNameScore(text).score >= 0.55;
}

function hasSurname(words: readonly string[]): boolean {
  return words.some((word) => {
    const bare = trimEnd(word.replace(BARE_START, ''), /[^\p{L}\p{N}]/u);
    return bare.length >= 3 && /^\p{Lu}/u.test(bare) && surnameScore(bare) >= 0.6;
  });
}
