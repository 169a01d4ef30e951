// Reads .doc and .dot: the text of every story by the piece table (so that fast-saved files come in their order), what
// of it is deleted or hidden, and whatever else stands in the file.
import { openOle } from '../../container/ole.ts';
import { Damaged, Encrypted } from '../../errors.ts';
import type { Place } from '../../part.ts';
import type { Reader } from '../../reader.ts';
import type { RuleId } from '../../rules.ts';
import { readObject } from '../ole/embedded.ts';
import { mainStream, reportDirectory, Voice } from '../ole/office.ts';
import { blipsIn, readPictures } from '../ole/pictures.ts';
import { readProperties } from '../ole/properties.ts';
import { readDataStore, readMacros, readUnknownStreams } from '../ole/storages.ts';
import { isSubstance } from '../prose.ts';
import {
  type Fib,
  readFib,
  readPieces,
  readStretches,
  readStyles,
  readTexts,
  type Stretch,
  TABLE,
} from './file.ts';
import { Story, type Tally } from './story.ts';

/** The stories in their order in the text: what their places are called, and how they are hidden. */
const STORIES: readonly { step: string | undefined; hidden: readonly RuleId[] }[] = [
  { step: undefined, hidden: [] },
  { step: 'footnotes', hidden: [] },
  { step: 'headers and footers', hidden: [] },
  { step: 'macros', hidden: ['macros'] },
  { step: 'comments', hidden: ['comments'] },
  { step: 'endnotes', hidden: [] },
  { step: 'text boxes', hidden: [] },
  { step: 'text boxes in headers', hidden: [] },
];
const COMMENTS = 4;

/** Characters decoded at once. */
const RUN = 1 << 16;
const KNOWN = /^(worddocument|0table|1table|data|\p{Cc}.*)$/iu;

export const docReader: Reader = {
  formats: ['doc'],
  async read(file, _format, context) {
    const ole = await openOle(file);
    const voice = new Voice(context);
    reportDirectory(voice, ole);
    await readProperties(voice, ole);
    const main = ole.find('WordDocument');
    if (main?.kind !== 'stream') throw new Damaged('The document is missing in the file.');
    const stream = new Uint8Array(await (await mainStream(voice, ole, main)).arrayBuffer());
    context.budget.spend(stream.length);
    const fib = readFib(stream);
    if (!fib) throw new Damaged('The document is cut off.');
    if (fib.encrypted) throw new Encrypted();
    const tables = ole.find(fib.tableStream);
    const table =
      tables?.kind === 'stream'
        ? new Uint8Array(await (await mainStream(voice, ole, tables)).arrayBuffer())
        : new Uint8Array(0);
    context.budget.spend(table.length);
    if (!fib.old && table.length === 0)
      voice.problem(new Damaged('A part of the document is missing.'), voice.place);
    const part = (index: number) => {
      const { at, size } = fib.table(index);
      return table.subarray(Math.min(at, table.length), Math.min(at + size, table.length));
    };
    await voice.guard(voice.place, async () => readStories(voice, fib, stream, part));
    await voice.guard(voice.place, async () => reportTraces(voice, part));

    await readMacros(voice, ole, ole.find('Macros'));
    const pool = ole.find('ObjectPool');
    for (const storage of pool?.children ?? []) {
      context.signal.throwIfAborted();
      if (storage.kind === 'storage')
        await voice.guard(voice.place, () => readObject(voice, ole, storage, voice.place));
    }
    await voice.guard(voice.place, async () => {
      const data = ole.find('Data');
      if (data?.kind !== 'stream' || data.size === 0) return;
      const bytes = await ole.bytes(data);
      context.budget.spend(bytes.length);
      await readPictures(voice, voice.place, inlinePictures(bytes));
    });
    await readDataStore(voice, ole);
    const unknown = ole.root.children.filter(({ name }) => !KNOWN.test(name));
    await readUnknownStreams(voice, ole, [...unknown, ...ole.orphans]);
    return voice.result();
  },
};

/** Pictures in the line of the text: each with a header of its own, then drawing records. */
function* inlinePictures(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at + 68 <= bytes.length; ) {
    const size = view.getUint32(at, true);
    const header = view.getUint16(at + 4, true);
    const end = Math.min(bytes.length, at + size);
    if (size < 68 || header < 68) return;
    let from = at + header;
    // A linked picture has its file's name first.
    if (view.getUint16(at + 6, true) === 0x66 && from < end) from += 1 + bytes[from]!;
    yield* blipsIn(bytes, from, end);
    at = end;
  }
}

function readStories(voice: Voice, fib: Fib, stream: Uint8Array, part: (index: number) => Uint8Array): void {
  const { context, place } = voice;
  const pieces = fib.pieces ?? readPieces(part(TABLE.clx));
  if (pieces.length === 0 && fib.lengths[0]! > 0) {
    voice.problem(new Damaged('The text of the document cannot be found in it.'), place);
  }
  const styles = fib.old ? [] : readStyles(part(TABLE.styles));
  const looks = fib.old ? [] : readStretches(stream, part(TABLE.chpx), false, styles);
  const ends = fib.old ? [] : readStretches(stream, part(TABLE.papx), true, styles);
  const tally: Tally = { deletedWords: 0, deletions: 0, insertions: 0, hiddenWords: 0, paleWords: 0 };
  const decoders = {
    narrow: new TextDecoder('windows-1252'),
    wide: new TextDecoder('utf-16le', { ignoreBOM: true }),
  };
  let index = 0;
  let end = fib.lengths[0]!;
  let comments = 0;
  const begin = (): Story => {
    const { step, hidden } = STORIES[index]!;
    return new Story(voice, step ? [...place, step] : place, hidden, tally, step ? undefined : 'paragraph');
  };
  let story = begin();
  const finish = () => {
    story.end();
    if (index === COMMENTS) comments = story.size;
  };
  let cutOff = false;
  for (const piece of pieces) {
    const width = piece.narrow ? 1 : 2;
    let at = piece.from;
    while (at < piece.to) {
      context.signal.throwIfAborted();
      while (at >= end && index < STORIES.length - 1) {
        finish();
        index++;
        end += fib.lengths[index]!;
        story = begin();
      }
      // The last story takes what is left over.
      const limit = index === STORIES.length - 1 ? piece.to : Math.min(piece.to, end);
      const offset = piece.offset + (at - piece.from) * width;
      const { look, until } = lookAt(offset, looks, ends);
      const most = Math.min(limit - at, RUN, Math.max(1, Math.ceil((until - offset) / width)));
      const bytes = stream.subarray(offset, offset + most * width);
      if (bytes.length < most * width) cutOff = true;
      story.add((piece.narrow ? decoders.narrow : decoders.wide).decode(bytes), look);
      at += most;
    }
  }
  finish();
  if (cutOff) voice.problem(new Damaged('The text of the document is cut off.'), place);
  const { deletions, insertions, deletedWords, hiddenWords, paleWords } = tally;
  if (deletions + insertions > 0) {
    const authors = readTexts(part(TABLE.revisers)).filter((name) => name !== 'Unknown');
    voice.text([...place, 'tracked changes', 'authors'], ['tracked-changes'], authors.join('\n'));
    const message = 'The document keeps its changes: what was deleted can still be read.';
    const counts = { insertions, deletions, words: deletedWords, authors: authors.length };
    voice.found('tracked-changes', place, message, counts, isSubstance(deletedWords));
  }
  if (hiddenWords > 0) {
    const message = 'There is hidden text in the document.';
    const words = hiddenWords + paleWords;
    voice.found('hidden-text', place, message, { words }, isSubstance(hiddenWords));
  } else if (paleWords > 0) {
    // It may yet stand on a picture.
    const message = 'There is text in the document that cannot be seen: it has the colour of the paper.';
    voice.found('hidden-text', place, message, { words: paleWords });
  }
  if (comments > 0) {
    const here = [...place, 'comments'];
    const owners = texts16(part(TABLE.noteOwners));
    voice.text([...here, 'authors'], ['comments'], owners.join('\n'));
    voice.found('comments', here, 'There are comments in the document.', { authors: owners.length });
  }
}

/** What holds at an offset, and up to where it is sure to hold. */
function lookAt(offset: number, ...lists: readonly (readonly Stretch[])[]): { look: number; until: number } {
  let look = 0;
  let until = Number.MAX_SAFE_INTEGER;
  for (const list of lists) {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle]!.to > offset) high = middle;
      else low = middle + 1;
    }
    const stretch = list[low];
    if (!stretch) continue;
    if (stretch.from > offset) until = Math.min(until, stretch.from);
    else {
      look |= stretch.look;
      until = Math.min(until, stretch.to);
    }
  }
  return { look, until };
}

/** Texts one behind the other, each with its length before it. */
function texts16(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const decoder = new TextDecoder('utf-16le');
  const texts: string[] = [];
  for (let at = 0; at + 2 <= bytes.length; ) {
    const size = view.getUint16(at, true) * 2;
    const text = decoder.decode(bytes.subarray(at + 2, at + 2 + size));
    if (text !== '') texts.push(text);
    at += 2 + size;
  }
  return texts;
}

/** Who saved the document and where, and its template. */
function reportTraces(voice: Voice, part: (index: number) => Uint8Array): void {
  const { place } = voice;
  const saved = readTexts(part(TABLE.savedBy)).filter((text) => text.trim() !== '');
  if (saved.length > 0) {
    const here: Place = [...place, 'saved by'];
    voice.text(here, ['earlier-version'], saved.join('\n'));
    const message = 'The document lists who saved it last, and where: up to ten names and folders.';
    voice.found('earlier-version', here, message, { entries: saved.length });
  }
  const [, template = '', ...others] = readTexts(part(TABLE.assoc));
  const here: Place = [...place, 'template'];
  voice.text(here, ['metadata'], [template, ...others].filter(Boolean).join('\n'));
  if (/[/\\]/.test(template)) {
    voice.found('metadata', here, 'The document names the folder of its template.', { entries: 1 });
  }
}
