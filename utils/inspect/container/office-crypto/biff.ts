// Encrypted .xls workbooks that open with Excel's own password. The records keep their numbers and lengths in the
// clear; what is in them is encrypted by their place in the stream ([MS-XLS] 2.2.10, [MS-OFFCRYPTO] 2.3.5 to 2.3.7).
import { concatBytes, DEFAULT_PASSWORD, isEqual, le32, md5, Rc4, sha1, utf16 } from './keys.ts';

const FILEPASS = 0x2f;
const BOUNDSHEET = 0x85;
/** Records that are never encrypted. */
const PLAIN = new Set([0x809, 0x409, 0x209, 0x009, FILEPASS, 0xe1, 0x138, 0x194, 0x195, 0x196]);
/** RC4 begins anew with every so many bytes. */
const BLOCK = 1024;
/** FILEPASS stands within the first records. */
const MOST_SEARCHED = 65_536;

/** Decrypts a stretch of a record in place. @param position of its first byte in the stream. */
type Decrypt = (data: Uint8Array, position: number, recordLength: number) => void;

/**
 * The workbook in the clear, without its FILEPASS record; undefined where another password is needed.
 * @param stream is changed.
 */
export function openWorkbook(stream: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined {
  const decrypt = keyOf(stream);
  if (!decrypt) return undefined;
  for (const { type, from, to } of recordsOf(stream, stream.length)) {
    if (type === FILEPASS) {
      // A number that means nothing: the workbook is no longer encrypted.
      stream[from - 4] = 0;
      stream[from - 3] = 0x0f;
      continue;
    }
    if (PLAIN.has(type)) continue;
    // Where a sheet begins stays in the clear.
    const begin = type === BOUNDSHEET ? Math.min(to, from + 4) : from;
    decrypt(stream.subarray(begin, to), begin, to - from);
  }
  return stream;
}

function* recordsOf(stream: Uint8Array, end: number): Generator<{ type: number; from: number; to: number }> {
  for (let at = 0; at + 4 <= end; ) {
    const type = stream[at]! | (stream[at + 1]! << 8);
    const length = stream[at + 2]! | (stream[at + 3]! << 8);
    yield { type, from: at + 4, to: Math.min(at + 4 + length, stream.length) };
    at += 4 + length;
  }
}

function keyOf(stream: Uint8Array): Decrypt | undefined {
  for (const { type, from, to } of recordsOf(stream, Math.min(stream.length, MOST_SEARCHED))) {
    if (type !== FILEPASS) continue;
    const said = stream.slice(from, to);
    const view = new DataView(said.buffer);
    // Before Excel 97 there is nothing but a key and a hash of the password.
    if (said.length === 4) return obfuscation(view.getUint16(0, true), view.getUint16(2, true));
    if (said.length < 6) return undefined;
    if (view.getUint16(0, true) === 0) return obfuscation(view.getUint16(2, true), view.getUint16(4, true));
    const minor = view.getUint16(4, true);
    if (minor === 1) return plainRc4(said);
    return minor === 2 && said.length > 58 ? providedRc4(said) : undefined;
  }
  return undefined;
}

/** RC4 whose key is made anew for each block. */
function rc4(keyFor: (block: number) => Uint8Array): Decrypt {
  let block = -1;
  let used = 0;
  let stream: Rc4 | undefined;
  return (data, position) => {
    for (let i = 0; i < data.length; i++) {
      const at = position + i;
      if (Math.floor(at / BLOCK) !== block || used > at % BLOCK) {
        block = Math.floor(at / BLOCK);
        stream = new Rc4(keyFor(block));
        used = 0;
      }
      for (; used < at % BLOCK; used++) stream!.next();
      data[i]! ^= stream!.next();
      used++;
    }
  };
}

/** 40 bits by MD5: Excel 97 and 2000. */
function plainRc4(said: Uint8Array): Decrypt | undefined {
  if (said.length < 54) return undefined;
  const salt = said.subarray(6, 22);
  const base = md5(utf16(DEFAULT_PASSWORD)).subarray(0, 5);
  const salted = md5(concatBytes(...Array.from({ length: 16 }, () => concatBytes(base, salt)))).subarray(
    0,
    5,
  );
  const keyFor = (block: number) => md5(concatBytes(salted, le32(block)));
  const check = new Rc4(keyFor(0));
  const verifier = check.apply(said.subarray(22, 38));
  return isEqual(md5(verifier), check.apply(said.subarray(38, 54))) ? rc4(keyFor) : undefined;
}

/** By a provider and SHA-1: Excel 2002 and later. */
function providedRc4(said: Uint8Array): Decrypt | undefined {
  const view = new DataView(said.buffer, said.byteOffset, said.length);
  const headerSize = view.getUint32(10, true);
  const keyBits = view.getUint32(14 + 16, true) || 40;
  const at = 14 + headerSize;
  if (at + 60 > said.length || keyBits > 128) return undefined;
  const salt = said.subarray(at + 4, at + 20);
  const base = sha1(concatBytes(salt, utf16(DEFAULT_PASSWORD)));
  const keyFor = (block: number) => {
    const key = sha1(concatBytes(base, le32(block))).slice(0, keyBits / 8);
    return keyBits === 40 ? concatBytes(key, new Uint8Array(11)) : key;
  };
  const check = new Rc4(keyFor(0));
  const verifier = check.apply(said.subarray(at + 20, at + 36));
  const expected = check.apply(said.subarray(at + 40, at + 60));
  return isEqual(sha1(verifier), expected) ? rc4(keyFor) : undefined;
}

const PADDING = Uint8Array.of(
  0xbb,
  0xff,
  0xff,
  0xba,
  0xff,
  0xff,
  0xb9,
  0x80,
  0x00,
  0xbe,
  0x0f,
  0x00,
  0xbf,
  0x0f,
  0x00,
);

/** The 16-bit hash of a password ([MS-OFFCRYPTO] 2.3.7.1). */
function verifierOf(password: string): number {
  const bytes = [password.length, ...Array.from(password, (c) => c.charCodeAt(0) & 255)];
  let verifier = 0;
  for (const byte of bytes.reverse()) verifier = (((verifier >> 14) & 1) | ((verifier << 1) & 0x7fff)) ^ byte;
  return verifier ^ 0xce4b;
}

/** XOR by sixteen bytes made of the password and the key that the file names ([MS-OFFCRYPTO] 2.3.7.2, 2.3.7.3). */
function obfuscation(key: number, verifier: number): Decrypt | undefined {
  const password = DEFAULT_PASSWORD.slice(0, 15);
  if (verifierOf(password) !== verifier) return undefined;
  const bytes = concatBytes(
    Uint8Array.from(password, (c) => c.charCodeAt(0)),
    PADDING,
  ).slice(0, 16);
  const array = bytes.map((byte, i) => {
    const mixed = byte ^ (i % 2 === 0 ? key & 255 : key >> 8);
    return ((mixed >> 1) | (mixed << 7)) & 255;
  });
  return (data, position, recordLength) => {
    // The array is entered by where the record ends.
    const begin = position + recordLength;
    for (let i = 0; i < data.length; i++) {
      const mixed = data[i]! ^ array[(begin + i) % 16]!;
      data[i] = ((mixed << 3) | (mixed >> 5)) & 255;
    }
  };
}
