// Mail: headers and boundaries by their tokens, and attachments within their base64.
import type { Random } from '../../fixtures/people.ts';
import type { Mutate } from './mutate.ts';
import { mutateTokens } from './tokens.ts';

/** Three lines of base64 and more. */
const BASE64 = /(?:[A-Za-z0-9+/]{60,76}\r?\n){2,5000}[A-Za-z0-9+/]{1,76}={0,2}/g;

/** @param inner mutates an attachment by its own kind. */
export function mutateMail(random: Random, bytes: Uint8Array, inner: Mutate): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  const blocks = [...text.matchAll(BASE64)];
  if (blocks.length === 0 || random.chance(0.5)) return mutateTokens(random, bytes);
  const block = random.pick(blocks);
  const changed = Buffer.from(inner(random, Buffer.from(block[0], 'base64')))
    .toString('base64')
    .replace(/.{76}/g, '$&\r\n');
  const out = text.slice(0, block.index) + changed + text.slice(block.index + block[0].length);
  return new Uint8Array(Buffer.from(out, 'latin1'));
}
