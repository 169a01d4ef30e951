// Parts: what a Reader finds in a file and hands to the Detectors, each with its place and how it is hidden.
// A Reader pushes; whoever listens (a PartSink) decides what to keep. Tables stream in chunks, so that a sheet
// of a million rows never stands in memory as a whole.
import type { Pixels } from './pixels/raster.ts';
import type { Finding } from './report.ts';
import type { RuleId } from './rules.ts';

/** Steps from the file inwards, the file's own name first: `["a.zip", "b.xlsx", "sheet \"Data\""]`. */
export type Place = readonly string[];

/** Bits of `TableChunk.flags`, one byte a cell: how that single cell is hidden. */
export const CELL_FLAG = {
  hiddenRow: 1,
  hiddenColumn: 2,
  /** Same colour as the background, zero size, number format `;;;`. */
  hiddenText: 4,
  /** The value is a date serial shown as a date (the text is then ISO 8601). */
  date: 8,
  /** A boolean, an error or a number: no text of its own. */
  number: 16,
  /** Beside `hiddenText`: it lies under another cell that it was merged with, so that nobody sees it. */
  covered: 32,
} as const;

/**
 * A run of cells, in the order in which the file has them (normally by row, then column). Blank cells are left
 * out. Values are indices into `strings`, so that a detector looks at each distinct string once. `strings` may be
 * the same array from chunk to chunk (shared strings) or one of the chunk's own; it may hold the same text twice.
 * Columns and rows count from 0. The arrays are only valid until `chunk()` returns: the Reader uses them again.
 */
export interface TableChunk {
  count: number;
  rows: Uint32Array;
  cols: Uint32Array;
  values: Uint32Array;
  flags: Uint8Array;
  strings: readonly string[];
  /**
   * Where `strings` is the same array from chunk to chunk: how many of its first entries keep their text. Those behind
   * them (numbers, dates, inline texts) are this chunk's own, so what a Detector remembers by index ends here.
   * All of them where it is not said.
   */
  stable?: number;
}

export interface TablePart {
  place: Place;
  /** How the table as a whole is hidden (`hidden-sheet`, `pivot-cache`, …). */
  hidden: readonly RuleId[];
  /** How a range of it is named: `A1:I10800` in a sheet, `rows 2 to 40` where columns have no letters. */
  addressing: 'a1' | 'rows';
}

/** What is only known once a table has been read. */
export interface TableEnd {
  /** Rows (0-based, inclusive) that a filter governs: rows hidden there count as `filtered-rows`. */
  filter?: { firstRow: number; lastRow: number };
  /** All of them, where there are several (tables on a sheet have filters of their own); `filter` is then the first. */
  filters?: readonly { firstRow: number; lastRow: number }[];
}

/** A table that is never ended says nothing: a Reader may begin it anew where it has learnt how its cells are hidden. */
export interface TableSink {
  chunk(chunk: TableChunk): void;
  end(info?: TableEnd): void;
}

/** Running text: paragraphs, a mail body, a text box. Lines are divided by `\n`. */
export interface TextPart {
  place: Place;
  hidden: readonly RuleId[];
  text: string;
}

/** A picture, as encoded bytes, or as the pixels that a Reader has decoded already. */
export interface ImagePart {
  place: Place;
  hidden: readonly RuleId[];
  /** The name it had in its container, if any (`12345.jpg` beside a table is telling). */
  name: string;
  /** By its bytes: `jpeg`, `png`, …; `pixels` where there are no bytes. */
  format: string;
  /** Empty where there are pixels: to encode them, for somebody else to decode, takes longer than to look at them. */
  bytes: Blob;
  pixels?: Pixels;
  /** The small picture that its Exif data hold (a JPEG), for whoever can tell whether it shows something else. */
  thumbnail?: Blob;
}

/** A file inside the file: an archive member, an attachment, an embedded workbook. It is inspected in its turn. */
export interface FilePart {
  place: Place;
  hidden: readonly RuleId[];
  name: string;
  bytes: Blob;
}

/** What a Reader itself can say without a Detector: comments are there, the file is encrypted, a part is damaged. */
export type ReaderFinding = Omit<Finding, 'confidence' | 'people' | 'fields'> &
  Partial<Pick<Finding, 'confidence' | 'people' | 'fields'>>;

/** Where a Reader puts what it finds. */
export interface PartSink {
  table(part: TablePart): TableSink;
  text(part: TextPart): void;
  /** Resolves when the picture has been looked at; await it, so that pictures do not pile up in memory. */
  image(part: ImagePart): Promise<void>;
  /** Resolves when the inner file has been inspected; await it, for the same reason. */
  file(part: FilePart): Promise<void>;
  finding(finding: ReaderFinding): void;
}
