// The data behind a pivot table: a copy of every row that it was made from, kept in the file even where the sheet it
// came from has been deleted. Values stand in attributes: in the records themselves, or as numbers of shared items.
import { type PivotField, PivotRows } from '../../pivot-rows.ts';
import type { PlaceReader } from '../walk.ts';
import { type Attributes, readXml } from '../xml.ts';

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

  const rows = new PivotRows(context, here);
  rows.head(fields);
  try {
    if (records && walk.visit(records.target)) {
      let column = 0;
      await readXml(pack.source(records.target).inflated(), {
        open(tag, attributes) {
          if (tag === 'r') {
            rows.startRecord();
            column = 0;
          } else if (VALUES.has(tag)) {
            const field = fields[column];
            if (tag !== 'x') rows.put(column, tag === 'm' ? '' : valueIn(tag, attributes));
            else if (field) rows.refer(field, column, Number(attributes.v));
            column++;
          }
        },
      });
    }
  } finally {
    rows.end(fields);
  }
  rows.tell(walk);
  await walk.follow(definition, here);
};

async function readFields(source: AsyncIterable<Uint8Array>): Promise<PivotField[]> {
  const fields: PivotField[] = [];
  let items: string[] | undefined;
  let group = 0;
  await readXml(source, {
    open(tag, attributes) {
      if (tag === 'cacheField') fields.push({ name: attributes.name ?? '', items: [] });
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
  return fields;
}
