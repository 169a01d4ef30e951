// The package's size by part, packed as a store packs it. Needs `npm run build` before.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Line } from './bench.ts';

export const bench = {
  title:
    'The package for Chromium, part by part: bytes on disk, and as they are downloaded (gzip). What is rare is loaded only when such a file comes; `gate.js` and `page.js` alone run on every guarded page.',
};

const FOLDER = fileURLToPath(new URL('../../.output/chrome-mv3', import.meta.url));

/** Parts by their files' names, the first that fits. `most`: kilobytes on disk. */
const PARTS: readonly { name: string; files: RegExp; most?: number }[] = [
  { name: 'on every guarded page: gate.js, page.js', files: /^(gate|page)\.js$/, most: 64 },
  { name: 'in the page that is warned: warning.js', files: /^content-scripts\//, most: 100 },
  { name: 'background', files: /^background\.js$/, most: 130 },
  { name: 'worker: readers, detectors, lists of names', files: /^assets\/worker/, most: 1000 },
  { name: 'cleaned copies (when one is wanted)', files: /^assets\/checked/, most: 200 },
  { name: 'xlsx, fused inflate and scan', files: /^inspect\/scan\.wasm$/, most: 40 },
  { name: 'faces', files: /^inspect\/faces/, most: 1500 },
  { name: 'PDF (rare: PDFium)', files: /pdfium|index\.browser/, most: 5400 },
  { name: '7z, rar, … (rare: 7-Zip)', files: /7zz/, most: 2000 },
  { name: 'scanned pages (rare: Tesseract)', files: /tesseract|traineddata/, most: 6500 },
  { name: 'HEIC and TIFF (rare)', files: /libheif|UTIF/, most: 1800 },
  { name: 'windows, words, icons', files: /\.(html|css|png|json)$|chunks\// },
  { name: 'everything else', files: /./ },
];
/** Megabytes, packed. */
const MOST_PACKED = 12;

function* filesOf(folder: string): Generator<string> {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (statSync(path.join(folder, name)).isFile()) yield name;
  }
}

const kb = (bytes: number) => `${Math.round(bytes / 1000)} kB`;

export async function* measure(): AsyncGenerator<Line> {
  const sums = PARTS.map(() => ({ size: 0, packed: 0 }));
  for (const name of filesOf(FOLDER)) {
    const at = PARTS.findIndex(({ files }) => files.test(name.replaceAll('\\', '/')));
    const bytes = readFileSync(path.join(FOLDER, name));
    sums[at]!.size += bytes.length;
    sums[at]!.packed += gzipSync(bytes).length;
  }
  let size = 0;
  let packed = 0;
  for (const [at, { name, most }] of PARTS.entries()) {
    const sum = sums[at]!;
    size += sum.size;
    packed += sum.packed;
    yield {
      name,
      figure: kb(sum.size),
      ...(most === undefined ? {} : { bar: `at most ${most} kB` }),
      beside: `${kb(sum.packed)} packed`,
      kept: sum.size > 0 && sum.size <= (most ?? Number.POSITIVE_INFINITY) * 1000,
    };
  }
  yield {
    name: 'all',
    figure: kb(packed),
    bar: `at most ${MOST_PACKED} MB`,
    beside: `${kb(size)} on disk`,
    kept: packed <= MOST_PACKED * 1e6,
  };
}
