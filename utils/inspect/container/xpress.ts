// Plain LZ77 as Windows packs it ([MS-XCA] 2.4): bits say which of the next steps are bytes and which are copies.

/** Unpacks up to `size` bytes; of damaged input as far as it goes. */
export function unpackXpress(packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  const out = new Uint8Array(size);
  let count = 0;
  let at = 0;
  let flags = 0;
  let left = 0;
  /** Where half a byte of a length is still unused. */
  let half = -1;
  while (at < packed.length && count < size) {
    if (left === 0) {
      if (at + 4 > packed.length) break;
      flags = view.getUint32(at, true);
      at += 4;
      left = 32;
    }
    left--;
    if (((flags >>> left) & 1) === 0) {
      if (at < packed.length) out[count++] = packed[at++]!;
      continue;
    }
    if (at + 2 > packed.length) break;
    const match = view.getUint16(at, true);
    at += 2;
    const back = (match >> 3) + 1;
    let length = match & 7;
    if (length === 7) {
      if (half < 0) {
        half = at;
        length = (packed[at++] ?? 0) & 15;
      } else {
        length = packed[half]! >> 4;
        half = -1;
      }
      if (length === 15) {
        length = packed[at++] ?? 0;
        if (length === 255) {
          if (at + 2 > packed.length) break;
          length = view.getUint16(at, true);
          at += 2;
          if (length === 0 && at + 4 <= packed.length) {
            length = view.getUint32(at, true);
            at += 4;
          }
          length -= 22;
        }
        length += 15;
      }
      length += 7;
    }
    length += 3;
    if (back > count) break;
    for (let i = 0; i < length && count < size; i++, count++) out[count] = out[count - back]!;
  }
  return out.slice(0, count);
}
