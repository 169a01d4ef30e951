// People in running text: lists of lines are read as the tables they are, sentences are searched for officers by rank,
// and addresses for people's mailboxes. All text of one document counts together, however its reader divides it.
import { nameScore, personNameScore } from '../../lexicon/names/index.ts';
import { RANK_TOKENS, RANK_TOKENS_SURE } from '../../lexicon/ranks.ts';
import { mix, plain } from '../../lexicon/text.ts';
import { COMMON_WORDS, ORG_WORDS, PLACE_WORDS, ROLE_NOUNS, UNIT_WORDS } from '../../lexicon/vocabulary.ts';
import { CELL_FLAG, type Place, type TableChunk, type TablePart, type TextPart } from '../../part.ts';
import type { Field, Finding } from '../../report.ts';
import type { RuleId } from '../../rules.ts';
import { trimEnd } from '../../trim.ts';
import { identityHash, isNameBehindRank, isOffice, isPersonsMailbox, KEY } from './cells/classify.ts';
import { type Context, contextOf } from './context.ts';
import { CellRows } from './readings/cell-rows.ts';
import { type Framed, Frames } from './readings/frames.ts';
import { KeyLines } from './readings/key-lines.ts';
import { areOfStaff, findingsOf } from './readings/mentioned.ts';
import { type Lines, SingleColumns } from './readings/single-column.ts';
import { WithinLines } from './readings/within-lines.ts';
import { findingIn, staffIn } from './records/index.ts';
import { Records } from './records/runs.ts';
import { Regions } from './tables/regions.ts';
import { Distinct } from './verdict/count.ts';
import { range, toldOf } from './verdict/message.ts';
import type { Whose } from './whose.ts';

/** Longer lines are sentences, not items of a list. */
const LINE = 140;
/** Parts whose places are remembered, for saying where. */
const PLACES = 20_000;
/** Steps of a place that only say where in the document: left out when texts are gathered. */
const WITHIN = /^(?:page|paragraph|line|slide|section|row|shape|cell|body|text box|item|event)\b/i;

/** What the lines of a text say that stand in the cells of a sheet. */
export function textOf(part: TablePart, lines: Lines, isOwnNumber?: (text: string) => boolean): Finding[] {
  const hidden = [...part.hidden];
  if ((lines.flags & CELL_FLAG.hiddenRow) !== 0) hidden.push('hidden-rows');
  if ((lines.flags & CELL_FLAG.hiddenColumn) !== 0) hidden.push('hidden-columns');
  if ((lines.flags & CELL_FLAG.hiddenText) !== 0) hidden.push('hidden-text');
  const text = { place: part.place, hidden, text: lines.texts.join('\n') };
  const texts = new Texts(text, isOwnNumber);
  texts.add(text);
  const where = [...part.place, range(part.addressing, ...lines.span)];
  return texts.end().map((finding) => ({ ...finding, where }));
}

interface Mentions {
  people: Distinct;
  numbered: number;
  named: number;
  count: number;
  first: Place | undefined;
  last: Place | undefined;
}

/** All text of one document that is hidden in the same way. */
export class Texts {
  private place: Place;
  private hidden: readonly RuleId[];
  private regions: Regions;
  private within = new WithinLines();
  private frames = new Frames();
  private keys = new KeyLines();
  private records = new Records(false);
  /** Lines that stand one under the other, a record over several of them. */
  private stacked: SingleColumns;
  private isOwnNumber: ((text: string) => boolean) | undefined;
  private row = 0;
  private starts: { row: number; place: Place }[] = [];
  private head = '';
  private officers: Mentions = {
    people: new Distinct(),
    numbered: 0,
    named: 0,
    count: 0,
    first: undefined,
    last: undefined,
  };
  /** Words behind a rank, each once. */
  private surnames = new Distinct();
  private posted: Mentions = {
    people: new Distinct(),
    numbered: 0,
    named: 0,
    count: 0,
    first: undefined,
    last: undefined,
  };
  private mail: Mentions = {
    people: new Distinct(),
    numbered: 0,
    named: 0,
    count: 0,
    first: undefined,
    last: undefined,
  };

  constructor(part: TextPart, isOwnNumber?: (text: string) => boolean) {
    this.place = groupPlace(part.place);
    this.hidden = part.hidden;
    this.isOwnNumber = isOwnNumber;
    this.regions = this.reading(false, (first, last) => this.locate(first, last));
    const flat = { place: this.place, hidden: this.hidden, addressing: 'rows' } as const;
    this.stacked = new SingleColumns(flat, ({ rowsOf }) =>
      this.reading(true, (first, last) => this.locate(...(rowsOf?.(first, last) ?? [first, last]))),
    );
  }

  /** A reading of lines, which places its finds as it is told. */
  private reading(nested: boolean, locate: (first: number, last: number) => string[]): Regions {
    const { isOwnNumber, hidden } = this;
    return new Regions(
      { place: this.place, hidden, addressing: 'rows' },
      { isOwnNumber, nested, what: 'list', context: () => this.context(), locate },
    );
  }

  add(part: TextPart): void {
    if (this.head.length < 2000) this.head += `${part.text.slice(0, 2000)}\n`;
    if (this.starts.length < PLACES) this.starts.push({ row: this.row, place: part.place });
    const lines = part.text.split(/\r\n|[\n\r\u2028]/);
    this.lines(lines);
    this.sentences(part.text, part.place);
    this.posts(part.text, part.place);
    this.addresses(part.text, part.place);
  }

  end(): Finding[] {
    const lists = this.regions.end();
    const listed = lists.reduce(
      (sum, finding) => sum + (finding.severity === 'low' ? 0 : weightOf(finding)),
      0,
    );
    const best = [
      this.officersFinding(),
      this.mailFinding(),
      this.postedFinding(),
      ...this.withinFindings(),
      ...this.framedFindings(),
      ...this.stacked.end(undefined),
    ]
      .filter((finding) => finding !== undefined)
      .sort((a, b) => weightOf(b) - weightOf(a))[0];
    if (!best) return lists;
    // The same people are not told twice: the reading that sees most of them, and is sure, speaks.
    const surest = Math.max(...lists.map(({ confidence }) => confidence), 0);
    const more = best.confidence - surest >= SURER ? 1 : MORE;
    return weightOf(best) > listed * more ? [best] : lists;
  }

  /** What the model of records sees in the lines. */
  seen(): Finding[] {
    const finding = findingIn(this.records, {
      place: this.place,
      head: this.head.slice(0, 300),
      hidden: this.hidden,
      locate: (first, last) => this.locate(first, last),
    });
    return finding ? [finding] : [];
  }

  /** Hands on what the lines say of whose people they are in whom findings were made. */
  tell(whose: Whose, findings: readonly Finding[]): void {
    whose.add(findings, this.place, this.records, () =>
      staffIn(this.records, this.place, this.head.slice(0, 300)),
    );
  }

  private context(): Context {
    const whole = contextOf([...this.place, this.head]);
    const top = contextOf([...this.place, this.head.slice(0, 300)]);
    return { ...top, staff: whole.staff, minutes: whole.minutes };
  }

  /** Short lines that follow one another are rows; what divides a line divides its cells. */
  private lines(lines: readonly string[]): void {
    const strings: string[] = [];
    const rows: number[] = [];
    const cols: number[] = [];
    const single: string[] = [];
    const singleRows: number[] = [];
    const put = (row: number, col: number, text: string): void => {
      if (text === '') return;
      rows.push(row);
      cols.push(col);
      strings.push(text);
    };
    let run: { row: number; cells: string[] }[] = [];
    const flush = (areEnumerated = false): void => {
      const apart = !areEnumerated && alternates(run.map((line) => line.cells));
      for (const { row, cells } of run) {
        if (apart && cells.length === 1) put(row, isName(cells[0] as string) ? 0 : 1, cells[0] as string);
        else for (const [col, cell] of cells.entries()) put(row, col, cell);
      }
      run = [];
    };
    for (const raw of lines) {
      const row = this.row++;
      const line = raw.replace(MARK, '').replace(QUOTED, '$1').replace(SENDER, '').trim();
      this.keys.add(raw, row);
      this.records.line(raw.trim(), row);
      if (line === '' || MAIL_FIELD.test(line)) continue;
      this.within.add(line, row);
      this.frames.add(line, row);
      single.push(line);
      singleRows.push(row);
      // `From: HR` names nobody.
      if (FROM.test(raw) && !isName(line.replace(/<[^<>]*>/, '').trim())) continue;
      const enumerated = peopleOf(line);
      if (enumerated) {
        flush();
        this.row += 4;
        for (const person of enumerated) run.push({ row: this.row++, cells: cellsOf(person) });
        flush(true);
        this.row += 4;
        continue;
      }
      if (line.length > LINE || (/[.!?]$/.test(line) && line.split(' ').length > 9)) {
        flush();
        this.row += 4;
        continue;
      }
      run.push({ row, cells: cellsOf(line) });
    }
    flush();
    this.stacked.chunk(chunkOf(single, singleRows, new Uint32Array(single.length)));
    if (strings.length > 0) this.regions.chunk(chunkOf(strings, rows, cols));
  }

  /** `DC 4521 Shah attended`, `Sergeant Jane Doe and Inspector Lee`: a rank, perhaps a number, a name. */
  private sentences(text: string, place: Place): void {
    TOKEN.lastIndex = 0;
    const tokens = (text.replace(SHORT_LINE, '$1;\n').match(TOKEN) ?? []) as string[];
    /** The token behind the officer that was named last. */
    let after = -1;
    for (let at = 0; at < tokens.length; at++) {
      let sure = false;
      let closed = false;
      let rank = '';
      let next = at;
      while (next < tokens.length && next - at < 5) {
        const token = bare(tokens[next] as string);
        if (!RANK_TOKENS.has(token)) break;
        if (RANK_TOKENS_SURE.has(token) && isWritten(tokens[next] as string)) sure = true;
        rank = token;
        next++;
        closed = /[,;:!?)]$/.test(tokens[next - 1] as string);
        if (closed) break;
      }
      if (next === at || !sure || closed) {
        at = this.fellows(tokens, at, place);
        continue;
      }
      let number = '';
      if (next < tokens.length && /^[A-Z]{0,2}\d{2,6}[A-Z]{0,2}$/.test(tokens[next] as string))
        number = tokens[next++] as string;
      const name: string[] = [];
      while (next < tokens.length && name.length < 4) {
        const token = tokens[next] as string;
        if (
          !/^\p{Lu}/u.test(token) ||
          (NOT_NAMES.has(bare(token)) && nameScore(trimEnd(token, NO_NAME)).surname < 0.2) ||
          RANK_TOKENS_SURE.has(bare(token))
        )
          break;
        name.push(token);
        next++;
        if (/[,;:!?]$/.test(token) || (token.endsWith('.') && token.length > 2)) break;
      }
      const last = trimEnd(name.at(-1) ?? '', NO_NAME);
      // `PC Unthank Road`: a count of constables, and where.
      if (
        next < tokens.length &&
        !/[,;:!?).]$/.test(name.at(-1) ?? '') &&
        STREETS.has(bare(tokens[next] as string))
      )
        continue;
      const score = last.length < 2 ? 0 : nameScore(last).surname;
      // `PC` at the end of a row, `51234 Beat Manager` at the beginning of the next.
      if (number !== '' && score < 0.5 && next < tokens.length && POSTED_AS.has(bare(tokens[next] as string)))
        continue;
      // One more of a row of them: `DC Brown, PS King, PC Cook`.
      const isFellow = at === after && SHORT.has(rank) && name.length > 0;
      const given = name.length > 1 && nameScore(name[0] as string).forename > 0.5;
      if (
        name.length === 0
          ? number.length < 3 || !SHORT.has(rank)
          : number === '' && !given && !isFellow && (score < 0.1 || (score < 0.2 && COMMON.has(bare(last))))
      )
        continue;
      this.note(
        this.officers,
        mix(
          identityHash(
            name
              .filter((part) => part.replace(/\W/g, '').length > 1)
              .slice(-1)
              .join(' '),
          ),
          identityHash(
            name
              .slice(0, -1)
              .map((part) => part[0])
              .join(' '),
          ) ^ identityHash(number || (name.length > 1 ? '' : `x${rank}x`)),
        ),
        place,
      );
      this.surnames.add(identityHash(last));
      if (number !== '') this.officers.numbered++;
      if (score >= 0.5) this.officers.named++;
      at = next - 1;
      after = next;
    }
  }

  /** `Sergeants Jones and Brown`, `Constables Green, Patel & Otieno`: names behind the plural of a rank. Returns the last token that was taken. */
  private fellows(tokens: readonly string[], at: number, place: Place): number {
    if (!PLURAL.has(bare(tokens[at] as string)) || !isWritten(tokens[at] as string)) return at;
    const names: string[] = [];
    let last = at;
    let numbers = 0;
    let commas = 0;
    for (let next = at + 1; next < tokens.length; next++) {
      const token = tokens[next] as string;
      if (/^(?:and|a)$/.test(token)) continue;
      // Each may have a number before the name.
      if (/^[A-Z]{0,2}\d{1,6}[A-Z]{0,2}$/.test(token) && numbers === names.length) {
        numbers++;
        continue;
      }
      const name = trimEnd(token, NO_NAME);
      if (!/^\p{Lu}/u.test(token) || PLURAL.has(bare(token)) || NOT_NAMES.has(bare(token))) break;
      names.push(name);
      if (token.endsWith(',')) commas++;
      last = next;
      if (/[.;:!?)]$/.test(token)) break;
    }
    const likely = names.reduce((sum, name) => sum + nameScore(name).surname, 0);
    if (names.length < 2 || likely < FELLOW * names.length) return at;
    // Figures that are no numbers of theirs: a table of counts, read as text.
    if (numbers > 0 && (numbers < names.length || commas < names.length - 2)) return at;
    for (const name of names) {
      this.surnames.add(identityHash(name));
      this.note(
        this.officers,
        mix(identityHash(name), identityHash(`x${bare(tokens[at] as string)}x`)),
        place,
      );
      if (nameScore(name).surname >= 0.5) this.officers.named++;
    }
    return last;
  }

  /** `Jane Doe is the Case Officer for Oldtown.`: whole names in sentences that speak of a post, where hardly any sentence does not. */
  private posts(text: string, place: Place): void {
    for (const sentence of text.replace(/\r?\n/g, ' ').split(SENTENCE)) {
      if (sentence.length < 20 || sentence.length > 300 || !/[.!?]$/.test(sentence)) continue;
      if (this.told >= MOST_SENTENCES) return;
      this.told++;
      const words = sentence.split(/\s+/);
      if (words.length < 5 || !words.some((word) => POST_WORDS.has(bare(word)))) continue;
      let isNamed = false;
      for (let at = 0; at + 1 < words.length; at++) {
        const [first, second] = [words[at] as string, trimEnd(words[at + 1] as string, NO_NAME)];
        if (!CAPITAL.test(first) || !CAPITAL.test(second)) continue;
        if (POST_WORDS.has(bare(first)) || NOT_NAMES.has(bare(second))) continue;
        const [given, family] = [nameScore(first).forename, nameScore(second).surname];
        if (given < 0.2 || family < 0.1 || given + family < 0.7) continue;
        this.note(this.posted, identityHash(`${first} ${second}`), place);
        if (family >= 0.5) this.posted.named++;
        isNamed = true;
        at++;
      }
      if (isNamed) this.posted.numbered++;
    }
  }
  /** Sentences that were looked at. */
  private told = 0;

  private addresses(text: string, place: Place): void {
    if (!text.includes('@')) return;
    for (const [address, local = '', domain = ''] of text.matchAll(MAIL)) {
      const parts = local.split(/[._-]+/).filter((part) => /^[a-z]+\d*$/i.test(part));
      const isNamed = parts.some(
        (part) => nameScore(trimEnd(part, /\d/)).surname > 0.4 || nameScore(part).forename > 0.5,
      );
      const person =
        parts.length >= 2
          ? isNamed && !isOffice(local, parts)
          : (isNamed || /\d{2}$/.test(local)) && isPoliceDomain(domain) && isPersonsMailbox(local, true);
      if (!person) continue;
      this.note(this.mail, identityHash(address.toLowerCase()), place);
      if (isPoliceDomain(domain)) this.mail.numbered++;
    }
  }

  private note(mentions: Mentions, hash: number, place: Place): void {
    mentions.people.add(hash);
    mentions.count++;
    mentions.first ??= place;
    mentions.last = place;
  }

  private officersFinding(): Finding | undefined {
    const { people, numbered, named, count, first, last } = this.officers;
    const context = this.context();
    if (people.size < SENTENCES.least) return undefined;
    // The same few words behind many ranks and numbers are no names: what was alleged, or what came of it.
    if (this.surnames.size > 0 && this.surnames.size < SENTENCES.different * people.size) return undefined;
    let score =
      SENTENCES.bias +
      SENTENCES.perPerson * Math.min(people.size, 30) +
      SENTENCES.numbered * (numbered / count) +
      SENTENCES.named * (named / count);
    if (context.minutes) score += SENTENCES.minutes;
    const fields: Field[] = ['rank', 'surname'];
    if (numbered >= 0.3 * count) fields.push('staff-number');
    return this.finding(score, people.size, count, fields, first, last, context.minutes);
  }

  /** The people that the lines of a log, or the like, name in the same place. */
  private withinFindings(): Finding[] {
    const list = this.within.list();
    if (!list) return [];
    const { staff, other } = this.context();
    if (list.isBare && !staff && !other && !areOfStaff(list.people)) return [];
    return findingsOf(
      list.people,
      (rowOf) => this.reading(true, (first, last) => this.locate(rowOf(first), rowOf(last))),
      list.heading,
    );
  }

  /** What the lines say as rows of the tables that they make. */
  private framedFindings(): Finding[] {
    const records = this.keys.table();
    return [...(records ? [records] : []), ...this.frames.tables()].flatMap((framed) => this.tableOf(framed));
  }

  private tableOf({ headings, rows }: Framed): Finding[] {
    const first = headings.some((heading) => heading !== '') ? 1 : 0;
    const rowOf = (at: number): number => rows[Math.max(0, at - first)]?.row ?? 0;
    const regions = this.reading(true, (from, to) => this.locate(rowOf(from), rowOf(to)));
    const table = new CellRows((chunk) => regions.chunk(chunk));
    if (first === 1) table.put(0, headings, 0);
    for (const [at, { cells }] of rows.entries()) table.put(at + first, cells, 0);
    table.flush();
    return regions.end();
  }

  private postedFinding(): Finding | undefined {
    const { people, numbered, named, count, first, last } = this.posted;
    if (people.size < POSTED.least || this.told === 0) return undefined;
    const { staff, minutes, publicOffice } = this.context();
    const score =
      POSTED.bias +
      POSTED.perPerson * Math.min(people.size, 30) +
      POSTED.share * (numbered / this.told) +
      POSTED.named * (named / count) +
      (staff ? POSTED.staff : 0) +
      (minutes || publicOffice ? POSTED.minutes : 0);
    return this.finding(score, people.size, count, ['name', 'role'], first, last, minutes);
  }

  private mailFinding(): Finding | undefined {
    const { people, numbered, count, first, last } = this.mail;
    if (people.size < MAILS.least) return undefined;
    const score =
      MAILS.bias + MAILS.perPerson * Math.min(people.size, 30) + MAILS.police * (numbered / count);
    return this.finding(score, people.size, count, ['e-mail'], first, last, false);
  }

  private finding(
    score: number,
    people: number,
    count: number,
    fields: Field[],
    first: Place | undefined,
    last: Place | undefined,
    minutes: boolean,
  ): Finding | undefined {
    const confidence = 1 / (1 + Math.exp(-score));
    if (confidence < 0.5) return undefined;
    const judgement = {
      rule: 'staff-roster' as RuleId,
      score,
      confidence,
      fields,
      reasons: fields,
      publicOffice: false,
      staff: OFFICERS,
      other: 0,
      open: 0,
      names: true,
      headed: false,
      evidence: true,
    };
    return toldOf(
      judgement,
      people,
      count,
      between(first ?? this.place, last ?? this.place),
      [...this.hidden],
      'text',
      minutes,
    );
  }

  /** Lines of the gathered text, in the words of the parts they came from. */
  private locate(first: number, last: number): string[] {
    const from = this.starts.findLast((start) => start.row <= first);
    const to = this.starts.findLast((start) => start.row <= last);
    if (!from || !to) return [...this.place];
    if (from === to && this.starts.length === 1)
      return [
        ...from.place,
        first === last
          ? `line ${first - from.row + 1}`
          : `lines ${first - from.row + 1} to ${last - from.row + 1}`,
      ];
    return between(from.place, to.place);
  }
}

/** Texts as the cells of a table. */
const chunkOf = (strings: string[], rows: ArrayLike<number>, cols: ArrayLike<number>): TableChunk => ({
  count: strings.length,
  rows: Uint32Array.from(rows),
  cols: Uint32Array.from(cols),
  values: Uint32Array.from(strings.keys()),
  flags: new Uint8Array(strings.length),
  strings,
});

/** How many people a reading sees, and how sure it is of them. */
const weightOf = ({ people, confidence }: Finding): number => people * confidence ** 2;
/** How much more another reading must see than that of the lines as they stand. */
const MORE = 1.3;
/** Confidence by which a reading is so much surer that it need not see more. */
const SURER = 0.15;

/** How much ranks, posts and the force's own addresses say for staff. */
const OFFICERS = 3;

/** Weights for officers named in sentences, and for addresses. */
const SENTENCES = {
  least: 4,
  different: 0.4,
  bias: -2.4,
  perPerson: 0.12,
  numbered: 1.6,
  named: 2.2,
  minutes: -0.4,
};
const POSTED = { least: 8, bias: -5.4, perPerson: 0.12, share: 3, named: 1.6, staff: 0.8, minutes: -1.5 };
const MAILS = { least: 5, bias: -1.6, perPerson: 0.1, police: 2.4 };

/** Behind a sentence; what ends without a full stop is none. */
const SENTENCE = /(?<=[.!?]) /;
const MOST_SENTENCES = 20_000;
const CAPITAL = /^\p{Lu}[\p{L}'’-]+$/u;
/** Ends of the names of places: what stands before is none of a person's. */
const STREETS = new Set(
  'road street lane avenue close drive court crescent terrace way square house station hall park hill'.split(
    ' ',
  ),
);
const POSTED_AS = new Set(ROLE_NOUNS);
const POST_WORDS = new Set([...ROLE_NOUNS, 'post', 'role', 'desk']);

const isPoliceDomain = (domain: string): boolean => /police|heddlu|psni/i.test(domain);
const TOKEN = /[\p{L}\d][\p{L}\p{M}\d'’./-]*[,;:!?)]?/gu;
/** The end of a line that is no wrapped prose: what stands in the next one is not behind its last word. */
const SHORT_LINE = /^(.{0,59}[\p{L}\p{N}]) ?\r?$/gmu;
/** With the lengths that addresses have at most, so that a long text without one is not searched again and again. */
const MAIL = /([\w.'+-]{1,64})@([\w-]{1,63}(?:\.[\w-]{1,63}){1,6})/g;
/** A character that names do not end with. */
const NO_NAME = /[^\p{L}'’-]/u;
/** Words that follow a rank without being a name. */
const NOT_NAMES = new Set([
  ...ROLE_NOUNS,
  ...UNIT_WORDS,
  ...PLACE_WORDS,
  ...ORG_WORDS,
  'general',
  'the',
  'and',
  'of',
  'in',
  'at',
  'on',
  'for',
  'number',
  'rank',
  'ranks',
  'or',
  'who',
  'will',
  'has',
  'was',
  'is',
]);

/** Plurals of ranks that stand before several names, and the mean score of these. */
const PLURAL = new Set([
  'constables',
  'sergeants',
  'inspectors',
  'superintendents',
  'detectives',
  'pcs',
  'dcs',
  'dss',
  'officers',
  'pcsos',
  'sgts',
]);
const FELLOW = 0.3;

/** Common words are names after a rank only where a forename or a number says so. */
const COMMON = new Set(COMMON_WORDS);
/** Ranks that stand before a number instead of a name. */
const SHORT = new Set(['pc', 'dc', 'ps', 'ds', 'sgt', 'pcso', 'insp', 'spc', 'tdc', 'wpc']);

const bare = (token: string): string =>
  plain(token)
    .toLowerCase()
    .replace(/[^a-z]/g, '');

/** A rank as it is written before a name: with a capital letter. */
const isWritten = (token: string): boolean => /^\p{Lu}/u.test(token);

/** Fields between strokes. */
const STROKES = /^[\p{L}\d'’ -]{1,40}(?:\/[\p{L}\d'’ -]{1,40}){2,6}$/u;
const DATES = /\d{1,4}\/\d{1,2}\/\d{1,4}/;

/** What stands before an item of a list or a branch of a chart: bullets, dashes, arrows, lines of a tree, numbers, letters. */
const MARK = /^[\s•·▪●○■□◦‣➢➤▸►→»>*+|\u2500-\u257f–—-]+|^\s*(?:\(?\d{1,3}[.)]|[a-z][.)])\s+/;

/** What divides a line into cells: the first that it has. */
const DIVIDERS: readonly { where: Pick<RegExp, 'test'>; apart: RegExp }[] = [
  { where: /\t/, apart: /\t/ },
  { where: /\|/, apart: /\|/ },
  { where: / {3,}/, apart: / {2,}/ },
  // Two wide gaps.
  { where: { test: (line) => (line.match(/\S {2,}\S/g)?.length ?? 0) > 1 }, apart: / {2,}/ },
  // `4411/Smith/PC`: three fields or more, one of them a number of three digits.
  {
    where: { test: (line) => STROKES.test(line) && /\b\d{3,6}\b/.test(line) && !DATES.test(line) },
    apart: /\//,
  },
  // Separators of old exports.
  { where: /^[^^]*\^[^^]*\^/, apart: /\^/ },
  { where: /^[^~]*~[^~]*~/, apart: /~/ },
  // A table pasted as it is: `Smith,J,PC,4521`.
  { where: /^[^\s,][^,]*(?:,[^\s,][^,]*){2,}$/, apart: /,/ },
];

/** Fields of a message's head: those that name people keep the names, the others say nothing. */
const SENDER = /^(?:from|to|cc|bcc|o|at):\s+/i;
const FROM = /^\s*(?:from|o):\s/i;
const MAIL_FIELD = /^(?:sent|date|subject|reply-to|attachments?|importance|dyddiad|pwnc):\s/i;

/** A line that is one text in quotes, as a table with one column has them. */
const QUOTED = /^\s*"([^"]*)"\s*$/;

/** The cells of a line: by tabs, bars and wide gaps, else by dashes, commas, semicolons and colons. */
function cellsOf(line: string): string[] {
  // `09:20 Jane Doe`: the time is a field of its own, and the name stays where names stand.
  const [, time = ''] = CLOCK.exec(line) ?? DAY_BEFORE.exec(line) ?? [];
  if (time !== '') return [...cellsOf(line.slice(time.length).trim()), time.trim()];
  // `4411 Smith (ARV, CQ)`: what brackets hold together is one.
  const [, lead = '', inside = ''] = BRACKETS.exec(line) ?? [];
  // `Jane Doe (dob 3.4.1979) of …`: the date is a field of its own.
  const [, who = '', born = '', more = ''] = BORN.exec(line) ?? [];
  if (who !== '' && isName(who))
    return [who, born, ...cellsOf(more.replace(/^[\s,;:–-]+/, '').slice(0, LINE))].filter(
      (cell) => cell !== '',
    );
  if (lead !== '') return [...cellsOf(lead), inside];
  const apart = DIVIDERS.find(({ where }) => where.test(line))?.apart ?? / [-–—/] |[,;:](?=\s|$)/;
  const cells = line.split(apart).flatMap(fieldsWithin);
  if (cells.length > 1) return cells;
  // Tabs that a page has turned into blanks: `SMITH Jane 2903 Spalding`.
  const number = NUMBER_WITHIN.exec(line);
  if (!number) return nameAndPost(line) ?? cells;
  const before = line.slice(0, number.index);
  const after = line.slice(number.index + number[0].length);
  return /^\S+ /.test(before) && isName(before) ? [before, number[1] as string, after] : cells;
}

/** `Jane Doe Exhibits Officer`, `Area Car Driver Jane Doe`: two or three words that are a name, beside what ends like a post. */
function nameAndPost(line: string): string[] | undefined {
  const words = line.split(' ');
  if (words.length < POSTED_LINE.least || words.length > POSTED_LINE.most) return undefined;
  const isFirst = POSTED_AS.has(bare(words.at(-1) as string));
  for (const size of [2, 3]) {
    const at = isFirst ? size : words.length - size;
    const [name, post] = isFirst
      ? [words.slice(0, at), words.slice(at)]
      : [words.slice(at), words.slice(0, at)];
    if (post.length === 0 || !POSTED_AS.has(bare(post.at(-1) as string))) continue;
    if (name.some((word) => POSTED_AS.has(bare(word)))) continue;
    // `Detective Sergeant Jane Doe` is read as it stands.
    if (!isFirst && RANK_TOKENS.has(bare(post.at(-1) as string))) continue;
    if (!name.every((word) => CAPITAL.test(word) || /^\p{Lu}\.?$/u.test(word))) continue;
    if (personNameScore(name.join(' ')).score < ENUMERATED.score) continue;
    const cells = [name.join(' '), post.join(' ')];
    return isFirst ? cells : cells.reverse();
  }
  return undefined;
}
const POSTED_LINE = { least: 3, most: 8 };
/** `12 Jan Jane Doe`, `3/4 Jane Doe`: a day before whatever it is the day of. */
const DAY_BEFORE =
  /^(\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6} (?:\d{4} )?|\d{1,2}\/\d{1,2}(?:\/\d{2,4})? )(?=\S)/i;
const CLOCK = /^(\d{1,2}[:.]\d{2}(?: ?[-–x] ?\d{1,2}[:.]\d{2})?(?: ?[ap]m)? )(?=\S)/;
const BRACKETS = /^([^()]{3,60}) \(([^()]{0,40}[,;][^()]{0,80})\)$/;
const BORN = /^([^()]{3,60}) \((?:d\.?o\.?b\.?:?|born:?|b\.) ?([\d./ -]{6,12})\)(.{0,140})$/i;
const PHONE_BEHIND = / (\+?\d[\d ]{8,13}\d)$/;

/** A cell without its key, and the phone number that stands behind a name as a cell of its own. */
function fieldsWithin(text: string): string[] {
  const cell = text.trim().replace(KEY, '');
  const phone = PHONE_BEHIND.exec(cell);
  return phone && /^\p{L}/u.test(cell) ? [cell.slice(0, phone.index), phone[1] as string] : [cell];
}
const NUMBER_WITHIN = / (\d{3,6}) (?=[^\d\s])/;

/** People in one line, by semicolons or commas (`To: Jane Doe; John Smith; …`): so many, and so large a share of what stands there. */
const ENUMERATED = { people: 5, share: 0.75, score: 0.6 };

function peopleOf(line: string): string[] | undefined {
  const flat = line.replace(/\s+/g, ' ');
  // Sentence upon sentence is no row of people.
  const isProse = /\p{Ll}\. \p{Lu}/u.test(flat);
  for (const apart of [/; ?/, / \/ /, / \| /, /, (?:and )?| and /, /[;,] (?:and )?| and /]) {
    const pieces = flat
      .replace(/^[^:;,]{1,60}:\s+/, '')
      .replace(/\.$/, '')
      .split(apart)
      .map((piece) => piece.replace(/<[^<>]*>/, '').trim())
      .filter((piece) => piece !== '');
    if (pieces.length < ENUMERATED.people) continue;
    // A sentence may lead to the first of them.
    pieces[0] = endOfSentence(pieces[0] as string);
    const people = pieces.filter(
      (piece) =>
        piece.includes(' ') &&
        piece.length <= 50 &&
        (personNameScore(piece).score >= ENUMERATED.score || (!isProse && isNumbered(piece))),
    );
    if (people.length >= ENUMERATED.people && people.length >= ENUMERATED.share * pieces.length)
      return pieces.filter((piece) => piece.length <= 50);
    if (areNumbered(pieces)) return pieces;
  }
  return undefined;
}

/** `Nunn 9614 / Paini 6506 / …`: nearly all a word and a number of their own, and the words like surnames, known or not. */
const isNumbered = (piece: string): boolean => {
  const part = NUMBERED.exec(piece.replace(PLURALS, ''));
  return part !== null && nameScore((part[1] ?? part[4]) as string).surname >= LIKELY;
};
/** Ranks before the first of several: `PCs 1234 Smith, 5678 Brown`. */
const PLURALS = /^(?:PCs|DCs|PSs|DSs|PCSOs|Sgts|Constables|Sergeants) /;
/** Surname score of a word that stands beside a number, in a row of them. */
const LIKELY = 0.15;

function areNumbered(pieces: readonly string[]): boolean {
  const parts = pieces.map((piece) => NUMBERED.exec(piece)).filter((part) => part !== null);
  if (parts.length < ENUMERATED.people || parts.length < NUMBERS.share * pieces.length) return false;
  const words = parts.map((part) => (part[1] ?? part[4]) as string);
  const numbers = new Set(parts.map((part) => part[2] ?? part[3]));
  if (numbers.size < NUMBERS.different * parts.length || new Set(words).size < NUMBERS.words * parts.length)
    return false;
  return words.reduce((sum, word) => sum + nameScore(word).surname, 0) >= NUMBERS.surname * words.length;
}
const NUMBERED = /^(\p{Lu}[\p{L}'’-]+) (\d{3,6})$|^(\d{3,6}) (\p{Lu}[\p{L}'’-]+)$/u;
const NUMBERS = { share: 0.9, different: 0.9, words: 0.5, surname: 0.4 };

/** The words with capital letters that a text ends with; all of it where it ends with none. */
function endOfSentence(text: string): string {
  const words = text.split(' ');
  const last = words.findLastIndex((word) => !/^\(?[\p{Lu}\d][\p{L}\p{M}\d'’./()-]*$/u.test(word));
  return last === words.length - 1 ? text : words.slice(last + 1).join(' ');
}

/** Names and posts on lines of their own by turns, as in an organisation chart. */
function alternates(run: readonly (readonly string[])[]): boolean {
  const single = run.filter((cells) => cells.length === 1).map((cells) => cells[0] as string);
  if (single.length < 8 || single.length < 0.8 * run.length) return false;
  const names = single.filter((text) => text.includes(' ') && isName(text)).length;
  return names >= 4 && names >= 0.35 * single.length && names <= 0.8 * single.length;
}

const isName = (text: string): boolean => personNameScore(text).score >= 0.6 || isNameBehindRank(text);

/** The place of a document, without the steps that only say where in it. */
export function groupPlace(place: Place): Place {
  let end = place.length;
  while (end > 1 && WITHIN.test(place[end - 1] as string)) end--;
  return place.slice(0, end);
}

/** Two places of one document as one: what they share, then from where to where. */
export function between(first: Place, last: Place): string[] {
  let shared = 0;
  while (shared < first.length && shared < last.length && first[shared] === last[shared]) shared++;
  const from = first.slice(shared).join(', ');
  const to = last.slice(shared).join(', ');
  return from === '' && to === ''
    ? [...first]
    : [...first.slice(0, shared), from === '' || to === '' ? from || to : `${from} to ${to}`];
}
