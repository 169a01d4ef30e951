// What the workbook part says: its sheets with their states, its names, and what it is related to.
import { Damaged, Encrypted, type ReadError } from '../../errors.ts';
import type { OpcPackage } from '../ooxml/package.ts';
import { type Attributes, isTrue, readXml, type XmlHandlers } from '../ooxml/xml.ts';

export interface SheetEntry {
  name: string;
  state: 'visible' | 'hidden' | 'veryHidden';
  /** The part's name; undefined where the part is not in the file. */
  part: string | undefined;
  /** `worksheet`, `chartsheet`, `dialogsheet`, `xlMacrosheet`… */
  kind: string;
}

export interface DefinedName {
  name: string;
  value: string;
  hidden: boolean;
}

export interface Workbook {
  part: string;
  sheets: SheetEntry[];
  /** Of sheets as the part lists them, those without a state that no window shows: see `Windows`. */
  unreachable: (index: number) => boolean;
  /** Whether date serials count from 1904. */
  date1904: boolean;
  /** All formulas are worked out when it is opened: until then their values are placeholders (XlsxWriter stores 0). */
  recalculated: boolean;
  names: DefinedName[];
  /** Who reserved it, where it was last saved: texts that name people or folders. */
  traces: string[];
  /** Why the workbook part could not be read to its end. */
  problem?: ReadError;
}

/** Relationships that lead to sheets. */
const SHEET_KINDS = ['worksheet', 'chartsheet', 'dialogsheet', 'xlMacrosheet', 'xlIntlMacrosheet'];

/**
 * Which sheets a workbook's windows let a person get to: only the one that is open where there are no tabs of sheets, and
 * none at all where the window itself is hidden.
 */
class Windows {
  private any = false;
  private shown = false;
  private tabs = false;
  private readonly open = new Set<number>();

  add({ visibility, showSheetTabs, activeTab }: Attributes): void {
    this.any = true;
    if (visibility === 'hidden' || visibility === 'veryHidden') return;
    this.shown = true;
    this.tabs ||= showSheetTabs === undefined || isTrue(showSheetTabs);
    this.open.add(Number(activeTab ?? 0) || 0);
  }

  hides(index: number): boolean {
    return this.any && !(this.shown && (this.tabs || this.open.has(index)));
  }
}

/** Reads as far as it can. @throws OverLimit; Damaged where the workbook part is missing. */
export async function readWorkbook(pack: OpcPackage, part: string): Promise<Workbook> {
  const listed: { name: string; state: SheetEntry['state']; id: string }[] = [];
  const names: DefinedName[] = [];
  const traces: string[] = [];
  const windows = new Windows();
  let date1904 = false;
  let recalculated = false;
  let name: DefinedName | undefined;
  const problem = await readSafely(pack.source(part).inflated(), {
    open(tag, attributes) {
      if (tag === 'sheet') {
        const state =
          attributes.state === 'hidden' || attributes.state === 'veryHidden' ? attributes.state : 'visible';
        listed.push({ name: attributes.name ?? '', state, id: attributes.id ?? '' });
      } else if (tag === 'workbookView') windows.add(attributes);
      else if (tag === 'workbookPr') date1904 = isTrue(attributes.date1904);
      else if (tag === 'calcPr') recalculated = isTrue(attributes.fullCalcOnLoad);
      else if (tag === 'definedName') {
        name = { name: attributes.name ?? '', value: '', hidden: isTrue(attributes.hidden) };
        names.push(name);
      } else if (tag === 'fileSharing' && attributes.userName) traces.push(attributes.userName);
      else if (tag === 'absPath' && attributes.url) traces.push(attributes.url);
      else if (tag === 'customWorkbookView' && attributes.name) traces.push(attributes.name);
    },
    close(tag) {
      if (tag === 'definedName') name = undefined;
    },
    text(text) {
      if (name) name.value += text;
    },
  });
  const unreachable = (index: number) => windows.hides(index);
  for (const [index, sheet] of listed.entries())
    if (sheet.state === 'visible' && unreachable(index)) sheet.state = 'hidden';
  const sheets = await findSheets(pack, part, listed, problem === undefined);
  return {
    part,
    sheets,
    unreachable,
    date1904,
    recalculated,
    names,
    traces,
    ...(problem ? { problem } : {}),
  };
}

async function readSafely(
  source: AsyncIterable<Uint8Array>,
  handlers: XmlHandlers,
): Promise<ReadError | undefined> {
  try {
    await readXml(source, handlers);
  } catch (error) {
    if (!(error instanceof Damaged || error instanceof Encrypted)) throw error;
    return error;
  }
  return undefined;
}

/**
 * Sheets by relationship; where the relationships are missing, in the order of the parts that have a sheet's content
 * type or name; a sheet for which nothing is left has no part. Sheet parts that the workbook does not list are shown by no program: they count as very hidden.
 */
export async function findSheets(
  pack: OpcPackage,
  workbook: string,
  listed: readonly { name: string; state: SheetEntry['state']; id: string }[],
  complete: boolean,
): Promise<SheetEntry[]> {
  const relationships = await pack.relationships(workbook);
  const listedIds = new Set(listed.map((entry) => entry.id).filter((id) => id !== ''));
  // What a listed sheet's identifier leads to is a sheet, whatever its kind.
  const related = relationships.filter(
    (r) => !r.external && pack.has(r.target) && (SHEET_KINDS.includes(r.kind) || listedIds.has(r.id)),
  );
  const typed = await pack.partsOfType((type) =>
    /\.(worksheet|chartsheet|dialogsheet|macrosheet|intlmacrosheet)(\+xml)?$/.test(type),
  );
  const named = pack.names.filter((name) => /(^|\/)worksheets\/(?!binaryindex)[^/]+\.(xml|bin)$/i.test(name));
  const waiting: { part: string; kind: string }[] = related.map((r) => ({ part: r.target, kind: r.kind }));
  for (const part of [...typed, ...named]) {
    if (!waiting.some((known) => known.part.toLowerCase() === part.toLowerCase())) {
      waiting.push({ part, kind: 'worksheet' });
    }
  }
  const sheets: SheetEntry[] = [];
  const unresolved: (typeof listed)[number][] = [];
  for (const entry of listed) {
    const target = related.find((r) => r.id === entry.id)?.target;
    const at = waiting.findIndex((known) => known.part === target);
    const found = at < 0 ? undefined : waiting.splice(at, 1)[0];
    if (found) sheets.push({ name: entry.name, state: entry.state, part: found.part, kind: found.kind });
    else unresolved.push(entry);
  }
  for (const entry of unresolved) {
    const found = waiting.shift();
    // Excel lists module sheets of before 1997 without an identifier: their code is in the macros' part.
    if (!found && entry.id === '') continue;
    sheets.push({
      name: entry.name,
      state: entry.state,
      part: found?.part,
      kind: found?.kind ?? 'worksheet',
    });
  }
  for (const { part, kind } of waiting) {
    const name = part.slice(part.lastIndexOf('/') + 1);
    sheets.push({ name, state: complete ? 'veryHidden' : 'visible', part, kind });
  }
  return sheets;
}
