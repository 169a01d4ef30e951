// Single files in a compressed wrapper: gz, bz2, xz, zst, Z. The inner file is handed on under its own name.
import { type SevenZipType, unpack } from '../container/seven-zip.ts';
import { readStream } from '../container/zip.ts';
import { Damaged, ReadError } from '../errors.ts';
import type { Budget, ReadContext, Reader } from '../reader.ts';
import { blobTextRuns } from '../text-runs.ts';
import { baseName, Members } from './members.ts';
import { unpackMember } from './unpack-member.ts';

const TYPES: Readonly<Record<string, SevenZipType>> = {
  gz: 'gzip',
  bz2: 'bzip2',
  xz: 'xz',
  zst: 'zstd',
  compress: 'Z',
};

/** Endings that stand for a wrapped tar. */
const TAR_ENDINGS = /\.(tgz|tbz2?|tb2|txz|tzst|taz)$/i;
const ENDINGS = /\.(gz|gzip|bz2?|xz|zst|zstd|z)$/i;

/** The name of what is inside: `staff.csv.gz` → `staff.csv`, `a.tgz` → `a.tar`; `content` where nothing tells. */
export function innerName(outer: string): string {
  const name = baseName(outer);
  if (TAR_ENDINGS.test(name)) return name.replace(TAR_ENDINGS, '.tar');
  return ENDINGS.test(name) ? name.replace(ENDINGS, '') || 'content' : 'content';
}

export const compressedReader: Reader = {
  formats: Object.keys(TYPES),
  async read(file, format, context) {
    const members = new Members(context);
    const name =
      (format === 'gz' ? await gzipName(file) : undefined) ?? innerName(context.place.at(-1) ?? '');
    context.budget.member();
    const quick = format === 'gz' ? await gunzip(file, context) : undefined;
    if (quick) {
      await members.file(name, quick);
      return members.result();
    }
    // Several members, bytes behind them, or damage: 7-Zip tells these apart.
    const pieces: Blob[] = [];
    const unpacked = await unpack(file, TYPES[format]!, { ...context, solo: true }, async (_, bytes) => {
      pieces.push(bytes);
    });
    if (pieces.length > 0) await members.file(name, new Blob(pieces));
    if (unpacked.trailing) {
      // Padding nearly always; where it begins is not known, and packed bytes have no long runs of text.
      const { sink, place, hidden } = context;
      for await (const text of blobTextRuns(file, 12)) sink.text({ place, hidden, text });
    }
    if (unpacked.damaged.length > 0 || unpacked.listDamaged) {
      members.archive(
        new Damaged(
          pieces.length > 0
            ? 'The compressed file breaks off or is damaged: what could be unpacked was inspected.'
            : 'The compressed file is damaged and cannot be unpacked.',
        ),
      );
    } else if (unpacked.unsupported.length > 0) members.unsupported(name);
    return members.result();
  },
};

/** The usual case by the browser's own inflater; undefined where it finds anything but one sound member. */
async function gunzip(file: Blob, { budget }: ReadContext): Promise<Blob | undefined> {
  const { blob, failure } = await unpackMember((pays) => gunzipped(file, pays), file.size, budget);
  if (failure instanceof ReadError) throw failure;
  return failure === undefined ? blob : undefined;
}

async function* gunzipped(file: Blob, budget: Budget): AsyncGenerator<Uint8Array> {
  for await (const piece of readStream(file.stream().pipeThrough(new DecompressionStream('gzip')))) {
    budget.spend(piece.length);
    yield piece;
  }
}

/** The name in the gzip header, if it has one. */
async function gzipName(file: Blob): Promise<string | undefined> {
  const head = new Uint8Array(await file.slice(0, 4096).arrayBuffer());
  const flags = head[3] ?? 0;
  if ((flags & 8) === 0) return undefined;
  let at = 10;
  if (flags & 4) at += 2 + ((head[10] ?? 0) | ((head[11] ?? 0) << 8));
  const end = head.indexOf(0, at);
  const name = baseName(new TextDecoder('windows-1252').decode(head.subarray(at, end < 0 ? at : end)));
  return name === '' ? undefined : name;
}
