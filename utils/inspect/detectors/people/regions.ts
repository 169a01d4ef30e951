// Blocks joined to tables: neighbouring blocks of one layout are one region, which is judged as a whole when it ends.
import { type Heading, headingOf } from '../../lexicon/headers.ts';
import { foldedHash } from '../../lexicon/text.ts';
import type { TableEnd, TablePart } from '../../part.ts';
import type { Finding } from '../../report.ts';
import type { RuleId } from '../../rules.ts';
import { BLOCK_ROWS, type Block, Blocks } from './blocks.ts';
import { CellLists } from './cell-lists.ts';
import { has, KIND_TRAITS, personOf, TRAIT } from './classes.ts';
import { lookClosely } from './classify.ts';
import { addStats, type Column, type ColumnStats, judge, judgeAll, share } from './columns.ts';
import { type Context, contextOf, NO_CONTEXT } from './context.ts';
import {
  byColumn,
  CLOSE_LOOKS,
  findHead,
  type Group,
  groups,
  type Head,
  type Sorted,
  statsOf,
} from './layout.ts';
import { findingOf, range } from './message.ts';
import { Records } from './records.ts';
import { type Judgement, lessSure, REPORT_FROM, weigh } from './score.ts';
import { type Cells, Tally } from './tally.ts';

/** A table as far as it has been seen. */
interface Region {
  columns: Map<number, ColumnStats>;
  firstRow: number;
  /** Rows that have been added, with or without anybody in them. */
  seen: number;
  headings: Map<number, Heading>;
  titles: string[];
  /** Blocks that wait until it is clear what the columns hold; then `undefined`, and rows are counted as they come. */
  waiting: { cells: Cells; dataRow: number; lastRow: number }[] | undefined;
  waitingCells: number;
  tally: Tally;
}

/** A table that was found to hold people. */
export interface Found {
  judgement: Judgement;
  people: number;
  rows: number;
  region: Region;
}

/** Tables kept for a second look together: small ones of the same layout (a team each, with its own headings). */
const LEFTOVERS = 400;

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

/** How a listener other than the plain table wants things told. */
export interface RegionsOptions {
  /** Names a range; rows and columns count from 0. */
  locate?: (firstRow: number, lastRow: number, firstCol: number, lastCol: number) => string[];
  /** What stands around, where more is known than the place's own words. */
  context?: () => Context;
  /** `table` or `list`, for the message. */
  what?: string;
  /** The table is a reading of another one: it is not read in other ways again. */
  nested?: boolean;
  /** Whether a text is a staff number by the force's own patterns. */
  isOwnNumber?: ((text: string) => boolean) | undefined;
}

export class Regions {
  private part: TablePart;
  private options: RegionsOptions;
  private get context(): Context {
    this.around ??= this.options.context?.() ?? contextOf(this.part.place);
    return this.around;
  }
  private around: Context | undefined;
  private blocks: Blocks;
  private open: Region[] = [];
  private found: Found[] = [];
  private leftovers: Region[] = [];
  private lastTitles: string[] = [];
  private steady = 0;

  constructor(part: TablePart, options: RegionsOptions = {}) {
    this.part = part;
    this.options = options;
    this.blocks = new Blocks((block) => this.block(block));
  }

  chunk(chunk: Parameters<Blocks['add']>[0]): void {
    this.blocks.add(chunk);
  }

  end(info?: TableEnd): Finding[] {
    this.blocks.end();
    for (const region of this.open) this.close(region);
    this.open = [];
    this.joinLeftovers();
    const findings = this.together(info).map((found) => this.finding(found, info));
    const isListed = this.listed && this.listed.cells.count >= LISTS * this.severalOf;
    const listed = isListed && this.listed ? this.withListed(findings, this.listed.regions.end()) : findings;
    return this.withListed(listed, this.recorded());
  }

  /** The same rows read as lists of people in cells: the reading that sees more people speaks. */
  private withListed(findings: Finding[], listed: readonly Finding[]): Finding[] {
    const most = Math.max(...listed.map((finding) => finding.people), 0);
    const total = findings.reduce((sum, finding) => sum + finding.people, 0);
    if (most <= total) return findings;
    const fields = findings.flatMap((finding) => finding.fields);
    return listed.map((finding) => ({
      ...finding,
      fields: [...new Set([...finding.fields, ...fields])],
      hidden: [...new Set([...finding.hidden, ...findings.flatMap((other) => other.hidden)])],
      where: findings.length === 1 ? (findings[0] as Finding).where : finding.where,
    }));
  }

  /** What the records hold that stand one under the other. */
  private recorded(): Finding[] {
    const table = this.records?.table();
    if (!table) return [];
    const records = this.records as Records;
    const regions = new Regions(this.part, {
      ...this.options,
      nested: true,
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
  private records: Records | undefined;
  private recordColumns = { first: 0xffffffff, last: 0 };

  /** Keeps the lines of a block that are a heading with its value beside it, once or several times. */
  private keepRecords(block: Block): void {
    if (this.options.nested || !block.headings) return;
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
  private takeApart(block: Block): void {
    if (this.options.what !== undefined || this.options.nested) return;
    if (!block.several && this.severalIn.size === 0 && this.turn > 0) return;
    for (let i = 0; i < block.count; i++) {
      if (this.top.size < 1000 && !this.top.has(block.cols[i] as number))
        this.top.set(block.cols[i] as number, {
          row: block.rows[i] as number,
          text: block.texts[i] as string,
        });
      const col = block.cols[i] as number;
      if (this.severalIn.has(col)) this.severalOf++;
      if (!has(block.kinds[i] as number, 'several')) continue;
      if (!this.severalIn.has(col)) {
        const heading = headingOf(this.top.get(col)?.text ?? '');
        if (heading && NO_LISTS.has(heading.what)) continue;
        this.severalIn.add(col);
        this.severalOf++;
      }
      this.listed ??= this.newList();
      this.listed.cells.add(block.rows[i] as number, col, block.texts[i] as string, this.top.get(col));
    }
  }
  /** Columns with cells that may name several, and how many cells these have. */
  private severalIn = new Set<number>();
  private severalOf = 0;
  private top = new Map<number, { row: number; text: string }>();
  private listed: { cells: CellLists; regions: Regions } | undefined;

  private newList(): { cells: CellLists; regions: Regions } {
    const regions: Regions = new Regions(this.part, {
      ...this.options,
      nested: true,
      locate: (first, last) => [...this.part.place, range(this.part.addressing, ...cells.span(first, last))],
    });
    const cells = new CellLists((chunk) => regions.chunk(chunk));
    return { cells, regions };
  }

  private block(block: Block): void {
    this.takeApart(block);
    this.keepRecords(block);
    const sorted = byColumn(block);
    const looks = this.steady >= 3 ? CLOSE_LOOKS.steady : CLOSE_LOOKS.first;
    const head = this.headOf(block);
    const firstRow = block.rows[0] as number;
    const lastRow = block.rows[block.count - 1] as number;
    if (!head && block.count <= 3) this.lastTitles = block.texts.slice(0, block.count);
    if (this.across(block, sorted)) return;
    const before = this.open.length;
    let merged = 0;
    for (const part of this.split(block, sorted, head, looks, firstRow, lastRow))
      if (this.place(block, sorted, part)) merged++;
    this.steady = merged > 0 && before > 0 && !head ? this.steady + 1 : 0;
    this.blocks.limit = this.steady >= 3 ? BLOCK_ROWS.steady : BLOCK_ROWS.first;
    // Whatever was not continued by this block has come to its end, if the block stood below it.
    this.open = this.open.filter((region) => {
      if (region.lastSeen === this.turn) return true;
      if (this.turn - (region.lastSeen ?? 0) < 2) return true;
      this.close(region);
      return false;
    });
    this.turn++;
  }
  private turn = 0;

  /** The headings of a block: where it goes on with an open table, only those that can be nothing else. */
  private headOf(block: Block): Head | undefined {
    if (this.turn === 0 || this.open.length === 0 || block.gap >= NEW_TABLE) return findHead(block);
    return findHead(block, true) ?? (block.gap > 0 && !this.goesOn(block) ? findHead(block) : undefined);
  }

  /** Whether a block after a blank row looks like more of an open table that has headings. */
  private goesOn(block: Block): boolean {
    const sorted = byColumn(block);
    const firstRow = block.rows[0] as number;
    const lastRow = block.rows[block.count - 1] as number;
    const columns = sorted.cols.map((_col, at) =>
      statsOf(block, sorted, at, firstRow, CLOSE_LOOKS.steady, undefined, this.options.isOwnNumber),
    );
    const piece: Piece = { columns, head: undefined, firstRow, dataRow: firstRow, lastRow };
    return this.open.some(
      (region) => region.headings.size > 0 && region.seen >= ENDS.rows && continues(region, piece, block.gap),
    );
  }

  /** Names in a row, what belongs to them below: the table is read on its side. Says whether it was one. */
  private across(block: Block, sorted: Sorted): boolean {
    if (
      sorted.cols.length < ACROSS.columns ||
      (block.rows[block.count - 1] as number) - (block.rows[0] as number) > ACROSS.rows
    )
      return false;
    if (!hasRowOfNames(block) && !hasColumnOfHeadings(block)) return false;
    const order = Array.from({ length: block.count }, (_, i) => i).sort(
      (a, b) =>
        (block.cols[a] as number) - (block.cols[b] as number) ||
        (block.rows[a] as number) - (block.rows[b] as number),
    );
    const turned: Block = {
      count: block.count,
      rows: Uint32Array.from(order, (i) => block.cols[i] as number),
      cols: Uint32Array.from(order, (i) => block.rows[i] as number),
      kinds: Uint16Array.from(order, (i) => block.kinds[i] as number),
      ids: Uint32Array.from(order, (i) => block.ids[i] as number),
      flags: Uint8Array.from(order, (i) => block.flags[i] as number),
      texts: order.map((i) => block.texts[i] as string),
      gap: 0,
      several: block.several,
      headings: block.headings,
      kept: block.count,
    };
    const sideways = byColumn(turned);
    const head = findHead(turned);
    const first = turned.rows[0] as number;
    const pieces = this.split(
      turned,
      sideways,
      head,
      CLOSE_LOOKS.first,
      first,
      turned.rows[turned.count - 1] as number,
    ).filter(holdsPeople);
    const piece = pieces[0];
    if (!piece) return false;
    const open = this.open;
    this.open = [];
    this.place(turned, sideways, piece);
    const [region] = this.open;
    this.open = open;
    if (!region) return false;
    region.turned = true;
    this.close(region);
    return true;
  }

  /** The stretches of columns (and rows) of a block that are tables of their own. */
  private split(
    block: Block,
    sorted: Sorted,
    head: Head | undefined,
    looks: number,
    firstRow: number,
    lastRow: number,
  ): Piece[] {
    const dataRow = head?.dataRow ?? firstRow;
    const all: Piece = { columns: [], head, firstRow: head?.firstRow ?? firstRow, dataRow, lastRow };
    for (let at = 0; at < sorted.cols.length; at++) {
      const stats = statsOf(block, sorted, at, dataRow, looks, undefined, this.options.isOwnNumber);
      stats.heading = head?.headings.get(stats.col);
      all.columns.push(stats);
    }
    // What goes on as before needs no cutting.
    if (!head) {
      const claimed = this.claim(block, sorted, all, looks);
      if (claimed) return claimed;
    }
    const found = groups(sorted, head);
    if (found.length > 1) {
      const pieces = found.map((group) => this.pieceOf(block, sorted, group, all, looks));
      const people = pieces.filter((piece) => holdsPeople(piece));
      if (people.length >= 2) return pieces;
      if (people.length === 1) {
        const one = people[0] as Piece;
        // Other stretches with rows of their own are other tables; with the same rows they are columns behind a blank one.
        const aligned = pieces.filter((piece) => piece === one || rowsAlike(piece, one));
        if (aligned.length === 1) return pieces;
        const joined: Piece = { ...one, columns: aligned.flatMap((piece) => piece.columns) };
        return [joined, ...pieces.filter((piece) => !aligned.includes(piece))];
      }
    }
    return this.splitRows(block, sorted, all, looks);
  }

  /** The pieces of a block that go on with open tables, and whatever stands beside these. */
  private claim(block: Block, sorted: Sorted, all: Piece, looks: number): Piece[] | undefined {
    const pieces: Piece[] = [];
    const taken = new Set<number>();
    for (const region of this.open) {
      const known = [...region.columns.keys()];
      const from = Math.min(...known);
      let to = Math.max(...known);
      const columns = all.columns.filter(({ col }) => {
        if (taken.has(col) || col < from) return false;
        // A column right beside the last one that is filled later on: remarks, dates of leaving.
        if (col === to + 1 && !this.open.some((other) => other.columns.has(col))) to = col;
        return col <= to;
      });
      const piece: Piece = { ...all, columns };
      if (!continues(region, piece, block.gap)) continue;
      pieces.push(piece);
      for (const { col } of columns) taken.add(col);
    }
    if (pieces.length === 0) return undefined;
    for (const group of groups(sorted, undefined)) {
      const cols = sorted.cols.slice(group.from, group.to);
      if (!cols.some((col) => taken.has(col))) pieces.push(this.pieceOf(block, sorted, group, all, looks));
    }
    return pieces;
  }

  private pieceOf(block: Block, sorted: Sorted, group: Group, all: Piece, looks: number): Piece {
    let first = 0xffffffff;
    let last = 0;
    for (let o = sorted.starts[group.from] as number; o < (sorted.starts[group.to] as number); o++) {
      const row = block.rows[sorted.order[o] as number] as number;
      if (row < first) first = row;
      if (row > last) last = row;
    }
    const head = all.head;
    const columns = all.columns.slice(group.from, group.to);
    const headed = columns.some((stats) => stats.heading);
    if (head && !headed && first >= head.firstRow) {
      // Its headings may stand in another row than those of its neighbour.
      const own = findHead(cut(block, sorted, group));
      if (own && own.firstRow !== head.firstRow) {
        const again: ColumnStats[] = [];
        for (let at = group.from; at < group.to; at++) {
          const stats = statsOf(block, sorted, at, own.dataRow, looks, undefined, this.options.isOwnNumber);
          stats.heading = own.headings.get(stats.col);
          again.push(stats);
        }
        return { columns: again, head: own, firstRow: own.firstRow, dataRow: own.dataRow, lastRow: last };
      }
    }
    return {
      columns,
      head: headed ? head : undefined,
      firstRow: headed && head ? head.firstRow : first,
      dataRow: all.dataRow,
      lastRow: last,
    };
  }

  /** A few people among rows of something else: the rows from the first name to the last are looked at by themselves. */
  private splitRows(block: Block, sorted: Sorted, all: Piece, looks: number): Piece[] {
    if (holdsPeople(all) || all.lastRow - all.dataRow < 8) return [all];
    for (let at = 0; at < sorted.cols.length; at++) {
      const stats = all.columns[at] as ColumnStats;
      const likely = stats.close > 0 ? stats.person / stats.close : 0;
      if (stats.close < 4 || likely < 0.08 || likely > 0.75) continue;
      const rows: number[] = [];
      for (let o = sorted.starts[at] as number; o < (sorted.starts[at + 1] as number); o++) {
        const i = sorted.order[o] as number;
        const row = block.rows[i] as number;
        if (row >= all.dataRow && isName(block.kinds[i] as number)) rows.push(row);
      }
      const run = longestRun(rows);
      if (
        run.length < 4 ||
        (run[run.length - 1] as number) - (run[0] as number) > 0.8 * (all.lastRow - all.dataRow)
      )
        continue;
      const dataRow = run[0] as number;
      const lastRow = run[run.length - 1] as number;
      const inner = cutRows(block, Math.max(all.firstRow, dataRow - 2), lastRow);
      const head = findHead(inner);
      const piece: Piece = {
        columns: [],
        head,
        firstRow: head?.firstRow ?? dataRow,
        dataRow: head?.dataRow ?? dataRow,
        lastRow,
      };
      for (let index = 0; index < sorted.cols.length; index++) {
        const inside = statsOf(block, sorted, index, piece.dataRow, looks, lastRow, this.options.isOwnNumber);
        inside.heading = (head ?? all.head)?.headings.get(inside.col);
        if (inside.n + inside.nobody > 0) piece.columns.push(inside);
      }
      if (holdsPeople(piece)) {
        return [
          this.rowsOf(block, sorted, all, all.firstRow, piece.firstRow - 1, looks),
          piece,
          this.rowsOf(block, sorted, { ...all, head: undefined }, lastRow + 1, all.lastRow, looks),
        ];
      }
    }
    return [all];
  }

  /** Some rows of a piece, counted again. */
  private rowsOf(
    block: Block,
    sorted: Sorted,
    all: Piece,
    firstRow: number,
    lastRow: number,
    looks: number,
  ): Piece {
    const dataRow = Math.max(firstRow, all.head?.dataRow ?? firstRow);
    const columns = sorted.cols.map((_col, at) => {
      const stats = statsOf(block, sorted, at, dataRow, looks, lastRow, this.options.isOwnNumber);
      stats.heading = all.head?.headings.get(stats.col);
      return stats;
    });
    return {
      columns: columns.filter((stats) => stats.n + stats.nobody > 0),
      head: all.head,
      firstRow,
      dataRow,
      lastRow,
    };
  }

  /** Adds a piece to the region it continues, or opens one. Says whether it continued one. */
  private place(block: Block, sorted: Sorted, piece: Piece): boolean {
    if (piece.columns.length === 0 || (piece.columns.every((stats) => stats.n === 0) && !piece.head))
      return false;
    let region = this.open.find((open) => continues(open, piece, block.gap));
    const merged = region !== undefined;
    if (!region) {
      // What stood in the same columns before has ended.
      this.open = this.open.filter((open) => {
        if (!overlap(open, piece)) return true;
        this.close(open);
        return false;
      });
      region = {
        columns: new Map(),
        firstRow: piece.firstRow,
        seen: 0,
        headings: piece.head?.headings ?? new Map(),
        titles: [...this.lastTitles, ...(piece.head?.titles ?? [])].slice(0, 40),
        waiting: [],
        waitingCells: 0,
        tally: new Tally(),
        lastSeen: this.turn,
      };
      this.open.push(region);
      this.lastTitles = [];
    }
    region.lastSeen = this.turn;
    region.seen += Math.max(...piece.columns.map((stats) => stats.n + stats.nobody));
    for (const stats of piece.columns) {
      const known = region.columns.get(stats.col);
      if (known) addStats(known, stats);
      else
        region.columns.set(stats.col, { ...stats, heading: region.headings.get(stats.col) ?? stats.heading });
    }
    if (!region.waiting) {
      region.tally.add(block, columnsOf(region), piece.dataRow, piece.lastRow);
      return merged;
    }
    const inside = new Set(piece.columns.map((stats) => stats.col));
    const cells =
      inside.size === sorted.cols.length && piece.dataRow <= (block.rows[0] as number)
        ? copy(block)
        : pick(
            block,
            (i) => (block.rows[i] as number) >= piece.dataRow && inside.has(block.cols[i] as number),
          );
    region.waiting.push({ cells, dataRow: piece.dataRow, lastRow: piece.lastRow });
    region.waitingCells += cells.count;
    if (region.waitingCells > WAITING_CELLS) settle(region);
    return merged;
  }

  private judgeRegion(region: Region): Found {
    settle(region);
    const columns = columnsOf(region);
    const rows = Math.max(region.tally.rows, 1);
    const titles = contextOf(region.titles);
    const context: Context = {
      staff: this.context.staff || titles.staff,
      publicOffice: this.context.publicOffice || titles.publicOffice,
      other: this.context.other || titles.other,
      minutes: this.context.minutes,
    };
    let judgement = weigh(columns, rows, context);
    const lines = region.tally.lastRow - region.firstRow + 1;
    if (this.options.what === 'list' && !judgement.evidence && rows < SPARSE.share * lines)
      judgement = lessSure(judgement, SPARSE.less);
    return { judgement, people: region.tally.people(columns), rows, region };
  }

  private close(region: Region): void {
    const found = this.judgeRegion(region);
    if (found.judgement.confidence >= REPORT_FROM && found.people >= LEAST_PEOPLE) this.found.push(found);
    else if (region.tally.rows > 0 && found.judgement.confidence > 0.1 && this.leftovers.length < LEFTOVERS)
      this.leftovers.push(region);
  }

  /** Many small tables of one layout, each too small to tell: judged as one. */
  private joinLeftovers(): void {
    const used = new Set<Region>();
    for (const region of this.leftovers) {
      if (used.has(region)) continue;
      const same = this.leftovers.filter((other) => !used.has(other) && sameLayout(region, other));
      for (const other of same) used.add(other);
      if (same.length < 2) continue;
      const joined = same[0] as Region;
      for (const other of same.slice(1)) {
        for (const [col, stats] of other.columns) {
          const known = joined.columns.get(col);
          if (known) addStats(known, stats);
          else joined.columns.set(col, stats);
        }
        joined.firstRow = Math.min(joined.firstRow, other.firstRow);
        joined.tally.merge(other.tally);
      }
      const found = this.judgeRegion(joined);
      if (found.judgement.confidence >= REPORT_FROM && found.people >= LEAST_PEOPLE) this.found.push(found);
    }
  }

  /** Tables of one sheet that tell the same of their people, and are hidden in the same ways, are one find: a team each, side by side or one under the other. */
  private together(info: TableEnd | undefined): Found[] {
    const joined: Found[] = [];
    for (const found of this.found) {
      const same = joined.find(
        (other) =>
          isAlike(other, found) &&
          sameItems(this.hiddenOf(other.region, info), this.hiddenOf(found.region, info)),
      );
      if (!same) {
        joined.push(found);
        continue;
      }
      same.region.span = outline(spanOf(same.region), spanOf(found.region));
      same.rows += found.rows;
      same.region.tally.merge(found.region.tally);
      same.people = same.region.tally.people(columnsOf(same.region));
      if (found.judgement.score > same.judgement.score) same.judgement = found.judgement;
    }
    return joined;
  }

  private finding(found: Found, info: TableEnd | undefined): Finding {
    const { region, judgement, people } = found;
    const span = spanOf(region);
    const where = this.options.locate?.(...span) ?? [
      ...this.part.place,
      range(this.part.addressing, ...span),
    ];
    return findingOf(
      judgement,
      people,
      found.rows,
      where,
      this.hiddenOf(region, info),
      this.options.what,
      this.context.minutes && this.options.what !== undefined,
    );
  }

  /** The ways in which a region is hidden, in whole or in part. */
  private hiddenOf(region: Region, info: TableEnd | undefined): RuleId[] {
    const hidden: RuleId[] = [...this.part.hidden];
    const add = (rule: RuleId): void => {
      if (!hidden.includes(rule)) hidden.push(rule);
    };
    const { hiddenRows, hiddenColumn, hiddenText } = region.tally;
    if (hiddenRows.count > 0) {
      const { first, last } = hiddenRows;
      const filters = info?.filters ?? (info?.filter ? [info.filter] : []);
      const touched = filters.filter((filter) => first <= filter.lastRow && last >= filter.firstRow);
      if (touched.length > 0) add('filtered-rows');
      if (!touched.some((filter) => first >= filter.firstRow && last <= filter.lastRow)) add('hidden-rows');
    }
    if (hiddenColumn) add('hidden-columns');
    if (hiddenText) add('hidden-text');
    return hidden;
  }
}

/** Names scattered over running text, with nothing that speaks of staff, are those of a correspondence: log-odds less. */
const SPARSE = { share: 0.5, less: 1.5 };

interface Region {
  /** The block in which it was last seen, for telling when it has ended. */
  lastSeen?: number;
  /** Rows and columns are swapped: the people stand side by side. */
  turned?: boolean;
  /** Where all of it stands, once tables have been put together. */
  span?: Span;
}

type Span = readonly [firstRow: number, lastRow: number, firstCol: number, lastCol: number];

function spanOf(region: Region): Span {
  if (region.span) return region.span;
  const cols = [...region.columns.values()].filter((stats) => stats.n > 0).map((stats) => stats.col);
  const lastRow = Math.max(region.firstRow, region.tally.lastRow);
  return region.turned
    ? [Math.min(...cols), Math.max(...cols), region.firstRow, lastRow]
    : [region.firstRow, lastRow, Math.min(...cols), Math.max(...cols)];
}

/** What encloses both. */
function outline(a: Span, b: Span): Span {
  return [Math.min(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.max(a[3], b[3])];
}

function sameItems(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item) => b.includes(item));
}

/** Share of the fields of two tables that must be the same for them to be one list in parts. */
const SAME_FIELDS = 0.6;

/** Whether two tables tell the same of the same kind of people: by the same sort of name, with most of the same fields. */
function isAlike(a: Found, b: Found): boolean {
  if (a.judgement.rule !== b.judgement.rule || a.judgement.publicOffice !== b.judgement.publicOffice)
    return false;
  if (a.region.turned || b.region.turned) return false;
  const [x, y] = [new Set(a.judgement.fields), new Set(b.judgement.fields)];
  if (IDENTITY.some((field) => x.has(field) !== y.has(field))) return false;
  const shared = [...x].filter((field) => y.has(field)).length;
  return shared >= SAME_FIELDS * Math.max(x.size, y.size);
}
const IDENTITY = ['name', 'surname', 'forename', 'initials', 'staff-number', 'e-mail'] as const;

/** When a table is read on its side: at least so many names in one row, at most so many rows. */
const ACROSS = { people: 6, columns: 4, rows: 80, share: 0.75, headings: 3 };
/** A row of a form has a heading and a value, a few times over at most. */
const RECORD_CELLS = 8;

/** Whether the first column of a block is one of headings, a name among them, and its first row is none. */
function hasColumnOfHeadings(block: Block): boolean {
  const firstCol = block.cols[0] as number;
  const firstRow = block.rows[0] as number;
  let cells = 0;
  let headings = 0;
  let named = false;
  let across = 0;
  let width = 0;
  for (let i = 0; i < block.count; i++) {
    const isHeading = has(block.kinds[i] as number, 'heading');
    if (block.rows[i] === firstRow) {
      width++;
      if (isHeading) across++;
    }
    if (block.cols[i] !== firstCol) continue;
    cells++;
    if (!isHeading) continue;
    headings++;
    named ||= NAMED.has(headingOf(block.texts[i] as string)?.what ?? '');
  }
  return named && headings >= ACROSS.headings && headings >= 0.6 * cells && across < 0.5 * width;
}
const NAMED: ReadonlySet<string> = new Set(['name', 'surname', 'forename']);

/** Whether most cells of one of the first rows are whole names. */
function hasRowOfNames(block: Block): boolean {
  let row = -1;
  let cells = 0;
  let names = 0;
  let rows = 0;
  for (let i = 0; i <= block.count; i++) {
    if (i === block.count || block.rows[i] !== row) {
      if (names >= ACROSS.people && names >= ACROSS.share * cells) return true;
      if (i === block.count || ++rows > 6) return false;
      row = block.rows[i] as number;
      cells = 0;
      names = 0;
    }
    cells++;
    const kind = block.kinds[i] as number;
    if (
      has(kind, 'words') &&
      isName(lookClosely(block.texts[i] as string, foldedHash(block.texts[i] as string)))
    )
      names++;
  }
  return false;
}

/** A part of a block that is one table, or a part of one. */
interface Piece {
  columns: ColumnStats[];
  head: Head | undefined;
  firstRow: number;
  dataRow: number;
  lastRow: number;
}

/** After so many blank rows a table is a new one, whatever its headings. */
const NEW_TABLE = 3;
/** Fewer people than this are no finding at all. */
const LEAST_PEOPLE = 3;
/** Whether the rows of a piece look like people by themselves: a low bar, only for cutting. */
function holdsPeople(piece: Piece): boolean {
  const columns = judgeAll(piece.columns);
  const judgement = weigh(columns, Math.max(...piece.columns.map((stats) => stats.n), 0), NO_CONTEXT);
  return judgement.score > -1;
}

function rowsAlike(a: Piece, b: Piece): boolean {
  const most = (piece: Piece): number => Math.max(...piece.columns.map((stats) => stats.n), 0);
  const [x, y] = [most(a), most(b)];
  return Math.min(x, y) >= 0.6 * Math.max(x, y);
}

function overlap(region: Region, piece: Piece): boolean {
  return piece.columns.some((stats) => region.columns.has(stats.col));
}

/**
 * What it takes to say that a table has ended though its rows go on: only a table whose structure changes ends without a blank
 * row or new headings. A few odd values never end one, and names count only where many different ones were looked at.
 */
const ENDS = {
  /** A column has changed when the share of texts, or of figures, among its values changes by so much. */
  shape: 0.7,
  /** Of the columns of a table with headings or many rows, so many must have changed; of another, one. */
  columns: 0.5,
  rows: 400,
  /** Values fewer than these say nothing of a column. */
  values: 3,
  /** Change of the mean name score, and different values that it must rest on, in rows that follow and after a blank one. */
  person: 0.45,
  /** A line or two after a blank one that are so unlike names where names stand, or the other way round, are no part of it. */
  stranger: 0.55,
  varieties: { follows: 16, apart: 3 },
};

/** Whether a piece goes on with a region: the same columns filled in the same way, and no other headings. */
function continues(region: Region, piece: Piece, gap: number): boolean {
  if (!overlap(region, piece)) return false;
  if (piece.head) {
    if (gap > 0 || piece.head.headings.size === 0) return false;
    for (const [col, heading] of piece.head.headings)
      if (region.columns.has(col) && region.headings.get(col)?.what !== heading.what) return false;
    return region.headings.size > 0;
  }
  const headed = region.headings.size > 0;
  const varieties =
    gap > 0 ? ENDS.varieties.apart : headed ? Number.POSITIVE_INFINITY : ENDS.varieties.follows;
  let shared = 0;
  let compared = 0;
  let changed = 0;
  for (const stats of piece.columns) {
    const known = region.columns.get(stats.col);
    if (!known) continue;
    shared++;
    if (stats.n < ENDS.values || known.n < ENDS.values) {
      if (gap > 0 && Math.abs(meanPerson(stats) - meanPerson(known)) > ENDS.stranger) return false;
      continue;
    }
    compared++;
    const letters = Math.abs(share(stats, 'word', 'words') - share(known, 'word', 'words'));
    const figures = Math.abs(share(stats, ...FIGURES) - share(known, ...FIGURES));
    if (Math.max(letters, figures) > ENDS.shape) changed++;
    else if (Math.min(stats.varieties, known.varieties) >= varieties) {
      const person = Math.abs(stats.person / stats.close - known.person / known.close);
      if (person > ENDS.person) return false;
    }
  }
  const settled = gap === 0 && (headed || region.seen >= ENDS.rows);
  if (changed > (settled ? ENDS.columns * compared : 0)) return false;
  return shared >= 0.5 * Math.min(region.columns.size, piece.columns.length);
}
const meanPerson = (stats: ColumnStats): number => (stats.close === 0 ? 0 : stats.person / stats.close);
const FIGURES = ['number', 'decimal', 'money', 'percent', 'date', 'time'] as const;

/** What the columns of a table hold, by all of it that has been seen. */
function columnsOf(region: Region): Column[] {
  return judgeAll([...region.columns.values()].sort((a, b) => a.col - b.col));
}

/** Cells of a table that are kept before its people are counted: what its columns hold is then known for good. */
const WAITING_CELLS = 1 << 18;

/** Counts what has waited. */
function settle(region: Region): void {
  if (!region.waiting) return;
  const columns = columnsOf(region);
  for (const { cells, dataRow, lastRow } of region.waiting)
    region.tally.add(cells, columns, dataRow, lastRow);
  region.waiting = undefined;
}

function copy(block: Block): Cells {
  const { count } = block;
  return {
    count,
    rows: block.rows.slice(0, count),
    cols: block.cols.slice(0, count),
    kinds: block.kinds.slice(0, count),
    ids: block.ids.slice(0, count),
    flags: block.flags.slice(0, count),
  };
}

function sameLayout(a: Region, b: Region): boolean {
  if (a === b) return true;
  let same = 0;
  for (const [col, stats] of a.columns) {
    const other = b.columns.get(col);
    if (!other) continue;
    if ((a.headings.get(col)?.what ?? judge(stats).what) === (b.headings.get(col)?.what ?? judge(other).what))
      same++;
  }
  return same >= 0.6 * Math.max(a.columns.size, b.columns.size);
}

function isName(kind: number): boolean {
  return (
    has(kind, 'deep') &&
    !has(kind, 'nobody') &&
    !has(kind, 'org') &&
    !has(kind, 'heading') &&
    personOf(kind) >= 0.7
  );
}

/** The longest run of rows that follow closely upon one another. */
function longestRun(rows: readonly number[]): number[] {
  let best: number[] = [];
  let run: number[] = [];
  for (const row of rows) {
    if (run.length > 0 && row - (run[run.length - 1] as number) > 2) run = [];
    run.push(row);
    if (run.length > best.length) best = [...run];
  }
  return best;
}

/** The cells of a group of columns, as a block. */
function cut(block: Block, sorted: Sorted, group: Group): Block {
  const cols = new Set(sorted.cols.slice(group.from, group.to));
  return pick(block, (i) => cols.has(block.cols[i] as number));
}

/** The cells of some rows, as a block. */
function cutRows(block: Block, first: number, last: number): Block {
  return pick(block, (i) => (block.rows[i] as number) >= first && (block.rows[i] as number) <= last);
}

function pick(block: Block, wanted: (i: number) => boolean): Block {
  const chosen: number[] = [];
  for (let i = 0; i < block.count; i++) if (wanted(i)) chosen.push(i);
  return {
    count: chosen.length,
    rows: Uint32Array.from(chosen, (i) => block.rows[i] as number),
    cols: Uint32Array.from(chosen, (i) => block.cols[i] as number),
    kinds: Uint16Array.from(chosen, (i) => block.kinds[i] as number),
    ids: Uint32Array.from(chosen, (i) => block.ids[i] as number),
    flags: Uint8Array.from(chosen, (i) => block.flags[i] as number),
    texts: chosen.map((i) => block.texts[i] as string),
    gap: 0,
    several: block.several,
    headings: block.headings,
    kept: chosen.length,
  };
}
