// PDFium as WebAssembly (@embedpdf/pdfium), called by its own C names (fpdfview.h, fpdf_text.h, fpdf_annot.h …). Loaded
// only when a PDF comes. One instance serves many files; after a trap or a large file the next one gets a fresh
// instance, because WebAssembly memory never shrinks.
import { Damaged, Encrypted, OverLimit, ReadError } from '../../errors.ts';
import type { LoadAsset } from '../../reader.ts';
import { trimNul } from '../../trim.ts';

/** A handle or an address in the instance's memory; 0 is none. */
export type Pointer = number;

/** The file lies in the instance's memory as a whole. */
const MOST_BYTES = 1024 ** 3;
/** An instance that grew beyond this is not used again. */
const MOST_KEPT = 192 * 1024 ** 2;
/**
 * So much an instance may take beyond the file. A page of 120 megapixels, the largest that is unpacked, takes 480 MB for a
 * moment; what wants more is made to do harm.
 */
const MOST_OVER = 640 * 1024 ** 2;
/** Texts longer than this (in bytes) are cut: a bookmark of megabytes is no bookmark. */
const MOST_TEXT = 16 * 1024 ** 2;

export const STARVED = 'The PDF needs more memory than Cordon gives to one file.';

/** `FPDF_GetLastError`. */
const ERROR_PASSWORD = 4;
const ERROR_SECURITY = 5;

type Native = (...args: number[]) => number;

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly malloc: Native;
  readonly free: Native;
}

let compiled: Promise<WebAssembly.Module> | undefined;
let idle: Pdfium | undefined;

/** Runs `work` with an instance that nobody else uses meanwhile. */
export async function withPdfium<T>(asset: LoadAsset, work: (pdfium: Pdfium) => Promise<T>): Promise<T> {
  const pdfium = idle ?? (await start(asset));
  idle = undefined;
  try {
    const result = await work(pdfium);
    keep(pdfium);
    return result;
  } catch (error) {
    if (error instanceof ReadError) keep(pdfium);
    // What PDFium left open when it was interrupted is unknown: the instance goes.
    if (error instanceof WebAssembly.RuntimeError) {
      if (pdfium.starved) throw new OverLimit(STARVED);
      throw new Damaged('The PDF is damaged in a way that ended its reading.');
    }
    throw error;
  }
}

function keep(pdfium: Pdfium): void {
  if (pdfium.size <= MOST_KEPT) idle = pdfium;
}

async function start(asset: LoadAsset): Promise<Pdfium> {
  compiled ??= asset('pdfium.wasm').then((bytes) => WebAssembly.compile(bytes));
  // A failed load is tried again with the next file.
  compiled.catch(() => {
    compiled = undefined;
  });
  const [glue, wasm] = await Promise.all([import('@embedpdf/pdfium'), compiled]);
  const bound: MemoryBound = { most: Number.POSITIVE_INFINITY, refused: false };
  const module = await glue.init({
    // Its own warnings quote the file.
    print: () => undefined,
    printErr: () => undefined,
    instantiateWasm: (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) => {
      void WebAssembly.instantiate(wasm, withBound(imports, bound)).then((instance) => done(instance));
      return {};
    },
  });
  module.PDFiumExt_Init();
  return new Pdfium(module.pdfium.wasmExports as unknown as Exports & Record<string, Native>, bound);
}

interface MemoryBound {
  /** Bytes that the instance may grow to. */
  most: number;
  /** It asked for more. */
  refused: boolean;
}

/** The same imports, with memory that grows up to the bound only: PDFium takes that for a machine without more. */
function withBound(imports: WebAssembly.Imports, bound: MemoryBound): WebAssembly.Imports {
  const env = imports.env as Record<string, WebAssembly.ImportValue>;
  const grow = env.emscripten_resize_heap as (size: number) => number;
  const growWithin = (size: number): number => {
    if (size >>> 0 <= bound.most) return grow(size);
    bound.refused = true;
    return 0;
  };
  return { ...imports, env: { ...env, emscripten_resize_heap: growWithin } };
}

/** PDFium's functions, and the memory that they share with us. */
export class Pdfium {
  /** Every exported C function by its name: numbers and addresses in, number out. */
  readonly call: Record<string, Native>;
  /** 512 bytes for results that are given back by address. */
  readonly scratch: Pointer;
  private readonly exports: Exports;
  private readonly bound: MemoryBound;
  private cached: DataView | undefined;

  constructor(exports: Exports & Record<string, Native>, bound: MemoryBound) {
    this.exports = exports;
    this.bound = bound;
    this.call = exports;
    this.scratch = exports.malloc(512);
  }

  /** Memory in use, bytes. */
  get size(): number {
    return this.exports.memory.buffer.byteLength;
  }

  /** Memory was refused: what could not be read was too large, not damaged. */
  get starved(): boolean {
    return this.bound.refused;
  }

  /** Allows as much memory as a file of this size may need. */
  expect(fileSize: number): void {
    this.bound.refused = false;
    // Held twice where it has to be decrypted.
    this.bound.most = Math.max(this.size, MOST_OVER + 2 * fileSize);
  }

  /** The memory as it stands now: a call that allocates may move it. */
  get view(): DataView {
    if (this.cached?.buffer !== this.exports.memory.buffer)
      this.cached = new DataView(this.exports.memory.buffer);
    return this.cached;
  }

  bytes(at: Pointer, length: number): Uint8Array {
    return new Uint8Array(this.exports.memory.buffer, at, length);
  }

  /** @throws OverLimit where there is no more memory. */
  alloc(length: number): Pointer {
    const at = this.exports.malloc(Math.max(8, length));
    if (at === 0) throw new OverLimit(STARVED);
    return at;
  }

  free(at: Pointer): void {
    this.exports.free(at);
  }

  float(at: number): number {
    return this.view.getFloat32(this.scratch + 4 * at, true);
  }

  int(at: number): number {
    return this.view.getUint32(this.scratch + 4 * at, true);
  }

  /** A C string with its end. */
  withString<T>(text: string, use: (at: Pointer) => T): T {
    const encoded = new TextEncoder().encode(`${text}\0`);
    const at = this.alloc(encoded.length);
    this.bytes(at, encoded.length).set(encoded);
    try {
      return use(at);
    } finally {
      this.free(at);
    }
  }

  /** The usual way of C: asked with no room for how much there is (bytes), then with enough of it. */
  filled(ask: (at: Pointer, room: number) => number): Uint8Array<ArrayBuffer> {
    const needed = Math.min(ask(0, 0) >>> 0, MOST_TEXT);
    if (needed === 0) return new Uint8Array(0);
    const at = this.alloc(needed);
    try {
      ask(at, needed);
      return new Uint8Array(this.bytes(at, needed));
    } finally {
      this.free(at);
    }
  }

  /** A text in UTF-16LE with its end, asked for in the usual way. */
  utf16(ask: (at: Pointer, room: number) => number): string {
    return trimNul(utf16le.decode(this.filled(ask)));
  }

  /**
   * Opens a document; the bytes are copied into the instance.
   * @throws Encrypted where the empty password does not open it, Damaged where nothing of it can be read.
   */
  open(bytes: Uint8Array): Document {
    if (bytes.length > MOST_BYTES)
      throw new OverLimit('The PDF is larger than 1 GB, which is the most that Cordon reads.');
    const at = this.alloc(bytes.length);
    this.bytes(at, bytes.length).set(bytes);
    const handle = this.call.FPDF_LoadMemDocument!(at, bytes.length, 0);
    if (handle !== 0) return new Document(this, handle, at);
    const error = this.call.FPDF_GetLastError!();
    this.free(at);
    if (error === ERROR_PASSWORD || error === ERROR_SECURITY) throw new Encrypted();
    throw new Damaged('The PDF is damaged: its pages cannot be found.');
  }

  /** The same document without its encryption. @throws as `open`. */
  decrypted(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    const copy = this.open(bytes);
    try {
      return this.saved(copy);
    } finally {
      copy.close();
    }
  }

  /**
   * The document as it stands, written anew: without encryption, each object by itself, and one table of them. What
   * nothing refers to is in it as well.
   */
  saved(document: Document): Uint8Array<ArrayBuffer> {
    const writer = this.call.PDFiumExt_OpenFileWriter!();
    try {
      this.call.EPDF_RemoveEncryption!(document.handle);
      this.call.PDFiumExt_SaveAsCopy!(document.handle, writer);
      const size = this.call.PDFiumExt_GetFileWriterSize!(writer);
      const at = this.alloc(size);
      this.call.PDFiumExt_GetFileWriterData!(writer, at, size);
      const saved = new Uint8Array(this.bytes(at, size));
      this.free(at);
      return saved;
    } finally {
      this.call.PDFiumExt_CloseFileWriter!(writer);
    }
  }
}

const utf16le = new TextDecoder('utf-16le');

/** An open document. Close it, or its memory stays. */
export class Document {
  readonly handle: Pointer;
  readonly pages: number;
  private readonly pdfium: Pdfium;
  private readonly memory: Pointer;
  private filling: { info: Pointer; form: Pointer } | undefined;

  constructor(pdfium: Pdfium, handle: Pointer, memory: Pointer) {
    this.pdfium = pdfium;
    this.handle = handle;
    this.memory = memory;
    this.pages = pdfium.call.FPDF_GetPageCount!(handle);
  }

  /** Opens page `index` (from 0) for as long as `use` takes; undefined where it is too damaged. */
  async withPage<T>(index: number, use: (page: Pointer) => Promise<T> | T): Promise<T | undefined> {
    const page = this.pdfium.call.FPDF_LoadPage!(this.handle, index);
    if (page === 0) return undefined;
    try {
      return await use(page);
    } finally {
      this.pdfium.call.FPDF_ClosePage!(page);
    }
  }

  /** The form's handle, which fields need; 0 where there is no form. Lasts as long as the document. */
  form(): Pointer {
    const { call } = this.pdfium;
    if (!this.filling && call.FPDF_GetFormType!(this.handle) > 0) {
      const info = call.PDFiumExt_OpenFormFillInfo!();
      this.filling = { info, form: call.PDFiumExt_InitFormFillEnvironment!(this.handle, info) };
    }
    return this.filling?.form ?? 0;
  }

  close(): void {
    if (this.filling) {
      this.pdfium.call.PDFiumExt_ExitFormFillEnvironment!(this.filling.form);
      this.pdfium.call.PDFiumExt_CloseFormFillInfo!(this.filling.info);
    }
    this.pdfium.call.FPDF_CloseDocument!(this.handle);
    this.pdfium.free(this.memory);
  }
}
