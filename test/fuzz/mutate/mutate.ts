// From a file and a source of randomness to another file: what the bytes are decides how they are changed.
import type { Random } from '../../fixtures/people.ts';
import { mutateGzip, mutateTar } from './archives.ts';
import { mutateBytes } from './bytes.ts';
import { mutateChunks } from './chunks.ts';
import { mutateCompound } from './compound.ts';
import { mutateMail } from './mail.ts';
import { mutatePdf } from './pdf.ts';
import { mutateTokens } from './tokens.ts';
import { mutateZip } from './zip.ts';

export type Mutate = (random: Random, bytes: Uint8Array) => Uint8Array;

/** First bytes (as Latin-1, at `at`) → how such a file is changed; first match wins. */
const KINDS: readonly {
  begins: string;
  at?: number;
  mutate: (random: Random, bytes: Uint8Array) => Uint8Array;
}[] = [
  { begins: 'PK', mutate: (random, bytes) => mutateZip(random, bytes, mutate) },
  { begins: '\xd0\xcf\x11\xe0', mutate: mutateCompound },
  { begins: '%PDF', mutate: mutatePdf },
  { begins: '\x89PNG', mutate: mutateChunks },
  { begins: '\xff\xd8', mutate: mutateChunks },
  { begins: 'RIFF', mutate: mutateChunks },
  { begins: 'ftyp', at: 4, mutate: mutateChunks },
  { begins: '\x1f\x8b', mutate: (random, bytes) => mutateGzip(random, bytes, mutate) },
  { begins: 'ustar', at: 257, mutate: (random, bytes) => mutateTar(random, bytes, mutate) },
];

/** Bytes that are no text have a control character or two near their beginning. */
const BINARY = new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 16]);

/** Changes a file by its own kind. The same file and randomness give the same bytes everywhere. */
export function mutate(random: Random, bytes: Uint8Array): Uint8Array {
  const head = Buffer.from(bytes.subarray(0, 512)).toString('latin1');
  const known = KINDS.find(({ begins, at = 0 }) => head.startsWith(begins, at));
  if (known) return known.mutate(random, bytes);
  if (bytes.subarray(0, 256).some((byte) => BINARY.has(byte)) && !head.startsWith('\xff\xfe')) {
    return mutateBytes(random, bytes);
  }
  return /^[\w-]+:/m.test(head) ? mutateMail(random, bytes, mutate) : mutateTokens(random, bytes);
}
