// Other readings of the same table: cells that each name several people, lines of a heading with its value beside it, and one
// column that holds what belongs into several.
import { headingOf } from '../../../lexicon/headers.ts';
import type { TableChunk, TableEnd, TablePart } from '../../../part.ts';
import type { Finding } from '../../../report.ts';
import type { Block } from '../cells/blocks.ts';
import { has, KIND_TRAITS, TRAIT } from '../cells/classes.ts';
import { type Context, contextOf } from '../context.ts';
import type { Regions, RegionsOptions } from '../tables/regions.ts';
import { range } from '../verdict/message.ts';
import { CellLists } from './cell-lists.ts';
import { Heads } from './heads.ts';
import { areOfStaff, findingsOf } from './mentioned.ts';
import { Outline } from './outline.ts';
import { Records } from './records.ts';
import { RowTexts } from './row-texts.ts';
import { Scattered } from './scattered.ts';
import { type Lines, SingleColumns } from './single-column.ts';
import { WithinCells } from './within-cells.ts';

/** Share of the cells of a column that must name several people, for the column to be read as lists; headings that say otherwise. */
const LISTS = 0.1;
const NO_LISTS: ReadonlySet<string> = new Set([
  'organisation',
  'thing',
  'sport',
  'area',
  'money',
  'event',
  'address',
]);

/** What is known of a column. */
const KNOWN = { top: 1, lists: 2 } as const;
/** Columns whose top is kept. */
const MOST_TOPS = 1000;

/** A row of a form has a heading and a value, a few times over at most. */
const RECORD_CELLS = 8;

/** Rows and cells of a table that may be a line of text. */
const FEW_ROWS = 3;
const FEW_CELLS = 5;

type Reading = Pick<Regions, 'chunk' | 'end'>;

export class Readings {
  private part: TablePart;
  private options: Pick<RegionsOptions, 'locate' | 'what'>;
  private read: (options: Pick<RegionsOptions, 'locate' | 'context'>) => Reading;
  private records: Records | undefined;
  private recordColumns = { first: 0xffffffff, last: 0 };
  /** Columns with cells that may name several, and how many cells these have. */
  private severalIn = new Set<number>();
  private severalOf = 0;
  private top = new Map<number, { row: number; text: string }>();
  /** By column: whether its top is there, and whether it has lists (KNOWN). */
  private knownColumns = new Uint8Array(256);
  private listed: { cells: CellLists; regions: Reading } | undefined;
  private single: SingleColumns | undefined;
  private scattered: Scattered | undefined;
  private outline: Outline | undefined;
  private within: WithinCells | undefined;
  private heads: Heads | undefined;
  private rows: RowTexts | undefined;
  /** The words that the table begins with: titles and headings. */
  beginning: readonly string[] = [];

  /** `read` begins a reading that places its finds as it is told. */
  constructor(
    part: TablePart,
    options: Pick<RegionsOptions, 'locate' | 'what'>,
    read: (options: Pick<RegionsOptions, 'locate' | 'context'>) => Reading,
  ) {
    this.part = part;
    this.options = options;
    this.read = read;
    if (options.what === undefined) {
      this.single = new SingleColumns(part, read);
      this.scattered = new Scattered();
      this.outline = new Outline();
      this.within = new WithinCells();
      this.heads = new Heads();
      if (part.addressing === 'rows') this.rows = new RowTexts();
    }
  }

  /** Takes the next cells of the table, before they are put together to blocks. */
  chunk(chunk: TableChunk): void {
    this.single?.chunk(chunk);
    this.outline?.chunk(chunk);
    this.within?.chunk(chunk);
    this.rows?.chunk(chunk);
  }

  /** Takes the next block of the table. */
  block(block: Block, isFirst: boolean): void {
    if (this.options.what === undefined && (isFirst || this.few)) this.keepFew(block, isFirst);
    if (isFirst && this.within) this.beginning = beginningOf(block);
    this.takeApart(block, isFirst);
    this.heads?.block(block);
    this.scattered?.block(block, isFirst);
    this.keepRecords(block);
  }

  /** The table as the lines of a text, where it is one: a cell in each row, or a few rows in all. */
  lines(): Lines | undefined {
    return this.single?.lines() ?? this.few;
  }
  private few: Lines | undefined;

  /** Keeps a table of a few rows, which may be a line that was divided into cells (`a@x; b@x; …`). */
  private keepFew(block: Block, isFirst: boolean): void {
    this.few = undefined;
    const [firstRow, lastRow] = [block.rows[0] as number, block.rows[block.count - 1] as number];
    if (!isFirst || lastRow - firstRow >= FEW_ROWS || block.count < FEW_CELLS) return;
    const texts: string[] = [];
    let flags = 0;
    let [firstCol, lastCol, row] = [0xffffffff, 0, -1];
    for (let i = 0; i < block.count; i++) {
      const text = block.texts[i] as string;
      if (block.rows[i] === row) texts.push(`${texts.pop()}; ${text}`);
      else texts.push(text);
      row = block.rows[i] as number;
      flags |= block.flags[i] as number;
      firstCol = Math.min(firstCol, block.cols[i] as number);
      lastCol = Math.max(lastCol, block.cols[i] as number);
    }
    this.few = { texts, flags, span: [firstRow, lastRow, firstCol, lastCol] };
  }

  /** What the table says by the reading that sees most people; `findings` are those of the plain one. */
  best(findings: Finding[], info?: TableEnd): Finding[] {
    const isListed = this.listed && this.listed.cells.count >= LISTS * this.severalOf;
    const listed = isListed && this.listed ? moreOf(findings, this.listed.regions.end()) : findings;
    const single = moreOf(moreOf(listed, this.recorded()), this.single?.end(info) ?? []);
    const scattered = moreOf(
      moreOf(moreOf(single, this.scatteredOver()), this.namedWithin()),
      this.overColumns(),
    );
    const all = scattered.length > 0 ? scattered : this.inRows();
    return insteadOf(all, this.outlined());
  }

  /** The people that the texts of a column name. What the table begins with says who they may be. */
  private namedWithin(): Finding[] {
    // The lines of a text are read as such.
    if (this.lines()) return [];
    // Names in texts are those of whoever is written about, unless something speaks of staff or of those whom the police have to do with.
    const { staff, other } = this.wide();
    const lists = (this.within?.lists() ?? []).filter(({ people }) => staff || other || areOfStaff(people));
    const found = lists.flatMap(({ col, people }) =>
      findingsOf(people, (rowOf) =>
        this.read({
          context: () => this.wide(),
          locate: (first, last) => [
            ...this.part.place,
            range(this.part.addressing, rowOf(first), rowOf(last), col, col),
          ],
        }),
      ),
    );
    return found.sort((a, b) => b.people - a.people).slice(0, 1);
  }

  /** The people who stand over the columns. */
  private overColumns(): Finding[] {
    const { heads } = this;
    if (!heads || heads.people.length === 0) return [];
    return findingsOf(heads.people, (rowOf) =>
      this.read({
        context: () => this.wide(),
        locate: (first, last) => [
          ...this.part.place,
          range(this.part.addressing, ...heads.where(rowOf(first), rowOf(last))),
        ],
      }),
    );
  }

  /** The people that the lines of a text name, which were divided into cells at their commas. */
  private inRows(): Finding[] {
    const headings = this.beginning.filter((text) => headingOf(text) !== undefined).length;
    const people = headings < HEADED ? (this.rows?.end() ?? []) : [];
    if (people.length === 0 || !areOfStaff(people)) return [];
    return findingsOf(people, (rowOf) =>
      this.read({
        context: () => this.wide(),
        locate: (first, last) => [
          ...this.part.place,
          range(this.part.addressing, rowOf(first), rowOf(last), 0, 0),
        ],
      }),
    );
  }

  private wide(): Context {
    return contextOf([...this.part.place, ...this.beginning]);
  }

  /** The people in a pivot table. */
  private outlined(): Finding[] {
    const list = this.outline?.list();
    if (!list) return [];
    const outline = this.outline as Outline;
    const regions = this.read({
      locate: (first, last) => [
        ...this.part.place,
        range(this.part.addressing, ...outline.where(first, last)),
      ],
    });
    regions.chunk(list);
    return regions.end();
  }

  /** The people that stand all over the table. */
  private scatteredOver(): Finding[] {
    const { scattered } = this;
    if (!scattered) return [];
    const regions = this.read({
      locate: () => [...this.part.place, range(this.part.addressing, ...scattered.where())],
    });
    return scattered.list((chunk) => regions.chunk(chunk)) ? regions.end() : [];
  }

  /** What the records hold that stand one under the other. */
  private recorded(): Finding[] {
    const table = this.records?.table();
    if (!table) return [];
    const records = this.records as Records;
    const regions = this.read({
      locate: (first, last) => {
        const rows = [records.rowOf(Math.max(1, first)), records.rowOf(last)] as const;
        return (
          this.options.locate?.(...rows, 0, 1) ?? [
            ...this.part.place,
            range(this.part.addressing, ...rows, this.recordColumns.first, this.recordColumns.last),
          ]
        );
      },
    });
    regions.chunk(table);
    return regions.end();
  }

  /** Keeps the lines of a block that are a heading with its value beside it, once or several times. */
  private keepRecords(block: Block): void {
    if (!block.headings) return;
    for (let i = 0; i < block.count; ) {
      let end = i + 1;
      while (end < block.count && block.rows[end] === block.rows[i]) end++;
      if (((KIND_TRAITS[block.kinds[i] as number] as number) & TRAIT.heading) === 0) {
        i = end;
        continue;
      }
      const isRecord =
        end - i <= RECORD_CELLS &&
        (end - i) % 2 === 0 &&
        Array.from({ length: end - i }, (_, at) => i + at).every(
          (at) =>
            has(block.kinds[at] as number, 'heading') === ((at - i) % 2 === 0) && block.texts[at] !== '',
        );
      if (isRecord) {
        this.records ??= new Records();
        for (let at = i; at < end; at += 2)
          this.records.add(
            block.rows[at] as number,
            block.texts[at] as string,
            block.texts[at + 1] as string,
          );
        this.recordColumns.first = Math.min(this.recordColumns.first, block.cols[i] as number);
        this.recordColumns.last = Math.max(this.recordColumns.last, block.cols[end - 1] as number);
      }
      i = end;
    }
  }

  /** Takes apart the cells of a block that may name several people. */
  private takeApart(block: Block, isFirst: boolean): void {
    if (this.options.what !== undefined) return;
    if (!block.several && this.severalIn.size === 0 && !isFirst) return;
    for (let i = 0; i < block.count; i++) {
      const col = block.cols[i] as number;
      const known = this.knownColumns[col] ?? 0;
      if (known === 0 && this.top.size < MOST_TOPS && !this.top.has(col))
        this.top.set(col, { row: block.rows[i] as number, text: block.texts[i] as string });
      const isSeveral = ((KIND_TRAITS[block.kinds[i] as number] as number) & TRAIT.several) !== 0;
      if (known === KNOWN.top && !isSeveral) continue;
      const hasLists = this.severalIn.has(col);
      if (hasLists) this.severalOf++;
      if (isSeveral) this.takeList(block, i, col, hasLists);
      if (col < this.knownColumns.length && this.top.has(col))
        this.knownColumns[col] = this.severalIn.has(col) ? KNOWN.lists : KNOWN.top;
    }
  }

  private takeList(block: Block, i: number, col: number, hasLists: boolean): void {
    if (!hasLists) {
      const heading = headingOf(this.top.get(col)?.text ?? '');
      if (heading && NO_LISTS.has(heading.what)) return;
      this.severalIn.add(col);
      this.severalOf++;
    }
    this.listed ??= this.newList();
    this.listed.cells.add(block.rows[i] as number, col, block.texts[i] as string, this.top.get(col));
  }

  private newList(): { cells: CellLists; regions: Reading } {
    const regions: Reading = this.read({
      locate: (first, last) => [...this.part.place, range(this.part.addressing, ...cells.span(first, last))],
    });
    const cells = new CellLists((chunk) => regions.chunk(chunk));
    return { cells, regions };
  }
}

/** So many headings in its first rows make a table of a text. */
const HEADED = 2;

/** The texts of the first rows of a table, down to its headings: what stands below says nothing of the table as a whole. */
function beginningOf(block: Block): string[] {
  const last = (block.rows[0] as number) + BEGINNING.rows;
  const texts: string[] = [];
  let isHeaded = false;
  for (
    let i = 0;
    i < block.count && (block.rows[i] as number) < last && texts.length < BEGINNING.cells;
    i++
  ) {
    if (isHeaded && block.rows[i] !== block.rows[i - 1]) break;
    const text = (block.texts[i] as string).slice(0, BEGINNING.letters);
    const isAlone = block.rows[i] !== block.rows[i - 1] && block.rows[i] !== block.rows[i + 1];
    isHeaded ||= !isAlone && headingOf(text) !== undefined;
    texts.push(text);
  }
  return texts;
}
const BEGINNING = { rows: 4, cells: 60, letters: 60 };

/** Of two readings of the same rows, the one that sees more people. */
function moreOf(findings: Finding[], listed: readonly Finding[]): Finding[] {
  const most = Math.max(...listed.map((finding) => finding.people), 0);
  return most <= peopleIn(findings) ? findings : merged(findings, listed);
}

/** The reading of a pivot table counts its groups for nobody, and so may see fewer people than a plain one: it is the right one. */
function insteadOf(findings: Finding[], outlined: readonly Finding[]): Finding[] {
  const people = peopleIn(outlined);
  return people > 0 && people >= OUTLINED * peopleIn(findings) ? merged(findings, outlined) : findings;
}
/** Share of the people of the plain reading that a pivot table's must see, to be taken instead. */
const OUTLINED = 0.7;

const peopleIn = (findings: readonly Finding[]) => findings.reduce((sum, finding) => sum + finding.people, 0);

function merged(findings: readonly Finding[], listed: readonly Finding[]): Finding[] {
  const fields = findings.flatMap((finding) => finding.fields);
  return listed.map((finding) => ({
    ...finding,
    fields: [...new Set([...finding.fields, ...fields])],
    hidden: [...new Set([...finding.hidden, ...findings.flatMap((other) => other.hidden)])],
    where: findings.length === 1 ? (findings[0] as Finding).where : finding.where,
  }));
}
