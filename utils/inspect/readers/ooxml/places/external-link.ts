// What a workbook keeps of another one that its formulas refer to: whole blocks of cells, seen on no sheet. Hackney's
// breach was one of these.

import { HANDFUL } from '../../../detectors/hidden.ts';
import type { TableSink } from '../../../part.ts';
import { CellBuffer } from '../../cell-buffer.ts';
import type { PlaceReader } from '../walk.ts';
import { readXml } from '../xml.ts';

/** `AB12` → [11, 27]; undefined for what is no reference. */
function cellReference(reference: string | undefined): [row: number, column: number] | undefined {
  const match = /^\$?([A-Za-z]{1,3})\$?(\d{1,7})$/.exec(reference ?? '');
  if (!match) return undefined;
  let column = 0;
  for (const letter of match[1]!.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return [Number(match[2]) - 1, column - 1];
}

export const readExternalLink: PlaceReader = async (walk, relationship, place) => {
  const here = [...place, `external link ${walk.next('external link')}`];
  const { context, pack } = walk;
  const hidden = [...context.hidden, 'external-link-cache' as const];
  const names: string[] = [];
  let table: TableSink | undefined;
  let cells: CellBuffer | undefined;
  let at: [number, number] | undefined;
  let value = '';
  let inValue = false;
  let count = 0;
  let row = -1;
  const rows = new Set<string>();
  const begin = (name: string) => {
    table = context.sink.table({ place: [...here, `sheet "${name}"`], hidden, addressing: 'a1' });
    cells = new CellBuffer(table);
  };
  const end = () => {
    cells?.flush();
    table?.end();
    table = undefined;
    cells = undefined;
  };
  let sheet = '';
  try {
    await readXml(pack.source(relationship.target).inflated(), {
      open(tag, attributes) {
        if (tag === 'sheetName') names.push(attributes.val ?? '');
        else if (tag === 'sheetData') {
          sheet = names[Number(attributes.sheetId ?? -1)] ?? '';
          begin(sheet);
        } else if (tag === 'cell') at = cellReference(attributes.r);
        else if (tag === 'values') {
          // DDE and OLE links: a block of values without references.
          sheet = attributes.rows ?? 'values';
          begin('values');
          row = -1;
        } else if (tag === 'value') {
          row++;
          at = [row, 0];
        } else if (tag === 'v' || tag === 'val') {
          inValue = true;
          value = '';
        }
      },
      text(text) {
        if (inValue) value += text;
      },
      close(tag) {
        if (tag === 'v' || tag === 'val') {
          inValue = false;
          if (at && value !== '') {
            cells?.add(at[0], at[1], value);
            count++;
            rows.add(`${sheet}!${at[0]}`);
          }
        } else if (tag === 'sheetData' || tag === 'values') end();
      },
    });
  } finally {
    end();
  }
  if (count > 0) {
    walk.found(
      'external-link-cache',
      here,
      `The file keeps ${count} cells of another workbook that its formulas refer to.`,
      { rows: rows.size, cells: count },
      count > HANDFUL,
    );
  }
  await walk.follow(relationship.target, here);
};
