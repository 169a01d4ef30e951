// How Office makes keys from passwords, and what they open ([MS-OFFCRYPTO]). Hashes and ciphers are @noble's: the keys
// take up to 100,000 hashes one after the other, which WebCrypto would answer one promise each.
import { cbc, ecb } from '@noble/ciphers/aes.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { wordTable } from '../../word-table.ts';

/**
 * The password that Excel itself tries before it asks: a workbook that was only write-protected, or saved with
 * protection of its windows, is encrypted with it, and opens for everybody ([MS-OFFCRYPTO] 2.4.1.3).
 */
export const DEFAULT_PASSWORD = 'VelvetSweatshop';

export type Hash = (data: Uint8Array) => Uint8Array;

/** By the names of agile encryption. */
export const HASHES = wordTable<Hash>({
  MD5: md5,
  SHA1: sha1,
  'SHA-1': sha1,
  SHA256: sha256,
  'SHA-256': sha256,
  SHA384: sha384,
  'SHA-384': sha384,
  SHA512: sha512,
  'SHA-512': sha512,
});

export { concatBytes, md5, sha1 };

/** More rounds than Office ever asks for (it stops at ten million, and writes 100,000) are not waited for. */
export const MOST_ROUNDS = 1_000_000;

export function utf16(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    bytes[i * 2] = text.charCodeAt(i) & 255;
    bytes[i * 2 + 1] = text.charCodeAt(i) >> 8;
  }
  return bytes;
}

export function le32(value: number): Uint8Array {
  return Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24);
}

/** Salt and password, hashed over and over. */
export function stretched(hash: Hash, salt: Uint8Array, password: string, rounds: number): Uint8Array {
  let key = hash(concatBytes(salt, utf16(password)));
  const next = new Uint8Array(4 + key.length);
  for (let i = 0; i < rounds; i++) {
    next[0] = i;
    next[1] = i >>> 8;
    next[2] = i >>> 16;
    next[3] = i >>> 24;
    next.set(key, 4);
    key = hash(next);
  }
  return key;
}

/** As long as asked for: cut, or filled up. */
export function fitted(bytes: Uint8Array, length: number, filler: number): Uint8Array {
  const out = new Uint8Array(length).fill(filler);
  out.set(bytes.subarray(0, length));
  return out;
}

/** AES without padding; what is behind the last whole block is left out. */
export function decryptCbc(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  return cbc(key, iv, { disablePadding: true }).decrypt(data.subarray(0, data.length & ~15));
}

export function decryptEcb(key: Uint8Array, data: Uint8Array): Uint8Array {
  return ecb(key, { disablePadding: true }).decrypt(data.subarray(0, data.length & ~15));
}

export function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** RC4, in no library that is kept: it is broken, and all that old workbooks have. */
export class Rc4 {
  private readonly state = Uint8Array.from({ length: 256 }, (_, i) => i);
  private i = 0;
  private j = 0;

  constructor(key: Uint8Array) {
    const { state } = this;
    for (let i = 0, j = 0; i < 256; i++) {
      j = (j + state[i]! + key[i % key.length]!) & 255;
      const kept = state[i]!;
      state[i] = state[j]!;
      state[j] = kept;
    }
  }

  /** The next byte of the key stream. */
  next(): number {
    const { state } = this;
    this.i = (this.i + 1) & 255;
    const a = state[this.i]!;
    this.j = (this.j + a) & 255;
    const b = state[this.j]!;
    state[this.i] = b;
    state[this.j] = a;
    return state[(a + b) & 255]!;
  }

  apply(data: Uint8Array): Uint8Array {
    return data.map((byte) => byte ^ this.next());
  }
}
