// What each element of WordprocessingML means to a Story.
import type { RuleId } from '../../rules.ts';
import { wordTable } from '../../word-table.ts';
import type { Attributes } from '../../xml/reader.ts';
import { colour } from '../colour.ts';
import { isCropped } from '../crop.ts';
import type { Story } from './story.ts';
import { shading } from './styles.ts';
import { isNoHeight } from './tables.ts';

/** As many columns, and as wide ones, as Word makes: twentieths of a point. */
const MOST_COLUMNS = 63;
const MOST_TWIPS = 31_680;

type Handler = (s: Story, a: Attributes, name: string) => void;

/** Elements whose inside belongs to the past, to the program, or to another telling of the same content. */
const SKIPPED = new Set([
  'w:rPrChange',
  'w:pPrChange',
  'w:sectPrChange',
  'w:tblPrChange',
  'w:tblPrExChange',
  'w:tblGridChange',
  'w:tcPrChange',
  'w:trPrChange',
  'w:numberingChange',
]);

/** Elements that begin a text of its own, in a part that holds many: what it is called, and how it is hidden. */
const ITEMS = wordTable<{ what: string; hidden: readonly RuleId[] }>({
  'w:comment': { what: 'comment', hidden: ['comments'] },
  'w:footnote': { what: 'footnote', hidden: [] },
  'w:endnote': { what: 'endnote', hidden: [] },
  'w:docPart': { what: 'building block', hidden: ['hidden-text'] },
});

/** Attributes with text that a form or a drop-down list keeps. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  'w:listItem': ['w:displayText', 'w:value'],
  'w:listEntry': ['w:val'],
  'w:default': ['w:val'],
  'w:helpText': ['w:val'],
  'w:statusText': ['w:val'],
};

const opening: Readonly<Record<string, Handler>> = {
  'w:p': (s) => s.startParagraph(),
  'w:pPr': (s) => {
    s.inParagraphProperties = true;
  },
  'w:pStyle': (s, a) => {
    if (s.paragraph) s.paragraph.style = a.get('w:val');
  },
  'w:r': (s) => {
    s.run = {};
    s.runStyle = undefined;
    s.inRun = true;
  },
  'w:rStyle': (s, a) => {
    if (!s.inParagraphProperties) s.runStyle = a.get('w:val');
  },
  'w:t': (s) => {
    s.take = 'text';
  },
  'm:t': (s) => {
    s.take = 'text';
  },
  'w:delText': (s) => {
    s.take = 'deleted';
  },
  'w:instrText': (s) => {
    s.take = 'field';
  },
  'w:delInstrText': (s) => {
    s.take = 'field';
  },
  'w:fldSimple': (s, a) => s.asides.field(a.get('w:instr')),
  'w:fldChar': (s) => s.asides.endCode(),
  'w:tab': (s) => {
    if (!s.inParagraphProperties) s.say('\t');
  },
  'w:ptab': (s) => s.say('\t'),
  'w:br': (s) => s.say('\n'),
  'w:cr': (s) => s.say('\n'),
  'w:noBreakHyphen': (s) => s.say('-'),
  'w:ins': (s, a) => s.tally.change('insertions', a),
  'w:del': (s, a) => {
    s.tally.change('deletions', a);
    s.gone++;
  },
  'w:moveTo': (s, a) => s.tally.change('moves', a),
  'w:moveFrom': (s, a) => {
    s.tally.change('moves', a);
    s.gone++;
  },
  'w:cellIns': (s, a) => s.tally.change('insertions', a),
  'w:cellDel': (s, a) => s.tally.change('deletions', a),
  'w:tbl': (s) => s.startTable(),
  'w:tblStyle': (s, a) => {
    const table = s.tables.here;
    if (table && s.styles.shadedTables.has(a.get('w:val') ?? '')) table.fill = 'unknown';
  },
  'w:tblLayout': (s, a) => {
    // A row may say otherwise for itself, which changes no width.
    const table = s.tables.here;
    if (table && table.row < 0) table.fixed = a.get('w:type') === 'fixed';
  },
  'w:gridCol': (s, a) => {
    const grid = s.tables.here?.grid;
    if (grid && grid.length < MOST_COLUMNS) grid.push(bounded(a.get('w:w'), 0, MOST_TWIPS));
  },
  'w:tcW': (s, a) => {
    const { cell } = s.here;
    if (cell) [cell.width, cell.kind] = [a.get('w:w'), a.get('w:type')];
  },
  'w:tr': (s) => s.tables.startRow(),
  'w:gridBefore': (s, a) => s.tables.indent(bounded(a.get('w:val'), 0)),
  'w:tc': (s) => s.startCell(),
  'w:gridSpan': (s, a) => {
    if (s.here.cell) s.here.cell.span = bounded(a.get('w:val'), 1);
  },
  // Under the cell above, or the one before it: what is in it is not drawn.
  'w:vMerge': (s, a) => merge(s, a, 'down'),
  'w:hMerge': (s, a) => merge(s, a, 'across'),
  'w:trHeight': (s, a) => {
    if (isNoHeight(a.get('w:val'), a.get('w:hRule')) && s.tables.here) s.tables.here.low = true;
  },
  'w:shd': (s, a) => {
    const fill = shading(a);
    const paragraph = s.paragraph;
    if (s.inParagraphProperties) {
      if (paragraph) paragraph.fill = fill;
    } else if (s.inRun) s.run.fill = fill;
    else if (fill !== undefined && fill !== 'auto') {
      // A cell's own shading, or (before any cell) that of the whole table.
      const known = fill === 'pattern' ? 'unknown' : fill;
      if (s.here.cell) s.here.fill = known;
      else if (s.tables.here) s.tables.here.fill = known;
    }
  },
  'w:txbxContent': (s) => s.startBox(),
  'wps:wsp': (s) => s.startShape(),
  'v:shape': (s, a) => s.startShape(a),
  'v:rect': (s, a) => s.startShape(a),
  'v:roundrect': (s, a) => s.startShape(a),
  'v:textpath': (s, a) => {
    const said = a.get('string');
    if (said) s.here.prose.add(said);
  },
  'wp:docPr': (s, a) => s.asides.describe(a),
  'pic:cNvPr': (s, a) => s.asides.describe(a),
  'a:srcRect': (s, a) => {
    if (isCropped((side) => a.get(side))) s.tally.cropped();
  },
  'w:background': (s, a) => s.setPage(colour(a.get('w:color'))),
  'mc:AlternateContent': (s) => {
    s.chosen.push(false);
  },
  'mc:Choice': (s) => {
    s.chosen[s.chosen.length - 1] = true;
  },
  'mc:Fallback': (s) => {
    // The same once more, for programs of before.
    if (s.chosen[s.chosen.length - 1]) s.skip = 1;
  },
};

const closing: Readonly<Record<string, (s: Story, name: string) => void>> = {
  'w:p': (s) => s.endParagraph(),
  'w:pPr': (s) => {
    s.inParagraphProperties = false;
  },
  'w:r': (s) => {
    s.inRun = false;
  },
  'w:t': (s) => {
    s.take = undefined;
  },
  'm:t': (s) => {
    s.take = undefined;
  },
  'w:delText': (s) => {
    s.take = undefined;
  },
  'w:instrText': (s) => {
    s.take = undefined;
  },
  'w:delInstrText': (s) => {
    s.take = undefined;
  },
  'w:del': (s) => {
    s.gone--;
  },
  'w:moveFrom': (s) => {
    s.gone--;
  },
  'w:tbl': (s) => s.tables.end(),
  'w:tc': (s) => s.endCell(),
  'w:txbxContent': (s) => s.endFlow(),
  'wps:wsp': (s) => s.endShape(),
  'v:shape': (s) => s.endShape(),
  'v:rect': (s) => s.endShape(),
  'v:roundrect': (s) => s.endShape(),
  'mc:AlternateContent': (s) => {
    s.chosen.pop();
  },
};

/** By name: what an element does when it begins. */
export const OPEN: Record<string, Handler> = Object.assign(Object.create(null), opening);
/** And when it ends. */
export const CLOSE: Record<string, (s: Story, name: string) => void> = Object.assign(
  Object.create(null),
  closing,
);
// A format that was changed with changes tracked: what it was before is passed over.
for (const name of SKIPPED) {
  OPEN[name] = (s, a) => {
    s.tally.change('formats', a);
    s.skip = 1;
  };
}
for (const [name, { what, hidden }] of Object.entries(ITEMS)) {
  OPEN[name] = (s, a) => {
    if (what === 'comment') s.tally.remark(a);
    s.startItem(what, hidden);
  };
  CLOSE[name] = (s) => s.endFlow();
}
for (const [name, names] of Object.entries(CHOICES)) OPEN[name] = (s, a) => s.asides.choice(a, names);

function merge(s: Story, a: Attributes, merged: 'down' | 'across'): void {
  const { cell } = s.here;
  if (!cell || a.get('w:val') === 'restart') return;
  cell.unseen = true;
  cell.merged = merged;
}

function bounded(value: string | undefined, otherwise: number, most = 1000): number {
  const number = Number(value ?? otherwise);
  return Number.isFinite(number) ? Math.min(Math.max(number, 0), most) : otherwise;
}
