// The data behind a pivot table: a copy of every row that it was made from, kept in the file even where the sheet it
// came from has been deleted. Values stand in attributes: in the records themselves, or as numbers of shared items.
import { HANDFUL } from '../../../detectors/hidden.ts';
import { CellBuffer } from '../../cell-buffer.ts';
import type { PlaceReader } from '../walk.ts';
import { type Attributes, readXml } from '../xml.ts';

interface Field {
  name: string;
  items: string[];
  /** Which shared items a record refers to; the others are values that were there once. */
  used: Uint8Array;
}

/** Tags that hold a value: text, number, date, true or false, error; `m` is a missing one, `x` a shared item. */
const VALUES = new Set(['s', 'n', 'd', 'b', 'e', 'm', 'x']);

function valueIn(tag: string, attributes: Attributes): string {
  const v = attributes.v ?? '';
  if (tag === 'd') return v.replace(/T00:00:00$/, '');
  if (tag === 'b') return v === '1' || v === 'true' ? 'TRUE' : 'FALSE';
  return v;
}

export const readPivotCache: PlaceReader = async (walk, relationship, place) => {
  const { pack, context } = walk;
  const definition = relationship.target;
  const here = [...place, `pivot cache ${walk.next('pivot cache')}`];
  const fields = await readFields(pack.source(definition).inflated());
  const [records] = await pack.related(definition, 'pivotCacheRecords');

  const table = context.sink.table({
    place: here,
    hidden: [...context.hidden, 'pivot-cache'],
    addressing: 'rows',
  });
  const cells = new CellBuffer(table);
  fields.forEach((field, column) => {
    cells.add(0, column, field.name);
  });
  let row = 0;
  let filled = 0;
  try {
    if (records && walk.visit(records.target)) {
      let column = 0;
      await readXml(pack.source(records.target).inflated(), {
        open(tag, attributes) {
          if (tag === 'r') {
            row++;
            column = 0;
          } else if (VALUES.has(tag)) {
            const field = fields[column];
            let value = '';
            if (tag === 'x') {
              const item = Number(attributes.v);
              value = field?.items[item] ?? '';
              if (field && item < field.used.length) field.used[item] = 1;
            } else if (tag !== 'm') value = valueIn(tag, attributes);
            if (value !== '') filled++;
            cells.add(row, column, value);
            column++;
          }
        },
      });
    }
  } finally {
    // What no record refers to is still there to be read: below the records, each in its own column.
    let last = row;
    fields.forEach((field, column) => {
      let below = row;
      field.items.forEach((item, i) => {
        if (field.used[i] || item === '') return;
        cells.add(++below, column, item);
        filled++;
      });
      last = Math.max(last, below);
    });
    row = last;
    cells.flush();
    table.end();
  }
  if (filled > 0) {
    walk.found(
      'pivot-cache',
      here,
      `The data behind a pivot table is in the file: ${row} rows that need not be on any sheet.`,
      { rows: row, cells: filled },
      filled > HANDFUL,
    );
  }
  await walk.follow(definition, here);
};

async function readFields(source: AsyncIterable<Uint8Array>): Promise<Field[]> {
  const fields: Field[] = [];
  let items: string[] | undefined;
  let group = 0;
  await readXml(source, {
    open(tag, attributes) {
      if (tag === 'cacheField')
        fields.push({ name: attributes.name ?? '', items: [], used: new Uint8Array(0) });
      else if (tag === 'sharedItems') items = fields.at(-1)?.items;
      else if (tag === 'fieldGroup') group++;
      else if (items && group === 0 && VALUES.has(tag))
        items.push(tag === 'm' ? '' : valueIn(tag, attributes));
    },
    close(tag) {
      if (tag === 'sharedItems') items = undefined;
      else if (tag === 'fieldGroup') group--;
    },
  });
  for (const field of fields) field.used = new Uint8Array(field.items.length);
  return fields;
}
