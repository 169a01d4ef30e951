// Runs of readable text in bytes that are no text: what is between the codes of a program, a database, an unknown
// format. UTF-8, and UTF-16 in either byte order; short and noisy runs are what random bytes have too.
import { readStream } from './container/zip.ts';

const BLOCK = 1024 ** 2;
/** A run that goes on into the next block is carried over, up to this many bytes. */
const MOST_CARRY = 65_536;

/** Bytes from 0x20 to 0x7e, and tabs. */
function isPrintable(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x20 && byte <= 0x7e) || byte === 9);
}

/** Length of the UTF-8 sequence at `at` that is a letter beyond ASCII (two or three bytes), or 0. */
function wideLetter(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  const second = bytes[at + 1] ?? 0;
  if (second >> 6 !== 2) return 0;
  if (lead >= 0xc3 && lead <= 0xdf) return 2;
  return lead >= 0xe1 && lead <= 0xe9 && (bytes[at + 2] ?? 0) >> 6 === 2 ? 3 : 0;
}

/** Letters, digits and spaces make up nearly all of what people write; of random bytes, two thirds. */
function isLanguage(text: string): boolean {
  let good = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const lower = code | 32;
    if ((lower >= 97 && lower <= 122) || (code >= 48 && code <= 57) || code === 32 || code > 127) good++;
  }
  return good >= text.length * 0.7;
}

/**
 * The runs in one stretch of bytes.
 * @param least characters that a run has to have.
 * @returns the runs, and where a run begins that the end of the bytes may have cut (their length where none does).
 */
export function textRuns(bytes: Uint8Array, least: number): { runs: string[]; open: number } {
  const runs: string[] = [];
  const utf8 = new TextDecoder();
  const utf16 = new TextDecoder('utf-16le');
  const keep = (text: string) => {
    if (text.length >= least && isLanguage(text)) runs.push(text.trim());
  };
  let at = 0;
  let open = bytes.length;
  while (at < bytes.length) {
    // Long stretches of zeros are common: nothing begins with one.
    if (bytes[at]! < 9) {
      at++;
      continue;
    }
    const start = at;
    if (isPrintable(bytes[at]) && bytes[at + 1] === 0 && isPrintable(bytes[at + 2]) && bytes[at + 3] === 0) {
      while (isPrintable(bytes[at]) && bytes[at + 1] === 0) at += 2;
      keep(utf16.decode(bytes.subarray(start, at)));
    } else {
      for (;;) {
        if (isPrintable(bytes[at])) at++;
        else {
          const wide = at < bytes.length ? wideLetter(bytes, at) : 0;
          if (wide === 0) break;
          at += wide;
        }
      }
      if (at > start) {
        // The last letter may be the first of a run in UTF-16.
        if (bytes[at] === 0 && isPrintable(bytes[at + 1]) && bytes[at + 2] === 0 && at - start > 1) at--;
        keep(utf8.decode(bytes.subarray(start, at)));
      }
    }
    if (at >= bytes.length - 3 && at > start) open = start;
    if (at === start) at++;
  }
  return { runs, open };
}

/** All runs of a Blob, read block by block, joined by line ends into texts of moderate length. */
export async function* blobTextRuns(blob: Blob, least: number): AsyncGenerator<string> {
  let carry = new Uint8Array(0);
  const block = new Uint8Array(BLOCK + MOST_CARRY);
  let length = 0;
  const take = (last: boolean): string[] => {
    const bytes = block.subarray(0, length);
    const { runs, open } = textRuns(bytes, least);
    const carried = !last && open < length && length - open <= MOST_CARRY;
    carry = carried ? bytes.slice(open) : new Uint8Array(0);
    // The open run comes again with the next block.
    if (carried && runs.length > 0 && textRuns(carry, least).runs.length > 0) runs.pop();
    block.set(carry);
    length = carry.length;
    return runs;
  };
  for await (const piece of readStream(blob.stream())) {
    for (let at = 0; at < piece.length; ) {
      const part = piece.subarray(at, at + carry.length + BLOCK - length);
      block.set(part, length);
      length += part.length;
      at += part.length;
      if (length < carry.length + BLOCK) break;
      const runs = take(false);
      if (runs.length > 0) yield runs.join('\n');
    }
  }
  if (length > 0) {
    const runs = take(true);
    if (runs.length > 0) yield runs.join('\n');
  }
}
