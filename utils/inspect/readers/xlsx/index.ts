// Reads .xlsx, .xlsm, .xltx and .xltm: every cell of every sheet, and every other place in a workbook where data stands.
import { Damaged, Encrypted } from '../../errors.ts';
import type { Place, TableEnd } from '../../part.ts';
import type { Reader } from '../../reader.ts';
import { OpcPackage } from '../ooxml/package.ts';
import { readDefinedNames } from '../ooxml/places/defined-names.ts';
import { PLACES, readOther, readUnseen } from '../ooxml/places/index.ts';
import { Walk } from '../ooxml/walk.ts';
import { readXml } from '../ooxml/xml.ts';
import { alwaysHolds, countUnseen, type Range, rangesOf, readFormats } from './colour-rules.ts';
import { coveredCells, markCovered } from './merges.ts';
import type { CellContext } from './scan.ts';
import { type Scanners, scanners } from './scanners.ts';
import { unescapeStrings } from './shared-strings.ts';
import { markAbove, rowsOf, SheetFrameReader } from './sheet-frame.ts';
import { readSheetParts, type SheetPart } from './sheet-parts.ts';
import { OFFICE_THEME, readStyles, readTheme } from './styles.ts';
import { hasUnseenIn, markSeen, readTableLook, seenCells, shadedRanges } from './table-styles.ts';
import { readWorkbook } from './workbook.ts';

/** A sheet is read once more for each of them. */
const MOST_COLOUR_RULES = 5;

export const xlsxReader: Reader = {
  formats: ['xlsx', 'xlsm', 'xltx', 'xltm'],
  async read(file, _format, context) {
    const pack = await OpcPackage.open(file, context.budget);
    const part = await pack.main();
    if (part === undefined) throw new Damaged('The workbook has no main part.');
    if (pack.entry(part)?.encrypted) throw new Encrypted();
    const walk = new Walk(pack, context, PLACES, readOther);
    const { place } = context;
    if (pack.directory.damaged !== undefined) walk.problem(new Damaged(pack.directory.damaged), place);
    const workbook = await readWorkbook(pack, part);
    if (workbook.problem) walk.problem(workbook.problem, place);
    walk.workbook = workbook;
    walk.visit(part);

    const before = walk.damaged;
    const scan = await scanners(context.asset);
    if (await pack.lacks(part, 'sharedStrings')) {
      walk.problem(
        new Damaged('The texts of the cells are missing from the file, so Cordon cannot read them.'),
        place,
      );
    }
    const { theme, stylesPart, contexts } = await readCellContexts(walk, scan, part, workbook.date1904);
    const [cells, ...others] = contexts;
    const looks = { theme, stylesPart };
    const readSheets = async (context: CellContext, which?: string) => {
      for (const sheet of workbook.sheets) {
        await readSheetParts(
          walk,
          sheet,
          (one, here) => readSheet(walk, scan, one, here, context, looks),
          which,
        );
      }
    };
    await readSheets(cells);
    // Which of two tables of texts the cells refer to depends on the program.
    for (const other of others) {
      await readSheets(other, ' (other texts)');
      reportOrphans(walk, other, place);
    }
    // A sheet that could not be read may be the one that uses them.
    if (walk.damaged === before) reportOrphans(walk, cells, place);

    readDefinedNames(walk, workbook.names, place);
    walk.text([...place, 'workbook properties'], ['metadata'], workbook.traces.join('\n'));
    await walk.follow(part, place);
    await walk.follow('', place);
    await readUnseen(walk, place);
    for (const problem of pack.problems) walk.problem(problem, place);
    return walk.damaged > 0 ? 'partial' : 'full';
  },
};

/** Where the looks of cells come from. */
interface Looks {
  theme: readonly number[];
  stylesPart: string | undefined;
}

/**
 * Shared strings and styles: what the cells of every sheet refer to. More than one where there are several parts of
 * shared strings by one name.
 */
async function readCellContexts(
  walk: Walk,
  scan: Scanners,
  workbook: string,
  date1904: boolean,
): Promise<Looks & { contexts: [CellContext, ...CellContext[]] }> {
  const { pack, context } = walk;
  const one = async (kind: string, type: RegExp) =>
    (await pack.related(workbook, kind))[0]?.target ?? (await pack.partsOfType((t) => type.test(t)))[0];
  const themePart = await one('theme', /\.theme\+xml$/);
  const stylesPart = await one('styles', /spreadsheetml\.styles\+xml$/);
  const stringsPart = await one('sharedStrings', /\.sharedstrings\+xml$/);
  for (const part of [themePart, stylesPart]) if (part) walk.visit(part);
  const theme =
    (themePart && (await walk.guard(context.place, () => readTheme(pack.source(themePart).inflated())))) ||
    OFFICE_THEME;
  const styles = stylesPart
    ? await walk.guard(context.place, () => readStyles(pack.source(stylesPart).inflated(), theme))
    : undefined;
  const withStrings = async (part: string | undefined): Promise<CellContext> => {
    if (part) walk.visit(part);
    const read = part
      ? await walk.guard(context.place, () => scan.readSharedStrings(pack.source(part)))
      : undefined;
    if (read?.problem) walk.problem(read.problem, context.place);
    const strings = read?.strings ?? [];
    unescapeStrings(strings);
    return {
      strings,
      sharedCount: strings.length,
      used: new Uint8Array(strings.length),
      styles: styles ?? new Uint8Array(0),
      date1904,
    };
  };
  const first = await withStrings(stringsPart);
  const others: CellContext[] = [];
  for (const part of stringsPart ? pack.doubles(stringsPart) : []) others.push(await withStrings(part));
  return { theme, stylesPart, contexts: [first, ...others] };
}

async function readSheet(
  walk: Walk,
  scan: Scanners,
  sheet: SheetPart,
  place: Place,
  cells: CellContext,
  looks: Looks,
): Promise<void> {
  const { pack, context } = walk;
  const hidden =
    sheet.state === 'visible' ? [...context.hidden] : [...context.hidden, 'hidden-sheet' as const];
  const frame = new SheetFrameReader();
  let table = context.sink.table({ place, hidden, addressing: 'a1' });
  const filters: NonNullable<TableEnd['filter']>[] = [];
  const shaded: Range[] = [];
  try {
    for (const related of await pack.related(sheet.part, 'table')) {
      walk.visit(related.target);
      await walk.guard(place, async () => {
        filters.push(...(await readTableFilters(walk, related.target)));
        shaded.push(...shadedRanges(await readTableLook(pack.source(related.target).inflated())));
      });
    }
    let isPale = false;
    await scan.scanSheet(pack.source(sheet.part), cells, frame, (chunk) => {
      markAbove(chunk, frame.rowsAbove);
      isPale ||= shaded.length > 0 && hasUnseenIn(chunk, shaded);
      table.chunk(chunk);
    });
    frame.end();
    const seen = isPale ? await seenIn(walk, scan, sheet, cells, looks, shaded) : new Set<number>();
    const ranges = sheet.state === 'visible' ? frame.merges.flatMap(rangesOf) : [];
    const covered = await coveredCells(scan.scanSheet, () => pack.source(sheet.part), cells, ranges);
    if (covered.size > 0 || seen.size > 0) {
      // Only now is it known which cells are seen and which are not: the table is told from its beginning.
      table = context.sink.table({ place, hidden, addressing: 'a1' });
      await scan.scanSheet(pack.source(sheet.part), cells, new SheetFrameReader(), (chunk) => {
        markAbove(chunk, frame.rowsAbove);
        markSeen(chunk, seen);
        markCovered(chunk, covered);
        table.chunk(chunk);
      });
    }
  } finally {
    const all = [...frame.filters, ...filters];
    table.end(all[0] ? { filter: all[0], filters: all } : undefined);
  }
  const inner = { ...context, hidden };
  await walk.within(inner, () => reportColourRules(walk, scan, sheet.part, place, cells, looks, frame));
  const text = (step: string, lines: readonly string[]) => {
    if (lines.length) walk.text([...place, step], hidden.slice(context.hidden.length), lines.join('\n'));
  };
  text('header and footer', frame.printed);
  text('data validation', frame.validations);
  text('links', frame.others);
  await walk.within(inner, () => walk.follow(sheet.part, place));
}

/** Cells whose letters can be seen on what a table's style lays behind them. */
async function seenIn(
  { pack }: Walk,
  scan: Scanners,
  { part }: SheetPart,
  cells: CellContext,
  { theme, stylesPart }: Looks,
  shaded: readonly Range[],
): Promise<ReadonlySet<number>> {
  if (stylesPart === undefined) return new Set();
  // Whatever lies behind them, these styles show nothing.
  const anyGround = await readStyles(pack.source(stylesPart).inflated(), theme, { mixed: true });
  return seenCells(scan.scanSheet, () => pack.source(part), cells, anyGround, shaded);
}

/** Says which cells a conditional format hides, whatever they hold. */
async function reportColourRules(
  walk: Walk,
  scan: Scanners,
  part: string,
  place: Place,
  cells: CellContext,
  { theme, stylesPart }: Looks,
  { rules }: SheetFrameReader,
): Promise<void> {
  const always = rules.filter(alwaysHolds);
  if (always.length === 0 || stylesPart === undefined) return;
  const { pack } = walk;
  await walk.guard(place, async () => {
    const formats = await readFormats(pack.source(stylesPart).inflated(), theme);
    for (const rule of always.slice(0, MOST_COLOUR_RULES)) {
      const look = formats[rule.format];
      if (!look || (look.letters === undefined && look.code === undefined)) continue;
      const styles = await readStyles(pack.source(stylesPart).inflated(), theme, look);
      const unseen = await countUnseen(scan.scanSheet, () => pack.source(part), cells, rule, styles);
      if (unseen === 0) continue;
      walk.found(
        'hidden-text',
        [...place, rule.ranges],
        'A conditional format hides the text of cells: it has the colour of what is behind it, or a format that shows nothing.',
        { cells: unseen },
      );
    }
  });
}

/** The filter of a table on the sheet, where it has a criterion. */
async function readTableFilters(walk: Walk, part: string): Promise<NonNullable<TableEnd['filter']>[]> {
  const filters: NonNullable<TableEnd['filter']>[] = [];
  let rows: TableEnd['filter'];
  await readXml(walk.pack.source(part).inflated(), {
    open(tag, attributes) {
      if (tag === 'autoFilter') rows = rowsOf(attributes.ref);
      else if (tag === 'filterColumn' && rows) {
        filters.push(rows);
        rows = undefined;
      }
    },
  });
  return filters;
}

/** Shared strings that no cell refers to: text that was deleted from the sheets and is still in the file. */
function reportOrphans(walk: Walk, cells: CellContext, place: Place): void {
  const orphans: string[] = [];
  for (let i = 0; i < cells.sharedCount; i++) {
    if (!cells.used[i] && cells.strings[i]!.trim() !== '') orphans.push(cells.strings[i]!);
  }
  if (orphans.length === 0) return;
  const here = [...place, 'shared strings'];
  walk.text(here, ['hidden-text'], orphans.join('\n'));
  walk.found('hidden-text', here, 'There are texts in the file that no cell shows any more.', {
    texts: orphans.length,
  });
}
