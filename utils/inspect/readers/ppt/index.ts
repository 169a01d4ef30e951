// Reads .ppt, .pps and .pot: the text of each slide with its notes and comments, what is on hidden slides, what earlier
// saves left behind, pictures and embedded objects.
import { openOle } from '../../container/ole.ts';
import { Damaged, Encrypted } from '../../errors.ts';
import type { Place } from '../../part.ts';
import type { Reader } from '../../reader.ts';
import type { RuleId } from '../../rules.ts';
import { BlobPieces } from '../members.ts';
import { handOn, readObject } from '../ole/embedded.ts';
import { mainStream, reportDirectory, Voice } from '../ole/office.ts';
import { blipsIn, readPictures } from '../ole/pictures.ts';
import { readProperties } from '../ole/properties.ts';
import { readDataStore, readMacros, readUnknownStreams } from '../ole/storages.ts';
import { countWords, isSubstance } from '../prose.ts';
import { below, type PptRecord, readDirectory, recordAt, recordsIn, textOf } from './deck.ts';

const SLIDE = 1006;
const NOTES = 1008;
const NOTES_ATOM = 1009;
const SLIDE_INFO = 1017;
const PERSIST = 1011;
const LIST = 4080;
const OBJECT = 4113;
const COMMENT = 12000;
const TEXTS = new Set([4000, 4008]);
/** What stands for a slide's number or date. */
const FIELD_ONLY = /^[\s*]*$/;
const KNOWN = /^(powerpoint document|current user|pictures|\p{Cc}.*)$/iu;
const ENCRYPTED = 0xf3d1c4df;

export const pptReader: Reader = {
  formats: ['ppt'],
  async read(file, _format, context) {
    const ole = await openOle(file);
    const voice = new Voice(context);
    reportDirectory(voice, ole);
    await readProperties(voice, ole);
    const main = ole.find('PowerPoint Document');
    if (main?.kind !== 'stream')
      throw new Damaged('The presentation is missing in the file, or of before 1997.');
    const user = ole.find('Current User');
    const current = user?.kind === 'stream' ? await ole.bytes(user) : new Uint8Array(0);
    const token = current.length >= 20 ? new DataView(current.buffer).getUint32(12, true) : 0;
    if (token === ENCRYPTED || ole.find('EncryptedSummary')) throw new Encrypted();
    const bytes = new Uint8Array(await (await mainStream(voice, ole, main)).arrayBuffer());
    context.budget.spend(bytes.length);
    const edit = token === 0 ? -1 : new DataView(current.buffer).getUint32(16, true);
    const deck = new Deck(voice, bytes, edit);
    await voice.guard(voice.place, async () => deck.read());
    for (const record of deck.objects) {
      await voice.guard(voice.place, () => readEmbedded(voice, bytes, record));
    }
    await voice.guard(voice.place, async () => {
      const pictures = ole.find('Pictures');
      if (pictures?.kind !== 'stream') return;
      const blips = new Uint8Array(await (await mainStream(voice, ole, pictures)).arrayBuffer());
      await readPictures(voice, voice.place, blipsIn(blips));
    });
    await readDataStore(voice, ole);
    const unknown = ole.root.children.filter(({ name }) => !KNOWN.test(name));
    await readUnknownStreams(voice, ole, [...unknown, ...ole.orphans]);
    return voice.result();
  },
};

class Deck {
  /** Embedded objects. */
  readonly objects: PptRecord[] = [];
  private readonly voice: Voice;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly offsets: Map<number, number>;
  private readonly document: number;
  private readonly lines = new Set<string>();

  constructor(voice: Voice, bytes: Uint8Array, edit: number) {
    this.voice = voice;
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const { offsets, document } = readDirectory(bytes, edit);
    this.offsets = offsets;
    this.document = document;
  }

  read(): void {
    const { bytes, voice } = this;
    const top = [...recordsIn(bytes, 0, bytes.length)];
    this.objects.push(...top.filter(({ type }) => type === OBJECT));
    const live = new Set([...this.offsets.values()].map((offset) => offset + 8));
    const at = this.offsets.get(this.document);
    const document = at === undefined ? undefined : recordAt(bytes, at);
    if (!document) {
      voice.problem(
        new Damaged('The directory of the presentation is damaged: all that is in it was read.'),
        voice.place,
      );
      voice.text(voice.place, [], top.flatMap((record) => this.texts(record)).join('\n'));
      return;
    }
    this.readSlides(document);
    // Masters and what else is in force.
    const rest = top.filter(
      ({ from, type }) => live.has(from) && type !== SLIDE && type !== NOTES && from !== document.from,
    );
    voice.text(
      [...voice.place, 'masters'],
      [],
      this.note(rest.flatMap((record) => this.texts(record))).join('\n'),
    );
    const old = top.filter(({ from, isContainer }) => isContainer && !live.has(from));
    const gone = [...new Set(old.flatMap((record) => this.texts(record)))].filter(
      (text) => !this.lines.has(text) && !FIELD_ONLY.test(text),
    );
    if (gone.length === 0) return;
    const here = [...voice.place, 'earlier saves'];
    voice.text(here, ['earlier-version'], gone.join('\n'));
    voice.found(
      'earlier-version',
      here,
      'The file still holds texts that were deleted before it was saved.',
      {
        texts: gone.length,
      },
    );
  }

  private note(texts: readonly string[]): readonly string[] {
    for (const text of texts) this.lines.add(text);
    return texts;
  }

  private texts(record: PptRecord): string[] {
    const found: string[] = [];
    for (const inner of below(this.bytes, record)) {
      if (!TEXTS.has(inner.type)) continue;
      const text = textOf(this.bytes, inner);
      if (text && text.trim() !== '') found.push(text);
    }
    return found;
  }

  private readSlides(document: PptRecord): void {
    const { bytes, view, voice, offsets } = this;
    const numbers = new Map<number, { number: number; hidden: RuleId[] }>();
    const notes: PptRecord[] = [];
    for (const list of recordsIn(bytes, document.from, document.to)) {
      if (list.type !== LIST) {
        // The document's own texts: headers and footers.
        if (list.isContainer) voice.text(voice.place, [], this.note(this.texts(list)).join('\n'));
        continue;
      }
      let slide: { record: PptRecord | undefined; id: number; texts: string[] } | undefined;
      const slides: NonNullable<typeof slide>[] = [];
      for (const record of recordsIn(bytes, list.from, list.to)) {
        if (record.type === PERSIST && record.to - record.from >= 16) {
          const at = offsets.get(view.getUint32(record.from, true));
          slide = {
            record: at === undefined ? undefined : recordAt(bytes, at),
            id: view.getUint32(record.from + 12, true),
            texts: [],
          };
          slides.push(slide);
        } else if (slide && TEXTS.has(record.type)) {
          const text = textOf(bytes, record);
          if (text?.trim()) slide.texts.push(text);
        }
      }
      if (list.instance === 2) notes.push(...slides.flatMap(({ record }) => record ?? []));
      if (list.instance !== 0) continue;
      slides.forEach(({ record, id, texts }, i) => {
        const hidden = record && this.isHidden(record) ? (['hidden-slide'] as RuleId[]) : [];
        numbers.set(id, { number: i + 1, hidden });
        this.readSlide(record, [...voice.place, `slide ${i + 1}`], hidden, texts);
      });
    }
    for (const record of notes) this.readNotes(record, numbers);
  }

  private isHidden(slide: PptRecord): boolean {
    for (const record of recordsIn(this.bytes, slide.from, slide.to)) {
      if (record.type === SLIDE_INFO && record.to - record.from >= 12) {
        return (this.view.getUint16(record.from + 10, true) & 4) !== 0;
      }
    }
    return false;
  }

  private readSlide(
    record: PptRecord | undefined,
    place: Place,
    hidden: RuleId[],
    outline: readonly string[],
  ): void {
    const { voice, bytes } = this;
    // Placeholders have their text in the outline, or (newer programs) in the drawing; once is enough.
    const own = record ? this.texts(record).filter((text) => !outline.includes(text)) : [];
    const texts = this.note([...outline, ...own]);
    voice.text(place, hidden, texts.join('\n'));
    const words = countWords(texts.join(' '));
    if (hidden.length > 0 && words > 0) {
      voice.found('hidden-slide', place, 'A hidden slide has text on it.', { words }, isSubstance(words));
    }
    if (!record) return;
    const comments: string[] = [];
    let count = 0;
    for (const inner of below(bytes, record)) {
      if (inner.type !== COMMENT) continue;
      count++;
      for (const part of below(bytes, inner)) {
        const text = part.type === 4026 && part.instance < 2 ? textOf(bytes, part) : undefined;
        if (text?.trim()) comments.push(text);
      }
    }
    if (count === 0) return;
    const here = [...place, 'comments'];
    voice.text(here, [...hidden, 'comments'], comments.join('\n'));
    voice.found('comments', here, 'There are comments on the slide.', { comments: count }, false, hidden);
  }

  private readNotes(
    record: PptRecord,
    numbers: ReadonlyMap<number, { number: number; hidden: RuleId[] }>,
  ): void {
    const { voice, bytes, view } = this;
    let slide: { number: number; hidden: RuleId[] } | undefined;
    for (const inner of recordsIn(bytes, record.from, record.to)) {
      if (inner.type === NOTES_ATOM && inner.to - inner.from >= 4)
        slide = numbers.get(view.getUint32(inner.from, true));
    }
    const texts = this.note(this.texts(record)).filter((text) => !FIELD_ONLY.test(text));
    if (texts.length === 0) return;
    const hidden = slide?.hidden ?? [];
    const here = [...voice.place, ...(slide ? [`slide ${slide.number}`] : []), 'notes'];
    voice.text(here, [...hidden, 'speaker-notes'], texts.join('\n'));
    const words = countWords(texts.join(' '));
    voice.found('speaker-notes', here, 'There are speaker notes.', { words }, isSubstance(words), hidden);
  }
}

/** An embedded object: a compound file, mostly packed. */
async function readEmbedded(voice: Voice, bytes: Uint8Array, record: PptRecord): Promise<void> {
  const packed = (record.instance & 1) === 1;
  const data = bytes.slice(record.from + (packed ? 4 : 0), record.to);
  const claimed =
    packed && record.to - record.from >= 4
      ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(record.from, true)
      : 0;
  const content = packed ? await inflate(voice, data, claimed) : new Blob([data]);
  if (content.size === 0) return;
  const name = `object ${voice.next('object')}`;
  const head = new Uint8Array(await content.slice(0, 4).arrayBuffer());
  if (head[0] !== 0xd0 || head[1] !== 0xcf) {
    await handOn(voice, { name, bytes: content }, voice.place);
    return;
  }
  const ole = await openOle(content);
  if (ole.find('VBA')) {
    const here = [...voice.place, `embedded "${name}"`];
    voice.found('embedded-file', here, 'There is a file inside the file.', { bytes: content.size });
    await readMacros(voice, ole, ole.root);
    return;
  }
  await readObject(voice, ole, { ...ole.root, name }, voice.place);
}

/** @param claimed how many bytes come out: what stands behind them is filling, on which the inflater stumbles. */
async function inflate(voice: Voice, data: Uint8Array<ArrayBuffer>, claimed: number): Promise<Blob> {
  const pieces = new BlobPieces(data.length);
  const reader = new Blob([data]).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
  for (;;) {
    let step: ReadableStreamReadResult<Uint8Array>;
    try {
      step = await reader.read();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (pieces.size > 0 && pieces.size >= claimed) return pieces.blob();
      throw new Damaged('An object in the presentation cannot be unpacked.');
    }
    if (step.done) return pieces.blob();
    voice.context.budget.spend(step.value.length);
    pieces.add(step.value);
  }
}
