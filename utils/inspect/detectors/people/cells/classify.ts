// One string → its kind (classes.ts). In two steps: a quick look (one pass over the characters, one look-up) for every
// distinct string, and a close look (words, names, patterns) for the sample of each column that decides what it holds.

import { isHeadingHash } from '../../../lexicon/headers.ts';
import {
  isDrivingLicence,
  isIban,
  isNhsNumber,
  isNino,
  isPhone,
  isPostcode,
  isSortCode,
} from '../../../lexicon/identifiers.ts';
import { nameScore, personNameScore } from '../../../lexicon/names/index.ts';
import {
  GRADE_PATTERN,
  GRADES,
  RANK_PREFIXES,
  RANK_TOKENS,
  RANK_TOKENS_SURE,
  RANKS,
  RANKS_SHORT,
} from '../../../lexicon/ranks.ts';
import { EMPTY, FOLD, finish, foldedHash, HashFilter, plain, SEED } from '../../../lexicon/text.ts';
import * as V from '../../../lexicon/vocabulary.ts';
import { CLASS, type Class, type Draft, KIND_LOW, kindOf, mark, scores } from './classes.ts';

/** Whole values that the lexicon knows, by folded hash. */
const KNOWN = new Map<number, Draft>();
const MAY_BE_KNOWN = new HashFilter();
function know(classes: Class[], phrases: readonly string[]): void {
  for (const phrase of phrases) {
    const hash = foldedHash(phrase);
    let draft = KNOWN.get(hash);
    if (!draft) {
      draft = { low: 0, high: 0 };
      KNOWN.set(hash, draft);
      MAY_BE_KNOWN.add(hash);
    }
    for (const name of classes) mark(draft, name);
  }
}
know(['nobody'], V.NOBODY);
know(['rank'], RANKS);
know(['rank-short'], RANKS_SHORT);
for (const prefix of RANK_PREFIXES)
  know(
    ['rank'],
    [...RANKS, ...RANKS_SHORT].map((rank) => `${prefix} ${rank}`),
  );
know(['grade'], GRADES);
know(['role'], V.ROLE_PHRASES);
know(['unit'], V.UNIT_PHRASES);
know(['place'], V.PLACES);
know(['vetting'], V.VETTING);
know(['contract'], V.CONTRACTS);
know(['gender'], V.GENDERS);
know(['honorific'], V.TITLES);
know(['ethnicity'], V.ETHNICITIES);
know(['religion'], V.RELIGIONS);
know(['orientation'], V.ORIENTATIONS);
know(['health'], V.HEALTH);
know(['union'], V.UNIONS);
know(['shift'], V.SHIFTS);
know(['person-role'], V.PERSON_ROLES);
know(['total'], V.TOTALS);
know(['month'], V.MONTHS);
know(['weekday'], V.WEEKDAYS);
know(['yes-no'], V.YESNO);
know(['sport'], V.SPORTS);
know(['common'], V.COLOURS);
know(['common'], V.COMMON_WORDS);

const ROLE_WORDS = new Set(V.ROLE_NOUNS);
const UNIT_WORDS = new Set(V.UNIT_WORDS);
const PLACE_WORDS = new Set(V.PLACE_WORDS);
const ORG_WORDS = new Set(V.ORG_WORDS);
const OFFENCE_WORDS = new Set(V.OFFENCE_WORDS);
const OFFICE_WORDS = [UNIT_WORDS, ROLE_WORDS];
const STREET_WORDS =
  /\b(?:road|street|lane|avenue|close|drive|court|crescent|terrace|way|gardens|place|grove|square|rd|st|ave|heol|ffordd)\b/i;

/** `10000 BLOCK N LAMAR BLVD`, `47XX Este Av N`: a number first, short for a street last; no comma, behind which a place may stand. */
const AMERICAN_STREET =
  /^\d+(?:xx)?(?: block(?: of)?)?(?: [^\s,]+){1,5} (?:av|ave?n?|blvd|bnd|cir|ct|cv|dr|hwy|ln|pkwy|pl|rd|st|ter|trl|way)(?: [nsew]{1,2})?\.?$/i;

/** How a string's characters look: set by `look` and `glance`. `signs` are bits of SIGN: the marks that matter. */
const shape = { letters: 0, digits: 0, gaps: 0, marks: 0, upper: 0, signs: 0, foreign: false };
const SIGN = { at: 1, line: 2, bracket: 4, comma: 8 } as const;
const SIGNS = new Uint8Array(128);
SIGNS[64] = SIGN.at;
SIGNS[10] = SIGN.line;
SIGNS[91] = SIGN.bracket;
SIGNS[44] = SIGN.comma;

/** Longer texts are counted one by one. */
const COUNTED = 1024;
/** What a character adds to two sums of counters, ten bits each: letters, digits and gaps; marks and capitals. */
const SUM_ONE = new Uint32Array(128);
const SUM_TWO = new Uint32Array(128);
for (let c = 0; c < 128; c++) {
  look(String.fromCharCode(c));
  SUM_ONE[c] = shape.letters + (shape.digits << 10) + (shape.gaps << 20);
  SUM_TWO[c] = shape.marks + (shape.upper << 10);
}

/** The kind of a whole number of up to nine digits, which is nothing else. */
export const NUMBER_KIND = kindWith('number');
const DATE_KIND = kindWith('date');
const DECIMAL_KIND = kindWith('decimal');
const NOBODY_KIND = kindWith('nobody');
const CODE_KIND = kindWith('code');
const WORD_KIND = kindWith('word');
const CAPITALS_KIND = kindWith('word', 'capitals');

function kindWith(...names: Class[]): number {
  const draft: Draft = { low: 0, high: 0 };
  for (const name of names) mark(draft, name);
  return kindOf(draft);
}

/** What `glance` made out beside the kind: who the text speaks of, as a hash; 0 where there is nothing in it. */
export const glanced = { id: 0 };

/** The quick look at a text that has not been seen before: its kind, and in one pass over its characters. */
export function glance(text: string): number {
  const { length } = text;
  if (length === 0 || length >= COUNTED) return glanceAtOdd(text);
  let h = SEED;
  let one = 0;
  let two = 0;
  let signs = 0;
  for (let i = 0; i < length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 128) return glanceAtOdd(text);
    const f = FOLD[c] as number;
    if (f !== 0) h = Math.imul(h ^ f, 0x01000193);
    one += SUM_ONE[c] as number;
    two += SUM_TWO[c] as number;
    signs |= SIGNS[c] as number;
  }
  const hash = finish(h);
  const digits = (one >>> 10) & 1023;
  if (digits === length && length <= 9) {
    glanced.id = hash;
    return NUMBER_KIND;
  }
  if (hash === EMPTY) {
    glanced.id = 0;
    return quickKind(text, hash, false);
  }
  const letters = one & 1023;
  if (one < 1 << 20 && (two & 1023) === 0 && signs === 0 && length <= 70 && letters > 0) {
    // Letters and digits alone: a word, or a code, unless the lexicon knows it.
    const isWord = digits === 0 && letters > 3;
    const isCode = letters <= 2 && digits >= 5;
    if ((isWord || isCode) && !MAY_BE_KNOWN.mayHave(hash) && !isHeadingHash(hash)) {
      glanced.id = hash;
      return isCode ? CODE_KIND : two >>> 10 === letters ? CAPITALS_KIND : WORD_KIND;
    }
  }
  shape.letters = letters;
  shape.digits = digits;
  shape.gaps = one >>> 20;
  shape.marks = two & 1023;
  shape.upper = two >>> 10;
  shape.signs = signs;
  shape.foreign = false;
  return identified(text, hash, kindByShape(text, hash, false));
}

function glanceAtOdd(text: string): number {
  const hash = foldedHash(text);
  return identified(text, hash, quickKind(text, hash, false));
}

const WORDS = 1 << CLASS.words;

function identified(text: string, hash: number, kind: number): number {
  // A rank of several words speaks of nobody, but it is there.
  const identity = ((KIND_LOW[kind] as number) & WORDS) !== 0 ? identityHash(text) : hash;
  glanced.id = hash === EMPTY ? 0 : identity || hash;
  return kind;
}

function look(text: string): void {
  let letters = 0;
  let digits = 0;
  let gaps = 0;
  let marks = 0;
  let upper = 0;
  let signs = 0;
  let foreign = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 128) signs |= SIGNS[c] as number;
    if (c >= 97 && c <= 122) letters++;
    else if (c >= 65 && c <= 90) {
      letters++;
      upper++;
    } else if (c >= 48 && c <= 57) digits++;
    else if (c === 32 || c === 160 || c === 9 || c === 10) gaps++;
    else if (c === 64) continue;
    else if (c >= 192) {
      letters++;
      foreign = true;
    } else marks++;
  }
  shape.letters = letters;
  shape.digits = digits;
  shape.gaps = gaps;
  shape.marks = marks;
  shape.upper = upper;
  shape.signs = signs;
  shape.foreign = foreign;
}

const DATE =
  /^(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{2}|\d{4})|\d{1,2}[ -](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ -]\d{2,4})(?:[T ,].{0,14})?$/i;
const TIME = /^\d{1,2}[:.]\d{2}(?::\d{2})?(?: ?[ap]m)?(?: ?[-–] ?\d{1,2}[:.]?\d{2})?$/i;
const EMAIL = /^[\w.'+-]+@[\w-]+(?:\.[\w-]+)+$/;
const ADDRESS_BEHIND = /<([\w.'+-]{1,64}@[\w.-]{1,180})>\s*$/;
/** No address is longer. */
const LONGEST_EMAIL = 254;
/** Mailboxes of an office, not of a person. */
const OFFICE_MAIL =
  /^(?:info|enquir|contact|admin|office|foi|hr|press|sales|support|help|mail|general|reception|recruit|data|dpo|complaint|council|customer|accounts|team|services?|web|news|media|postmaster|noreply|no-reply|planning|library|police|control|unit|custody|licensing|npt|safer|community|training|vetting)/i;
/** What a district's mailbox begins with: `north.oldtown@`. */
const DISTRICTS = new Set(
  'north south east west central northern southern eastern western upper lower city town county district borough rural'.split(
    ' ',
  ),
);
/** `oldtownlibrary@`, `north.school@`: whatever stands before. */
const OFFICE_END =
  /(?:lib|library|libraries|schools?|centre|center|office|clerk|surgery|museum|hall|leisure|college|academy|nursery|primary|hospital|church|club|pool|reception|enquiries|theatre|hotel|farm|pharmacy|dental|clinic|station)\d*$/i;
const POLICE_DOMAIN =
  /(?:police|psni|scotland|heddlu|btp|sheriff|polizei|politie)\b.*\.|\.police\.|@(?:city-of-london|met)\.|\.pnn\./i;

/** `Redacted s.40`, `Name withheld`, `s40(2)`, `█████`, `Xxxx Xxxxx`: what stands where a name was taken out. */
const LONGEST_MARK = 60;
const TAKEN_OUT =
  /^[[(<*"' ]*(?:(?:names?|details|personal data|information|officer) )?(?:redacted|withheld|anonymi[sz]ed|exempt(?:ed)? (?:under )?s)\b|^s(?:ec(?:tion)?)?\.? ?(?:30|31|38|40)\b|^[█▇▆▉■▓▒░◼⬛ ]+$|^[xX]{2,}(?:[ ,.-]+[xX]+)*$/i;
/** First letters of what may be such a mark: most texts need no pattern. */
function isTakenOut(text: string): boolean {
  const c = text.charCodeAt(0);
  // A letter that none of them begins with.
  if (((c >= 65 && c <= 90) || (c >= 97 && c <= 122)) && !MAY_BEGIN.includes(text[0] as string)) return false;
  return TAKEN_OUT.test(text);
}
const MAY_BEGIN = 'rwndpiaeosxRWNDPIAEOSX';

/** A text that may name several people: lines, at least two commas or strokes, or one before a rank. */
const SEVERAL = {
  longest: 1000,
  apart:
    /\n|;|\s[&+/]\s|[,/|][\s\S]*[,/|]|[,/&+]\s*(?:[pdw]?[pd][cs]|[dt]\/?[cs]?|sgt|insp|con|pcso|a\/[ps]s)\b/i,
};

/** Two letters without a capital, or two and a few more. */
const CODE = /^[a-z]{2}(?:[-_][a-z]{1,3})?$/;

/** `SMITH,JOHN`, `Smith.John`: two words, though no blank stands between them. */
const JOINED = /^[\p{L}'’-]{2,}[,.][\p{L}'’-]{2,}$/u;

/** `Smith-4411`, `4411/Smith`, `SMITH/JA`: a name and what belongs to it, with a sign in between. */
const SIGNED = /^(?:(\p{L}[\p{L}'’]{2,})[-_/.:#](\d{3,6})|(\d{3,6})[-_/.:#](\p{L}[\p{L}'’]{2,}))$/u;
const INITIALED = /^(\p{L}[\p{L}'’-]{2,})[/_](\p{Lu}{1,3})$/u;
/** Surname score of a word that has a number, or initials, behind a sign. */
const SIGNED_NAME = 0.3;

/** Such a text as it would be written without the sign; the text itself if it is none. */
function unsigned(text: string): string {
  if (text.length > LONGEST_SIGNED || !/[-_/.:#]/.test(text)) return text;
  const [, before, behind, number, name] = SIGNED.exec(text) ?? [];
  if (before ?? name) return isLikelySurname(before ?? name) ? `${before ?? number} ${behind ?? name}` : text;
  const [, surname, initials] = INITIALED.exec(text) ?? [];
  return surname && isLikelySurname(surname) ? `${surname}, ${initials}` : text;
}
const LONGEST_SIGNED = 40;
/** Of the words before a sign that were looked at of late: references repeat theirs. */
const signed = new Map<string, boolean>();
const MOST_SIGNED = 1024;
function isLikelySurname(word: string | undefined): boolean {
  if (word === undefined) return false;
  let isOne = signed.get(word);
  if (isOne === undefined) {
    // `FOI-2000`, `INC-12345`: three capitals are letters of a reference.
    const isWord = word.length > 3 || word !== word.toUpperCase();
    isOne = isWord && nameScore(word).surname >= SIGNED_NAME;
    if (signed.size >= MOST_SIGNED) signed.clear();
    signed.set(word, isOne);
  }
  return isOne;
}

/** The quick look. */
export function quickKind(text: string, hash: number, deep: boolean): number {
  if (hash === EMPTY || text.length === 0) return NOBODY_KIND;
  look(text);
  return kindByShape(text, hash, deep);
}

/** The kind of a text whose shape is known. */
function kindByShape(text: string, hash: number, deep: boolean): number {
  const draft: Draft = { low: 0, high: 0 };
  const { signs } = shape;
  if (shape.letters === 0) return numberKind(text, draft);
  const known = MAY_BE_KNOWN.mayHave(hash) ? KNOWN.get(hash) : undefined;
  if (known) {
    draft.low |= known.low;
    draft.high |= known.high;
  }
  if (isHeadingHash(hash)) mark(draft, 'heading');
  if ((signs & SIGN.bracket) !== 0 && /redact|withheld|vacant|removed/i.test(text)) mark(draft, 'nobody');
  if (text.length <= LONGEST_MARK && isTakenOut(text)) mark(draft, 'nobody');
  if ((signs & SIGN.at) !== 0 && text.length <= LONGEST_EMAIL && EMAIL.test(text.trim()))
    return emailKind(text.trim(), draft);
  // `Jane Doe [CID] <jane.doe@…>`: an address behind whatever stands before.
  if ((signs & SIGN.at) !== 0 && text.length <= SEVERAL.longest) {
    // A whole name is told by itself.
    const address = ADDRESS_BEHIND.exec(text);
    const before = address ? text.slice(0, address.index).trim() : '';
    if (address && (/[[(]/.test(before) || !before.includes(' '))) emailKind(address[1] as string, draft);
  }
  if (
    shape.gaps > 0 &&
    (shape.marks > 0 || (signs & SIGN.line) !== 0) &&
    text.length <= SEVERAL.longest &&
    SEVERAL.apart.test(text)
  )
    mark(draft, 'several');
  if (text.length > 70 || shape.gaps > 8) mark(draft, 'prose');
  else if (shape.digits >= shape.letters && shape.digits > 0) return mixedKind(text.trim(), draft);
  else if (shape.gaps === 0 && shape.digits > 0) return mixedKind(text.trim(), draft);
  // `ep`, `ep-fb`: nobody writes a name like that.
  else if (known === undefined && CODE.test(text)) mark(draft, 'code');
  else
    mark(
      draft,
      shape.gaps === 0 && !(shape.marks > 0 && (JOINED.test(text) || INITIALED.test(text)))
        ? 'word'
        : 'words',
    );
  if (shape.upper === shape.letters && !shape.foreign) mark(draft, 'capitals');
  if ((signs & SIGN.comma) !== 0) mark(draft, 'comma');
  if (shape.letters <= 3 && shape.digits === 0 && shape.upper === shape.letters) mark(draft, 'initials');
  else if (shape.letters <= 3 && shape.digits === 0 && /^[A-Za-z](?:[. ]+[A-Za-z]){0,2}\.?$/.test(text))
    mark(draft, 'initials');
  if (!deep || (draft.low & 1) !== 0) return kindOf(draft);
  return closeKind(text, draft);
}

function numberKind(text: string, draft: Draft): number {
  if (shape.gaps === 0 && shape.marks === 0) {
    mark(draft, 'number');
    if (text.length === 10 && isNhsNumber(text)) mark(draft, 'nhs');
    if (text.length >= 10 && text.length <= 11 && text.startsWith('0')) mark(draft, 'phone');
    else if (text.length === 10 && /^[1237]/.test(text)) mark(draft, 'phone');
    return kindOf(draft);
  }
  const plain = plainFigure(text);
  if (plain !== 0) return plain;
  const trimmed = text.trim();
  if (DATE.test(trimmed)) mark(draft, 'date');
  if (isSortCode(trimmed)) mark(draft, 'bank');
  else if (TIME.test(trimmed)) mark(draft, 'time');
  if (text.includes('£') || text.includes('$') || text.includes('€')) mark(draft, 'money');
  if (text.includes('%')) mark(draft, 'percent');
  if (shape.gaps > 0 || text.includes('-') || text.startsWith('+') || text.startsWith('(')) {
    if (isPhone(trimmed)) mark(draft, 'phone');
    if (isNhsNumber(trimmed)) mark(draft, 'nhs');
  }
  if (/^[-+(]?[£$€]?[\d, ]*\.\d+\)?$/.test(trimmed)) mark(draft, 'decimal');
  else if (/^\d+$/.test(trimmed) || /^-?\d{1,3}(?:,\d{3})+$/.test(trimmed)) mark(draft, 'number');
  return kindOf(draft);
}

/** `2023-08-08`, `1234.5`: what can be nothing else, without a pattern; 0 for all others. */
function plainFigure(text: string): number {
  if (shape.gaps > 0) return 0;
  if (shape.marks === 2) {
    const isDate =
      shape.digits === 8 && text.length === 10 && text.charCodeAt(4) === 45 && text.charCodeAt(7) === 45;
    return isDate ? DATE_KIND : 0;
  }
  if (shape.marks !== 1 || shape.digits + 1 !== text.length) return 0;
  const whole = text.indexOf('.');
  const part = text.length - whole - 1;
  // `7.30` is a time as well.
  return whole < 0 || part === 0 || (part === 2 && whole <= 2) ? 0 : DECIMAL_KIND;
}

function mixedKind(text: string, draft: Draft): number {
  if (shape.gaps === 0 && shape.marks === 1) {
    const apart = unsigned(text);
    if (apart !== text) {
      mark(draft, 'words');
      return closeKind(apart, draft);
    }
  }
  // `E1000123`, `AB12345`: letters of no other number, at most two, and five digits or more.
  if (shape.letters <= 2 && shape.digits >= 5 && shape.gaps === 0 && shape.marks === 0 && !shape.foreign) {
    mark(draft, 'code');
    return kindOf(draft);
  }
  if (DATE.test(text)) mark(draft, 'date');
  else if (TIME.test(text)) mark(draft, 'time');
  else if (isPostcode(text)) mark(draft, 'postcode');
  else if (isNino(text)) mark(draft, 'nino');
  else if (isDrivingLicence(text)) mark(draft, 'licence');
  else if (isIban(text)) mark(draft, 'bank');
  if (GRADE_PATTERN.test(text)) mark(draft, 'grade');
  if (shape.gaps === 0 && text.length <= 9) mark(draft, 'code');
  else if (shape.gaps > 0) {
    mark(draft, 'words');
    return closeKind(text, draft);
  } else mark(draft, 'code');
  return kindOf(draft);
}

/** A word of an office in an address: `hospital.contactus@`, `patient.advice@`. */
const OFFICE_PART =
  /^(?:contact\w*|enquir\w*|info|pals\w*|patient\w*|comms|communications|complaints?|\w*referrals?|reception|\w*office|customer\w*|comments?|feedback|foi|trust|hospitals?|corporate|affairs|personnel|dept|department|webmaster|services?|support)$/i;

/** Whether a mailbox is an office's. `parts` are the words of its local part. */
export function isOffice(local: string, parts: readonly string[]): boolean {
  return (
    OFFICE_END.test(local) ||
    (parts.length > 1 && DISTRICTS.has((parts[0] as string).toLowerCase())) ||
    parts.some((part) => {
      const word = (/^\D*/.exec(part)?.[0] ?? '').toLowerCase();
      return OFFICE_PART.test(word) || OFFICE_WORDS.some((words) => words.has(word));
    })
  );
}

/** Whether a mailbox is a person's: two words, a surname with or without an initial or a number; of the police, any word with a number. */
export function isPersonsMailbox(local: string, isPolice: boolean): boolean {
  const parts = local.split(/[._-]+/).filter((part) => /^[a-z]+\d*$/i.test(part));
  if (isOffice(local, parts) || OFFICE_MAIL.test(local)) return false;
  const stem = local.replace(/\d{1,6}$/, '');
  return (
    parts.length >= 2 ||
    /^[a-z]{1,3}\d{3,}$/i.test(local) ||
    nameScore(stem).surname > 0.5 ||
    nameScore(stem.slice(1)).surname > 0.6 ||
    // `4411@`, `4411js@`: their number, with initials or without.
    (isPolice && (/^[a-z]{2,}\d{2,6}$/i.test(local) || /^\d{3,6}[a-z]{0,3}$/i.test(local)))
  );
}

function emailKind(text: string, draft: Draft): number {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const isPolice = POLICE_DOMAIN.test(text.slice(at));
  const person = isPersonsMailbox(local, isPolice);
  mark(draft, person ? 'person-email' : 'office-email');
  if (isPolice) mark(draft, 'police-email');
  return kindOf(draft);
}

/** What is left of a name's score where the lexicon knows the word as something else (`SC`, `Early`, `Sergeant`). */
const KNOWN_VALUE = 0.3;
const OTHER_VALUES: Draft = { low: 0, high: 0 };
for (const name of [
  'rank',
  'rank-short',
  'vetting',
  'contract',
  'gender',
  'honorific',
  'shift',
  'month',
  'weekday',
  'ethnicity',
  'religion',
  'yes-no',
  'person-role',
] as const)
  mark(OTHER_VALUES, name);

function isKnownValue(draft: Draft): boolean {
  return (draft.low & OTHER_VALUES.low) !== 0 || (draft.high & OTHER_VALUES.high) !== 0;
}

/** `Jane Doe (dob 3.4.1979) of …` */
const BORN = /\((?:d\.?o\.?b\b|born\b|b\. ?\d)/i;

/** Titles of those who have no rank. */
const CIVIL = new Set(['mr', 'mrs', 'miss', 'ms']);

/** What a directory writes before a value. */
export const KEY = /^\s*[A-Za-z]{1,12}=(?=\S)/;

/** The close look: words, patterns and names. */
function closeKind(text: string, draft: Draft): number {
  mark(draft, 'deep');
  // `CN=` before a value of a directory is no part of it.
  const value = unsigned(text.includes('=') ? text.replace(KEY, '') : text);
  // `uid=jdoe,ou=people,dc=north`: a path in a directory.
  if (value.includes('=')) return kindOf(draft);
  const flat = (shape.foreign ? plain(value) : value).trim();
  const pieces = flat.match(/[A-Za-z][A-Za-z'’]*|\d+/g) ?? [];
  const lower = pieces.map((piece) => piece.toLowerCase());
  if (pieces.length > 9) mark(draft, 'prose');
  if (GRADE_PATTERN.test(flat)) mark(draft, 'grade');
  if (isPostcode(flat)) mark(draft, 'postcode');
  else if (isNino(flat)) mark(draft, 'nino');
  else if (isDrivingLicence(flat)) mark(draft, 'licence');
  const last = lower.findLast((piece) => /^[a-z]/.test(piece)) ?? '';
  const beforeBreak = (flat.split(/ [-–(]|[,(/]/)[0] ?? '').trim().split(/\s+/).at(-1)?.toLowerCase() ?? '';
  if (lower.length > 1 && (ROLE_WORDS.has(last) || ROLE_WORDS.has(beforeBreak))) mark(draft, 'role');
  else if (lower.length === 1 && ROLE_WORDS.has(last) && last.length > 5) mark(draft, 'role');
  let ranked = 0;
  let numbers = 0;
  for (const piece of lower) {
    if (UNIT_WORDS.has(piece)) mark(draft, 'unit');
    if (PLACE_WORDS.has(piece) && lower.length > 1) mark(draft, 'place');
    if (ORG_WORDS.has(piece) && lower.length > 1) mark(draft, 'org');
    if (OFFENCE_WORDS.has(piece)) mark(draft, 'offence');
    if (RANK_TOKENS.has(piece) && (RANK_TOKENS_SURE.has(piece) || lower.length > 2)) ranked++;
    if (/^\d/.test(piece)) numbers++;
  }
  if (flat.includes('&')) mark(draft, 'org');
  if (lower.length > 1 && CIVIL.has(lower[0] as string)) mark(draft, 'honorific');
  if (/^(?:flat |unit |apt )?\d+[a-z]?[ ,]/i.test(flat) && STREET_WORDS.test(flat)) mark(draft, 'address');
  if (AMERICAN_STREET.test(flat)) {
    mark(draft, 'address');
    return kindOf(draft);
  }
  if (numbers > 0 && (ranked > 0 || (/\d{3}/.test(flat) && !YEAR.test(flat)))) mark(draft, 'numbered');
  if (lower.length === 1) {
    const score = nameScore(flat);
    if (score.ambiguous) mark(draft, 'ambiguous');
    const doubt = isKnownValue(draft) ? KNOWN_VALUE : 1;
    scores(
      draft,
      score.surname * doubt,
      score.forename * doubt,
      Math.max(score.surname, score.forename) * doubt,
    );
    return kindOf(draft);
  }
  if (PLATE.test(flat)) return kindOf(draft);
  if (isRankAndNumber(lower)) {
    mark(draft, 'ranked');
    return kindOf(draft);
  }
  let name = personNameScore(value);
  if ((ranked > 0 || BORN.test(flat)) && name.score < 0.4) {
    // `PC 1234 Smith, Lisburn Road`; `Sgt Jones (Custody)`: the person stands before the first break.
    const start = flat.split(/[,;(]| [-–] /)[0] ?? '';
    const first = personNameScore(start);
    if (first.score > name.score) name = first;
  }
  // Whoever stands behind a rank is somebody, whatever the name.
  let score = name.score < BEHIND_RANK && isNameBehindRank(flat) ? BEHIND_RANK : name.score;
  // A few people have such numbers; a column of them is one of studies.
  if (ranked === 0 && numbers === 1 && YEAR_BEHIND.test(flat)) score = Math.min(score, STUDY);
  if (ranked > 0 && score >= 0.4) mark(draft, 'ranked');
  if (name.ambiguous) mark(draft, 'ambiguous');
  const compound = lower.length <= 3 && numbers === 0 && !flat.includes(',') ? nameScore(flat) : undefined;
  const given = Math.max(
    name.forename === '' ? 0 : nameScore(name.forename).forename,
    compound?.forename ?? 0,
  );
  scores(draft, compound?.surname ?? 0, given, score);
  return kindOf(draft);
}

/**
 * `PC 1234`, `T/DS 77`, `1234 PCSO`: a rank that is no word of ordinary speech, and a number of two to six digits; before the
 * rank of three at least, for `45 PC` says how many there are.
 */
function isRankAndNumber(pieces: readonly string[]): boolean {
  if (/^\d{2}$/.test(pieces[0] ?? '')) return false;
  const figures = pieces.filter((piece) => /^\d{2,6}$/.test(piece));
  const words = pieces.filter((piece) => !/^\d/.test(piece));
  // `SC 5123`: a special constable, though a vetting level by itself.
  if (pieces.length === 2 && pieces[0] === 'sc' && /^\d{3,6}$/.test(pieces[1] as string)) return true;
  return (
    figures.length === 1 &&
    words.length > 0 &&
    figures.length + words.length === pieces.length &&
    words.some((word) => RANK_TOKENS_SURE.has(word)) &&
    words.every((word) => RANK_TOKENS.has(word) || word.length === 1)
  );
}

/** A year, as it stands behind the author of a study (`Jones 1972`). */
const YEAR = /\b(?:1[89]|20)\d\d[a-z]?\b/;

const YEAR_BEHIND = /[a-z],? (?:1[89]|20)\d\d[a-z]?$/;
/** The name score of an author with a year. */
const STUDY = 0.4;

/** The registration of a vehicle, as issued since 2001. */
const PLATE = /^[A-Z]{2}\d{2} ?[A-Z]{3}$/;

/** The name score of a word that is written like a name and stands behind a rank. */
const BEHIND_RANK = 0.65;
const NO_NAMES = new Set([
  ...V.ROLE_NOUNS,
  ...V.UNIT_WORDS,
  ...V.ORG_WORDS,
  ...V.COMMON_WORDS,
  ...V.PLACE_WORDS,
]);

/** `PC Thwaites`, `T/DS 771 Ó Murchú`, `Detective Constable A Pascoe`: sure ranks first, a number or none, then one to three words like names. */
export function isNameBehindRank(text: string): boolean {
  const words =
    text
      .split(/[,(–]| - /)[0]
      ?.trim()
      .split(/\s+/) ?? [];
  let at = 0;
  let sure = false;
  let before = '';
  for (; at < words.length; at++) {
    // `Chief Constable's Commendation` is something of theirs.
    if (/['’]s$/.test(words[at] as string)) return false;
    const parts = (words[at] as string)
      .toLowerCase()
      .split(/[^a-z]+/)
      .filter((part) => part !== '');
    if (parts.length === 0 || !parts.every((part) => RANK_TOKENS.has(part) || part.length === 1)) break;
    if (at > 0 && parts.every((part) => part.length === 1)) break;
    sure ||=
      parts.some((part) => RANK_TOKENS_SURE.has(part)) || (before === 'police' && parts[0] === 'staff');
    before = parts[0] ?? '';
  }
  if (!sure) return false;
  const rest = words.slice(at).filter((word) => !/^[A-Z]{0,2}\d{1,6}[A-Z]{0,2}$/.test(word));
  const names = rest.filter((word) => word.replace(/[^A-Za-z]/g, '').length > 1);
  return (
    names.length >= 1 &&
    rest.length <= 3 &&
    rest.every((word) => /^[A-Z][A-Za-z'’.-]*$/.test(word)) &&
    names.every((word) => !NO_NAMES.has(word.toLowerCase()) || names.length > 1)
  );
}

/** The close look at a string that has only had the quick one. */
export function lookClosely(text: string, hash: number): number {
  return quickKind(text, hash, true);
}

/** Folded hashes of words that are no part of who somebody is: ranks, titles. */
const NOT_IDENTITY = new Set([...RANK_TOKENS, ...V.TITLES].map((word) => foldedHash(word)));
const MAY_BE_NONE = new HashFilter();
for (const hash of NOT_IDENTITY) MAY_BE_NONE.add(hash);

/**
 * Who a string speaks of, as a hash: the words of the name in any order, without titles and ranks, numbers of three
 * digits and more kept. `SMITH, John`, `Mr John A Smith` and `John Smith` are one.
 */
export function identityHash(text: string): number {
  let sum = 0;
  let single = 0;
  let long = 0;
  const flat = NON_ASCII.test(text) ? plain(text) : text;
  const length = flat.length;
  let start = -1;
  let h = SEED;
  for (let i = 0; i <= length; i++) {
    const c = i < length ? flat.charCodeAt(i) : 32;
    const inside =
      (c >= 97 && c <= 122) ||
      (c >= 65 && c <= 90) ||
      (c >= 48 && c <= 57) ||
      c === 39 ||
      (c === 45 && start >= 0);
    if (inside) {
      if (start < 0) {
        start = i;
        h = SEED;
      }
      const f = FOLD[c] as number;
      if (f !== 0) h = Math.imul(h ^ f, 0x01000193);
      continue;
    }
    if (start < 0) continue;
    if (i - start === 1) single = (single + (flat.charCodeAt(start) % 32)) | 0;
    else {
      const hash = finish(h);
      if (!MAY_BE_NONE.mayHave(hash) || !NOT_IDENTITY.has(hash)) {
        sum = (sum + hash) | 0;
        long++;
      }
    }
    start = -1;
  }
  if (long < 2 && single !== 0) sum = (sum + Math.imul(single, 0x9e3779b1)) | 0;
  return sum >>> 0;
}
// biome-ignore lint/suspicious/noControlCharactersInRegex: all that is not ASCII is meant
const NON_ASCII = /[^\x00-\x7f]/;
