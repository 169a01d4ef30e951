// What a workbook keeps of another one that its formulas refer to: whole blocks of cells, seen on no sheet. Hackney's
// breach was one of these.

import { ExternalCells } from '../../external-cells.ts';
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

export const readExternalLink: PlaceReader = async (walk, { target }, place) => {
  const here = [...place, `external link ${walk.next('external link')}`];
  const cells = new ExternalCells(walk, here);
  const names: string[] = [];
  let at: [number, number] | undefined;
  let value = '';
  let inValue = false;
  let row = -1;
  try {
    await readXml(walk.pack.source(target).inflated(), {
      open(tag, attributes) {
        if (tag === 'sheetName') names.push(attributes.val ?? '');
        else if (tag === 'sheetData') cells.startSheet(names[Number(attributes.sheetId ?? -1)] ?? '');
        else if (tag === 'cell') at = cellReference(attributes.r);
        else if (tag === 'values') {
          // DDE and OLE links: a block of values without references.
          cells.startSheet('values');
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
          if (at) cells.put(at[0], at[1], value);
        } else if (tag === 'sheetData' || tag === 'values') cells.endSheet();
      },
    });
  } finally {
    cells.end();
  }
  await walk.follow(target, here);
};
