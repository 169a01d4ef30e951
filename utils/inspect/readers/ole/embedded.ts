// Files inside an old Office file: each embedded object is a storage. What was packed into it as a file is taken out;
// an object of an OLE server (a workbook in a document) is handed on as a compound file.
import type { OleEntry, OleFile } from '../../container/ole.ts';
import { storageAsFile } from '../../container/ole-part.ts';
import { identify } from '../../identify.ts';
import type { Place } from '../../part.ts';
import type { ReadContext } from '../../reader.ts';
import type { RuleId } from '../../rules.ts';
import { textRuns } from '../../text-runs.ts';
import { baseName } from '../members.ts';
import type { Voice } from './office.ts';

/** Streams of an object that hold nothing of its content: how it is linked and drawn. */
export const TRAPPINGS = /^\p{Cc}(Ole|CompObj|ObjInfo|EPRINT|LinkInfo|OlePres\d*|OCXNAME)$/u;

/** A program's own data up to this size are a formula, a chart's look or a small drawing: no document. */
const MOST_FOREIGN = 64 * 1024;

interface Packed {
  name: string;
  bytes: Blob;
  /** The stream that holds it. */
  stream: OleEntry;
  /** Written by the program that drew the object in a format of its own, not packed as a file. */
  foreign: boolean;
}

/** The file that is packed into an object's storage; undefined where the object is no packed file. */
export async function packedFile(ole: OleFile, storage: OleEntry): Promise<Packed | undefined> {
  const name = storage.kind === 'root' && /^root entry$/i.test(storage.name) ? 'object' : storage.name;
  const streams = storage.children.filter(({ kind, size }) => kind === 'stream' && size > 0);
  const native = streams.find((entry) => entry.name === '\u0001Ole10Native');
  if (native) {
    const bytes = await ole.blob(native);
    const file = await unpackNative(bytes);
    return { ...(file ?? { name, bytes: bytes.slice(4) }), stream: native, foreign: !file };
  }
  const packed = streams.find((entry) => /^(package|contents)$/i.test(entry.name));
  return packed && { name, bytes: await ole.blob(packed), stream: packed, foreign: false };
}

/**
 * Says of a program's own data what there is to be said, where they are no file: their runs of text are handed on.
 * @returns whether they were small enough to be taken for no document.
 */
export async function readForeign(
  context: ReadContext,
  place: Place,
  hidden: readonly RuleId[],
  bytes: Blob,
): Promise<boolean> {
  if (bytes.size > MOST_FOREIGN || (await identify(bytes)).format !== 'unknown') return false;
  const { runs } = textRuns(new Uint8Array(await bytes.arrayBuffer()), 5);
  if (runs.length > 0) context.sink.text({ place, hidden, text: runs.join('\n') });
  context.sink.finding({
    rule: 'unknown-format',
    severity: 'low',
    where: [...place],
    hidden: [...hidden],
    message: 'An object is in the form of the program that drew it: only its text was inspected.',
  });
  return true;
}

/** Hands on the object in a storage, and says that it is there. */
export async function readObject(
  voice: Voice,
  ole: OleFile,
  storage: OleEntry,
  place: Place,
  hidden: readonly RuleId[] = [],
): Promise<void> {
  const isContent = ({ name, kind, size }: OleEntry) =>
    !TRAPPINGS.test(name) && (kind !== 'stream' || size > 0);
  if (!storage.children.some(isContent)) return;
  const packed = await packedFile(ole, storage);
  const file = packed ?? { name: storage.name, bytes: await storageAsFile(ole, storage), foreign: false };
  await handOn(voice, file, place, hidden, file.foreign);
}

/** Hands on a file found inside the file. */
export async function handOn(
  voice: Voice,
  file: { name: string; bytes: Blob },
  place: Place,
  hidden: readonly RuleId[] = [],
  foreign = false,
): Promise<void> {
  if (file.bytes.size === 0) return;
  const { context } = voice;
  const here = [...place, `embedded "${file.name}"`];
  context.signal.throwIfAborted();
  context.budget.spend(file.bytes.size);
  voice.found(
    'embedded-file',
    here,
    'There is a file inside the file.',
    { bytes: file.bytes.size },
    false,
    hidden,
  );
  const inside = [...context.hidden, ...hidden, 'embedded-file' as const];
  if (foreign && (await readForeign(context, here, inside, file.bytes))) return;
  await context.sink.file({
    place: here,
    hidden: inside,
    name: file.name,
    bytes: file.bytes,
  });
}

/** The file in an Ole10Native stream that the Packager wrote; undefined where it is another program's. */
async function unpackNative(blob: Blob): Promise<{ name: string; bytes: Blob } | undefined> {
  const head = new Uint8Array(await blob.slice(0, 8192).arrayBuffer());
  const view = new DataView(head.buffer);
  if (head.length < 12) return undefined;
  if (view.getUint16(4, true) !== 2) return undefined;
  const decoder = decoderOfNames;
  let at = 6;
  const text = () => {
    const end = head.indexOf(0, at);
    if (end < 0) return undefined;
    const found = decoder.decode(head.subarray(at, end));
    at = end + 1;
    return found;
  };
  const label = text();
  const path = text();
  if (label === undefined || path === undefined) return undefined;
  at += 4;
  if (at + 4 > head.length) return undefined;
  const pathLength = view.getUint32(at, true);
  at += 4 + pathLength;
  if (pathLength > 4096 || at + 4 > head.length) return undefined;
  const size = view.getUint32(at, true);
  at += 4;
  return { name: baseName(label || path) || 'object', bytes: blob.slice(at, Math.min(blob.size, at + size)) };
}

const decoderOfNames = new TextDecoder('windows-1252');
