// Compound files that are no known document: objects that stand in a document, with the file that was packed into
// them, and others. Each stream is judged by itself: pictures (the previews of Thumbs.db) and whatever has a known
// form are handed on, everything else by its runs of text.
import { type OleEntry, openOle } from '../container/ole.ts';
import { Damaged, ReadError } from '../errors.ts';
import { identify } from '../identify.ts';
import type { Reader } from '../reader.ts';
import { textRuns } from '../text-runs.ts';
import { Members } from './members.ts';
import { packedFile, readForeign, TRAPPINGS } from './ole/embedded.ts';

/** Streams of Windows' preview files: `Catalog` lists them, each holds a picture behind a short header. */
const CATALOG = 'catalog';
/** What the equation editor keeps: a formula, whose letters are judged as text, and no document. */
const FORMULA = 'Equation Native';
/** An object of unknown kind up to this size is a drawing and no document. */
const MOST_DRAWING = 1024 ** 2;
/** A picture begins within so many bytes. */
const MOST_HEADER = 64;

export const compoundFileReader: Reader = {
  formats: ['ole'],
  async read(file, _format, context) {
    const { sink, place, hidden, budget, signal } = context;
    const ole = await openOle(file);
    const members = new Members(context);
    if (ole.damaged !== undefined) members.archive(new Damaged(ole.damaged));
    const isCatalog = ole.root.children.some(({ name }) => name.toLowerCase() === CATALOG);
    // An object of a document: what it draws, and the file that was packed into it.
    const packed = await packedFile(ole, ole.root);
    if (packed) {
      await members.attempt(packed.name, async () => {
        budget.spend(packed.bytes.size);
        const known = packed.foreign && (await readForeign(context, place, hidden, packed.bytes));
        if (!known) await members.file(packed.name, packed.bytes);
      });
    }
    const streams: OleEntry[] = [];
    const waiting = [...ole.root.children].reverse();
    for (let entry = waiting.pop(); entry; entry = waiting.pop()) {
      if (entry.kind === 'stream' && entry.size > 0 && entry !== packed?.stream) streams.push(entry);
      waiting.push(...[...entry.children].reverse());
    }
    let unknown = 0;
    for (const entry of streams) {
      signal.throwIfAborted();
      budget.member();
      const name = entry.path.map((step) => step.replace(/^\p{Cc}/u, '')).join('/');
      await members.attempt(name, async () => {
        const bytes = await ole.bytes(entry);
        budget.spend(bytes.length);
        const picture = pictureAt(bytes);
        if (picture >= 0) {
          await members.file(name, new Blob([bytes.subarray(picture)]));
          return;
        }
        const blob = new Blob([bytes]);
        const isTrapping = TRAPPINGS.test(entry.name);
        const { format } = await identify(blob);
        if (format !== 'unknown' && format !== 'txt' && !isTrapping) {
          await members.file(name, blob);
          return;
        }
        if (format === 'unknown' && !isTrapping && entry.name !== FORMULA) unknown += bytes.length;
        const { runs } = textRuns(bytes, 5);
        if (runs.length > 0) sink.text({ place: [...place, name], hidden, text: runs.join('\n') });
      });
    }
    const isObject = hidden.includes('embedded-file');
    if (!isCatalog && (unknown > 0 || !(isObject || packed))) {
      // What a program keeps in a document of another's for drawing itself again is a formula, a diagram, a clip.
      members.archive(
        new ReadError(
          'unknown-format',
          'Cordon does not know this kind of document: only the text and pictures in it were inspected.',
        ),
        isObject && unknown <= MOST_DRAWING ? 'low' : 'medium',
      );
    }
    return members.result();
  },
};

/** Where a JPEG or PNG begins near the start of a stream, or -1. */
function pictureAt(bytes: Uint8Array): number {
  for (let at = 0; at < Math.min(MOST_HEADER, bytes.length - 4); at++) {
    const jpeg = bytes[at] === 0xff && bytes[at + 1] === 0xd8 && bytes[at + 2] === 0xff;
    const png =
      bytes[at] === 0x89 && bytes[at + 1] === 0x50 && bytes[at + 2] === 0x4e && bytes[at + 3] === 0x47;
    if (jpeg || png) return at;
  }
  return -1;
}
