// People named within a longer text, whatever stands around them: `user="Jane Doe" (4411)`, `ALLOCATED PC 77 SMITH`, `NORTH\jdoe4411`.
// No separator and no place is asked for: a stretch of words with capitals that reads as one person, or a word with a number of its own.
import { nameScore, personNameScore } from '../../../lexicon/names/index.ts';
import { RANK_TOKENS, RANK_TOKENS_SURE } from '../../../lexicon/ranks.ts';
import * as V from '../../../lexicon/vocabulary.ts';
import { trimEnd } from '../../../trim.ts';
import { isNameBehindRank } from './classify.ts';

export interface Mention {
  /** The name as it is written, with a rank before it. */
  name: string;
  /** The number that stands right beside it, or ''. */
  number: string;
  /** Where it begins and ends in the text. */
  from: number;
  to: number;
  /** It is sure by itself that somebody is named. */
  isSure: boolean;
}

/** Words, numbers and log-ins; all else divides. */
const TOKEN = /[\p{L}\d][\p{L}\p{M}\d'’.\\/_-]*/gu;
/** How sure a whole name has to be, and a surname beside a number or in a log-in. */
const SURE = { name: 0.7, surname: 0.4, login: 0.5, given: 0.4, clearlyGiven: 0.7, behindGiven: 0.1 };
/** The same where it is known that somebody is named there. */
const LIKELY: typeof SURE = {
  name: 0.2,
  surname: 0.05,
  login: 0.1,
  given: 0.1,
  clearlyGiven: 0.4,
  behindGiven: 0.05,
};
/** What a text has where a study is cited. */
const YEAR = /^(?:1[89]|20)\d\d$/;
/** A name has so many words at most, and rank and number before it. */
const MOST_WORDS = 4;
const NUMBER = /^[A-Z]{0,2}\d{2,6}$/;
const PLATE_BEGINS = /^[A-Z]{2}\d{2}$/;
const PLATE_ENDS = /^[A-Z]{3}$/;
const CAPITAL = /^\p{Lu}[\p{L}\p{M}'’.-]*$/u;
/** Two words with a dot between them, or letters and digits behind the name of a domain. */
const DOTTED = /^([a-z][a-z'-]+)\.([a-z][a-z'-]+)\d{0,6}$/i;
const IN_DOMAIN = /^[A-Z][A-Za-z0-9-]{1,15}\\([a-z])\.?([a-z'-]{3,})(\d{0,6})$/i;
/** Words that end a name, or that no name is made of. */
const NO_NAMES = new Set([
  ...V.ROLE_NOUNS,
  ...V.UNIT_WORDS,
  ...V.ORG_WORDS,
  ...V.PLACE_WORDS,
  'street',
  'road',
  'avenue',
  'terrace',
  'close',
]);

interface Token {
  text: string;
  from: number;
  to: number;
  word: string;
  isName: boolean;
}

/** The people that a text names, in order, and who may be meant where others of its kind name somebody. Looks at the first thousand characters. */
export function personsWithin(whole: string): Mention[] {
  const text = whole.length > 1000 ? whole.slice(0, 1000) : whole;
  const tokens = tokensOf(text);
  const out: Mention[] = [];
  for (let at = 0; at < tokens.length; ) {
    const login = loginOf(text, tokens[at] as Token);
    if (login) {
      out.push(login);
      at++;
      continue;
    }
    const [mention, next] = mentionAt(text, tokens, at);
    if (mention) out.push(mention);
    at = next;
  }
  return out;
}

function tokensOf(text: string): Token[] {
  return [...text.matchAll(TOKEN)].map((match) => {
    const word = trimEnd(match[0], /[.'’/_\\-]/);
    return {
      text: word,
      from: match.index,
      to: match.index + word.length,
      word: word.toLowerCase().replace(/[^\p{L}]/gu, ''),
      isName: CAPITAL.test(word),
    };
  });
}

function loginOf(text: string, { text: token, from, to }: Token): Mention | undefined {
  if (text[to] === '@' || text[from - 1] === '@') return undefined;
  const [, given = '', dotted = ''] = DOTTED.exec(token) ?? [];
  const [, initial = given, family = dotted, number = ''] = IN_DOMAIN.exec(token) ?? [];
  if (family === '') return undefined;
  const first = dotted === '' ? 1 : nameScore(given).forename;
  const last = nameScore(family).surname;
  const fits = (least: typeof SURE): boolean =>
    first >= least.given &&
    last >= (dotted !== '' && first >= least.clearlyGiven ? least.behindGiven : least.login);
  if (!fits(LIKELY)) return undefined;
  return { name: `${capital(initial)} ${capital(family)}`, number, from, to, isSure: fits(SURE) };
}
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();

/** The person that begins with a token, and the token behind: by rank, by number or by name. */
function mentionAt(text: string, tokens: readonly Token[], at: number): [Mention | undefined, number] {
  const first = tokens[at] as Token;
  let next = at;
  while (next < tokens.length && isRank(tokens, next) && (next === at || follows(text, tokens, next))) next++;
  const isRanked =
    next > at && tokens.slice(at, next).some(({ word, isName }) => isName && RANK_TOKENS_SURE.has(word));
  if (next > at && !isRanked) next = at;
  let number = '';
  if (isNumber(tokens[next]) && (next === at ? isLong(text, tokens[next]) : follows(text, tokens, next)))
    number = (tokens[next++] as Token).text;
  const begin = next;
  // `YK61 ABC`: a vehicle.
  if (PLATE_BEGINS.test(number) && PLATE_ENDS.test(tokens[next]?.text ?? '')) return [undefined, next + 1];
  if (begin > at && (begin >= tokens.length || !follows(text, tokens, begin))) return [undefined, begin];
  while (
    next < tokens.length &&
    (tokens[next] as Token).isName &&
    (next === begin || follows(text, tokens, next) || isCommaed(text, tokens, begin, next)) &&
    !(next > begin && isRank(tokens, next) && RANK_TOKENS_SURE.has((tokens[next] as Token).word))
  )
    next++;
  if (next === begin) return [undefined, Math.max(next, at + 1)];
  // `PC 771 HOWE AT SCENE`: capitals throughout don't say where the name ends.
  if (isRanked && next - begin > 1 && !/\p{Ll}/u.test(text)) {
    const [given, family] = tokens.slice(begin, begin + 2) as [Token, Token];
    const isWhole =
      nameScore(given.text).forename >= SURE.given && nameScore(family.text).surname >= SURE.given;
    next = begin + (isWhole ? 2 : 1);
  }
  const words = tokens.slice(begin, next);
  if (words.length > MOST_WORDS) return [undefined, next];
  let behind = next;
  if (number === '' && isNumber(tokens[next]) && isBeside(text, tokens, next)) {
    number = (tokens[next] as Token).text;
    behind++;
    if (YEAR.test(number) && !isRanked && text[(tokens[next] as Token).from - 1] === '(')
      return [undefined, behind];
  }
  const name = text.slice((words[0] as Token).from, (words.at(-1) as Token).to);
  if (!isRanked && words.some(isNoName)) return [undefined, next];
  const rank = isRanked ? text.slice(first.from, (tokens[begin - 1] as Token).to) : '';
  const fits = (least: typeof SURE): boolean =>
    isRanked
      ? isNameBehindRank(`${rank} ${name}`)
      : words.length > 1
        ? personNameScore(name).score >= least.name
        : number.length >= 3 && nameScore(name).surname >= least.surname;
  if (!fits(LIKELY)) return [undefined, next];
  return [
    {
      name: isRanked ? `${rank.split(/\d/)[0]?.trim()} ${name}` : name,
      number,
      from: first.from,
      to: (tokens[behind - 1] as Token).to,
      isSure: fits(SURE),
    },
    behind,
  ];
}

/** `Albert Street`, `Crime Desk`; a cook may be Jane Cook. */
const isNoName = ({ word, text }: Token): boolean =>
  NO_NAMES.has(word) && nameScore(text).surname < SURE.surname;

const isRank = (tokens: readonly Token[], at: number): boolean => RANK_TOKENS.has((tokens[at] as Token).word);
const isNumber = (token: Token | undefined): boolean => token !== undefined && NUMBER.test(token.text);

/** A number that may stand before a name without a rank: of three digits, and no part of a date or a time. */
const isLong = (text: string, token: Token | undefined): boolean =>
  token !== undefined && token.to - token.from >= 3 && !/[:/.,-]/.test(text[token.from - 1] ?? '');

/** Whether nothing but a blank, or an initial's full stop, stands before a token. */
const follows = (text: string, tokens: readonly Token[], at: number): boolean =>
  /^\.?[ \u00a0]$/.test(text.slice((tokens[at - 1] as Token).to, (tokens[at] as Token).from));

/** `Smith, Jane`: a comma behind the first word. */
const isCommaed = (text: string, tokens: readonly Token[], begin: number, at: number): boolean =>
  at === begin + 1 && /^, ?$/.test(text.slice((tokens[at - 1] as Token).to, (tokens[at] as Token).from));

/** `Smith 4411`, `Jane Doe (4411)`, `Jane Doe" (4411)`. */
const isBeside = (text: string, tokens: readonly Token[], at: number): boolean =>
  /^["']? ?[([]?$/.test(text.slice((tokens[at - 1] as Token).to, (tokens[at] as Token).from));
