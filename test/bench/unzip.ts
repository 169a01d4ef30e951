// What benches are measured against: the browser's own inflater.

/** DecompressionStream on each of the two large entries; what comes out is counted and dropped. */
export async function unzip(pieces: readonly Uint8Array<ArrayBuffer>[]): Promise<number> {
  let total = 0;
  for (const bytes of pieces) {
    const stream = new DecompressionStream('deflate-raw');
    const writer = stream.writable.getWriter();
    const write = async () => {
      for (let at = 0; at < bytes.length; at += 65_536) await writer.write(bytes.subarray(at, at + 65_536));
      await writer.close();
    };
    const read = async () => {
      const reader = stream.readable.getReader();
      for (let next = await reader.read(); !next.done; next = await reader.read()) total += next.value.length;
    };
    await Promise.all([write(), read()]);
  }
  return total;
}
