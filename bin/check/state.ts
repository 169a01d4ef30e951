// The state of a long run: every Inspection as it gets ready, one a line, so that a run that was broken off goes on where
// it stopped. A file counts as done while its contents are those of the line, under the same absolute path, and the program
// and the settings that inspections depend on are the same.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import type { Inspection } from '../../utils/inspect/report.ts';

/** What an Inspection depends on, beside the file. */
export interface StateKey {
  /** Which program inspects: `buildDigest`. */
  build: string;
  settings: unknown;
}

/** What a file was when it was inspected: size and time of change can be the same of other contents. */
export interface FileStamp {
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
}

/** Reads a file through. @throws where it cannot be read */
export async function stampOf(file: string): Promise<FileStamp> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

export interface RunState {
  /** How many Inspections are there from earlier runs. */
  known: number;
  /** Something could not be written (disk full): the next run will inspect that again. */
  readonly incomplete: boolean;
  /** The Inspection of a file (by its absolute path) that is what it was then, by the name that it had then. */
  find(file: string, stamp: FileStamp): Promise<Inspection | undefined>;
  keep(file: string, stamp: FileStamp, inspection: Inspection): Promise<void>;
  close(): Promise<void>;
}

interface Line extends FileStamp {
  key: string;
  file: string;
  inspection: Inspection;
}

/** Opens a state file, which is made where it is missing. Only places in it are held in memory, not what stands there. */
export async function openState(file: string, { build, settings }: StateKey): Promise<RunState> {
  const key = createHash('sha256')
    .update(JSON.stringify([build, settings]))
    .digest('hex')
    .slice(0, 16);
  const handle: FileHandle = await open(file, 'a+');
  const places = new Map<string, { at: number; length: number }>();
  for await (const { text, at, length } of linesOf(file)) {
    const line = parse(text);
    if (line?.key === key) places.set(path.normalize(line.file), { at, length });
  }
  // A line that was torn off by a crash ends here, so that the next one begins a line of its own.
  if ((await handle.stat()).size > 0) await handle.appendFile('\n');
  let writing: Promise<void> = Promise.resolve();
  let incomplete = false;

  return {
    known: places.size,
    get incomplete() {
      return incomplete;
    },
    async find(name, stamp) {
      const place = places.get(path.normalize(name));
      if (!place) return undefined;
      const buffer = Buffer.alloc(place.length);
      await handle.read(buffer, 0, place.length, place.at);
      const line = parse(buffer.toString());
      if (!line || line.bytes !== stamp.bytes || line.sha256 !== stamp.sha256) return undefined;
      return line.inspection;
    },
    keep(name, stamp, inspection) {
      const line: Line = { key, file: name, ...stamp, inspection };
      const text = `${JSON.stringify(line)}\n`;
      writing = writing
        // What was written in part ends here.
        .then(() => handle.appendFile(incomplete ? `\n${text}` : text))
        .catch(() => {
          incomplete = true;
        });
      return writing;
    },
    async close() {
      await writing;
      await handle.close();
    },
  };
}

/** Lines with their places, in bytes. Only a line feed ends one: a name may hold what else counts as an end of line. */
async function* linesOf(file: string): AsyncGenerator<{ text: string; at: number; length: number }> {
  let at = 0;
  let begun: Buffer[] = [];
  const line = () => {
    const bytes = Buffer.concat(begun);
    begun = [];
    const found = { text: bytes.toString(), at, length: bytes.length };
    at += bytes.length + 1;
    return found;
  };
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      begun.push(chunk.subarray(from, end));
      yield line();
      from = end + 1;
    }
    if (from < chunk.length) begun.push(chunk.subarray(from));
  }
  if (begun.length > 0) yield line();
}

function parse(text: string): Line | undefined {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return undefined;
  }
}
