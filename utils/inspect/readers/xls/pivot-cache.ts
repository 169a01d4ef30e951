// The data behind the pivot tables of an .xls: one stream a cache in the storage `_SX_DB_CUR` ([MS-XLS] 2.1.7.20).
// First the fields with the values that rows share, then row by row the numbers of these and the values of the others.
import type { Voice } from '../ole/office.ts';
import { type PivotField, PivotRows } from '../pivot-rows.ts';
import type { Book } from './book.ts';
import { Segments, scanRecords } from './records.ts';

interface Field extends PivotField {
  /** Rows refer to its items by number. */
  shared: boolean;
  wide: boolean;
  calculated: boolean;
}

/** Reads one cache. */
export async function readPivotCache(voice: Voice, book: Book, stream: Blob): Promise<void> {
  const { context } = voice;
  const here = [...voice.place, `pivot cache ${voice.next('pivot cache')}`];
  const rows = new PivotRows(context, here);
  const fields: Field[] = [];
  let claimed = 0;
  let waiting = 0;
  /** Fields of a row whose values stand in it. */
  let own: number[] | undefined;
  let next = 0;
  let rowsBegun = false;

  const startRow = () => {
    if (!own) {
      own = fields.flatMap((field, i) => (field.shared || field.calculated ? [] : [i]));
      rows.head(fields);
    }
    rows.startRecord();
    next = 0;
  };
  const value = (text: string) => {
    if (waiting > 0) {
      waiting--;
      fields.at(-1)!.items.push(text);
      return;
    }
    if (fields.length < claimed) return;
    // Where no field is shared, nothing but their number divides the rows.
    if (!rowsBegun || (own && next >= own.length)) {
      const noneShared = !fields.some(({ shared }) => shared);
      if (!noneShared) return;
      startRow();
      rowsBegun = true;
    }
    rows.put(own![next++] ?? 0, text);
  };

  try {
    await scanRecords(stream, {
      budget: context.budget,
      signal: context.signal,
      isOver: () => true,
      onRecord(type, bytes, _view, start, length) {
        const source = new Segments([bytes.subarray(start, start + length)]);
        switch (type) {
          case 0xc6: // SXDB
            source.skip(10);
            claimed = source.u16();
            break;
          case 0xc7: {
            // SXFDB
            const flags = source.u16();
            source.skip(6);
            const visible = source.u16();
            source.skip(2);
            const items = source.u16();
            const name = source.more ? book.text(source, book.biff < 8) : '';
            fields.push({
              name,
              shared: (flags & 1) !== 0,
              wide: (flags & 0x200) !== 0,
              items: [],
              calculated: (flags & 0x8000) !== 0,
            });
            waiting = flags & 0x10 ? visible : items;
            break;
          }
          case 0xc8: {
            // SXDBB: a row
            startRow();
            rowsBegun = true;
            fields.forEach((field, i) => {
              if (!field.shared || !source.more) return;
              rows.refer(field, i, field.wide ? source.u16() : source.u8());
            });
            break;
          }
          case 0xc9:
            value(String(source.f64()));
            break;
          case 0xca:
            value(source.u16() ? 'TRUE' : 'FALSE');
            break;
          case 0xcb:
          case 0xcf:
            value('');
            break;
          case 0xcc:
            value(String((source.u16() << 16) >> 16));
            break;
          case 0xcd:
            value(source.more ? book.text(source, false) : '');
            break;
          case 0xce:
            value(dateText(source));
            break;
        }
      },
    });
  } finally {
    // Without a single record the headings were not written yet.
    if (!own) rows.head(fields);
    rows.end(fields);
  }
  rows.tell(voice);
}

/** SXDtr: year, month, day, hour, minute, second. */
function dateText(source: Segments): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const date = `${source.u16()}-${two(source.u16())}-${two(source.u8())}`;
  const time = `${two(source.u8())}:${two(source.u8())}:${two(source.u8())}`;
  return time === '00:00:00' ? date : `${date}T${time}`;
}
