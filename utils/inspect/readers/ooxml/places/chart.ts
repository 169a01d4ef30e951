// Charts keep a copy of what they show. Where that comes from a visible sheet it adds nothing; where it comes from
// another workbook, or from a sheet that has been deleted or hidden, it is data that the reader of the sheet cannot see.
import { CellBuffer } from '../../cell-buffer.ts';
import type { Workbook } from '../../xlsx/workbook.ts';
import type { PlaceReader } from '../walk.ts';
import { readXml } from '../xml.ts';

const HEADERS = new Set(['tx']);
const COLUMNS = new Set(['cat', 'val', 'xVal', 'yVal', 'bubbleSize', 'strDim', 'numDim']);

export const readChart: PlaceReader = async (walk, relationship, place) => {
  const here = [...place, `chart ${walk.next('chart')}`];
  const { context, pack } = walk;
  const table = context.sink.table({
    place: here,
    hidden: [...context.hidden, 'chart-cache'],
    addressing: 'rows',
  });
  const cells = new CellBuffer(table);
  const texts: string[] = [];
  const formulas = new Set<string>();
  const shown = new Set<string>();
  let area: 'header' | 'column' | undefined;
  let column = -1;
  let skip = false;
  let header = '';
  let row = 0;
  let text: string | undefined;
  let points = 0;
  try {
    await readXml(pack.source(relationship.target).inflated(), {
      open(tag, attributes) {
        if (HEADERS.has(tag)) {
          area = 'header';
          header = '';
        } else if (COLUMNS.has(tag)) {
          area = 'column';
          skip = false;
          column++;
          cells.add(0, column, header);
        } else if (tag === 'pt') {
          row = Number(attributes.idx ?? 0) + 1;
          text = '';
        } else if (tag === 'f' || tag === 't') text = '';
      },
      text(piece) {
        if (text !== undefined) text += piece;
      },
      close(tag) {
        if (tag === 'tx' || COLUMNS.has(tag)) area = undefined;
        else if (tag === 'f' && area) {
          const formula = (text ?? '').trim();
          formulas.add(formula);
          // Every series repeats the categories: once is enough.
          skip = area === 'column' && shown.has(formula);
          if (area === 'column') shown.add(formula);
          text = undefined;
        } else if (tag === 'pt') {
          const value = (text ?? '').trim();
          text = undefined;
          if (area === 'header') header = value;
          else if (area === 'column' && !skip && value !== '') {
            cells.add(row, column, value);
            points++;
          }
        } else if (tag === 't') {
          if (text?.trim()) texts.push(text.trim());
          text = undefined;
        }
      },
    });
  } finally {
    cells.flush();
    table.end();
  }
  walk.text(here, [], texts.join('\n'));
  if (points > 0 && formulas.size > 0 && !walk.workbook) {
    // In a document or a deck there is no sheet beside it. Values without a reference are the chart's own: it shows them.
    walk.found('chart-cache', here, 'A chart keeps a copy of the data behind it.', { cells: points });
  } else if (points > 0 && [...formulas].some((formula) => isElsewhere(formula, walk.workbook))) {
    walk.found('chart-cache', here, 'A chart keeps a copy of data that no visible sheet has.', {
      cells: points,
    });
  }
  await walk.follow(relationship.target, here);
};

/** Whether a chart's reference leads to another workbook, to nothing, or to a sheet that is hidden or gone. */
function isElsewhere(formula: string, workbook: Workbook | undefined): boolean {
  if (formula === '') return false;
  if (formula.includes('#REF!') || /\[[^[\]]+\]/.test(formula)) return true;
  const match = /^\(?(?:'((?:[^']|'')+)'|([^'!]+))!/.exec(formula);
  const name = (match?.[1]?.replaceAll("''", "'") ?? match?.[2])?.toLowerCase();
  if (!name || !workbook) return false;
  const sheet = workbook.sheets.find((s) => s.name.toLowerCase() === name);
  if (sheet) return sheet.state !== 'visible';
  // A defined name may stand before the exclamation mark's workbook: only what looks like a sheet is missing.
  return !workbook.names.some((n) => n.name.toLowerCase() === name);
}
