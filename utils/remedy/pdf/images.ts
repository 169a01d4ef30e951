// Images of a PDF taken over into another, without metadata of their own.
import { joinBytes } from '../../inspect/container/join-bytes.ts';
import { cleanImage } from '../image.ts';
import { space } from './colours.ts';
import { type Copier, keys, MOST_DEPTH } from './copier.ts';
import { unpacked } from './filters.ts';
import { BadSyntax, type Dict, Name, Stream, type Value } from './syntax.ts';

const IMAGE = keys(
  'Width Height BitsPerComponent Decode ImageMask Interpolate Intent Filter SMaskInData Matte',
);

/** An image, without what cameras and programs wrote into it. */
export async function image(copier: Copier, found: Stream, depth: number): Promise<Value> {
  const { dict } = found;
  const copy = copier.plainEntries(dict, IMAGE);
  copy.set('Type', new Name('XObject')).set('Subtype', new Name('Image'));
  const parameters = copier.objects.get(dict.get('DecodeParms'));
  if (Array.isArray(parameters)) {
    copy.set('DecodeParms', await Promise.all(parameters.map((one) => copier.parameters(one))));
  } else if (parameters !== null) copy.set('DecodeParms', await copier.parameters(parameters));
  const colours = dict.get('ColorSpace');
  if (colours !== undefined) copy.set('ColorSpace', await space(copier, colours, depth + 1));
  for (const key of ['SMask', 'Mask']) {
    const mask = copier.objects.get(dict.get(key));
    if (mask instanceof Stream && depth < MOST_DEPTH) {
      copy.set(key, await copier.once('image', dict.get(key) as Value, () => image(copier, mask, depth + 1)));
    } else if (Array.isArray(mask)) copy.set(key, copier.plain(mask));
  }
  return new Stream(copy, withoutMetadata(copy, await bare(copier, copy, found)));
}

/** The data of a JPEG that is packed once more, unpacked; other data as they are. */
async function bare(copier: Copier, copy: Dict, { data }: Stream): Promise<Uint8Array<ArrayBuffer>> {
  const filters = copy.get('Filter');
  const last = Array.isArray(filters) && filters.length > 1 ? filters.at(-1) : undefined;
  if (!(last instanceof Name) || (last.value !== 'DCTDecode' && last.value !== 'JPXDecode')) return data;
  const outer = new Stream(new Map([['Filter', (filters as Value[]).slice(0, -1)]]), data);
  const bytes = await unpacked(copier.objects, outer, copier.budget);
  copy.set('Filter', last);
  const parameters = copy.get('DecodeParms');
  if (Array.isArray(parameters)) copy.set('DecodeParms', parameters.at(-1) ?? null);
  return bytes;
}

/** What cameras and programs write into a JPEG or a JPEG 2000. */
function withoutMetadata(dict: Dict, data: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const filter = dict.get('Filter') ?? null;
  const only = Array.isArray(filter) && filter.length === 1 ? (filter[0] as Value) : filter;
  if (!(only instanceof Name)) return data;
  if (only.value === 'DCTDecode') {
    try {
      const { bytes } = cleanImage(data, 'jpeg');
      return bytes;
    } catch {
      throw new BadSyntax('A JPEG breaks its own rules.');
    }
  }
  return only.value === 'JPXDecode' ? withoutBoxes(data) : data;
}

/** Boxes of a JPEG 2000 that change what is seen; all others go. A bare codestream has none. */
function withoutBoxes(data: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  if (data.length < 12 || view.getUint32(4) !== 0x6a502020) return data;
  const kept: Uint8Array[] = [];
  for (let at = 0; at + 8 <= data.length; ) {
    const size = view.getUint32(at);
    const type = String.fromCharCode(...data.subarray(at + 4, at + 8));
    const length =
      size === 0
        ? data.length - at
        : size === 1 && at + 16 <= data.length
          ? Number(view.getBigUint64(at + 8))
          : size;
    if (length < 8 || at + length > data.length) throw new BadSyntax('A JPEG 2000 breaks its own rules.');
    if (['jP  ', 'ftyp', 'jp2h', 'jp2c'].includes(type)) kept.push(data.subarray(at, at + length));
    at += length;
  }
  return joinBytes(kept);
}
