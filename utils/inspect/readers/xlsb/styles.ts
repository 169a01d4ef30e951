// Cell styles of a binary workbook: which show numbers as dates, and which make a text invisible.

import type { Attributes } from '../ooxml/xml.ts';
import { colourOf, styleFlags } from '../xlsx/styles.ts';
import { type RecordData, scanRecords } from './records.ts';

/** BrtColor, as the attributes by which the same colour is named in XML. */
function colour(data: RecordData, theme: readonly number[]): number | undefined {
  const type = data.u8() >> 1;
  const index = data.u8();
  const tint = (data.u16() << 16) >> 16;
  const [red, green, blue] = [data.u8(), data.u8(), data.u8()];
  data.skip(1);
  const attributes: Record<string, string> = { tint: String(tint / 32_767) };
  if (type === 1) attributes.indexed = String(index);
  else if (type === 2) attributes.rgb = ((red << 16) | (green << 8) | blue).toString(16).padStart(6, '0');
  else if (type === 3) attributes.theme = String(index);
  return colourOf(attributes as Attributes, theme);
}

/** One byte of `CELL_FLAG` bits for each cell style. */
export async function readStyles(
  source: AsyncIterable<Uint8Array>,
  theme: readonly number[],
): Promise<Uint8Array<ArrayBuffer>> {
  const formats = new Map<number, string>();
  const fonts: (number | undefined)[] = [];
  const fills: (number | undefined)[] = [];
  const flags: number[] = [];
  let inCells = false;
  await scanRecords(source, (type, data) => {
    if (type === 44) formats.set(data.u16(), data.text());
    else if (type === 43) {
      data.skip(12);
      fonts.push(colour(data, theme));
    } else if (type === 45) {
      const pattern = data.u32();
      const letters = colour(data, theme);
      fills.push(pattern === 0 ? 0xffffff : pattern === 1 ? letters : undefined);
    } else if (type === 617) inCells = true;
    else if (type === 618) inCells = false;
    else if (type === 47 && inCells) {
      data.skip(2);
      const format = data.u16();
      const letters = fonts[data.u16()];
      const fill = data.u16();
      const background = fill < fills.length ? fills[fill] : 0xffffff;
      flags.push(styleFlags(format, formats.get(format), letters, background));
    }
  });
  return Uint8Array.from(flags);
}
