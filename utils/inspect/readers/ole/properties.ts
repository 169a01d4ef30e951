// Property sets ([MS-OLEPS]): SummaryInformation and DocumentSummaryInformation with the names of those who wrote.
import type { OleFile } from '../../container/ole.ts';
import type { Place } from '../../part.ts';
import { decoderFor } from './codepage.ts';
import type { Voice } from './office.ts';

/** Most bytes of a property set that are read; thumbnails are behind the texts or beside the point. */
const MOST = 1 << 20;

/** Properties by set and number: those that name people or organisations have a name that goes into the message. */
const SUMMARY: Readonly<Record<number, string | undefined>> = {
  2: undefined,
  3: undefined,
  4: 'author',
  5: undefined,
  6: undefined,
  7: 'template',
  8: 'last modified by',
};
const DOCUMENT_SUMMARY: Readonly<Record<number, string | undefined>> = {
  2: undefined,
  14: 'manager',
  15: 'company',
  26: undefined,
  27: undefined,
};

const SETS: readonly {
  stream: string;
  step: string;
  known: Readonly<Record<number, string | undefined>>;
}[] = [
  { stream: '\u0005SummaryInformation', step: 'properties', known: SUMMARY },
  { stream: '\u0005DocumentSummaryInformation', step: 'application properties', known: DOCUMENT_SUMMARY },
];

/** Reads both property sets of a file and says who stands in them. */
export async function readProperties(voice: Voice, ole: OleFile, place: Place = voice.place): Promise<void> {
  for (const { stream, step, known } of SETS) {
    const entry = ole.find(stream);
    if (entry?.kind !== 'stream' || entry.size === 0) continue;
    await voice.guard(place, async () => {
      const blob = await ole.blob(entry);
      const bytes = new Uint8Array(await blob.slice(0, MOST).arrayBuffer());
      voice.context.budget.spend(bytes.length);
      const lines: string[] = [];
      const named = new Set<string>();
      for (const { set, id, name, text } of parsePropertySets(bytes)) {
        if (set === 0 ? !(id in known) : false) continue;
        lines.push(set === 0 ? text : name ? `${name}: ${text}` : text);
        const what = set === 0 ? known[id] : 'custom properties';
        // A template's bare name says nothing of anybody; its path does.
        if (what && (what !== 'template' || /[/\\]/.test(text))) named.add(what);
      }
      const here = [...place, step];
      voice.text(here, ['metadata'], lines.join('\n'));
      if (named.size > 0) {
        voice.found('metadata', here, `The document properties are filled in: ${[...named].join(', ')}.`, {
          entries: named.size,
        });
      }
    });
  }
}

export interface Property {
  /** 0 for the first set of the stream, 1 for the second (custom properties). */
  set: number;
  id: number;
  /** Of a custom property, where the dictionary has it. */
  name: string;
  text: string;
}

/** All properties that are texts; a broken one is left out. */
function parsePropertySets(bytes: Uint8Array): Property[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const fits = (at: number, length: number) => at >= 0 && at + length <= bytes.length;
  const found: Property[] = [];
  if (!fits(0, 48)) return found;
  const sets = Math.min(2, view.getUint32(24, true));
  for (let set = 0; set < sets; set++) {
    if (!fits(28 + set * 20, 20)) break;
    const base = view.getUint32(28 + set * 20 + 16, true);
    if (!fits(base, 8)) continue;
    const count = Math.min(view.getUint32(base + 4, true), 4096);
    const offsets: [id: number, at: number][] = [];
    for (let i = 0; i < count && fits(base + 8 + i * 8, 8); i++) {
      offsets.push([view.getUint32(base + 8 + i * 8, true), base + view.getUint32(base + 12 + i * 8, true)]);
    }
    let codepage = 1252;
    for (const [id, at] of offsets) if (id === 1 && fits(at, 6)) codepage = view.getUint16(at + 4, true);
    const decoder = decoderFor(codepage);
    const wide = new TextDecoder('utf-16le');
    const clean = (text: string) => {
      const end = text.indexOf('\0');
      return (end < 0 ? text : text.slice(0, end)).trim();
    };
    const names = new Map<number, string>();
    for (const [id, at] of offsets) {
      if (id !== 0 || !fits(at, 4)) continue;
      let from = at + 4;
      const entries = Math.min(view.getUint32(at, true), 4096);
      for (let i = 0; i < entries && fits(from, 8); i++) {
        const length = view.getUint32(from + 4, true) * (codepage === 1200 ? 2 : 1);
        if (!fits(from + 8, length)) break;
        names.set(
          view.getUint32(from, true),
          clean(decoder.decode(bytes.subarray(from + 8, from + 8 + length))),
        );
        from += 8 + length;
        if (codepage === 1200) from = at + ((from - at + 3) & ~3);
      }
    }
    for (const [id, at] of offsets) {
      if (id < 2 || !fits(at, 8)) continue;
      const type = view.getUint16(at, true);
      const size = view.getUint32(at + 4, true);
      let text = '';
      if (type === 30 && fits(at + 8, size))
        text = clean(decoder.decode(bytes.subarray(at + 8, at + 8 + size)));
      else if (type === 31 && fits(at + 8, size * 2))
        text = clean(wide.decode(bytes.subarray(at + 8, at + 8 + size * 2)));
      if (text !== '') found.push({ set, id, name: names.get(id) ?? '', text });
    }
  }
  return found;
}
