// Reads .xlsb: a package like .xlsx whose workbook, sheets, strings and styles are records. The cells are read by our
// own scanner; what hangs on the sheets is found by relationships, as in a plain workbook.
import { Damaged, Encrypted } from '../../errors.ts';
import type { Place, TableEnd } from '../../part.ts';
import type { Reader } from '../../reader.ts';
import { type CellBook, CellStream } from '../cell-stream.ts';
import { OpcPackage } from '../ooxml/package.ts';
import { readDefinedNames } from '../ooxml/places/defined-names.ts';
import { readOther, readUnseen } from '../ooxml/places/index.ts';
import { Walk } from '../ooxml/walk.ts';
import { readSheetParts, type SheetPart } from '../xlsx/sheet-parts.ts';
import { OFFICE_THEME, readTheme } from '../xlsx/styles.ts';
import { type DefinedName, findSheets, type SheetEntry, type Workbook } from '../xlsx/workbook.ts';
import { BINARY_PLACES } from './places.ts';
import { type RecordData, scanRecords } from './records.ts';
import { Filters, SheetRecords } from './sheet.ts';
import { readStyles } from './styles.ts';

export const xlsbReader: Reader = {
  formats: ['xlsb'],
  async read(file, _format, context) {
    const pack = await OpcPackage.open(file, context.budget);
    const part = await pack.main();
    if (part === undefined) throw new Damaged('The workbook has no main part.');
    if (pack.entry(part)?.encrypted) throw new Encrypted();
    const walk = new Walk(pack, context, BINARY_PLACES, readOther);
    const { place } = context;
    if (pack.directory.damaged !== undefined) walk.problem(new Damaged(pack.directory.damaged), place);
    const workbook = await readWorkbook(walk, part);
    walk.workbook = workbook;
    walk.visit(part);

    const before = walk.damaged;
    const book = await readBook(walk, part, workbook.date1904);
    const cells = new CellStream(book);
    for (const sheet of workbook.sheets) {
      await readSheetParts(walk, sheet, (one, here) => readSheet(walk, one, here, book, cells));
    }
    // A sheet that could not be read may be the one that uses them.
    if (walk.damaged === before) reportOrphans(walk, book, place);
    readDefinedNames(walk, workbook.names, place);
    walk.text([...place, 'workbook properties'], ['metadata'], workbook.traces.join('\n'));
    await walk.follow(part, place);
    await walk.follow('', place);
    await readUnseen(walk, place);
    for (const problem of pack.problems) walk.problem(problem, place);
    return walk.damaged > 0 ? 'partial' : 'full';
  },
};

const STATES = ['visible', 'hidden', 'veryHidden'] as const;

async function readWorkbook(walk: Walk, part: string): Promise<Workbook> {
  const listed: { name: string; state: SheetEntry['state']; id: string }[] = [];
  const names: DefinedName[] = [];
  const traces: string[] = [];
  let date1904 = false;
  let complete = false;
  await walk.guard(walk.context.place, async () => {
    await scanRecords(walk.pack.source(part).inflated(), (type, data) => {
      if (type === 156) {
        // BrtBundleSh; drafts of the format have four bytes more before its texts.
        const state = STATES[data.u32() & 3] ?? 'veryHidden';
        data.skip(4);
        let id = data.text();
        let name = data.text();
        if (/\p{Cc}/u.test(name)) {
          data.rewind(12);
          id = data.text();
          name = data.text();
        }
        listed.push({ id, state, name });
      } else if (type === 2071) {
        // BrtAbsPath15: the folder in which the workbook was saved.
        const folder = data.text();
        if (folder.trim() !== '') traces.push(folder);
      } else if (type === 153) date1904 = (data.u32() & 1) !== 0;
      else if (type === 39) readName(data, names);
      else if (type === 548) {
        // BrtFileSharing: who reserved the file.
        data.skip(4);
        const user = data.text();
        if (user.trim() !== '') traces.push(user);
      }
    });
    complete = true;
  });
  const sheets = await findSheets(walk.pack, part, listed, complete);
  // Of no account here: of these only tables are made, and their writers calculate.
  return { part, sheets, date1904, unreachable: () => false, recalculated: false, names, traces };
}

/** BrtName: a text written out is given as a formula has it, anything else is not told. */
function readName(data: RecordData, names: DefinedName[]): void {
  const flags = data.u32();
  data.skip(5);
  const name = data.text();
  // Functions, commands, and what Excel names for itself.
  if (flags & 0x2e || name.startsWith('_xlnm.')) return;
  const length = data.u32();
  const token = length > 0 ? data.u8() : 0;
  const value = token === 0x17 ? `"${data.chars(data.u16())}"` : 'a reference or formula';
  names.push({ name, value: length > 0 ? value : '', hidden: (flags & 1) !== 0 });
}

/** Shared strings and styles: what the cells of every sheet refer to. */
async function readBook(walk: Walk, workbook: string, date1904: boolean): Promise<CellBook> {
  const { pack, context } = walk;
  const one = async (kind: string, type: RegExp) =>
    (await pack.related(workbook, kind))[0]?.target ?? (await pack.partsOfType((t) => type.test(t)))[0];
  const themePart = await one('theme', /\.theme\+xml$/);
  const stylesPart = await one('styles', /ms-excel\.styles$/);
  const stringsPart = await one('sharedStrings', /ms-excel\.sharedstrings$/);
  for (const part of [themePart, stylesPart, stringsPart]) if (part) walk.visit(part);
  const theme =
    (themePart && (await walk.guard(context.place, () => readTheme(pack.source(themePart).inflated())))) ||
    OFFICE_THEME;
  const styles = stylesPart
    ? await walk.guard(context.place, () => readStyles(pack.source(stylesPart).inflated(), theme))
    : undefined;
  const strings: string[] = [];
  if (stringsPart) {
    await walk.guard(context.place, () =>
      scanRecords(pack.source(stringsPart).inflated(), (type, data) => {
        if (type !== 19) return;
        data.skip(1);
        strings.push(data.text());
      }),
    );
  }
  return {
    strings,
    sharedCount: strings.length,
    used: new Uint8Array(strings.length),
    styles: styles ?? new Uint8Array(0),
    date1904,
  };
}

async function readSheet(
  walk: Walk,
  sheet: SheetPart,
  place: Place,
  book: CellBook,
  cells: CellStream,
): Promise<void> {
  const { pack, context } = walk;
  const own = sheet.state === 'visible' ? [] : ['hidden-sheet' as const];
  const hidden = [...context.hidden, ...own];
  const table = context.sink.table({ place, hidden, addressing: 'a1' });
  const records = new SheetRecords(book, cells);
  cells.begin((chunk) => table.chunk(chunk));
  const filters: NonNullable<TableEnd['filter']>[] = [];
  try {
    for (const related of await pack.related(sheet.part, 'table')) {
      walk.visit(related.target);
      await walk.guard(place, async () => {
        const found = new Filters();
        await scanRecords(pack.source(related.target).inflated(), (type, data) => found.record(type, data));
        filters.push(...found.found);
      });
    }
    await scanRecords(pack.source(sheet.part).inflated(), (type, data) => records.record(type, data));
  } finally {
    cells.flush();
    const all = [...records.filters.found, ...filters];
    table.end(all[0] ? { filter: all[0], filters: all } : undefined);
  }
  const text = (step: string, lines: readonly string[]) => {
    if (lines.length) walk.text([...place, step], own, lines.join('\n'));
  };
  text('header and footer', records.printed);
  text('data validation', records.validations);
  text('links', records.links);
  await walk.within({ ...context, hidden }, () => walk.follow(sheet.part, place));
}

/** Shared strings that no cell refers to: text that was deleted from the sheets and is still in the file. */
function reportOrphans(walk: Walk, book: CellBook, place: Place): void {
  const orphans = book.strings
    .slice(0, book.sharedCount)
    .filter((text, i) => !book.used[i] && text.trim() !== '');
  if (orphans.length === 0) return;
  const here = [...place, 'shared strings'];
  walk.text(here, ['hidden-text'], orphans.join('\n'));
  const message = 'There are texts in the file that no cell shows any more.';
  walk.found('hidden-text', here, message, { texts: orphans.length });
}
