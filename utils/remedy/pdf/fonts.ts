// Fonts of a PDF taken over into another.
import { type Copier, keys, MOST_DEPTH } from './copier.ts';
import { deflated, unpacked } from './filters.ts';
import { BadSyntax, Bytes, type Dict, Name, Stream, type Value } from './syntax.ts';

const FONT = keys(
  'Type Subtype BaseFont FirstChar LastChar Widths W W2 DW DW2 FontBBox FontMatrix CIDToGIDMap Name',
);
const DESCRIPTOR = keys(
  'Type FontName FontStretch FontWeight Flags FontBBox ItalicAngle Ascent Descent Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth Lang Style',
);
const FONT_FILE = keys('Length1 Length2 Length3 Subtype');

/** Takes the letters of a font over that are drawn by instructions (Type 3), and what these use. */
export type Letters = (font: Dict, copy: Dict) => Promise<void>;

/** A font with its file, widths and meanings. */
export async function font(copier: Copier, value: Value, depth: number, letters: Letters): Promise<Value> {
  if (depth > MOST_DEPTH) throw new BadSyntax('Fonts stand too deep in one another.');
  const dict = copier.objects.dict(value);
  if (!dict) return null;
  const copy = copier.plainEntries(dict, FONT);
  const map = copier.objects.get(dict.get('CIDToGIDMap'));
  if (map instanceof Stream)
    copy.set('CIDToGIDMap', await copier.raw('map', dict.get('CIDToGIDMap') as Value, []));
  const system = copier.objects.dict(dict.get('CIDSystemInfo'));
  if (system) copy.set('CIDSystemInfo', systemInfo(copier, system));
  const encoding = copier.objects.get(dict.get('Encoding'));
  if (encoding instanceof Name) copy.set('Encoding', encoding);
  else if (encoding instanceof Map)
    copy.set('Encoding', copier.plainEntries(encoding, ['Type', 'BaseEncoding', 'Differences']));
  else if (encoding instanceof Stream)
    copy.set('Encoding', await characterMap(copier, dict.get('Encoding') as Value, encoding));
  const meaning = copier.objects.get(dict.get('ToUnicode'));
  if (meaning instanceof Name) copy.set('ToUnicode', meaning);
  else if (meaning instanceof Stream)
    copy.set('ToUnicode', await characterMap(copier, dict.get('ToUnicode') as Value, meaning));
  const described = copier.objects.dict(dict.get('FontDescriptor'));
  if (described) {
    copy.set(
      'FontDescriptor',
      await copier.once('descriptor', dict.get('FontDescriptor') as Value, () =>
        descriptor(copier, described),
      ),
    );
  }
  const descendants = copier.objects.array(dict.get('DescendantFonts'));
  if (descendants.length > 0) {
    copy.set(
      'DescendantFonts',
      await Promise.all(
        descendants.map((one) => copier.once('font', one, () => font(copier, one, depth + 1, letters))),
      ),
    );
  }
  await letters(dict, copy);
  return copy;
}

async function descriptor(copier: Copier, dict: Dict): Promise<Value> {
  const copy = copier.plainEntries(dict, DESCRIPTOR);
  for (const key of ['FontFile', 'FontFile2', 'FontFile3']) {
    if (copier.objects.get(dict.get(key)) instanceof Stream)
      copy.set(key, await copier.raw('fontfile', dict.get(key) as Value, FONT_FILE));
  }
  return copy;
}

/** Names of a character collection: the only strings that are read here. */
function systemInfo(copier: Copier, dict: Dict): Dict {
  const copy = copier.plainEntries(dict, ['Supplement']);
  for (const key of ['Registry', 'Ordering']) {
    const text = copier.objects.get(dict.get(key));
    if (text instanceof Bytes && text.value.length <= 64) copy.set(key, text);
  }
  return copy;
}

/** A map from codes to characters, without its comments. */
function characterMap(copier: Copier, value: Value, stream: Stream): Promise<Value> {
  return copier.once('cmap', value, async () => {
    const copy = copier.plainEntries(stream.dict, ['Type', 'CMapName', 'WMode']);
    const system = copier.objects.dict(stream.dict.get('CIDSystemInfo'));
    if (system) copy.set('CIDSystemInfo', systemInfo(copier, system));
    const base = copier.objects.get(stream.dict.get('UseCMap'));
    if (base instanceof Name) copy.set('UseCMap', base);
    copy.set('Filter', new Name('FlateDecode'));
    const bytes = await unpacked(copier.objects, stream, copier.budget);
    return new Stream(copy, await deflated(withoutComments(bytes)));
  });
}

/** Comments of PostScript: from `%` to the end of the line. A map has no strings in which one could stand. */
function withoutComments(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  let comment = false;
  for (const byte of bytes) {
    if (byte === 10 || byte === 13) comment = false;
    else if (byte === 0x25) comment = true;
    if (!comment) out[length++] = byte;
  }
  return out.subarray(0, length);
}
