// What an `\objdata` holds: an OLE 1 stream around an OLE 2 file, or around a packaged file with its name.

export interface RtfObject {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Hex digits, with white space between, as bytes. */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length >> 1);
  let count = 0;
  let high = -1;
  for (let i = 0; i < text.length; i++) {
    const digit = Number.parseInt(text[i]!, 16);
    if (Number.isNaN(digit)) continue;
    if (high < 0) high = digit;
    else {
      bytes[count++] = high * 16 + digit;
      high = -1;
    }
  }
  return bytes.slice(0, count);
}

/** The file within, or undefined where there is only a link or nothing that can be told. */
export function objectOf(data: Uint8Array<ArrayBuffer>): RtfObject | undefined {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  let at = 4;
  const u32 = () => {
    if (at + 4 > data.length) return 0;
    at += 4;
    return view.getUint32(at - 4, true);
  };
  const string = () => {
    const length = Math.min(u32(), data.length - at);
    const text = latin1(data.subarray(at, at + Math.max(0, length - 1)));
    at += length;
    return text;
  };
  if (u32() !== 2) return undefined;
  const kind = string();
  string();
  string();
  const length = Math.min(u32(), data.length - at);
  if (length <= 0) return undefined;
  const native = data.slice(at, at + length);
  return (
    (/^package$/i.test(kind) ? packaged(native) : undefined) ?? { name: kind || 'object', bytes: native }
  );
}

/** A packaged file: its name, two paths, then its bytes. */
function packaged(data: Uint8Array<ArrayBuffer>): RtfObject | undefined {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  if (data.length < 16 || view.getUint16(0, true) !== 2) return undefined;
  let at = 2;
  const string = () => {
    const end = data.indexOf(0, at);
    const text = latin1(data.subarray(at, end < 0 ? data.length : end));
    at = end < 0 ? data.length : end + 1;
    return text;
  };
  const name = string();
  string();
  at += 4;
  if (at + 4 > data.length) return undefined;
  at += 4 + view.getUint32(at, true);
  if (at + 4 > data.length) return undefined;
  const length = view.getUint32(at, true);
  at += 4;
  return { name: name || 'package', bytes: data.slice(at, at + length) };
}

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes.subarray(0, 4096)) text += String.fromCharCode(byte);
  return text;
}
