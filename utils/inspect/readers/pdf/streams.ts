// Streams that swell. PDFium unpacks a page's content, a font or a list of objects as a whole before it looks at it, so what
// comes of them is measured first. Pictures are left out: they are read line by line, and their size stands beside them.
import { checkSwelling } from '../../budget.ts';
import { OverLimit } from '../../errors.ts';
import type { Budget } from '../../reader.ts';
import { filtersOf, objectsOf } from './structure.ts';

/** Deflate swells a thousandfold at most: shorter streams come to less than 16 MB. */
const LEAST = 16_384;
/** Twice deflated, it is the square. */
const LEAST_DOUBLE = 64;
/** One stream comes to no more in any document that is one. */
const MOST = 256 * 1024 ** 2;

const isFlate = (filter: string) => filter === 'FlateDecode' || filter === 'Fl';

/** @throws OverLimit where a stream, or all of them together, come to what only bombs come to. */
export async function checkStreams(bytes: Uint8Array<ArrayBuffer>, budget: Budget): Promise<void> {
  let packed = 0;
  let size = 0;
  for (const { span } of objectsOf(bytes)) {
    const { header, from, to } = span;
    if (to - from < LEAST_DOUBLE || /\/Subtype\s*\/Image\b/.test(header)) continue;
    const filters = filtersOf(header);
    const flates = filters.filter(isFlate).length;
    if (!isFlate(filters[0] ?? '') || (flates === 1 && to - from < LEAST)) continue;
    packed += to - from;
    const before = size;
    // Filters other than deflate, inside one, do not swell by much: what goes into them counts.
    const rounds = filters.findIndex((filter) => !isFlate(filter));
    for await (const length of inflatedLengths(bytes.subarray(from, to), rounds < 0 ? flates : rounds)) {
      // Counted, not kept; what is kept later is counted then.
      if (length > budget.left) throw new OverLimit('A stream of the PDF unpacks to more than Cordon reads.');
      size += length;
      if (size - before > MOST) throw new OverLimit('A stream of the PDF unpacks to more than Cordon reads.');
      checkSwelling(size, packed, 'table');
    }
  }
}

/** Lengths of the pieces that come out; what breaks off ends. */
async function* inflatedLengths(raw: Uint8Array<ArrayBuffer>, rounds: number): AsyncGenerator<number> {
  let stream: ReadableStream<Uint8Array<ArrayBuffer>> = new Blob([raw]).stream();
  for (let i = 0; i < rounds; i++) stream = stream.pipeThrough(new DecompressionStream('deflate'));
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value.length;
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
