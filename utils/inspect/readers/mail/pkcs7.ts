// What is inside a signed S/MIME message (CMS, RFC 5652): signing hides nothing, the mail stands in it as it is.
import { joinBytes } from '../../container/join-bytes.ts';

const DATA = Uint8Array.of(6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1);
const SIGNED = Uint8Array.of(6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2);

/** Whether this is a signature that stands beside what it signs (`smime.p7s`): certificates and numbers, no content. */
export function isDetachedSignature(bytes: Uint8Array): boolean {
  return bytes[0] === 0x30 && find(bytes.subarray(0, 64), SIGNED) >= 0 && signedContent(bytes) === undefined;
}

/** The content of SignedData; undefined for anything else (EnvelopedData needs a key), or where nothing is in it. */
export function signedContent(bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  if (find(bytes.subarray(0, 64), SIGNED) < 0) return undefined;
  const at = find(bytes, DATA);
  if (at < 0) return undefined;
  const explicit = element(bytes, at + DATA.length);
  if (explicit?.tag !== 0xa0) return undefined;
  const pieces: Uint8Array[] = [];
  collect(bytes, explicit.start, explicit.end, pieces, 0);
  if (pieces.length === 0) return undefined;
  return joinBytes(pieces);
}

function find(bytes: Uint8Array, wanted: Uint8Array): number {
  for (let at = bytes.indexOf(wanted[0]!); at >= 0; at = bytes.indexOf(wanted[0]!, at + 1)) {
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  return -1;
}

interface Element {
  tag: number;
  start: number;
  end: number;
  /** Ends at an end-of-contents mark. */
  open: boolean;
}

function element(bytes: Uint8Array, at: number): Element | undefined {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) return undefined;
  if (first === 0x80) return { tag, start: at + 2, end: bytes.length, open: true };
  if (first < 0x80) return { tag, start: at + 2, end: Math.min(bytes.length, at + 2 + first), open: false };
  const count = first & 0x7f;
  let length = 0;
  for (let i = 0; i < count; i++) length = length * 256 + (bytes[at + 2 + i] ?? 0);
  return { tag, start: at + 2 + count, end: Math.min(bytes.length, at + 2 + count + length), open: false };
}

/** Octet strings, whole or in pieces, up to `end`. @returns where it stopped. */
function collect(bytes: Uint8Array, from: number, end: number, pieces: Uint8Array[], depth: number): number {
  let at = from;
  while (at < end && depth < 8) {
    if (bytes[at] === 0 && bytes[at + 1] === 0) return at + 2;
    const found = element(bytes, at);
    if (!found) return end;
    if (found.tag === 4) pieces.push(bytes.subarray(found.start, found.end));
    else if (found.tag !== 0x24) return end;
    at = found.tag === 0x24 ? collect(bytes, found.start, found.end, pieces, depth + 1) : found.end;
    if (found.tag === 0x24 && !found.open) at = found.end;
  }
  return at;
}
