// Blocks joined to tables: neighbouring blocks of one layout are one region, which is judged as a whole when it ends.
import type { TableEnd, TablePart } from '../../../part.ts';
import type { Finding } from '../../../report.ts';
import type { RuleId } from '../../../rules.ts';
import { BLOCK_ROWS, type Block, Blocks, pick } from '../cells/blocks.ts';
import type { Column } from '../columns/columns.ts';
import { byColumn, CLOSE_LOOKS, findHead, type Head, type Sorted } from '../columns/layout.ts';
import { areDuties, type Context, contextOf } from '../context.ts';
import { HALVES, type Half, halfOf } from '../halves.ts';
import { Readings } from '../readings/readings.ts';
import type { Lines } from '../readings/single-column.ts';
import { isSmallRoster, isTeam, type Small } from '../spread.ts';
import { range, toldOf } from '../verdict/message.ts';
import { lessSure, REPORT_FROM, weigh } from '../verdict/score.ts';
import { type Cutting, holdsPeople, split, statsAt } from './cutting.ts';
import {
  absorb,
  columnsOf,
  continues,
  type Found,
  isAlike,
  isSettled,
  join,
  outline,
  overlap,
  type Piece,
  peopleColumns,
  type Region,
  regionOf,
  sameLayout,
  settle,
  spanOf,
} from './region.ts';
import { seamOf } from './seams.ts';
import { isSideways, turn } from './sideways.ts';
import { titlesOf } from './titles.ts';

/** Tables kept for a second look together: small ones of the same layout (a team each, with its own headings). */
const LEFTOVERS = 400;

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
  /** Halves of a list whose other half may stand on another sheet, row by row. */
  readonly halves: Half[] = [];
  /** Tables with a few people each, which may be parts of a list that is spread over sheets and files. */
  readonly small: Small[] = [];
  private lastTitles: string[] = [];
  private steady = 0;
  private readings: Readings | undefined;

  constructor(part: TablePart, options: RegionsOptions = {}) {
    this.part = part;
    this.options = options;
    this.blocks = new Blocks((block) => this.block(block));
    if (!options.nested)
      this.readings = new Readings(
        part,
        options,
        (placed) => new Regions(part, { ...options, ...placed, nested: true }),
      );
  }

  chunk(chunk: Parameters<Blocks['add']>[0]): void {
    this.blocks.add(chunk);
    this.readings?.chunk(chunk);
  }

  end(info?: TableEnd): Finding[] {
    this.blocks.end();
    for (const region of this.open) this.close(region);
    this.open = [];
    this.joinLeftovers();
    const told = this.together(info).map((found) => ({ found, finding: this.finding(found, info) }));
    const findings = told.map(({ finding }) => finding);
    if (!this.readings) return findings;
    const best = this.readings.best(findings, info);
    // Where another way of reading sees more people, it is the one that is right.
    if (this.options.what === undefined && best.every((finding) => findings.includes(finding)))
      this.keepSmall(told, info);
    return best;
  }

  /** The table as the lines of a text, where it is one. */
  lines(): Lines | undefined {
    return this.readings?.lines();
  }

  private block(block: Block): void {
    this.readings?.block(block, this.turn === 0);
    this.pieces(block);
  }

  /** Takes a block, or the tables one under the other that it is cut into. */
  private pieces(block: Block): void {
    const head = this.headOf(block);
    const seam = this.steady === 0 ? this.seamIn(block, head) : undefined;
    if (seam === undefined) {
      this.take(block, head);
      return;
    }
    this.take(
      pick(block, (i) => (block.rows[i] as number) < seam),
      head,
    );
    for (const region of this.open) this.close(region);
    this.open = [];
    this.steady = 0;
    this.pieces({ ...pick(block, (i) => (block.rows[i] as number) >= seam), gap: NEW_TABLE });
  }

  /** Where in a block another table begins. */
  private seamIn(block: Block, head: Head | undefined): number | undefined {
    if (this.options.what !== undefined) return undefined;
    return seamOf(block, head?.dataRow ?? 0, new Set(head?.headings.keys()));
  }

  private take(block: Block, head: Head | undefined): void {
    const sorted = byColumn(block);
    const looks = this.steady >= 3 ? CLOSE_LOOKS.steady : CLOSE_LOOKS.first;
    if (!head && block.count <= 3) this.lastTitles = block.texts.slice(0, block.count);
    if (this.across(block, sorted)) return;
    const before = this.open.length;
    let merged = 0;
    for (const part of split(this.cutting(block, sorted, looks), head, this.open))
      if (this.place(block, sorted, part)) merged++;
    this.steady = merged > 0 && before > 0 && !head ? this.steady + 1 : 0;
    this.blocks.limit = this.steady >= 3 ? BLOCK_ROWS.steady : BLOCK_ROWS.first;
    // Whatever was not continued by this block has come to its end, if the block stood below it.
    this.open = this.open.filter((region) => {
      if (region.lastSeen === this.turn) return true;
      if (this.turn - region.lastSeen < 2) return true;
      this.close(region);
      return false;
    });
    this.turn++;
  }
  private turn = 0;

  /** The headings of a block: where it goes on with an open table, only those that can be nothing else. */
  private headOf(block: Block): Head | undefined {
    if (this.turn === 0 || this.open.length === 0) return findHead(block) ?? titlesOf(block);
    if (block.gap >= NEW_TABLE) return findHead(block);
    return findHead(block, true) ?? (block.gap > 0 && !this.goesOn(block) ? findHead(block) : undefined);
  }

  /** Whether a block after a blank row looks like more of an open table that has headings. */
  private goesOn(block: Block): boolean {
    const sorted = byColumn(block);
    const firstRow = block.rows[0] as number;
    const lastRow = block.rows[block.count - 1] as number;
    const cutting = this.cutting(block, sorted, CLOSE_LOOKS.steady);
    const columns = sorted.cols.map((_col, at) => statsAt(cutting, at, firstRow));
    const piece: Piece = { columns, head: undefined, firstRow, dataRow: firstRow, lastRow };
    return this.open.some(
      (region) => region.headings.size > 0 && isSettled(region) && continues(region, piece, block.gap),
    );
  }

  /** Names in a row, what belongs to them below: the table is read on its side. Says whether it was one. */
  private across(block: Block, sorted: Sorted): boolean {
    if (!isSideways(block, sorted.cols.length)) return false;
    const turned = turn(block);
    const cutting = this.cutting(turned, byColumn(turned), CLOSE_LOOKS.first);
    const piece = split(cutting, findHead(turned), this.open).find(holdsPeople);
    if (!piece) return false;
    const region = regionOf(piece, this.takeTitles(), this.turn);
    absorb(region, turned, cutting.sorted, piece);
    region.turned = true;
    this.close(region);
    return true;
  }

  private cutting(block: Block, sorted: Sorted, looks: number): Cutting {
    return { block, sorted, looks, isOwnNumber: this.options.isOwnNumber };
  }

  /** The lines above the next table, once. */
  private takeTitles(): string[] {
    const titles = this.lastTitles;
    this.lastTitles = [];
    return titles;
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
      region = regionOf(piece, this.takeTitles(), this.turn);
      this.open.push(region);
    }
    region.lastSeen = this.turn;
    absorb(region, block, sorted, piece);
    return merged;
  }

  private judgeRegion(region: Region): Found {
    settle(region);
    const columns = columnsOf(region);
    const rows = Math.max(region.tally.rows, 1);
    const titles = contextOf(region.titles);
    // Without headings, whatever a table begins with may say what it is for.
    const isOfDuties = region.headings.size === 0 && areDuties(this.readings?.beginning ?? []);
    const context: Context = {
      staff: this.context.staff || titles.staff || isOfDuties,
      publicOffice: this.context.publicOffice || titles.publicOffice,
      other: this.context.other || titles.other,
      minutes: this.context.minutes,
      bodies: this.context.bodies || titles.bodies,
    };
    let judgement = weigh(columns, rows, context);
    const people = region.tally.people(columns);
    if (!context.staff && !context.other && areShared(columns, people))
      judgement = lessSure(judgement, SHARED.less);
    const lines = region.tally.lastRow - region.firstRow + 1;
    if (this.options.what === 'list' && !judgement.evidence && rows < SPARSE.share * lines)
      judgement = lessSure(judgement, SPARSE.less);
    // What is read out of the cells of another table has no columns of its own there.
    const told = this.options.nested || this.options.locate ? [] : peopleColumns(region, columns);
    return { judgement, people, rows, region, columns: told };
  }

  private close(region: Region): void {
    const found = this.judgeRegion(region);
    if (found.judgement.confidence >= REPORT_FROM && found.people >= LEAST_PEOPLE) this.found.push(found);
    else {
      if (region.tally.rows > 0 && found.judgement.confidence > 0.1 && this.leftovers.length < LEFTOVERS)
        this.leftovers.push(region);
      this.keepHalf(found);
    }
  }

  /** Keeps what may be a part of a list that goes on elsewhere. Who was at a meeting is no list. */
  private keepSmall(told: { found: Found; finding: Finding }[], info: TableEnd | undefined): void {
    const rest = this.leftovers
      .filter((region) => !this.joined.has(region))
      .map((region): { found: Found; finding?: Finding } => ({ found: this.judgeRegion(region) }));
    for (const { found, finding } of [...told, ...rest]) {
      if (this.context.minutes || contextOf(found.region.titles).minutes) continue;
      const small = isSmallRoster(found);
      if (!small && !isTeam(found)) continue;
      const hidden = this.hiddenOf(found.region, info);
      this.small.push({ found, place: this.part.place, hidden, finding, isTeam: !small });
    }
  }

  private keepHalf({ judgement, region, people, rows }: Found): void {
    if (this.options.nested || this.options.what !== undefined || this.halves.length >= HALVES.most) return;
    const half = halfOf(columnsOf(region));
    if (half === undefined) return;
    const where = [...this.part.place, range(this.part.addressing, ...spanOf(region))];
    const hidden = this.part.hidden;
    this.halves.push({ ...half, judgement, people, rows, where, place: this.part.place, hidden });
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
      for (const other of same.slice(1)) join(joined, other);
      const found = this.judgeRegion(joined);
      for (const other of same.slice(1)) this.joined.add(other);
      if (found.judgement.confidence < REPORT_FROM || found.people < LEAST_PEOPLE) continue;
      this.found.push(found);
      this.joined.add(joined);
    }
  }
  /** Tables that have been put together with others, or told as parts of one. */
  private joined = new Set<Region>();

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
      same.columns.push(...found.columns);
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
    const finding = toldOf(
      judgement,
      people,
      found.rows,
      where,
      this.hiddenOf(region, info),
      this.options.what,
      this.context.minutes && this.options.what !== undefined,
    );
    return found.columns.length > 0 ? { ...finding, columns: found.columns } : finding;
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

/** Whole names side by side behind a unit, and the same ones behind several: suppliers, not the people of a team. Share that is different. */
const SHARED = { cells: 12, different: 0.5, less: 1.5 };
function areShared(columns: readonly Column[], people: number): boolean {
  const grid = columns.filter(
    ({ names, what, stats }) => names && what === 'name' && stats.heading === undefined,
  );
  const cells = grid.reduce((sum, { stats }) => sum + stats.n, 0);
  return (
    grid.length > 1 &&
    cells >= SHARED.cells &&
    people < SHARED.different * cells &&
    columns.some(({ what }) => what === 'unit') &&
    !columns.some(({ what }) => what === 'rank' || what === 'shift')
  );
}

function sameItems(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item) => b.includes(item));
}

/** After so many blank rows a table is a new one, whatever its headings. */
const NEW_TABLE = 3;
/** Fewer people than this are no finding at all. */
const LEAST_PEOPLE = 3;
