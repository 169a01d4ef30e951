// The records of a PowerPoint binary file ([MS-PPT]): a tree of containers and atoms, and the directory that says which
// of its branches are in force. Saving quickly appends new ones and leaves the old ones where they are.

export interface PptRecord {
  type: number;
  instance: number;
  /** Where its data begin and end in the stream. */
  from: number;
  to: number;
  isContainer: boolean;
}

/** What programs attach to a slide, its comments among it: records, though it does not say so. */
const TAG_DATA = 5003;
/** Containers within containers, at the most: a record may claim to hold itself. */
const MOST_DEPTH = 24;

/** The records that stand one behind the other in a stretch of the stream. */
export function* recordsIn(bytes: Uint8Array, from: number, to: number): Generator<PptRecord> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = from; at + 8 <= to; ) {
    const head = view.getUint16(at, true);
    const end = Math.min(to, at + 8 + view.getUint32(at + 4, true));
    yield {
      type: view.getUint16(at + 2, true),
      instance: head >> 4,
      from: at + 8,
      to: end,
      isContainer: (head & 15) === 15 || view.getUint16(at + 2, true) === TAG_DATA,
    };
    at = end;
  }
}

/** The record at an offset. */
export function recordAt(bytes: Uint8Array, offset: number): PptRecord | undefined {
  if (offset < 0 || offset + 8 > bytes.length) return undefined;
  for (const record of recordsIn(bytes, offset, bytes.length)) return record;
  return undefined;
}

/** All records below a record, containers before what is in them. */
export function* below(bytes: Uint8Array, record: PptRecord, depth = 0): Generator<PptRecord> {
  if (!record.isContainer || depth > MOST_DEPTH) return;
  for (const child of recordsIn(bytes, record.from, record.to)) {
    yield child;
    yield* below(bytes, child, depth + 1);
  }
}

const USER_EDIT = 4085;
const DIRECTORY = 6002;
/** Saves that one file remembers, at the most. */
const MOST_EDITS = 10_000;

/** Where each object that is in force stands, by its number. @param edit offset of the last save. */
export function readDirectory(
  bytes: Uint8Array,
  edit: number,
): { offsets: Map<number, number>; document: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const offsets = new Map<number, number>();
  let document = -1;
  let at = edit;
  for (let edits = 0; edits < MOST_EDITS; edits++) {
    const record = recordAt(bytes, at);
    if (record?.type !== USER_EDIT || record.to - record.from < 20) break;
    if (document < 0) document = view.getUint32(record.from + 16, true);
    const directory = recordAt(bytes, view.getUint32(record.from + 12, true));
    if (directory?.type === DIRECTORY) {
      for (let from = directory.from; from + 4 <= directory.to; ) {
        const head = view.getUint32(from, true);
        const first = head & 0xfffff;
        const count = head >>> 20;
        from += 4;
        // The newest save is read first, and holds.
        for (let i = 0; i < count && from + 4 <= directory.to; i++, from += 4) {
          if (!offsets.has(first + i)) offsets.set(first + i, view.getUint32(from, true));
        }
      }
    }
    const before = view.getUint32(record.from + 8, true);
    if (before === 0 || before >= at) break;
    at = before;
  }
  return { offsets, document };
}

const narrow = new TextDecoder('windows-1252');
const wide = new TextDecoder('utf-16le');

/** The text of an atom that has one (text in one or two bytes a character); undefined for other records. */
export function textOf(bytes: Uint8Array, record: PptRecord): string | undefined {
  const data = bytes.subarray(record.from, record.to);
  const text =
    record.type === 4000 || record.type === 4026
      ? wide.decode(data)
      : record.type === 4008
        ? narrow.decode(data)
        : undefined;
  return text?.replace(/\r|\v/g, '\n').replaceAll('\0', '');
}
