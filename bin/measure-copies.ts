// What cleaned copies cost that are made while the warning is read: processor time and memory of each kind beside those of
// the inspection, and how long the verdict on a next file takes while copies of two holds are being made, with as many
// workers as a browser has on a machine of two cores.
// Usage: npm run measure:copies -- [cost|wait]
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writeBigDocument, writeZipOfDocuments } from '../test/bench/documents.ts';
import { writeBigWorkbook } from '../test/bench/workbooks.ts';
import { box, show, writePdf } from '../test/fixtures/pdf.ts';
import { Random } from '../test/fixtures/people.ts';
import type { RemedyKind } from '../utils/remedy/remedy.ts';
import { createNodePool } from './node-pool.ts';

const FOLDER = path.join(os.tmpdir(), 'cordon-copies');

/** A scan of `pages` pages, each a picture of a megabyte with hidden words over it. */
function writeScan(folder: string, pages: number): string {
  const file = path.join(folder, `scan-${pages}.pdf`);
  if (existsSync(file)) return file;
  const [width, height] = [1240, 1754];
  // The grain of paper, which makes the picture as large as one.
  const random = new Random(7);
  const grain = () => Uint8Array.from({ length: width * height }, () => 225 + Math.floor(random.next() * 16));
  const dictionary = `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceGray /BitsPerComponent 8 >>`;
  const page = (at: number) => ({
    content: `q 595 0 0 842 0 0 cm /I0 Do Q\n${show(`Page ${at + 1}: the answer to the request`, 60, 780)}${show('Covered words', 60, 700)}${box(50, 690, 200, 30)}`,
    resources: `/XObject << /I0 {${at}} >>`,
  });
  const all = Array.from({ length: pages }, (_, at) => at);
  writeFileSync(
    file,
    writePdf({ extra: all.map(() => ({ dictionary, data: grain() })), pages: all.map(page), deflate: true }),
  );
  return file;
}

interface Cost {
  ms: number;
  cpu: number;
  /** Most memory of the process, MB. */
  memory: number;
  outcome: string;
}

/** In a process of its own, so that its memory is known. */
async function one(file: string, kind: RemedyKind | 'inspect'): Promise<Cost> {
  const pool = createNodePool(1);
  const before = process.cpuUsage();
  const start = performance.now();
  const name = path.basename(file);
  const done = kind === 'inspect' ? await pool.inspect(file, name) : await pool.remedy(file, name, kind);
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  pool.close();
  return {
    ms,
    cpu: (user + system) / 1000,
    memory: process.resourceUsage().maxRSS / 1024,
    outcome: 'outcome' in done ? (done.outcome === 'refused' ? done.reason : 'cleaned') : done.inspected,
  };
}

/** How long the verdict on a small file takes while copies of two holds are made ahead. */
async function wait(file: string, small: string, holds: number): Promise<number> {
  const pool = createNodePool(2);
  // Both workers are there and have loaded what they need.
  await Promise.all([pool.inspect(small, 'a.xlsx'), pool.inspect(small, 'b.xlsx')]);
  const stop = new AbortController();
  const copies = Array.from({ length: holds }, () =>
    pool
      .remedy(file, path.basename(file), 'clean', { signal: stop.signal, ahead: true })
      .catch(() => undefined),
  );
  await new Promise((resolve) => setTimeout(resolve, 100));
  const start = performance.now();
  await pool.inspect(small, 'next.xlsx');
  const ms = performance.now() - start;
  stop.abort();
  await Promise.all(copies);
  pool.close();
  return ms;
}

const [, , job, ...given] = process.argv;
if (job === '--one') {
  process.stdout.write(JSON.stringify(await one(given[0] as string, given[1] as RemedyKind)));
  process.exit(0);
}

mkdirSync(FOLDER, { recursive: true });
const small = await writeBigWorkbook(FOLDER, 'shared', 200);
const files: [what: string, file: string, kinds: RemedyKind[]][] = [
  ['xlsx, 100,000 rows', await writeBigWorkbook(FOLDER, 'shared', 100_000), ['clean', 'csv', 'mask']],
  ['docx, 200 pages', await writeBigDocument(FOLDER, 200), ['clean']],
  ['pdf, scan of 20 pages', writeScan(FOLDER, 20), ['clean']],
  ['zip of 50 documents', await writeZipOfDocuments(FOLDER, 50), ['clean']],
];
console.log(
  `Load ${os.loadavg()[0]?.toFixed(1)}, ${os.cpus()[0]?.model}, ${os.availableParallelism()} threads.`,
);
if (job !== 'wait') await sayCosts();
if (job !== 'cost') await sayWaits();
process.exit(0);

async function sayCosts(): Promise<void> {
  console.log('| file | MB | what | processor time, s | × the inspection | memory, MB | outcome |');
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const [what, file, kinds] of files) {
    const size = (statSync(file).size / 1e6).toFixed(1);
    let base = 0;
    for (const kind of ['inspect', ...kinds] as const) {
      const cost: Cost = JSON.parse(
        execFileSync(process.execPath, [process.argv[1] as string, '--one', file, kind], {
          encoding: 'utf8',
        }),
      );
      if (kind === 'inspect') base = cost.cpu;
      console.log(
        `| ${what} | ${size} | ${kind} | ${(cost.cpu / 1000).toFixed(1)} | ${(cost.cpu / base).toFixed(1)} | ${cost.memory.toFixed(0)} | ${cost.outcome} |`,
      );
    }
  }
}

async function sayWaits(): Promise<void> {
  console.log('| file | verdict on a next file, alone, ms | while one copy is made | while two are |');
  console.log('| --- | --- | --- | --- |');
  for (const [what, file] of files) {
    const times = [];
    for (const holds of [0, 1, 2]) times.push(Math.round(await wait(file, small, holds)));
    console.log(`| ${what} | ${times.join(' | ')} |`);
  }
}
