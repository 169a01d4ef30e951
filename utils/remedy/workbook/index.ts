// A cleaned copy of a workbook (.xlsx, .xlsm and their templates): only what can be reached from a visible sheet comes
// along. Surgery, not rebuilding, so that formats, charts and drawings look as before.
import type { Budget } from '../../inspect/reader.ts';
import { OpcPackage } from '../../inspect/readers/ooxml/package.ts';
import { OFFICE_THEME, readStyles, readTheme } from '../../inspect/readers/xlsx/styles.ts';
import { readTableLook, shadedRanges } from '../../inspect/readers/xlsx/table-styles.ts';
import { readWorkbook, type SheetEntry, type Workbook } from '../../inspect/readers/xlsx/workbook.ts';
import { type MaskedCells, noteMasked } from '../masked.ts';
import { type CopyOptions, PackageCopy, type PartKind } from '../package/copy.ts';
import { applicationOf, isStrict, noteLeftBehind, refuseBarred } from '../package/kinds.ts';
import { readTree, streamXml, XML_HEAD, type XmlElement } from '../package/xml.ts';
import { Ledger, type Named, Refused } from '../remedy.ts';
import type { Area } from './area.ts';
import { countRows, readFacts, type SheetFacts } from './facts.ts';
import { parseFormula } from './formula.ts';
import { Holds, NamedWords, SeenTexts } from './holds.ts';
import { drawingOfObjects, objectsOf } from './objects.ts';
import { forceHeaders, isBetweenHidden, UsedStyles, workbookKinds } from './parts.ts';
import { writeSheet } from './sheet.ts';

const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const XLSX = `${SPREADSHEET}.sheet`;
const DRAWING = 'application/vnd.openxmlformats-officedocument.drawing+xml';
const DRAWING_RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing';

/** What may stand in the workbook part, in this order (ECMA-376 part 1, 18.2.27). */
const KEPT = [
  'x:fileVersion',
  'x:workbookPr',
  'x:workbookProtection',
  'x:bookViews',
  'x:sheets',
  'x:definedNames',
  'x:calcPr',
];

/** Names that belong to what is seen: what is printed, and where a filter stands. */
const KEPT_NAMES = /^_xlnm\.(Print_Area|Print_Titles|_FilterDatabase)$/i;

export interface WorkbookOptions {
  budget: Budget;
  picture: CopyOptions['picture'];
  masked?: readonly MaskedCells[];
}

/**
 * @throws Refused where the copy would not be safe or would not look the same; Damaged, OverLimit and others of
 *   errors.ts where the original cannot be read.
 */
export async function cleanWorkbook(
  file: Blob,
  { budget, picture, masked = [] }: WorkbookOptions,
): Promise<{ file: Blob; ledger: Ledger }> {
  const ledger = new Ledger();
  const pack = await OpcPackage.open(file, budget);
  const main = await pack.main();
  if (main === undefined || pack.directory.damaged !== undefined || pack.ambiguous > 0)
    throw new Refused('unread');
  const workbook = await readWorkbook(pack, main);
  if (workbook.problem || workbook.sheets.some((sheet) => sheet.state === 'visible' && !sheet.part)) {
    throw new Refused('unread');
  }
  const visible = workbook.sheets.filter((sheet) => sheet.state === 'visible');
  if (visible.length === 0) throw new Refused('no-visible-sheet');
  if (visible.some((sheet) => sheet.kind !== 'worksheet' && sheet.kind !== 'chartsheet')) {
    throw new Refused('macro-sheet');
  }
  for (const sheet of workbook.sheets)
    if (sheet.state !== 'visible') ledger.add('hidden-sheet', 1, [await namedSheet(pack, sheet)]);
  const tree = await readTree(pack.source(main).inflated());
  const strict = isStrict(tree);

  const [stylesPart] = await pack.related(main, 'styles');
  const [themePart] = await pack.related(main, 'theme');
  const theme = themePart ? await readTheme(pack.source(themePart.target).inflated()) : OFFICE_THEME;
  const styles = stylesPart
    ? await readStyles(pack.source(stylesPart.target).inflated(), theme)
    : new Uint8Array(0);

  const usedStrings = new Set<number>();
  const seen = new SeenTexts();
  const namedStrings = new Set<number>();
  const named = new NamedWords();
  noteMasked(masked, ledger);
  const sheets: SheetFacts[] = [];
  for (const { name, part, kind } of visible) {
    await checkSheet(pack, part as string, ledger);
    if (kind !== 'worksheet') continue;
    const facts = await readFacts(() => pack.source(part as string).inflated(), {
      name,
      kind,
      part: part as string,
      styles,
      masked,
      coloured: await tableRanges(pack, part as string),
      seen: { shared: (index) => usedStrings.add(index), text: (text) => seen.add(text) },
      named: { shared: (index) => namedStrings.add(index), text: (text) => named.add(text) },
    });
    if (facts.rich) throw new Refused('rich-cells');
    const objects = await objectsOf(pack, facts.part, facts.shapes);
    facts.objects = objects.filter(({ anchor }) => !isBetweenHidden(facts, anchor));
    sheets.push(facts);
  }

  const drawingOf = new Map<string, SheetFacts>();
  const tableOf = new Map<string, SheetFacts>();
  for (const facts of sheets) {
    for (const { target } of await pack.related(facts.part, 'drawing'))
      drawingOf.set(target.toLowerCase(), facts);
    for (const { target } of await pack.related(facts.part, 'table')) {
      tableOf.set(target.toLowerCase(), facts);
      forceHeaders(await readTree(pack.source(target).inflated()), facts);
    }
  }
  const holds = new Holds(sheets, seen);
  const strings = new Int32Array(
    1 + usedStrings.values().reduce((most, index) => Math.max(most, index), 0),
  ).fill(-1);
  const used = new UsedStyles();
  const kinds = workbookKinds({ holds, ledger, drawingOf, tableOf, used, anySheet: sheets[0] });
  const factsOf = new Map(sheets.map((facts) => [facts.part, facts]));
  const first = visible[0] as SheetEntry;
  const sheetKind: PartKind = {
    stem: 'xl/worksheets/sheet',
    type: `${SPREADSHEET}.worksheet+xml`,
    children: { drawing: 'drawing', vmlDrawing: 'objects', image: 'image', table: 'table' },
    make: async (part) => {
      const facts = factsOf.get(part.source) as SheetFacts;
      return writeSheet(part, {
        facts,
        holds,
        named,
        styles,
        recalculated: workbook.recalculated,
        strings,
        used,
        active: part.source === first.part,
        ledger,
      });
    },
  };
  // Where a sheet has objects and no drawing, the old drawing that shows them is written anew as one.
  const objectsKind: PartKind = {
    stem: 'xl/drawings/objects',
    type: DRAWING,
    relation: DRAWING_RELATION,
    children: { image: 'image' },
    make: async (part) => {
      const objects = sheets.flatMap(({ objects }) =>
        objects.filter(({ drawing }) => drawing === part.source),
      );
      for (const { relation } of objects)
        for (const one of part.relationships) if (one.id === relation) await part.keep(one);
      return XML_HEAD + drawingOfObjects(objects, ({ relation }) => relation);
    },
  };
  const stringsKind: PartKind = {
    stem: 'xl/sharedStrings',
    single: true,
    type: `${SPREADSHEET}.sharedStrings+xml`,
    make: async (part) => {
      const references = sheets.reduce((sum, facts) => sum + facts.sharedReferences, 0);
      return writeStrings(part.copy.pack, part.source, {
        used: usedStrings,
        strings,
        seen,
        references,
        names(index, text) {
          if (namedStrings.has(index)) named.add(text);
        },
      });
    },
  };
  const workbookKind: PartKind = {
    stem: 'xl/workbook',
    single: true,
    type: `${XLSX}.main+xml`,
    children: {
      worksheet: 'worksheet',
      chartsheet: 'chartsheet',
      styles: 'styles',
      theme: 'theme',
      sharedStrings: 'sharedStrings',
    },
    make: async (part) => {
      // The texts first: formulas may say what they say, and the sheets count by their new numbers. Styles last: of those that
      // no sheet uses nothing stays.
      const order = ['theme', 'sharedStrings'];
      const own = part.relationships.filter((r) => !r.external && order.includes(r.kind));
      const sheetRelations = visible.map((sheet) =>
        part.relationships.find((r) => r.target === sheet.part && r.kind === sheet.kind),
      );
      const kept = own.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
      for (const relation of sheetRelations) {
        // Sheets that are found by guessing only, or twice, are shown by some programs and not by others.
        if (!relation || kept.includes(relation)) throw new Refused('unread');
        kept.push(relation);
      }
      kept.push(...part.relationships.filter((r) => !r.external && r.kind === 'styles'));
      for (const relationship of kept) await part.keep(relationship);
      cleanWorkbookPart(tree, workbook, sheets);
      return XML_HEAD + tree.toString();
    },
  };
  const copy = new PackageCopy({
    pack,
    ledger,
    strict,
    picture,
    kinds: {
      ...kinds,
      worksheet: sheetKind,
      objects: objectsKind,
      sharedStrings: stringsKind,
      workbook: workbookKind,
    },
  });
  await noteLeftBehind(pack, [main, ''], ledger);
  const name = await copy.part(main, 'workbook');
  return { file: await copy.end(name, await applicationOf(pack, strict), XLSX), ledger };
}

/** Where the styles of tables may lay a colour behind white letters. */
async function tableRanges(pack: OpcPackage, part: string): Promise<Area[]> {
  const ranges: Area[] = [];
  for (const { target } of await pack.related(part, 'table')) {
    for (const { top, left, bottom, right } of shadedRanges(
      await readTableLook(pack.source(target).inflated()),
    ))
      ranges.push({ firstRow: top, firstCol: left, lastRow: bottom, lastCol: right });
  }
  return ranges;
}

/** A worksheet by its name and by how many of its rows have something in them. */
async function namedSheet(pack: OpcPackage, { name, part }: SheetEntry): Promise<Named> {
  if (part === undefined) return { name };
  const rows = await countRows(pack.source(part).inflated());
  return rows > 0 ? { name, rows } : { name };
}

/** @throws Refused where a visible sheet shows something that cannot be cleaned. */
async function checkSheet(pack: OpcPackage, part: string, ledger: Ledger): Promise<void> {
  const relationships = await pack.relationships(part);
  refuseBarred(relationships);
  for (const { kind, target, external } of relationships) {
    if (external) continue;
    if (kind === 'pivotTable') ledger.add('pivot-to-values');
    else if (kind === 'comments' || kind === 'threadedComment') ledger.add('comments');
    else if (kind === 'printerSettings') ledger.add('printer-settings');
    else if (kind === 'oleObject' || kind === 'package') ledger.add('embedded-file');
    else if (kind === 'vmlDrawing' && pack.has(target)) {
      const vml = await (await pack.blob(target)).text();
      if (/<x:Visible\b/i.test(vml) || hasShownNote(vml)) throw new Refused('visible-comments');
      if (
        /ObjectType="(Button|Checkbox|Dialog|Drop|Edit|GBox|Label|LineA?|List|Movie|Radio|RectA?|Scroll|Spin)"/i.test(
          vml,
        )
      )
        throw new Refused('controls');
    }
  }
}

/** Is there a note in an old drawing that nothing hides? Excel says both, others only this. Such drawings may be no whole XML. */
function hasShownNote(vml: string): boolean {
  return vml
    .split(/<v:shape\s/)
    .slice(1)
    .some((shape) => /ObjectType="Note"/.test(shape) && !/^[^>]*visibility\s*:\s*hidden/i.test(shape));
}

/** Writes the shared strings that are still used, under new numbers. */
function writeStrings(
  pack: OpcPackage,
  source: string,
  {
    used,
    strings,
    seen,
    references,
    names,
  }: {
    used: ReadonlySet<number>;
    strings: Int32Array;
    seen: SeenTexts;
    references: number;
    /** Told of every text. */
    names: (index: number, text: string) => void;
  },
): AsyncIterable<string> {
  let old = 0;
  let next = 0;
  return streamXml(pack.source(source).inflated(), {
    root(root) {
      root.set('count', references);
      root.set('uniqueCount', used.size);
    },
    child(si) {
      if (si.name !== 'x:si') return undefined;
      const index = old++;
      names(index, si.text());
      if (!used.has(index)) return undefined;
      si.prune((e) => e.name === 'x:rPh' || e.name === 'x:phoneticPr');
      seen.add(si.text());
      strings[index] = next++;
      return si;
    },
  });
}

function cleanWorkbookPart(
  tree: XmlElement,
  { sheets: all, unreachable }: Workbook,
  facts: readonly SheetFacts[],
): void {
  tree.children = tree.elements().filter((element) => KEPT.includes(element.name));
  for (const { raw, name } of [...tree.canonicalAttributes()])
    if (/:uid$/.test(name)) tree.attributes.delete(raw);
  // Sheets are known here in the order in which the part lists them; those behind were never listed.
  const list = tree.first('x:sheets');
  const entries = list?.elements('x:sheet') ?? [];
  const place = new Map<number, number>();
  const stay: XmlElement[] = [];
  entries.forEach((entry, index) => {
    const state = entry.get('state') ?? 'visible';
    if (state === 'hidden' || state === 'veryHidden' || unreachable(index)) return;
    place.set(index, stay.length);
    stay.push(entry);
  });
  if (stay.length !== all.filter((sheet) => sheet.state === 'visible').length) throw new Refused('unread');
  const ids = stay.map((entry) => entry.ns('r:id') ?? '');
  if (new Set(ids).size !== ids.length || ids.includes('')) throw new Refused('unread');
  if (list) list.children = stay;
  for (const element of tree.elements()) {
    if (element.name === 'x:fileVersion') element.set('codeName', undefined);
    else if (element.name === 'x:workbookPr') {
      for (const name of ['codeName', 'filterPrivacy', 'updateLinks', 'saveExternalLinkValues'])
        element.set(name, undefined);
    } else if (element.name === 'x:bookViews') {
      element.children = element.elements('x:workbookView').slice(0, 1);
      for (const view of element.elements()) {
        for (const name of ['activeTab', 'firstSheet', 'visibility', 'minimized']) view.set(name, undefined);
        for (const { raw, name } of [...view.canonicalAttributes()])
          if (/:uid$/.test(name)) view.attributes.delete(raw);
        view.children = [];
      }
    } else if (element.name === 'x:definedNames') {
      const known = new Set<string>();
      element.children = element
        .elements('x:definedName')
        .filter((name) => nameStays(name, place, facts, known));
    } else if (element.name === 'x:calcPr') element.set('calcCompleted', undefined);
  }
  tree.children = tree
    .elements()
    .filter((element) => element.name !== 'x:definedNames' || element.children.length > 0);
}

/** Moves a name to its sheet's new number. @returns whether it may stay. */
function nameStays(
  name: XmlElement,
  place: ReadonlyMap<number, number>,
  facts: readonly SheetFacts[],
  known: Set<string>,
): boolean {
  const at = place.get(Number(name.get('localSheetId') ?? -1));
  if (at === undefined || !KEPT_NAMES.test(name.get('name') ?? '')) return false;
  const parsed = parseFormula(name.text());
  const sheets = new Set(facts.map((one) => one.name.toLowerCase()));
  if (!parsed || parsed.areas.length === 0) return false;
  if (!parsed.areas.every((area) => area.sheet !== undefined && sheets.has(area.sheet.toLowerCase())))
    return false;
  const key = `${at} ${(name.get('name') ?? '').toLowerCase()}`;
  if (known.has(key)) return false;
  known.add(key);
  for (const attribute of [...name.attributes.keys()])
    if (!/^(name|hidden)$/.test(attribute)) name.set(attribute, undefined);
  name.set('localSheetId', at);
  return true;
}
