// The parts that hang on worksheets: drawings, charts, tables, styles. What each may keep.
import { isTrue } from '../../inspect/readers/ooxml/xml.ts';
import { chartKinds } from '../package/chart.ts';
import type { PartAtWork, PartKind } from '../package/copy.ts';
import { DIAGRAM_PARTS, isCropped, namelessShapes, plainPictures, sharedKinds } from '../package/kinds.ts';
import type { XmlElement } from '../package/xml.ts';
import { type Ledger, Refused } from '../remedy.ts';
import { areaOf } from './area.ts';
import { cellKey, isMasked, type SheetFacts } from './facts.ts';
import type { Holds } from './holds.ts';
import { anchorsOfObjects } from './objects.ts';

const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** What the parts need to know of the workbook. */
export interface Surroundings {
  holds: Holds;
  ledger: Ledger;
  /** By drawing part (lower case): the sheet on which it stands. Chart sheets have none. */
  drawingOf: ReadonlyMap<string, SheetFacts>;
  /** By table part (lower case): the sheet on which it stands. */
  tableOf: ReadonlyMap<string, SheetFacts>;
  /** What the sheets and tables that stay use of the styles: filled while they are written. */
  used: UsedStyles;
  /** Any sheet: what a chart refers to always names its own. */
  anySheet: SheetFacts | undefined;
}

/** Parts below a worksheet, by kind. */
export function workbookKinds(around: Surroundings): Record<string, PartKind> {
  return {
    ...sharedKinds('xl'),
    // Of cells that are emptied a chart shows nothing, in place of what it remembers of them.
    ...chartKinds('xl', around.ledger, {
      holds(formula, unplotted) {
        const { anySheet, holds } = around;
        if (!anySheet) return false;
        if (unplotted && holds.seenCells(formula, anySheet)) return true;
        return holds.formula(formula, anySheet) || holds.isMasked(formula, anySheet);
      },
      isSeen: (text) => around.holds.isSeen(text),
    }),
    styles: {
      stem: 'xl/styles',
      single: true,
      type: `${SPREADSHEET}.styles+xml`,
      clean: (tree) => cleanStyles(tree, around.used),
    },
    chartsheet: {
      stem: 'xl/chartsheets/sheet',
      type: `${SPREADSHEET}.chartsheet+xml`,
      children: { drawing: 'drawing', image: 'image' },
      clean(tree) {
        const kept = [
          'x:sheetPr',
          'x:sheetViews',
          'x:sheetProtection',
          'x:pageMargins',
          'x:pageSetup',
          'x:headerFooter',
          'x:drawing',
          'x:picture',
        ];
        tree.children = tree.elements().filter((element) => kept.includes(element.name));
        for (const element of tree.elements()) {
          if (element.name === 'x:sheetPr') element.set('codeName', undefined);
          if (element.name === 'x:pageSetup') element.setNs('r:id', undefined);
        }
      },
    },
    drawing: {
      stem: 'xl/drawings/drawing',
      type: 'application/vnd.openxmlformats-officedocument.drawing+xml',
      children: { image: 'image', chart: 'chart', ...DIAGRAM_PARTS },
      implicit: ['diagramDrawing'],
      clean: (tree, part) => cleanDrawing(tree, part, around),
    },
    table: {
      stem: 'xl/tables/table',
      type: `${SPREADSHEET}.table+xml`,
      clean(tree, part) {
        cleanTable(tree, around.tableOf.get(part.source.toLowerCase()), around.used);
      },
    },
  };
}

/** Numbers of styles and names of table styles that something in the copy has. */
export class UsedStyles {
  readonly cells = new Set<number>([0]);
  readonly rules = new Set<number>();
  readonly tables = new Set<string>();
  /** How many tables have got a name. */
  named = 0;
}

/** Styles that come with Excel: their names say nothing. */
const OWN_TABLE_STYLE = /^(Table|Pivot)Style(Light|Medium|Dark)\d+$/;

/**
 * Names that somebody gave to styles which are in use stay. Of others nothing is left but their places, for styles are known by
 * their numbers; number formats that no style uses go.
 */
function cleanStyles(tree: XmlElement, { cells, rules, tables }: UsedStyles): void {
  tree.prune((element) => element.name === 'x:extLst');
  const plain = (xf: XmlElement, index: number) =>
    xf.sibling('xf', {
      numFmtId: '0',
      fontId: '0',
      fillId: '0',
      borderId: '0',
      ...(index < 0 ? {} : { xfId: '0' }),
    });
  const looks = tree.first('x:cellXfs');
  const bases = new Set(['0']);
  if (looks)
    looks.children = looks.elements().map((xf, index) => {
      if (!cells.has(index)) return plain(xf, index);
      bases.add(xf.get('xfId') ?? '0');
      return xf;
    });
  const named = tree.first('x:cellStyleXfs');
  if (named)
    named.children = named.elements().map((xf, index) => (bases.has(String(index)) ? xf : plain(xf, -1)));
  tree
    .first('x:cellStyles')
    ?.elements()
    .forEach((style, at) => {
      if (style.get('builtinId') === undefined && !bases.has(style.get('xfId') ?? ''))
        style.set('name', `Style without use ${at + 1}`);
    });
  const ruled = tree.first('x:tableStyles');
  if (ruled) {
    ruled.children = ruled.elements().filter((style) => tables.has(style.get('name') ?? ''));
    ruled.set('count', ruled.children.length);
    for (const name of ['defaultTableStyle', 'defaultPivotStyle'])
      if (!OWN_TABLE_STYLE.test(ruled.get(name) ?? '')) ruled.set(name, undefined);
    for (const part of ruled.all('x:tableStyleElement')) rules.add(Number(part.get('dxfId')));
  }
  tree
    .first('x:dxfs')
    ?.elements()
    .forEach((dxf, index) => {
      if (!rules.has(index)) dxf.children = [];
    });
  const used = new Set<string>();
  for (const section of ['x:cellXfs', 'x:cellStyleXfs'])
    for (const xf of tree.first(section)?.elements() ?? []) used.add(xf.get('numFmtId') ?? '');
  const formats = tree.first('x:numFmts');
  if (!formats) return;
  formats.children = formats.elements().filter((format) => used.has(format.get('numFmtId') ?? ''));
  formats.set('count', formats.children.length);
  if (formats.children.length === 0) tree.children = tree.children.filter((child) => child !== formats);
}

async function cleanDrawing(
  tree: XmlElement,
  part: PartAtWork,
  { ledger, drawingOf }: Surroundings,
): Promise<void> {
  const facts = drawingOf.get(part.source.toLowerCase());
  for (const element of tree.all()) {
    if (/:(slicer|timeslicer)$/.test(element.raw) || /slicer|timeslicer/.test(element.get('uri') ?? ''))
      throw new Refused('controls');
    if (/chartex/i.test(element.get('uri') ?? '')) throw new Refused('new-chart');
  }
  // Pictures taken of cells are drawn anew by programs that know where those are; without that they are pictures like others.
  tree.map((element) => {
    const [choice] = element.name === 'mc:AlternateContent' ? element.elements('mc:Choice') : [];
    return choice?.get('Requires') === 'a14' && [...choice.all()].some(({ raw }) => /:pic$/.test(raw))
      ? choice.children
      : element;
  });
  tree.children = tree.elements().filter((anchor) => {
    const hidden = [...anchor.all()].some(
      (element) =>
        /(^|:)cNvPr$/.test(element.raw) && isTrue(element.get('hidden')) && depthOf(anchor, element) <= 3,
    );
    if (hidden || (facts && isOutOfSight(anchor, facts))) {
      // What stands for an object of the old kind is hidden, and the object is not.
      if (!anchor.inner().includes('compatExt')) ledger.add('hidden-text');
      return false;
    }
    return true;
  });
  // Inside a group, a hidden shape goes by itself.
  ledger.add(
    'hidden-text',
    tree.prune((shape) =>
      shape
        .elements()
        .some(
          (child) =>
            /(^|:)nv(Sp|Pic|GrpSp|GraphicFrame|Cxn)Pr$/.test(child.raw) &&
            child.elements().some((c) => /(^|:)cNvPr$/.test(c.raw) && isTrue(c.get('hidden'))),
        ),
    ),
  );
  if (isCropped(tree)) throw new Refused('cropped');
  for (const element of tree.all()) {
    element.set('textlink', undefined);
    if (element.get('macro') !== undefined) element.set('macro', '');
  }
  for (const clientData of tree.all())
    if (clientData.raw.endsWith(':contentPart')) throw new Refused('foreign-content');
  namelessShapes(tree);
  plainPictures(tree);
  const objects = facts?.objects ?? [];
  if (objects.length === 0) return;
  const numbers = [...tree.all()].map(
    (element) => Number(/(^|:)cNvPr$/.test(element.raw) && element.get('id')) || 0,
  );
  const first = numbers.reduce((most, number) => Math.max(most, number), 0) + 1;
  tree.children.push(...(await anchorsOfObjects(objects, ({ image }) => part.link('image', image), first)));
}

/** How many steps an element is below another. */
function depthOf(from: XmlElement, to: XmlElement): number {
  const look = (element: XmlElement, depth: number): number => {
    if (element === to) return depth;
    for (const child of element.elements()) {
      const found = look(child, depth + 1);
      if (found >= 0) return found;
    }
    return -1;
  };
  return look(from, 0);
}

function areHidden(first: number, last: number, hidden: ReadonlySet<number>): boolean {
  if (!Number.isFinite(first) || !Number.isFinite(last)) return false;
  for (let i = first; i <= last; i++) if (!hidden.has(i)) return false;
  return true;
}

/** The same of an object, by what the old kind of drawing says of its place. */
export function isBetweenHidden(facts: SheetFacts, anchor: readonly number[]): boolean {
  const [left = 0, , top = 0, , right = 0, , bottom = 0] = anchor;
  return areHidden(top, bottom, facts.hiddenRows) || areHidden(left, right, facts.hiddenCols);
}

/** Does everything between the anchor's corners lie in hidden rows, or in hidden columns? */
function isOutOfSight(anchor: XmlElement, facts: SheetFacts): boolean {
  const corner = (which: string, what: string): number => {
    const step = anchor.elements().find((e) => e.raw.endsWith(which));
    return Number(
      step
        ?.elements()
        .find((e) => e.raw.endsWith(what))
        ?.text() ?? Number.NaN,
    );
  };
  // Cell by cell anchors only: those with a size of their own stay as large as they are.
  if (
    !anchor.raw.endsWith('twoCellAnchor') ||
    anchor.get('editAs') === 'absolute' ||
    anchor.get('editAs') === 'oneCell'
  )
    return false;
  return (
    areHidden(corner('from', 'row'), corner('to', 'row'), facts.hiddenRows) ||
    areHidden(corner('from', 'col'), corner('to', 'col'), facts.hiddenCols)
  );
}

/** Table columns are named by their header cells: both change together. */
function cleanTable(tree: XmlElement, facts: SheetFacts | undefined, used: UsedStyles): void {
  tree.prune((element) =>
    ['x:extLst', 'x:calculatedColumnFormula', 'x:totalsRowFormula', 'x:sortState', 'x:xmlColumnPr'].includes(
      element.name,
    ),
  );
  for (const filter of tree.elements('x:autoFilter')) filter.children = [];
  for (const name of ['connectionId', 'comment', 'tableType']) tree.set(name, undefined);
  for (const element of tree.all())
    for (const { raw, name } of [...element.canonicalAttributes()])
      if (/:uid$/.test(name)) element.attributes.delete(raw);
  for (const element of tree.all())
    for (const [name, value] of [...element.attributes]) {
      // Of what is typed in later. Cells have styles of their own.
      if (/CellStyle$/.test(name)) element.set(name, undefined);
      else if (/DxfId$/.test(name)) used.rules.add(Number(value));
    }
  used.tables.add(tree.first('x:tableStyleInfo')?.get('name') ?? '');
  // No page shows what a table is called, and formulas that call it by its name became values.
  const name = `Table${++used.named}`;
  tree.set('name', name);
  tree.set('displayName', name);
  const headless = tree.get('headerRowCount') === '0';
  const area = areaOf(tree.get('ref'));
  const columns = tree.first('x:tableColumns')?.elements('x:tableColumn') ?? [];
  columns.forEach((column, index) => {
    if (headless) column.set('name', `Column${index + 1}`);
    for (const name of ['queryTableFieldId', 'uniqueName', 'totalsRowFunction', 'totalsRowLabel'])
      column.set(name, undefined);
    const forced = area && facts?.forced.get(cellKey(area.firstRow, area.firstCol + index));
    if (forced !== undefined) column.set('name', forced);
  });
}

/** Finds the header cells of a table that lie in hidden rows or columns, and gives them names that say nothing. */
export function forceHeaders(tree: XmlElement, facts: SheetFacts): void {
  if (tree.get('headerRowCount') === '0') return;
  const area = areaOf(tree.get('ref'));
  if (!area) return;
  const columns = tree.first('x:tableColumns')?.elements('x:tableColumn') ?? [];
  const names = new Set(columns.map((column) => (column.get('name') ?? '').toLowerCase()));
  columns.forEach((_, index) => {
    const col = area.firstCol + index;
    const gone =
      facts.hiddenRows.has(area.firstRow) ||
      facts.hiddenCols.has(col) ||
      isMasked(facts, area.firstRow, col) ||
      facts.emptiedCells.some((cell) => cell.row === area.firstRow && cell.col === col);
    if (!gone) return;
    let name = `Column${index + 1}`;
    for (let n = 1; names.has(name.toLowerCase()); n++) name = `Column${index + 1}_${n}`;
    names.add(name.toLowerCase());
    facts.forced.set(cellKey(area.firstRow, col), name);
  });
}
