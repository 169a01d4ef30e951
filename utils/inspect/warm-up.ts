// Runs the scanners and the detectors over invented tables before there is a file, while the user is still picking it: what every
// file goes through is compiled and optimised then, and lists are unpacked.
import type { DetectContext } from './detector.ts';
import { DETECTORS } from './detectors/index.ts';
import type { TableChunk } from './part.ts';
import type { LoadAsset } from './reader.ts';
import { prewarmScanners } from './readers/xlsx/scanners.ts';

const ROWS = 5_000;
const CHUNK_ROWS = 1_250;
/** The optimised code is compiled beside the work, and put in when it is done: that is seen by its speed. */
const LEAST_ROUNDS = 4;
const MOST_ROUNDS = 16;
/** A round that is not quicker than this share of the best one before says that nothing better is to come. */
const QUICKER = 0.85;
/** Milliseconds for the compiler between rounds. */
const PAUSE = 10;

const HEADINGS = [
  'Surname',
  'Initials',
  'Rank',
  'Station',
  'Department',
  'Pay No',
  'Start Date',
  'E-mail',
  'Hours',
];
const SYLLABLES = 'an bel cor den ell far gar hol ing kel lan mor nor pel ros sut ton wick worth ley'.split(
  ' ',
);

/** One invented row; `seed` keeps the rounds apart, because texts that were seen before cost nothing. */
function rowOf(r: number, seed: number): string[] {
  const n = Math.imul(r + seed * ROWS, 0x9e3779b1) >>> 0;
  const part = (shift: number): string => SYLLABLES[(n >>> shift) % SYLLABLES.length] as string;
  const name = part(3) + part(9) + part(15);
  const surname = (name[0] as string).toUpperCase() + name.slice(1);
  return [
    surname,
    `${String.fromCharCode(65 + (n % 26))}. ${String.fromCharCode(65 + ((n >>> 7) % 26))}.`,
    ['Constable', 'Sergeant', 'Inspector', 'Police Staff', 'PCSO'][(n >>> 11) % 5] as string,
    `Station ${(n >>> 5) % 90}`,
    `Office of ${part(6)} and ${part(12)}, ${n % 40}`,
    `${n % 3 === 0 ? 'E' : ''}${1_000_000 + (n % 900_000)}`,
    `20${10 + (n % 15)}-0${1 + ((n >>> 4) % 9)}-1${(n >>> 8) % 10}`,
    `${part(2)}.${name}@${part(8)}.police.example`,
    `${n % 60}.${(n >>> 6) % 10}`,
  ];
}

/** The rows as chunks: over one array of texts, or each with its own. */
function chunksOf(seed: number, shared: boolean): TableChunk[] {
  const chunks: TableChunk[] = [];
  let strings: string[] = [];
  let index = new Map<string, number>();
  for (let from = 0; from < ROWS; from += CHUNK_ROWS) {
    if (!shared) {
      strings = [];
      index = new Map();
    }
    const count = CHUNK_ROWS * HEADINGS.length;
    const rows = new Uint32Array(count);
    const cols = new Uint32Array(count);
    const values = new Uint32Array(count);
    let i = 0;
    for (let r = from; r < from + CHUNK_ROWS; r++)
      for (const [col, text] of (r === 0 ? HEADINGS : rowOf(r, seed)).entries()) {
        let value = index.get(text);
        if (value === undefined) {
          value = strings.push(text) - 1;
          index.set(text, value);
        }
        rows[i] = r;
        cols[i] = col;
        values[i++] = value;
      }
    chunks.push({ count, rows, cols, values, flags: new Uint8Array(count), strings });
  }
  return chunks;
}

/** Takes about half a second of one thread at the most; ends early when `isWanted` says that there is a file now. */
async function warmDetectors(asset: LoadAsset, isWanted: () => boolean): Promise<void> {
  const context: DetectContext = {
    asset,
    signal: new AbortController().signal,
    pictures: { open: async () => undefined },
    staffNumberPatterns: [],
  };
  let best = Number.POSITIVE_INFINITY;
  let same = 0;
  for (let round = 0; round < LEAST_ROUNDS || (same < 3 && round < MOST_ROUNDS); round++) {
    const chunks = chunksOf(round, round % 2 === 0);
    const started = performance.now();
    for (const detector of DETECTORS) {
      if (isWanted()) return;
      const run = detector.start(context);
      const table = run.table?.({ place: ['invented', 'sheet "S"'], hidden: [], addressing: 'a1' });
      for (const chunk of chunks) table?.chunk(chunk);
      table?.end();
      await run.end();
    }
    const ms = performance.now() - started;
    same = ms < best * QUICKER ? 0 : same + 1;
    best = Math.min(best, ms);
    await new Promise((done) => setTimeout(done, PAUSE));
  }
}

let warmed: Promise<void> | undefined;

/** Costs once; `isWanted` is asked now and then whether there is something better to do. */
export function prewarm(asset: LoadAsset, isWanted: () => boolean = () => false): Promise<void> {
  warmed ??= prewarmScanners(asset, isWanted).then(() => warmDetectors(asset, isWanted));
  return warmed;
}
