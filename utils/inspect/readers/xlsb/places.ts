// Parts of a binary workbook that are records where a plain workbook has XML: comments, the data behind pivot tables,
// what is kept of other workbooks. All other parts are read as in a plain workbook.
import { wordTable } from '../../word-table.ts';
import { ERRORS } from '../cell-stream.ts';
import { ExternalCells } from '../external-cells.ts';
import { PLACES } from '../ooxml/places/index.ts';
import type { PlaceReader } from '../ooxml/walk.ts';
import { type PivotField, PivotRows } from '../pivot-rows.ts';
import { type RecordData, scanRecords } from './records.ts';

/** Of the largest sheet there is, from 0. */
const LAST_ROW = 1_048_575;
const LAST_COLUMN = 16_383;

const isBinary = (part: string) => !/\.xml$/i.test(part);

/** The reader for records, or the one for XML where the part is that. */
function binary(kind: string, read: PlaceReader): PlaceReader {
  return (walk, relationship, place) =>
    isBinary(relationship.target)
      ? read(walk, relationship, place)
      : PLACES[kind]!(walk, relationship, place);
}

const readComments: PlaceReader = async (walk, { target }, place) => {
  const here = [...place, 'comments'];
  const lines: string[] = [];
  let comments = 0;
  try {
    await scanRecords(walk.pack.source(target).inflated(), (type, data) => {
      if (type === 635) comments++;
      else if (type === 632 || type === 637) {
        if (type === 637) data.skip(1);
        const text = data.text().trim();
        if (text !== '') lines.push(text);
      }
    });
  } finally {
    walk.text(here, ['comments'], lines.join('\n'));
    if (comments > 0) {
      const what = comments === 1 ? 'There is a comment' : `There are ${comments} comments`;
      walk.found('comments', here, `${what} on the sheet, with the names of those who wrote.`, { comments });
    }
  }
  await walk.follow(target, here);
};

const readExternalLink: PlaceReader = async (walk, { target }, place) => {
  const here = [...place, `external link ${walk.next('external link')}`];
  const cells = new ExternalCells(walk, here);
  const names: string[] = [];
  let row = 0;
  const put = (data: RecordData, read: () => string) => {
    const column = data.u32();
    if (column <= LAST_COLUMN) cells.put(row, column, read());
  };
  try {
    await scanRecords(walk.pack.source(target).inflated(), (type, data) => {
      switch (type) {
        case 359: // BrtSupTabs
          for (let i = data.u32(); i > 0 && data.more; i--) names.push(data.text());
          break;
        case 363: // BrtExternTableStart
          cells.startSheet(names[data.u32()] ?? '');
          break;
        case 366: // BrtExternRowHdr
          row = Math.min(data.u32(), LAST_ROW);
          break;
        case 368:
          put(data, () => String(data.f64()));
          break;
        case 369:
          put(data, () => (data.u8() ? 'TRUE' : 'FALSE'));
          break;
        case 370:
          put(data, () => ERRORS[data.u8()] ?? '');
          break;
        case 371:
          put(data, () => data.text());
          break;
      }
    });
  } finally {
    cells.end();
  }
  await walk.follow(target, here);
};

interface Field extends PivotField {
  /** Records have a number of an item; else a value of this kind. */
  shared: boolean;
  kind: 'text' | 'number' | 'date';
}

/** A value of a pivot cache, by its record's number: 20 missing, 21 number… `undefined` for other records. */
function itemText(type: number, data: RecordData): string | undefined {
  switch (type >= 27 && type <= 32 ? type - 7 : type) {
    case 20:
      return '';
    case 21:
      return String(data.f64());
    case 22:
      return data.u8() ? 'TRUE' : 'FALSE';
    case 23:
      return ERRORS[data.u8()] ?? '';
    case 24:
      return data.text();
    case 25:
      return dateText(data);
    default:
      return undefined;
  }
}

function dateText(data: RecordData): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const date = `${data.u16()}-${two(data.u16())}-${two(data.u8())}`;
  const time = `${two(data.u8())}:${two(data.u8())}:${two(data.u8())}`;
  return time === '00:00:00' ? date : `${date}T${time}`;
}

async function readFields(source: AsyncIterable<Uint8Array>): Promise<Field[]> {
  const fields: Field[] = [];
  let inItems = false;
  await scanRecords(source, (type, data) => {
    if (type === 183) {
      // BrtBeginPCDField
      data.skip(20);
      fields.push({ name: data.text(), items: [], shared: false, kind: 'text' });
    } else if (type === 189) {
      // BrtBeginPCDFAtbl
      const flags = data.u16();
      const field = fields.at(-1);
      inItems = true;
      if (!field) return;
      field.shared = data.u32() > 0;
      field.kind = flags & 0x09 ? 'text' : flags & 0x40 ? 'number' : flags & 0x04 ? 'date' : 'text';
    } else if (type === 190) inItems = false;
    else if (inItems) {
      const text = itemText(type, data);
      if (text !== undefined) fields.at(-1)?.items.push(text);
    }
  });
  return fields;
}

const readPivotCache: PlaceReader = async (walk, { target }, place) => {
  const { pack, context } = walk;
  const here = [...place, `pivot cache ${walk.next('pivot cache')}`];
  const fields = await readFields(pack.source(target).inflated());
  const [records] = await pack.related(target, 'pivotCacheRecords');
  const rows = new PivotRows(context, here);
  rows.head(fields);
  try {
    if (records && walk.visit(records.target)) {
      let column = 0;
      await scanRecords(pack.source(records.target).inflated(), (type, data) => {
        if (type === 33) {
          // BrtPCRRecord: the whole row at once.
          rows.startRecord();
          fields.forEach((field, i) => {
            if (!data.more) return;
            if (field.shared) rows.refer(field, i, data.u32());
            else if (field.kind === 'number') rows.put(i, String(data.f64()));
            else if (field.kind === 'date') rows.put(i, dateText(data));
            else rows.put(i, data.text());
          });
        } else if (type === 34) {
          // BrtPCRRecordDt: the row's values follow.
          rows.startRecord();
          column = 0;
        } else if (type === 26) {
          const field = fields[column];
          if (field) rows.refer(field, column, data.u32());
          column++;
        } else {
          const text = itemText(type, data);
          if (text !== undefined) rows.put(column++, text);
        }
      });
    }
  } finally {
    rows.end(fields);
    rows.tell(walk);
  }
  await walk.follow(target, here);
};

/** Nothing of anybody's in it. */
const nothing: PlaceReader = (walk, { target }, place) => walk.follow(target, place);

export const BINARY_PLACES = wordTable<PlaceReader>({
  ...PLACES,
  comments: binary('comments', readComments),
  externalLink: binary('externalLink', readExternalLink),
  pivotCacheDefinition: binary('pivotCacheDefinition', readPivotCache),
  xlBinaryIndex: nothing,
});
