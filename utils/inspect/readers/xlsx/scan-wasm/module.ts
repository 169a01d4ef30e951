// The WebAssembly module that inflates and scans in one go, as the TypeScript around it sees it: compiled once, and
// one instance for each part that is read, so that its memory goes when the part is done. Built from assembly/ by
// bin/build-wasm.ts.
import { Damaged, OverLimit } from '../../../errors.ts';
import type { LoadAsset } from '../../../reader.ts';
import type { PackedEntry } from '../scan.ts';

/** The asset's name. */
const SCAN_MODULE = 'scan.wasm';

/** What the module exports (assembly/index.ts). Addresses are byte offsets into `memory`. */
export interface ScanExports {
  memory: WebAssembly.Memory;
  init(what: number, stored: boolean, step: number): void;
  run(): number;
  inputSpace(): number;
  inputRoom(): number;
  inputAdded(count: number, last: boolean): void;
  inflated(): number;
  crcValue(): number;
  cutOff(): number;
  windowStart(): number;
  written(): number;
  frameStart(): number;
  frameEnd(): number;
  cellContext(sharedCount: number, styleBytes: number, date1904: boolean): void;
  usedAt(): number;
  stylesAt(): number;
  columnsAt(count: number): number;
  setLowRows(low: boolean): void;
  cellCount(): number;
  rowsAt(): number;
  colsAt(): number;
  valuesAt(): number;
  flagsAt(): number;
  serialCount(): number;
  serialsAt(): number;
  arenaStart(): number;
  arenaBytes(): number;
  textCount(): number;
  chunkReset(): void;
}

/** What an instance reads. */
export const WHAT = { sheet: 0, strings: 1, bytes: 2 } as const;

/** What `run` came to; the same numbers are in assembly/index.ts. */
const TURN = {
  again: 0,
  input: 1,
  chunk: 2,
  frame: 3,
  frameThenData: 4,
  started: 5,
  finished: 6,
  badStream: -1,
  badXml: -2,
  textTooLong: -3,
  tagTooLong: -4,
} as const;

/**
 * Compressed bytes asked of the file at once: little at first, so that work begins early, then more, because each
 * request goes to another process and back. One request is always under way, so twice as much stands in memory.
 */
const FIRST_PIECE = 512 * 1024;
const LATER_PIECE = 2 * 1024 * 1024;

/** @throws where the platform has no WebAssembly (with SIMD), or the package lacks the module. */
export async function compileScanModule(asset: LoadAsset): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await asset(SCAN_MODULE));
}

/** What `drive` tells of while it goes through a part. */
export interface Listener {
  /** The first bytes, before anything else is done. @returns whether to go on. */
  started?(preview: Uint8Array): boolean;
  /** Bytes that are not scanned (around `<sheetData>`, or all of them). Only valid until it returns. */
  frame?(bytes: Uint8Array): void;
  /** The frame up to `<sheetData>` has been given. */
  dataBegins?(): void;
  /** Cells or texts are there to be taken. */
  chunk?(): void;
}

/** One part on its way through an instance of the module. */
export class ScanRun {
  readonly exports: ScanExports;
  private readonly packed: PackedEntry;
  private readonly spend: (bytes: number) => void;

  /** @param step bytes to inflate in a turn; 0, for the most, unless a test wants tokens cut everywhere. */
  constructor(
    module: WebAssembly.Module,
    what: number,
    packed: PackedEntry,
    spend: (bytes: number) => void,
    step = 0,
  ) {
    const abort = () => {
      throw new Error('The scan module failed.');
    };
    const instance = new WebAssembly.Instance(module, { env: { abort } });
    this.exports = instance.exports as unknown as ScanExports;
    this.packed = packed;
    this.spend = spend;
    this.exports.init(what, packed.method === 0, step);
  }

  /** A view of the module's memory; valid until the module runs again. */
  bytes(start: number, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.exports.memory.buffer as ArrayBuffer, start, length);
  }

  words(start: number, length: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.exports.memory.buffer as ArrayBuffer, start, length);
  }

  /**
   * Goes through the part. Whatever ends it, `listener.chunk` has been called for what was read until then.
   * @returns false where the listener did not want to start.
   * @throws Damaged for a broken stream, a CRC that does not fit, a part that is cut off, XML with a DOCTYPE;
   *   OverLimit for a text beyond 32 MB; what `spend` throws.
   */
  async drive(listener: Listener): Promise<boolean> {
    const { exports } = this;
    const input = new Input(this.packed.bytes);
    let spent = 0;
    let started = listener.started === undefined;
    try {
      while (true) {
        const turn = exports.run();
        if (started && exports.inflated() > spent) {
          const fresh = exports.inflated() - spent;
          spent += fresh;
          this.spend(fresh);
        }
        switch (turn) {
          case TURN.again:
            break;
          case TURN.input:
            await this.feed(input);
            break;
          case TURN.chunk:
            listener.chunk?.();
            break;
          case TURN.started: {
            const start = exports.windowStart();
            if (listener.started && !listener.started(this.bytes(start, exports.written() - start)))
              return false;
            started = true;
            break;
          }
          case TURN.frame:
          case TURN.frameThenData: {
            const start = exports.frameStart();
            if (exports.frameEnd() > start) listener.frame?.(this.bytes(start, exports.frameEnd() - start));
            if (turn === TURN.frameThenData) listener.dataBegins?.();
            break;
          }
          case TURN.finished:
            if (this.packed.crc !== undefined && exports.crcValue() >>> 0 !== this.packed.crc) {
              throw new Damaged('A part of the file is damaged: its checksum does not fit.');
            }
            if (exports.cutOff()) throw new Damaged('A part of the file is cut off.');
            return true;
          case TURN.badStream:
            throw new Damaged('A part of the file is damaged: it cannot be unpacked to its end.');
          case TURN.textTooLong:
            throw new OverLimit(
              'A single text in the file is longer than 32 MB, which is the most that Cordon reads.',
            );
          case TURN.badXml:
          case TURN.tagTooLong:
            throw new Damaged('A part of the file is not well-formed XML.');
          default:
            throw new Error(`The scan module came to ${turn}.`);
        }
      }
    } finally {
      if (started) listener.chunk?.();
    }
  }

  /** Moves the next bytes of the entry into the module, as many as it has room for. */
  private async feed(input: Input): Promise<void> {
    const { exports } = this;
    const at = exports.inputSpace();
    const piece = input.ready(exports.inputRoom()) ?? (await input.take(exports.inputRoom()));
    this.bytes(at, piece.length).set(piece);
    exports.inputAdded(piece.length, input.ended);
  }
}

/** Reads a Blob piece by piece, one piece ahead. */
class Input {
  private readonly blob: Blob;
  private piece = new Uint8Array(0);
  private at = 0;
  private asked = 0;
  private next: Promise<ArrayBuffer> | undefined;

  constructor(blob: Blob) {
    this.blob = blob;
  }

  get ended(): boolean {
    return this.at === this.piece.length && this.next === undefined && this.asked >= this.blob.size;
  }

  /** Bytes that are there already; undefined where the file has to be asked. */
  ready(most: number): Uint8Array | undefined {
    if (this.at === this.piece.length) return undefined;
    const bytes = this.piece.subarray(this.at, this.at + most);
    this.at += bytes.length;
    return bytes;
  }

  async take(most: number): Promise<Uint8Array> {
    const next = this.next ?? this.ask();
    this.next = undefined;
    if (!next) return new Uint8Array(0);
    const buffer = await next;
    // The bytes before it are given back at once: garbage of this size would wait long for its collector.
    this.piece.buffer.transfer(0);
    this.piece = new Uint8Array(buffer);
    this.at = 0;
    this.next = this.ask();
    return this.ready(most) ?? new Uint8Array(0);
  }

  private ask(): Promise<ArrayBuffer> | undefined {
    if (this.asked >= this.blob.size) return undefined;
    const from = this.asked;
    this.asked = Math.min(this.blob.size, from + (from === 0 ? FIRST_PIECE : LATER_PIECE));
    return this.blob.slice(from, this.asked).arrayBuffer();
  }
}
