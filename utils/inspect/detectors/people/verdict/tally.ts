// Who is in a table's rows: which columns tell one person from another, and how many people there are.
import { mix } from '../../../lexicon/text.ts';
import { CELL_FLAG } from '../../../part.ts';
import { has, KIND_LOW, KIND_TRAITS, personOf, TRAIT } from '../cells/classes.ts';
import { type Column, type ColumnStats, closeShare, share } from '../columns/columns.ts';
import { Distinct } from './count.ts';

/** Cells of some rows, in the file's order; the arrays may be longer than `count`. */
/** The share of a class that only the close look tells, where not all values have had one. */
const mostly = (stats: ColumnStats, name: 'ranked'): number =>
  Math.max(share(stats, name), closeShare(stats, name));

export interface Cells {
  count: number;
  rows: Uint32Array;
  cols: Uint32Array;
  kinds: Uint16Array;
  ids: Uint32Array;
  flags: Uint8Array;
  /** Whether a cell may be a word for a sum. */
  totals: boolean;
}

const NUMBER = 1;
const PART = 2;
const NAME = 3;
const POST = 4;
/** Beside NAME: what the other cells of its column are like, so that one which is not is nobody. */
const WANTS = { ranked: 8, allRanked: 16, whole: 32, comma: 64 } as const;

/** Which columns tell one person from another. */
function keyColumns(columns: readonly Column[]): {
  names: number[];
  parts: number[];
  posts: number[];
  number: number | undefined;
  mail: number | undefined;
} {
  const parts = columns
    .filter(
      (column) =>
        (column.names && (column.what === 'surname' || column.what === 'forename')) ||
        column.what === 'initials',
    )
    .map((column) => column.stats.col);
  const hasSurname = columns.some((column) => column.names && column.what === 'surname');
  const whole = columns
    .filter((column) => column.names && column.what === 'name')
    .map((column) => column.stats.col);
  const posts = columns
    .filter((column) => POSTS.has(column.what ?? '') && column.stats.n > 0)
    .map((column) => column.stats.col);
  const number = (
    columns.find(
      (column) => column.what === 'staff-number' && column.heading >= 0.5 && column.values >= 0.6,
    ) ??
    // Without a heading: numbers that are all different beside names, unless they only count the rows.
    columns.find((column) => column.what === 'unique-number' && column.heading === 0 && isKey(column.stats))
  )?.stats.col;
  const mail = (
    columns.find((column) => column.what === 'e-mail' && column.values >= 0.4) ??
    columns.find((column) => IDENTIFIERS.has(column.what ?? '') && column.values >= 0.4)
  )?.stats.col;
  const ranked = new Set(
    columns
      .filter((column) => column.names && column.what === 'name' && mostly(column.stats, 'ranked') >= 0.5)
      .map((column) => column.stats.col),
  );
  // A student and a tutor, each with a number: two people a row.
  const numbers = columns.filter(
    (column) => column.what === 'staff-number' && column.heading >= 0.5 && column.values >= 0.6,
  );
  if (!hasSurname && whole.length > 1 && numbers.length >= whole.length)
    return { names: whole, parts: [], posts, number: undefined, mail };
  // Officers beside others (a source and its handler): those of the first column are the people meant.
  const alike = whole.filter((col) => ranked.has(col) === ranked.has(whole[0] as number));
  if (hasSurname || whole.length === 0)
    return { names: [], parts: hasSurname || parts.length > 0 ? parts : [], posts, number, mail };
  // Codes of what two people share (`V1`, a car) stand for neither.
  const key = columns.find(({ stats }) => stats.col === number);
  const isShared = alike.length > 1 && key?.what === 'unique-number' && !Number.isFinite(key.stats.smallest);
  return { names: alike, parts: [], posts, number: isShared ? undefined : number, mail };
}

function isKey(stats: ColumnStats): boolean {
  return stats.n >= 10 && stats.distinct >= 0.99 * stats.n && stats.smallest >= COUNTED_ROWS;
}
/** A column of numbers that begins below this counts rows. */
const COUNTED_ROWS = 100;

/** Numbers that stand for a person where there are no names. */
const IDENTIFIERS: ReadonlySet<string> = new Set([
  'national-insurance',
  'nhs-number',
  'driving-licence',
  'passport',
  'bank-account',
]);

/** What tells two people of one name apart. */
const POSTS: ReadonlySet<string> = new Set([
  'rank',
  'grade',
  'gender',
  'date-of-birth',
  'role',
  'unit',
  'location',
  'start-date',
  'address',
  'postcode',
  'e-mail',
]);

/** Columns that are filled in most rows, and the share of the fullest that makes one of them: so many, and no row is a single cell. */
const WIDE = { columns: 3, share: 0.7 };

function isWide(columns: readonly Column[]): boolean {
  const fullest = Math.max(...columns.map(({ stats }) => stats.n + stats.nobody), 1);
  return columns.filter(({ stats }) => stats.n + stats.nobody >= WIDE.share * fullest).length >= WIDE.columns;
}

/** Posts whose shares are kept, for telling how often two people have the same by chance. */
const POST_VALUES = 4096;

/** How often each of the first `POST_VALUES` posts comes. */
class Posts {
  private keys = new Uint32Array(16);
  private counts = new Uint32Array(16);
  private used = 0;
  /** Open addressing: place in `keys` + 1. */
  private slots = new Uint32Array(64);

  add(post: number, times = 1, most = POST_VALUES): void {
    const slot = this.slotOf(post);
    const at = this.slots[slot] as number;
    if (at !== 0) this.counts[at - 1] = (this.counts[at - 1] as number) + times;
    else if (this.used < most) {
      this.keys[this.used] = post;
      this.counts[this.used] = times;
      this.slots[slot] = ++this.used;
      if (this.used === this.keys.length) this.grow();
    }
  }

  times(): Uint32Array {
    return this.counts.subarray(0, this.used);
  }

  merge(other: Posts): void {
    for (let at = 0; at < other.used; at++)
      this.add(other.keys[at] as number, other.counts[at], Number.POSITIVE_INFINITY);
  }

  /** Where a post is, or would be put. */
  private slotOf(post: number): number {
    const mask = this.slots.length - 1;
    let slot = (post ^ (post >>> 15)) & mask;
    for (;;) {
      const at = this.slots[slot] as number;
      if (at === 0 || this.keys[at - 1] === post) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private grow(): void {
    const { keys, counts } = this;
    this.keys = new Uint32Array(4 * keys.length);
    this.counts = new Uint32Array(this.keys.length);
    this.keys.set(keys);
    this.counts.set(counts);
    this.slots = new Uint32Array(4 * this.keys.length);
    for (let at = 0; at < this.used; at++) this.slots[this.slotOf(keys[at] as number)] = at + 1;
  }
}

/** Counts the people of one table, row by row. */
export class Tally {
  /** Rows with somebody in them, and the last of these. */
  rows = 0;
  lastRow = -1;
  hiddenRows = { first: 0xffffffff, last: 0, count: 0 };
  hiddenColumn = false;
  hiddenText = false;
  private byNumber = new Distinct();
  private byName = new Distinct();
  private byNameAndPost = new Distinct();
  /** Names without a number; the same as `byName` until there is a number, or a grid. */
  private others: Distinct | undefined;
  private named = 0;
  private posts = new Posts();

  /**
   * Counts the rows from `firstRow` to `lastRow`.
   * @param columns what the columns of the whole table hold, as far as it is known
   */
  add(cells: Cells, columns: readonly Column[], firstRow: number, lastRow: number): void {
    const keys = keyColumns(columns);
    const { names, parts, posts } = keys;
    const number = keys.number ?? (names.length + parts.length === 0 ? keys.mail : undefined);
    if (names.length + parts.length === 0 && number === undefined) return;
    const roles = new Uint8Array(Math.max(...columns.map((column) => column.stats.col), 0) + 1);
    for (const col of posts) roles[col] = POST;
    for (const col of names) roles[col] = NAME;
    for (const col of parts) roles[col] = PART;
    if (number !== undefined) roles[number] = NUMBER;
    for (const { stats, names: isNames, what } of columns) {
      if (!isNames || roles[stats.col] !== NAME) continue;
      const wants =
        // Where ranks and numbers stand in the cell with the name, a cell without them is no person.
        (mostly(stats, 'ranked') >= 0.8 ? WANTS.allRanked : 0) |
        (mostly(stats, 'ranked') >= 0.5 ? WANTS.ranked : 0) |
        // One word among whole names is a greeting or a title, unless it is a name by itself.
        (what === 'name' && share(stats, 'words') >= 0.8 ? WANTS.whole : 0) |
        // Among names with a comma, a unit is a title.
        (what === 'name' && share(stats, 'comma') >= 0.7 ? WANTS.comma : 0);
      roles[stats.col] = NAME | wants;
    }
    const { rows, cols, kinds, ids, flags: allFlags, count, totals } = cells;
    const isGrid = names.length > 1;
    // Among rows of several cells, a cell that stands alone is a title of those below, or a note, unless it is a name for certain.
    const isWhole = isWide(columns);
    let row = -1;
    /** The last cell of the row that says who it is about, and what it is. */
    let last = 0;
    let lastIs = 0;
    let code = 0;
    let name = 0;
    let post = 0;
    let flags = 0;
    // A row of totals is nobody.
    let isTotal = false;
    let seen = 0;
    const isTitle = (at: number, is: number): boolean =>
      isWhole &&
      isAlone(cells, at) &&
      (isGrid || is === NUMBER || is === POST || !isSurelyName(kinds[at] as number));
    for (let i = 0; i < count; i++) {
      const what = roles[cols[i] as number] as number;
      // No role, or a column that is none of the table's.
      if (!what && !totals) continue;
      const cellRow = rows[i] as number;
      if (cellRow !== row) {
        if (cellRow < firstRow || cellRow > lastRow) continue;
        if ((code !== 0 || name !== 0) && !isTotal && !isTitle(last, lastIs))
          this.person(row, code, name, post, flags);
        isTotal = false;
        row = cellRow;
        code = 0;
        name = 0;
        post = 0;
        flags = 0;
      }
      const kind = kinds[i] as number;
      if (((KIND_TRAITS[kind] as number) & TRAIT.total) !== 0) isTotal = true;
      if (!what || ((KIND_LOW[kind] as number) & 1) !== 0) continue;
      const id = ids[i] as number;
      const flag = allFlags[i] as number;
      flags |= flag;
      seen |= flag;
      last = i;
      lastIs = what;
      if (what === POST) post = mix(post, id);
      else if (what === PART) name = mix(name, id);
      else if (what === NUMBER) code = id;
      else if (isNobodyHere(kind, what)) continue;
      else if (isGrid) {
        // A grid: every cell is a person of its own.
        if (name === 0) name = id;
        this.apart();
        this.byName.add(id);
        this.byNameAndPost.add(id);
      } else name = mix(0, id);
    }
    if ((code !== 0 || name !== 0) && !isTotal && !isTitle(last, lastIs))
      this.person(row, code, name, post, flags);
    if ((seen & CELL_FLAG.hiddenColumn) !== 0) this.hiddenColumn = true;
    if ((seen & CELL_FLAG.hiddenText) !== 0) this.hiddenText = true;
  }

  private person(row: number, code: number, name: number, post: number, flags: number): void {
    this.rows++;
    if (row > this.lastRow) this.lastRow = row;
    if (code !== 0) this.apart();
    if (name !== 0) {
      this.byName.add(name);
      if (code === 0) {
        this.named++;
        this.byNameAndPost.add(mix(name, post));
        this.posts.add(post);
      }
    }
    if (code !== 0) this.byNumber.add(code);
    else this.others?.add(name);
    if ((flags & CELL_FLAG.hiddenRow) !== 0) {
      const hidden = this.hiddenRows;
      hidden.count++;
      if (row < hidden.first) hidden.first = row;
      if (row > hidden.last) hidden.last = row;
    }
  }

  private get unnumbered(): Distinct {
    return this.others ?? this.byName;
  }

  /** From here on names without a number are counted by themselves. */
  private apart(): void {
    this.others ??= this.byName.copy();
  }

  /** Takes in what was counted elsewhere in a table of the same layout. */
  merge(other: Tally): void {
    this.rows += other.rows;
    this.named += other.named;
    this.lastRow = Math.max(this.lastRow, other.lastRow);
    if (this.others || other.others) {
      this.apart();
      this.unnumbered.merge(other.unnumbered);
    }
    for (const key of ['byNumber', 'byName', 'byNameAndPost'] as const) this[key].merge(other[key]);
    this.posts.merge(other.posts);
    this.hiddenColumn ||= other.hiddenColumn;
    this.hiddenText ||= other.hiddenText;
    this.hiddenRows.count += other.hiddenRows.count;
    this.hiddenRows.first = Math.min(this.hiddenRows.first, other.hiddenRows.first);
    this.hiddenRows.last = Math.max(this.hiddenRows.last, other.hiddenRows.last);
  }

  /** How many people there are: by number where numbers are as many as names, else by name, told apart by post where a name repeats. */
  people(columns: readonly Column[]): number {
    const byNumber = this.byNumber.size;
    const names = this.byName.size;
    if (byNumber > 0 && (names === 0 || byNumber >= 0.5 * names))
      return byNumber + (names > 0 && byNumber < names ? Math.min(this.unnumbered.size, names) : 0);
    // A manager stands beside many posts, and is one person.
    if (columns.some((column) => column.names && column.stats.heading?.what === 'manager')) return names;
    // Whole names hardly ever belong to two people: where most rows repeat one, it is the same people again.
    const whole = columns.filter((column) => column.names && column.what === 'name');
    const isWhole =
      whole.length === 1 &&
      whole.every(({ stats }) => share(stats, 'words') >= 0.8 && stats.forename >= 0.3 * stats.close);
    if (isWhole && names < SAME_AGAIN * this.rows) return names;
    const grid = columns.filter((column) => column.names && column.what === 'name').length > 1;
    if (grid) return names;
    const surnamesOnly =
      columns.some((column) => column.names && column.what === 'surname') &&
      !columns.some((column) => column.what === 'initials' || (column.names && column.what === 'forename'));
    // Surnames alone repeat among different people: only where most lines repeat are they the same people again.
    if (surnamesOnly && this.byNameAndPost.size >= 0.5 * this.rows) return this.rows;
    // Surnames with an initial are shared by chance here and there: where hardly any repeats, each row is somebody.
    if (
      !isWhole &&
      whole.length === 1 &&
      this.rows >= FEW_REPEATS.rows &&
      names >= FEW_REPEATS.share * this.rows
    )
      return this.rows;
    return Math.max(names, Math.min(this.byNameAndPost.size, this.rows), this.byChance(names));
  }

  /**
   * Rows less those that are somebody again. Of two people who share a name by chance, a known part share their post as well
   * (the chance that any two do); of one person's two rows, all. So from the names that repeat, and the names with posts that
   * repeat, follows how many rows are repeats.
   */
  private byChance(names: number): number {
    const rows = this.named;
    if (rows === 0 || rows !== this.rows) return 0;
    let same = 0;
    for (const times of this.posts.times()) same += (times / rows) ** 2;
    if (same > 0.9) return 0;
    const sameName = rows - names;
    const sameBoth = rows - this.byNameAndPost.size;
    return Math.min(rows, Math.round(rows - Math.max(0, sameBoth - same * sameName) / (1 - same)));
  }
}

/** Rows, and share of these with names of their own, for names that are not whole to be all different people. */
const FEW_REPEATS = { rows: 40, share: 0.93 };
/** Fewer names than this share of the rows: the rows are about the same people. */
const SAME_AGAIN = 0.6;

/** Whether a cell in a column of names is nobody, by what the others there are like (bits of WANTS). */
function isNobodyHere(kind: number, wants: number): boolean {
  if (isNobody(kind)) return true;
  if ((wants & WANTS.ranked) !== 0 && isUnranked(kind, (wants & WANTS.allRanked) !== 0)) return true;
  if (
    (wants & WANTS.comma) !== 0 &&
    !has(kind, 'comma') &&
    has(kind, 'deep') &&
    POSTLIKE.some((name) => has(kind, name))
  )
    return true;
  return (wants & WANTS.whole) !== 0 && has(kind, 'word') && has(kind, 'deep') && personOf(kind) < 0.5;
}

/** What stands in a column of names without being one: headings, days, posts. */
function isNobody(kind: number): boolean {
  if (NOBODIES.some((name) => has(kind, name))) return true;
  return (
    has(kind, 'deep') &&
    personOf(kind) < 0.15 &&
    !has(kind, 'ranked') &&
    POSTLIKE.some((name) => has(kind, name))
  );
}
const NOBODIES = ['weekday', 'month', 'total', 'heading'] as const;
const POSTLIKE = ['unit', 'role', 'org', 'place', 'offence', 'common', 'rank'] as const;

/** Whether a cell is the only one in its row. */
function isAlone({ rows, count }: Cells, at: number): boolean {
  const row = rows[at];
  return (at === 0 || rows[at - 1] !== row) && (at + 1 >= count || rows[at + 1] !== row);
}

/** Looked at, a name, and known as nothing else. */
function isSurelyName(kind: number): boolean {
  return has(kind, 'deep') && personOf(kind) >= 0.6 && !POSTLIKE.some((name) => has(kind, name));
}

/** Looked at, and neither a rank nor a number nor a name in it. */
function isUnranked(kind: number, others: boolean): boolean {
  return (
    has(kind, 'deep') &&
    personOf(kind) < (others ? TITLE_AMONG_RANKED : 0.1) &&
    !has(kind, 'ranked') &&
    !has(kind, 'numbered')
  );
}
/** Name score below which a text without a rank, among names that nearly all have one, is a title (`Response C:`). */
const TITLE_AMONG_RANKED = 0.7;
