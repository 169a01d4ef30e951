// Whether a workbook says what its formulas show. Programs that do not calculate (pandas, openpyxl) write formulas without
// their values: a table made of such a file would have gaps where everybody sees figures.

import { openEntry, readZipDirectory } from '../../inspect/container/zip.ts';
import type { Budget } from '../../inspect/reader.ts';
import { OpcPackage } from '../../inspect/readers/ooxml/package.ts';
import { isTrue, readXml } from '../../inspect/readers/ooxml/xml.ts';
import { isLow, isNarrow } from '../../inspect/readers/thin.ts';
import { readWorkbook } from '../../inspect/readers/xlsx/workbook.ts';
import { readXml as readAnyXml } from '../../inspect/xml/reader.ts';
import { Refused } from '../remedy.ts';
import { columnIndex } from './area.ts';

/** @throws Refused where a cell that is seen has a formula and no value, or one that counts for nothing. */
export async function refuseUnstored(file: Blob, budget: Budget): Promise<void> {
  const pack = await OpcPackage.open(file, budget);
  const main = await pack.main();
  if (main === undefined) throw new Refused('unread');
  const { sheets, recalculated } = await readWorkbook(pack, main);
  for (const { part, state } of sheets)
    if (part !== undefined && state === 'visible') await refuseSheet(pack, part, recalculated);
}

async function refuseSheet(pack: OpcPackage, part: string, recalculated: boolean): Promise<void> {
  const narrow: { first: number; last: number }[] = [];
  let low = false;
  let cell: { column: number; text: boolean; formula: boolean; value: boolean } | undefined;
  let inside = false;
  await readXml(pack.source(part).inflated(), {
    open(name, attributes) {
      if (name === 'col' && (isTrue(attributes.hidden) || isNarrow(attributes.width)))
        narrow.push({ first: Number(attributes.min) - 1, last: Number(attributes.max) - 1 });
      else if (name === 'row') low = isTrue(attributes.hidden) || isLow(attributes.ht);
      else if (name === 'c') {
        const [letters = ''] = /^[A-Z]+/i.exec(attributes.r ?? '') ?? [];
        const column = columnIndex(letters);
        cell = { column, text: attributes.t === 'str', formula: false, value: false };
      } else if (name === 'f' && cell) cell.formula = true;
      else if (name === 'v') inside = true;
    },
    close(name) {
      if (name === 'v') inside = false;
      if (name !== 'c' || !cell) return;
      const { column, text, formula, value } = cell;
      cell = undefined;
      if (!formula || low || (!recalculated && (text || value))) return;
      if (!narrow.some(({ first, last }) => column >= first && column <= last))
        throw new Refused('no-stored-values');
    },
    text(text) {
      if (inside && cell && text.trim() !== '') cell.value = true;
    },
  });
}

/** The same of an OpenDocument workbook. @throws Refused where a cell has a formula and neither a value nor a text. */
export async function refuseUnstoredOdf(file: Blob, budget: Budget): Promise<void> {
  const { entries } = await readZipDirectory(file);
  const content = entries.find(({ name }) => name === 'content.xml');
  if (!content) throw new Refused('unread');
  let lacking = false;
  await readAnyXml(openEntry(file, content, budget), {
    open(name, attributes) {
      if (name !== 'table:table-cell') return;
      lacking =
        attributes.get('table:formula') !== undefined && attributes.get('office:value-type') === undefined;
    },
    close(name) {
      if (name === 'table:table-cell' && lacking) throw new Refused('no-stored-values');
    },
    text(text) {
      if (text.trim() !== '') lacking = false;
    },
  });
}
