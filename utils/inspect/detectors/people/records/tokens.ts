// One record (a row of a table, a line of a text) as the model of records sees it: who may be named in it and where, which numbers
// it has, and what kinds of words and figures stand around. No separator, heading or order is asked for.
import { nameScore, personNameScore } from '../../../lexicon/names/index.ts';
import { RANK_TOKENS, RANK_TOKENS_SURE } from '../../../lexicon/ranks.ts';
import * as V from '../../../lexicon/vocabulary.ts';
import { trimEnd } from '../../../trim.ts';

/** Kinds of words and figures that a record may have; each is a bit of `Evidence.kinds`. */
export const KINDS = [
  'rank',
  'rank-like',
  'role',
  'unit',
  'place',
  'body',
  'street',
  'offence',
  'vetting',
  'shift',
  'part-in-case',
  'title',
  'period',
  'yes-no',
  'sport',
  'origin',
  'health',
  'money',
  'percent',
  'date',
  'birth',
  'time',
  'phone',
  'mailbox',
  'police-mail',
  'postcode',
  'decimal',
  'insurance-number',
  'nobody',
  'total',
  'code',
  'leave',
] as const;
type Kind = (typeof KINDS)[number];
const BIT = Object.fromEntries(KINDS.map((kind, at) => [kind, 1 << at])) as Record<Kind, number>;

/** Words by the kinds that they speak of. */
const WORDS = new Map<string, number>();
const say = (kind: Kind, words: readonly string[]): void => {
  for (const phrase of words)
    for (const word of phrase.includes(' ') ? [] : [phrase])
      WORDS.set(word, (WORDS.get(word) ?? 0) | BIT[kind]);
};
say('rank-like', [...RANK_TOKENS]);
say('rank', [...RANK_TOKENS_SURE]);
say('role', V.ROLE_NOUNS);
say('unit', V.UNIT_WORDS);
say('place', [...V.PLACE_WORDS, ...V.PLACES]);
say('body', V.ORG_WORDS);
say('street', [
  'street',
  'road',
  'lane',
  'avenue',
  'close',
  'drive',
  'court',
  'terrace',
  'gardens',
  'rd',
  'ave',
  'crescent',
  'way',
  'grove',
]);
say('offence', V.OFFENCE_WORDS);
say('vetting', [...V.VETTING, 'vetting', 'vetted', 'cleared']);
say('shift', [...V.SHIFTS, 'shift', 'duty', 'earlies', 'lates', 'nights', 'oncall', 'relief']);
say('leave', [
  'leave',
  'sick',
  'absent',
  'holiday',
  'overtime',
  'toil',
  'cover',
  'swap',
  'course',
  'training',
  'court',
  'refresher',
  'trained',
  'qualified',
  'passed',
  'failed',
  'booked',
  'deployed',
  'posted',
  'locker',
  'radio',
  'warrant',
  'airwave',
  'kit',
  'uniform',
  'issued',
  'returned',
  'rest',
  'hours',
]);
say('part-in-case', V.PERSON_ROLES);
say('title', V.TITLES);
say('period', [...V.MONTHS, ...V.WEEKDAYS]);
say('yes-no', V.YESNO);
say('sport', V.SPORTS);
say('origin', [...V.ETHNICITIES, ...V.RELIGIONS, ...V.ORIENTATIONS]);
say('health', V.HEALTH);
say('nobody', V.NOBODY);
say('total', V.TOTALS);

/** Words that end a name of a person, or that none is made of; what is a post is known apart. */
const THINGS = BIT.place | BIT.body | BIT.street | BIT.unit;

/** Somebody who may be named in a record. */
export interface Candidate {
  text: string;
  /** How likely it is a name: of a whole one its score, of one word somewhat less than its own. */
  score: number;
  surname: number;
  forename: number;
  words: number;
  initial: boolean;
  capitals: boolean;
  /** A common word or place as well. */
  ambiguous: boolean;
  ranked: boolean;
  titled: boolean;
  /** A number of three figures or more stands right beside it. */
  numbered: boolean;
  /** A word for a place, a body or a unit stands right beside it; the same for a post. */
  thing: boolean;
  post: boolean;
  login: boolean;
  /** Where it stands, said in several ways. */
  keys: string[];
}

export interface Figure {
  key: string;
  text: string;
}

export interface Evidence {
  candidates: Candidate[];
  figures: Figure[];
  kinds: number;
  /** Words in lower case, and all words and figures. */
  lower: number;
  tokens: number;
  /** Words before a colon, an equals sign or the like. */
  labels: string[];
}

const LONGEST = 240;
const MOST_WORDS = 8;
const MAIL = /([\w.'+-]{2,64})@([\w-]{1,63}(?:\.[\w-]{1,63}){1,6})/g;
const TOKEN = /\p{L}[\p{L}\p{M}'’.-]*|\d[\w.,:/-]*|\S/gu;
const CAPITAL = /^\p{Lu}/u;
const PATTERNS: readonly [Kind, RegExp][] = [
  ['money', /[£$€] ?\d|\d ?(?:GBP|p)\b/],
  ['percent', /\d ?%/],
  [
    'date',
    /\b\d{1,2}[./ -](?:\d{1,2}|[A-Z][a-z]{2,8})(?:[./ -](?:19|20)?\d\d)?\b|\b(?:19|20)\d\d-\d\d-\d\d\b/,
  ],
  [
    'birth',
    /\b\d{1,2}[./ -](?:\d{1,2}|[A-Z][a-z]{2,8})[./ -]19[3-9]\d\b|\b19[3-9]\d-\d\d-\d\d\b|\bd\.?o\.?b\b|\bborn\b/i,
  ],
  ['time', /\b[0-2]?\d[:.][0-5]\d\b|\b[0-2]\d[0-5]\d ?(?:hrs|-)/],
  ['phone', /(?:\+44|\b0)[\d ()-]{8,13}\d\b/],
  ['postcode', /\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b/],
  ['decimal', /\b\d+\.\d+\b/],
  ['insurance-number', /\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/],
  ['code', /\b(?=[A-Z\d]*\d)(?=[A-Z\d]*[A-Z])[A-Z\d]{4,}\b|\b[A-Z]{1,4}[-/]\d/],
];

interface Token {
  text: string;
  word: string;
  from: number;
  to: number;
  kinds: number;
}

/** What a record holds. `cells` are its texts; of a line there is one. */
export function evidenceOf(cells: readonly { col: number; text: string }[], isTable: boolean): Evidence {
  const out: Evidence = { candidates: [], figures: [], kinds: 0, lower: 0, tokens: 0, labels: [] };
  for (const { col, text } of cells) takeCell(out, text, isTable ? `c${col}` : '');
  return out;
}

function takeCell(out: Evidence, raw: string, column: string): void {
  let text = raw.length > LONGEST ? raw.slice(0, LONGEST) : raw;
  if (/%[0-9A-Fa-f]{2}/.test(text)) text = text.replace(/%(?:20|2C|3A|27|2D)/gi, ' ');
  text = text.replace(/(\p{L})[_+](?=\p{L})/gu, '$1 ');
  text = text.replace(/(?<!\p{L})(\p{Lu})\.(?=\p{Lu}\p{Ll})/gu, '$1. ');
  text = text.replace(/(\p{L}{2})\/(\p{Lu}{1,2})(?!\p{L})/gu, '$1 $2');
  for (const [kind, pattern] of PATTERNS) if (pattern.test(text)) out.kinds |= BIT[kind];
  const before = out.candidates.length;
  if (text.includes('@')) text = takeMail(out, text, column);
  const isLower = !/\p{Lu}/u.test(text);
  const tokens = tokensOf(text, isLower);
  const isShort = tokens.length <= 14;
  for (const token of tokens) {
    out.kinds |= token.kinds;
    out.tokens++;
    if (/^\p{Ll}/u.test(token.text)) out.lower++;
  }
  let figures = 0;
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at] as Token;
    if (/^[A-Z]{0,2}\d{2,8}[A-Z]?$/.test(token.text)) {
      const key = column === '' ? `n${figures}` : `${column}.${figures}`;
      figures++;
      out.figures.push({ key, text: token.text });
    }
    const login = loginOf(token);
    if (login) {
      out.candidates.push({ ...login, keys: keysOf(text, tokens, at, column) });
      at++;
      continue;
    }
    if (!isNameable(token, isLower && isShort)) {
      at++;
      continue;
    }
    let end = at + 1;
    let comma = -1;
    while (
      end < tokens.length &&
      end - at < MOST_WORDS &&
      isNameable(tokens[end] as Token, isLower && isShort)
    ) {
      const gap = text.slice((tokens[end - 1] as Token).to, (tokens[end] as Token).from);
      if (!/^[ \u00a0]{0,2}$/.test(gap)) break;
      end++;
    }
    // `Smith, Jane`
    if (
      tokens[end]?.text === ',' &&
      end + 1 < tokens.length &&
      isNameable(tokens[end + 1] as Token, isLower)
    ) {
      comma = end;
      end += 2;
      while (end < tokens.length && end - at < MOST_WORDS && isNameable(tokens[end] as Token, isLower)) end++;
    }
    for (const candidate of candidatesIn(text, tokens, at, end, comma, isLower)) {
      candidate.keys = keysOf(text, tokens, candidate.at, column);
      out.candidates.push(candidate);
    }
    at = end;
  }
  for (const match of text.matchAll(/([\p{L}][\p{L}\d_ -]{1,24}?)["']? ?[:=>]/gu))
    out.labels.push((match[1] as string).replace(/\d+/g, '').trim().toLowerCase());
  // Where in the row of names: the first, the second, the last.
  const found = out.candidates.slice(before);
  for (const [at, candidate] of found.entries()) {
    if (column === '') candidate.keys.push(`o${before + at}`, `e${found.length - at}`);
    else candidate.keys.push(column, `${column}.${at}`);
  }
}

function takeMail(out: Evidence, text: string, column: string): string {
  return text.replace(MAIL, (_whole, local: string, domain: string) => {
    const parts = local.split(/[._-]+/).filter((part) => /^[a-z']+\d*$/i.test(part));
    const last = trimEnd(parts.at(-1) ?? '', /\d/);
    const surname = nameScore(last).surname;
    const forename = parts.length > 1 ? nameScore(parts[0] as string).forename : 0;
    if (/police|heddlu|psni/i.test(domain)) out.kinds |= BIT['police-mail'];
    if (parts.length > 1 && (surname > 0.4 || forename > 0.5)) {
      out.kinds |= BIT.mailbox;
      out.candidates.push({
        ...NO_CANDIDATE,
        text: `${parts[0]} ${last}`,
        score: Math.min(0.9, Math.max(surname, forename)),
        surname,
        forename,
        words: 2,
        login: true,
        keys: [`${column}@`],
      });
    }
    return ' ; ';
  });
}

const NO_CANDIDATE: Omit<Candidate, 'text' | 'score' | 'surname' | 'forename'> = {
  words: 1,
  initial: false,
  capitals: false,
  ambiguous: false,
  ranked: false,
  titled: false,
  numbered: false,
  thing: false,
  post: false,
  login: false,
  keys: [],
};

function tokensOf(text: string, isLower: boolean): Token[] {
  return [...text.matchAll(TOKEN)].map((match) => {
    const cut = /^\p{L}/u.test(match[0])
      ? trimEnd(match[0], /['’.-]/)
      : /^\d/.test(match[0])
        ? trimEnd(match[0], /[.,:/-]/)
        : match[0];
    const word = cut.toLowerCase();
    const bare = /^\p{Lu}\.$/u.test(match[0]) ? match[0].length : cut.length;
    return {
      text: cut,
      word,
      from: match.index,
      to: match.index + Math.max(1, bare),
      kinds: cut.length > 1 && (isLower || cut.length > 2 || CAPITAL.test(cut)) ? (WORDS.get(word) ?? 0) : 0,
    };
  });
}

const isNameable = ({ text, word }: Token, lowerToo: boolean): boolean =>
  /^\p{L}/u.test(text) && (CAPITAL.test(text) || lowerToo || PARTICLES.has(word));
const PARTICLES = new Set([
  'van',
  'von',
  'de',
  'da',
  'del',
  'der',
  'ap',
  'al',
  'el',
  'bin',
  'le',
  'la',
  'mac',
  'ab',
  'ferch',
]);

interface Placed extends Candidate {
  at: number;
}

/** The likeliest names in a stretch of words with capitals: between words that no name is made of. */
function candidatesIn(
  text: string,
  tokens: readonly Token[],
  from: number,
  to: number,
  comma: number,
  isLower: boolean,
): Placed[] {
  const out: Placed[] = [];
  let begin = from;
  const isApart = (at: number): boolean => {
    const { text: word, kinds } = tokens[at] as Token;
    if ((kinds & (BIT['rank-like'] | BIT.title)) !== 0) return true;
    if ((kinds & (THINGS | BIT.role | BIT.offence | BIT.period)) === 0) return false;
    const { surname, forename } = nameScore(word);
    return Math.max(surname, forename) < 0.4;
  };
  for (let at = from; at <= to; at++) {
    if (at < to && (at === comma || !isApart(at))) continue;
    if (at > begin) {
      const best = bestOf(text, tokens, begin, at, isLower);
      if (best) out.push(flagged(best, text, tokens, from));
    }
    begin = at + 1;
  }
  return out;
}

function bestOf(
  text: string,
  tokens: readonly Token[],
  from: number,
  to: number,
  isLower: boolean,
): (Placed & { end: number }) | undefined {
  let best: (Placed & { end: number }) | undefined;
  let bestWorth = 0;
  for (let a = from; a < to; a++)
    for (let b = a + 1; b <= Math.min(to, a + 5); b++) {
      if ((tokens[a] as Token).text === ',' || (tokens[b - 1] as Token).text === ',') continue;
      const words = tokens.slice(a, b).filter(({ text: word }) => word !== ',');
      const raw = text.slice((tokens[a] as Token).from, (tokens[b - 1] as Token).to);
      const name = isLower ? raw.replace(/(?<![\p{L}'’])\p{Ll}/gu, (letter) => letter.toUpperCase()) : raw;
      let candidate: Placed & { end: number };
      if (words.length === 1) {
        const { surname, forename, ambiguous } = nameScore(name);
        const score = 0.6 * Math.max(surname, forename);
        candidate = { ...NO_CANDIDATE, text: name, score, surname, forename, ambiguous, at: a, end: b };
      } else {
        const person = personNameScore(name);
        if (person.surname === '') continue;
        const surname = nameScore(person.surname).surname;
        const forename = person.forename === '' ? 0 : nameScore(person.forename).forename;
        candidate = {
          ...NO_CANDIDATE,
          text: name,
          score: person.score,
          surname,
          forename,
          ambiguous: person.ambiguous,
          words: words.length,
          initial: person.forename === '' && person.initials !== '',
          at: a,
          end: b,
        };
      }
      const worth = candidate.score + 0.02 * candidate.words;
      if (worth > bestWorth) {
        bestWorth = worth;
        best = candidate;
      }
    }
  return best;
}

function flagged(
  { end, ...candidate }: Placed & { end: number },
  text: string,
  tokens: readonly Token[],
  from: number,
): Placed {
  const { at } = candidate;
  const isBeside = (a: number, b: number): boolean =>
    /^[ \u00a0]*$/.test(text.slice((tokens[a] as Token).to, (tokens[b] as Token).from));
  let back = at - 1;
  if (back >= 0 && isNumber(tokens[back] as Token))
    candidate.numbered = (tokens[back] as Token).text.length >= 3;
  if (candidate.numbered) back--;
  const before = back >= 0 && isBeside(back, back + 1) ? (tokens[back] as Token).kinds : 0;
  if ((before & (BIT.rank | BIT['rank-like'])) !== 0) candidate.ranked = true;
  if ((before & BIT.title) !== 0) candidate.titled = true;
  const behind = end < tokens.length && isBeside(end - 1, end) ? (tokens[end] as Token) : undefined;
  let next = end;
  while (next < tokens.length && /^[[(,:#-]$/.test((tokens[next] as Token).text)) next++;
  if (
    next < tokens.length &&
    next - end < 2 &&
    isNumber(tokens[next] as Token) &&
    (tokens[next] as Token).text.length >= 3
  )
    candidate.numbered = true;
  const around = (at > from ? (tokens[at - 1] as Token).kinds : 0) | (behind?.kinds ?? 0);
  if ((around & THINGS) !== 0) candidate.thing = true;
  if ((around & BIT.role) !== 0) candidate.post = true;
  candidate.capitals = candidate.text.length > 2 && candidate.text === candidate.text.toUpperCase();
  return candidate;
}

const isNumber = ({ text }: Token): boolean => /^[A-Z]{0,2}\d{2,8}$/.test(text);

function loginOf({ text }: Token): Omit<Candidate, 'keys'> | undefined {
  const dotted = /^([a-z]{1,14})[.]([a-z][a-z'-]{2,18})\d{0,6}$/i.exec(text);
  if (dotted && !CAPITAL.test(text)) {
    const [, given = '', family = ''] = dotted;
    const forename = given.length > 1 ? nameScore(given).forename : 0;
    const surname = nameScore(family).surname;
    if (Math.max(forename, surname) < 0.5) return undefined;
    return {
      ...NO_CANDIDATE,
      text: `${given} ${family}`,
      score: Math.min(0.85, Math.max(forename, surname)),
      surname,
      forename,
      words: 2,
      login: true,
    };
  }
  const short = /^([a-z])([a-z]{3,14})\d{2,6}$/.exec(text);
  if (short) {
    const surname = nameScore(short[2] as string).surname;
    if (surname < 0.5) return undefined;
    return {
      ...NO_CANDIDATE,
      text,
      score: Math.min(0.8, surname),
      surname,
      forename: 0,
      words: 2,
      initial: true,
      login: true,
    };
  }
  return undefined;
}

/** What stands before a candidate: a word, a sign, a figure, the beginning; and the label that it belongs to. */
function keysOf(_text: string, tokens: readonly Token[], at: number, column: string): string[] {
  if (column !== '') return [];
  let back = at - 1;
  // Rank and number belong to whom they stand before.
  while (
    back >= 0 &&
    (isNumber(tokens[back] as Token) ||
      ((tokens[back] as Token).kinds & (BIT['rank-like'] | BIT.title)) !== 0)
  )
    back--;
  const left = tokens[back];
  const keys = [`l${left === undefined ? '^' : /^\d/.test(left.text) ? '#' : left.word}`];
  let label = back;
  while (label >= 0 && back - label < 4 && /^["':=>({[]$/.test((tokens[label] as Token).text)) label--;
  if (label >= 0 && label < back && /^\p{L}/u.test((tokens[label] as Token).text))
    keys.push(`k${(tokens[label] as Token).word}`);
  return keys;
}
