// PDF: objects are left out, doubled and swapped, references led elsewhere (in circles too), streams inflated, changed and
// deflated again. Offsets are left wrong, as in files that are damaged.
import { deflateSync, inflateSync } from 'node:zlib';
import type { Random } from '../../fixtures/people.ts';
import { MOST_BYTES, mutateBytes } from './bytes.ts';
import { mutateText, mutateTokens } from './tokens.ts';

const OBJECT = /\d+ \d+ obj\b[\s\S]*?endobj/g;
const STREAM = /stream\r?\n/;

function mutateObject(random: Random, object: string): string {
  const stream = STREAM.exec(object);
  if (!stream) return mutateText(random, object);
  const start = stream.index + stream[0].length;
  const end = object.lastIndexOf('endstream');
  if (end < start || random.chance(0.4))
    return mutateText(random, object.slice(0, start)) + object.slice(start);
  const data = Buffer.from(object.slice(start, end), 'latin1');
  let changed: Uint8Array;
  try {
    const plain = inflateSync(data, { maxOutputLength: 4 * MOST_BYTES });
    changed = deflateSync(mutateTokens(random, plain));
  } catch {
    changed = mutateTokens(random, data);
  }
  const head = random.chance(0.7)
    ? object.slice(0, start).replace(/\/Length \d+(?! \d+ R)/, `/Length ${changed.length}`)
    : object.slice(0, start);
  return `${head}${Buffer.from(changed).toString('latin1')}\n${object.slice(end)}`;
}

export function mutatePdf(random: Random, bytes: Uint8Array): Uint8Array {
  if (random.chance(0.15)) return mutateBytes(random, bytes);
  let text = Buffer.from(bytes).toString('latin1');
  for (let i = random.pick([1, 1, 2, 4]); i > 0; i--) {
    const objects = [...text.matchAll(OBJECT)];
    if (objects.length === 0) return mutateTokens(random, bytes);
    const object = random.pick(objects);
    const other = random.pick(objects)[0];
    const put = (body: string) => {
      text = text.slice(0, object.index) + body + text.slice(object.index + object[0].length);
    };
    const kind = random.int(0, 9);
    if (kind === 0) put('');
    else if (kind === 1) put(object[0] + other);
    else if (kind === 2)
      put(
        object[0].replace(
          /^\d+ \d+ obj\b[\s\S]*/,
          (own) => `${own.slice(0, own.indexOf('obj'))}${other.slice(other.indexOf('obj'))}`,
        ),
      );
    else if (kind <= 4) {
      // A reference that leads elsewhere, to its own object for one.
      const target = random.chance(0.4) ? object[0] : other;
      const references = [...object[0].matchAll(/\d+ \d+ R\b/g)];
      if (references.length > 0) {
        const { index, 0: reference } = random.pick(references);
        const number = target.slice(0, target.indexOf(' obj'));
        put(`${object[0].slice(0, index)}${number} R${object[0].slice(index + reference.length)}`);
      }
    } else put(mutateObject(random, object[0]));
  }
  return new Uint8Array(Buffer.from(text, 'latin1'));
}
