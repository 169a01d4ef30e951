// Encrypted OOXML packages that open with Excel's own password: decrypted, so that they are read like any other.

import { ReadError } from '../../errors.ts';
import type { Budget } from '../../reader.ts';
import { XmlReader } from '../../xml/reader.ts';
import { openOle } from '../ole.ts';
import {
  concatBytes,
  DEFAULT_PASSWORD,
  decryptCbc,
  decryptEcb,
  fitted,
  HASHES,
  isEqual,
  le32,
  MOST_ROUNDS,
  sha1,
  stretched,
} from './keys.ts';

/** Larger packages are said to be encrypted: the plain one stands in memory as a whole. */
const MOST_BYTES = 256 * 1024 ** 2;
const SEGMENT = 4096;

/** The package within, or undefined where another password is needed. @throws OverLimit by the budget. */
export async function openPackage(file: Blob, budget: Budget): Promise<Blob | undefined> {
  try {
    const ole = await openOle(file);
    const info = ole.find('EncryptionInfo');
    const content = ole.find('EncryptedPackage');
    if (info?.kind !== 'stream' || content?.kind !== 'stream') return undefined;
    if (info.size > 65_536 || content.size > MOST_BYTES) return undefined;
    const open = opener(await ole.bytes(info));
    if (!open) return undefined;
    budget.spend(content.size);
    const packed = await ole.bytes(content);
    const size = new DataView(packed.buffer, packed.byteOffset).getUint32(0, true);
    const plain = open(packed.subarray(8));
    return new Blob([plain.slice(0, Math.min(size, plain.length))]);
  } catch (error) {
    if (error instanceof ReadError && error.rule !== 'damaged') throw error;
    // Whatever breaks its own rules here cannot be opened.
    if (error instanceof ReadError || error instanceof RangeError) return undefined;
    throw error;
  }
}

type Open = (packed: Uint8Array) => Uint8Array;

function opener(info: Uint8Array): Open | undefined {
  const view = new DataView(info.buffer, info.byteOffset, info.length);
  const [major, minor] = [view.getUint16(0, true), view.getUint16(2, true)];
  if (major === 4 && minor === 4) return agile(info.subarray(8));
  return minor === 2 && major >= 2 && major <= 4 ? standard(info) : undefined;
}

/** AES-ECB by SHA-1: Office 2007 ([MS-OFFCRYPTO] 2.3.4.5). */
function standard(info: Uint8Array): Open | undefined {
  const view = new DataView(info.buffer, info.byteOffset, info.length);
  const headerSize = view.getUint32(8, true);
  const keyBits = view.getUint32(12 + 16, true);
  const at = 12 + headerSize;
  const salt = info.subarray(at + 4, at + 4 + view.getUint32(at, true));
  const verifier = info.subarray(at + 20, at + 36);
  const hashSize = view.getUint32(at + 36, true);
  const verifierHash = info.subarray(at + 40, at + 72);
  if (![128, 192, 256].includes(keyBits) || salt.length !== 16 || hashSize !== 20) return undefined;
  const last = sha1(concatBytes(stretched(sha1, salt, DEFAULT_PASSWORD, 50_000), le32(0)));
  const half = (filler: number) => {
    const block = new Uint8Array(64).fill(filler);
    last.forEach((byte, i) => {
      block[i]! ^= byte;
    });
    return sha1(block);
  };
  const key = concatBytes(half(0x36), half(0x5c)).subarray(0, keyBits / 8);
  const expected = decryptEcb(key, verifierHash).subarray(0, hashSize);
  if (!isEqual(sha1(decryptEcb(key, verifier)), expected)) return undefined;
  return (packed) => decryptEcb(key, packed);
}

/** What the XML of agile encryption says of a key. */
interface Suite {
  salt: Uint8Array;
  hash: string;
  keyBytes: number;
  blockSize: number;
  rounds: number;
  verifierInput: Uint8Array;
  verifierHash: Uint8Array;
  key: Uint8Array;
}

const BLOCK_KEYS = {
  verifierInput: Uint8Array.of(0xfe, 0xa7, 0xd2, 0x76, 0x3b, 0x4b, 0x9e, 0x79),
  verifierHash: Uint8Array.of(0xd7, 0xaa, 0x0f, 0x6d, 0x30, 0x61, 0x34, 0x4e),
  key: Uint8Array.of(0x14, 0x6e, 0x0b, 0xe7, 0xab, 0xac, 0xd0, 0xd6),
};

/** AES-CBC by any hash: Office 2010 and later ([MS-OFFCRYPTO] 2.3.4.10). */
function agile(xml: Uint8Array): Open | undefined {
  const { data, password } = readSuites(xml);
  if (!data || !password || password.rounds > MOST_ROUNDS) return undefined;
  const hash = HASHES[password.hash.toUpperCase()];
  const dataHash = HASHES[data.hash.toUpperCase()];
  if (!hash || !dataHash || password.blockSize !== 16 || data.blockSize !== 16) return undefined;
  const base = stretched(hash, password.salt, DEFAULT_PASSWORD, password.rounds);
  const iv = fitted(password.salt, 16, 0x36);
  const opened = (what: keyof typeof BLOCK_KEYS) => {
    const key = fitted(hash(concatBytes(base, BLOCK_KEYS[what])), password.keyBytes, 0x36);
    return decryptCbc(key, iv, password[what]);
  };
  const input = opened('verifierInput').subarray(0, password.salt.length);
  const claimed = opened('verifierHash');
  const expected = hash(input);
  if (!isEqual(claimed.subarray(0, expected.length), expected)) return undefined;
  const key = opened('key').subarray(0, data.keyBytes);
  return (packed) => {
    const plain = new Uint8Array(packed.length);
    for (let at = 0, segment = 0; at < packed.length; at += SEGMENT, segment++) {
      const from = fitted(dataHash(concatBytes(data.salt, le32(segment))), 16, 0x36);
      plain.set(decryptCbc(key, from, packed.subarray(at, at + SEGMENT)), at);
    }
    return plain;
  };
}

function readSuites(xml: Uint8Array): { data?: Suite; password?: Suite } {
  const suites: { data?: Suite; password?: Suite } = {};
  const reader = new XmlReader({
    open(name, attributes) {
      const local = name.slice(name.indexOf(':') + 1);
      if (local !== 'keyData' && local !== 'encryptedKey') return;
      const number = (attribute: string) => Number(attributes.get(attribute) ?? 0);
      const suite: Suite = {
        salt: base64(attributes.get('saltValue')),
        hash: attributes.get('hashAlgorithm') ?? '',
        keyBytes: number('keyBits') / 8,
        blockSize: number('blockSize'),
        rounds: number('spinCount'),
        verifierInput: base64(attributes.get('encryptedVerifierHashInput')),
        verifierHash: base64(attributes.get('encryptedVerifierHashValue')),
        key: base64(attributes.get('encryptedKeyValue')),
      };
      if (local === 'keyData') suites.data = suite;
      else suites.password ??= suite;
    },
  });
  reader.write(xml);
  reader.end();
  return suites;
}

function base64(text: string | undefined): Uint8Array {
  try {
    return Uint8Array.from(atob(text ?? ''), (c) => c.charCodeAt(0));
  } catch {
    return new Uint8Array(0);
  }
}
