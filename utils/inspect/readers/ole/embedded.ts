// Files inside an old Office file: each embedded object is a storage. What was packed into it as a file is taken out;
// an object of an OLE server (a workbook in a document) is handed on as a compound file.
import type { OleEntry, OleFile } from '../../container/ole.ts';
import { storageAsFile } from '../../container/ole-part.ts';
import { Damaged } from '../../errors.ts';
import type { Place } from '../../part.ts';
import type { RuleId } from '../../rules.ts';
import { baseName } from '../members.ts';
import type { Voice } from './office.ts';

/** Streams of an object that hold nothing of its content: how it is linked and drawn. */
const TRAPPINGS = /^\p{Cc}(Ole|CompObj|ObjInfo|EPRINT|LinkInfo|OlePres\d*|OCXNAME)$/u;

/** Hands on the object in a storage, and says that it is there. @param name by which the place is called. */
export async function readObject(
  voice: Voice,
  ole: OleFile,
  storage: OleEntry,
  place: Place,
  hidden: readonly RuleId[] = [],
): Promise<void> {
  const content = storage.children.filter(
    ({ name, kind, size }) => !TRAPPINGS.test(name) && (kind !== 'stream' || size > 0),
  );
  if (content.length === 0) return;
  const packed = content.find(({ name }) => /^(package|contents)$/i.test(name));
  const native = content.find(({ name }) => name === '\u0001Ole10Native');
  let file: { name: string; bytes: Blob };
  if (native)
    file = (await unpackNative(await ole.blob(native))) ?? {
      name: storage.name,
      bytes: await ole.blob(native),
    };
  else if (packed) file = { name: storage.name, bytes: await ole.blob(packed) };
  else file = { name: storage.name, bytes: await storageAsFile(ole, storage) };
  await handOn(voice, file, place, hidden);
}

/** Hands on a file found inside the file. */
export async function handOn(
  voice: Voice,
  file: { name: string; bytes: Blob },
  place: Place,
  hidden: readonly RuleId[] = [],
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
  await context.sink.file({
    place: here,
    hidden: [...context.hidden, ...hidden, 'embedded-file'],
    name: file.name,
    bytes: file.bytes,
  });
}

/** The file in an Ole10Native stream that the Packager wrote; undefined where it is another program's. */
async function unpackNative(blob: Blob): Promise<{ name: string; bytes: Blob } | undefined> {
  const head = new Uint8Array(await blob.slice(0, 8192).arrayBuffer());
  const view = new DataView(head.buffer);
  if (head.length < 12) return undefined;
  if (view.getUint16(4, true) !== 2) return { name: 'object', bytes: blob.slice(4) };
  const decoder = decoderOfNames;
  let at = 6;
  const text = () => {
    const end = head.indexOf(0, at);
    if (end < 0) throw new Damaged('A file inside the file is cut off.');
    const found = decoder.decode(head.subarray(at, end));
    at = end + 1;
    return found;
  };
  const label = text();
  const path = text();
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
