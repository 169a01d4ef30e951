// Tesseract as WebAssembly (tesseract.js-core, the build for LSTM models alone), called directly: no worker of its own,
// nothing fetched. Loaded when the first page of text comes, freed when none has come for a while.
import { ReadError } from '../errors.ts';
import type { LoadAsset } from '../reader.ts';
import { trimEnd } from '../trim.ts';
import type { Strip } from './strip.ts';

/** What the package has to hold, by name, with the SHA-256 of the file: a model that was exchanged is not used. */
export const OCR_ASSETS = {
  'tesseract.wasm': '34e8d50cac216427d86bf397d610fdd9f49492539bbcdfbfccc4eda20c810bea',
  'eng.traineddata.gz': '45b4cb346724ac1774f1c36f42f182b887bcdb28ebe63e6fff90ac41f3fcff91',
} as const;

/** A word as it was read. Pixels of the strip. */
export interface Read {
  text: string;
  left: number;
  right: number;
  /** 0 to 100. */
  confidence: number;
}

export interface Recogniser {
  /** Reads one line. */
  line(strip: Strip): Read[];
}

/** The part of tesseract.js-core that is used. */
interface Module {
  FS: { writeFile(path: string, data: Uint8Array): void; unlink(path: string): void };
  TessBaseAPI: new () => Api;
}
interface Api {
  Init(path: string | null, language: string, engine: number): number;
  SetPageSegMode(mode: number): void;
  SetImageFile(orientation: number, angle: number): number;
  Recognize(monitor: null): number;
  GetTSVText(page: number): string;
  Clear(): void;
  End(): void;
}
type Core = (options: object) => Promise<Module>;

/** `OEM_LSTM_ONLY`, `PSM_SINGLE_LINE`. */
const LSTM_ONLY = 1;
const SINGLE_LINE = 7;
/** Milliseconds without a page after which the memory is given back. */
const IDLE_MS = 20_000;

let running: Promise<{ module: Module; api: Api }> | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** A recogniser, started where none is running. @throws ReadError where the package is not whole. */
export async function recogniser(asset: LoadAsset): Promise<Recogniser> {
  running ??= start(asset);
  running.catch(() => {
    running = undefined;
  });
  const { module, api } = await running;
  stayAwake();
  return {
    line(strip) {
      const { width, height, data } = strip.grey;
      module.FS.writeFile('/input', pgm(width, height, data));
      if (api.SetImageFile(1, 0) !== 0) return [];
      api.Recognize(null);
      const words = wordsOf(api.GetTSVText(0));
      api.Clear();
      return words;
    },
  };
}

function stayAwake(): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const ending = running;
    running = undefined;
    void ending?.then(({ api }) => api.End());
  }, IDLE_MS);
  // Node would wait for it before it ends.
  (timer as { unref?: () => void }).unref?.();
}

async function start(asset: LoadAsset): Promise<{ module: Module; api: Api }> {
  const [{ default: core }, wasm, packed] = await Promise.all([
    import('tesseract.js-core/tesseract-core-simd-lstm.js') as unknown as Promise<{ default: Core }>,
    checked(asset, 'tesseract.wasm'),
    checked(asset, 'eng.traineddata.gz'),
  ]);
  const module = await core({
    // What it prints may quote what it read.
    print: () => undefined,
    printErr: () => undefined,
    instantiateWasm: (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) => {
      void WebAssembly.instantiate(wasm, imports).then(({ instance }) => done(instance));
      return {};
    },
  });
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  module.FS.writeFile('eng.traineddata', new Uint8Array(await new Response(unpacked).arrayBuffer()));
  const api = new module.TessBaseAPI();
  if (api.Init(null, 'eng', LSTM_ONLY) !== 0) throw incomplete();
  // It has read the file into memory of its own.
  module.FS.unlink('eng.traineddata');
  api.SetPageSegMode(SINGLE_LINE);
  return { module, api };
}

async function checked(asset: LoadAsset, name: keyof typeof OCR_ASSETS): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await asset(name);
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hex = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (hex !== OCR_ASSETS[name]) throw incomplete();
  return bytes;
}

function incomplete(): ReadError {
  return new ReadError(
    'damaged',
    'The part of Cordon that reads scanned pages is not as it was shipped, so scans cannot be read. Install Cordon again.',
  );
}

/** A grey picture in the simplest format that there is. */
export function pgm(width: number, height: number, data: Uint8Array): Uint8Array {
  const head = new TextEncoder().encode(`P5\n${width} ${height}\n255\n`);
  const out = new Uint8Array(head.length + data.length);
  out.set(head);
  out.set(data, head.length);
  return out;
}

/** Rows of level 5 are words: left, top, width, height, confidence, text in columns 6 to 11. */
function wordsOf(tsv: string): Read[] {
  const words: Read[] = [];
  for (const row of tsv.split('\n')) {
    const cells = row.split('\t');
    if (cells[0] !== '5' || cells.length < 12) continue;
    // Gaps and the remains of rules are read as marks.
    const text = trimEnd(cells[11]!.replace(/^[~|_—–¦]+/, ''), /[~|_¦]/).trim();
    if (text === '') continue;
    const left = Number(cells[6]);
    words.push({ text, left, right: left + Number(cells[8]), confidence: Number(cells[10]) });
  }
  return words;
}
