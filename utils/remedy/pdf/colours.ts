// Colour spaces, the functions in them, and shadings, taken over into another PDF.
import { type Copier, keys, MOST_DEPTH } from './copier.ts';
import { BadSyntax, Bytes, Name, Stream, type Value } from './syntax.ts';

const FUNCTION = keys('FunctionType Domain Range C0 C1 N Bounds Encode Size BitsPerSample Order Decode');
const SHADING = keys(
  'ShadingType Background BBox AntiAlias Domain Matrix Coords Extend BitsPerCoordinate BitsPerComponent BitsPerFlag Decode VerticesPerRow',
);

/** Functions that turn numbers into others: curves and tints. */
export async function functions(copier: Copier, value: Value, depth: number): Promise<Value> {
  if (depth > MOST_DEPTH) throw new BadSyntax('Functions stand too deep in one another.');
  const found = copier.objects.get(value);
  if (found instanceof Name) return found;
  if (Array.isArray(found)) return Promise.all(found.map((one) => functions(copier, one, depth + 1)));
  if (found instanceof Stream) return copier.raw('function', value, FUNCTION);
  if (!(found instanceof Map)) return null;
  const copy = copier.plainEntries(found, FUNCTION);
  if (found.has('Functions'))
    copy.set('Functions', await functions(copier, found.get('Functions') as Value, depth + 1));
  return copy;
}

/** A colour space. */
export async function space(copier: Copier, value: Value, depth: number): Promise<Value> {
  if (depth > MOST_DEPTH) throw new BadSyntax('Colours stand too deep in one another.');
  const found = copier.objects.get(value);
  if (found instanceof Name) return found;
  if (!Array.isArray(found)) return null;
  const kind = copier.objects.get(found[0]);
  if (!(kind instanceof Name)) return null;
  const inner = (at: number) => space(copier, found[at] ?? null, depth + 1);
  switch (kind.value) {
    case 'ICCBased': {
      const profile = copier.objects.get(found[1]);
      if (!(profile instanceof Stream)) throw new BadSyntax('A colour profile is missing.');
      return [kind, await copier.raw('profile', found[1] as Value, ['N', 'Range', 'Alternate'])];
    }
    case 'Indexed':
    case 'I': {
      const table = copier.objects.get(found[3]);
      const taken =
        table instanceof Stream
          ? await copier.raw('lookup', found[3] as Value, [])
          : table instanceof Bytes
            ? table
            : null;
      return [kind, await inner(1), copier.plain(found[2] ?? null), taken];
    }
    case 'Separation':
    case 'DeviceN':
      return [
        kind,
        copier.plain(found[1] ?? null),
        await inner(2),
        await functions(copier, found[3] ?? null, depth + 1),
      ];
    case 'Pattern':
      return found.length > 1 ? [kind, await inner(1)] : kind;
    default:
      // CalGray, CalRGB, Lab: numbers only.
      return [kind, ...found.slice(1).map((one) => copier.plain(one))];
  }
}

/** A run of colours. */
export async function shading(copier: Copier, value: Value, depth: number): Promise<Value> {
  const found = copier.objects.get(value);
  const dict = copier.objects.dict(value);
  if (!dict) return null;
  const copy = copier.plainEntries(dict, SHADING);
  if (dict.has('ColorSpace'))
    copy.set('ColorSpace', await space(copier, dict.get('ColorSpace') as Value, depth + 1));
  if (dict.has('Function'))
    copy.set('Function', await functions(copier, dict.get('Function') as Value, depth + 1));
  return found instanceof Stream ? copier.packedAs(copy, found) : copy;
}
