// `npm test -- speed`: whether reading and detecting have become slower, told in half a minute without a browser. Each job takes
// turns with its reference in one process and the best round of each counts, by processor time, so that other work on the machine
// hardly matters. The limits lie at twice the most that was measured, so that no good run fails; the bars to be reached stand in
// the benches of Chromium.
import { openAsBlob } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { inferSchema, initParser } from 'udsv';
import { loadAsset as asset } from '../../bin/assets.ts';
import { packedBytes, readZipDirectory } from '../../utils/inspect/container/zip.ts';
import { inspect } from '../../utils/inspect/inspect.ts';
import { contentOf } from './content.ts';
import { writeBigCsv } from './documents.ts';
import { unzip } from './unzip.ts';
import { writeBigWorkbook } from './workbooks.ts';

const ROWS = 30_000;
const CSV_BYTES = 6_000_000;
/** Rounds, and milliseconds for a job: enough to be sure, and more for one that misses its limit, for a busy machine has good moments too. */
const ROUNDS = { least: 3, enough: 10, most: 60 };
const MS = { enough: 6_000, most: 30_000 };

type Work = () => unknown;

function spent(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function timed(work: Work): Promise<number> {
  const before = spent();
  await work();
  return spent() - before;
}

/** The two large parts of a workbook through DecompressionStream. */
async function unzipping(file: Blob): Promise<Work> {
  const { entries } = await readZipDirectory(file);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (const entry of entries)
    if (/sheet1|sharedStrings/.test(entry.name))
      parts.push(new Uint8Array(await packedBytes(file, entry).arrayBuffer()));
  return () => unzip(parts);
}

async function splitting(path: string): Promise<Work> {
  const bytes = await readFile(path);
  return () => {
    const text = new TextDecoder().decode(bytes);
    return initParser(inferSchema(text, { header: () => [[]] })).stringArrs(text);
  };
}

const folder = fileURLToPath(new URL('../../.cache/bench', import.meta.url));
await mkdir(folder, { recursive: true });
const paths = {
  shared: await writeBigWorkbook(folder, 'shared', ROWS),
  inline: await writeBigWorkbook(folder, 'inline', ROWS),
  csv: await writeBigCsv(folder, CSV_BYTES),
};
const files = {
  shared: await openAsBlob(paths.shared),
  inline: await openAsBlob(paths.inline),
  csv: await openAsBlob(paths.csv),
};
const limits = { seconds: 600 };
const reading = (file: keyof typeof files) => () => contentOf(files[file], asset);
const inspecting = (file: keyof typeof files) => () => inspect(files[file], file, { asset, limits });

const comparisons = [
  { name: 'workbook, read', work: reading('shared'), reference: await unzipping(files.shared), most: 4 },
  {
    name: 'workbook, all detectors',
    work: inspecting('shared'),
    reference: await unzipping(files.shared),
    most: 8,
  },
  {
    name: 'workbook, inline texts, all detectors',
    work: inspecting('inline'),
    reference: await unzipping(files.inline),
    most: 8,
  },
  // Behind the workbooks in one process these came to 1.7 to 3.6 and 4.8 to 9.6, by what the engine had made of the code until then.
  { name: 'csv, read', work: reading('csv'), reference: await splitting(paths.csv), most: 8 },
  { name: 'csv, all detectors', work: inspecting('csv'), reference: await splitting(paths.csv), most: 20 },
];

for (const { name, work, reference, most } of comparisons) {
  let own = Number.POSITIVE_INFINITY;
  let other = Number.POSITIVE_INFINITY;
  const started = performance.now();
  const wants = (rounds: number, ms: number): boolean =>
    rounds < ROUNDS.least ||
    (rounds < ROUNDS.enough && ms < MS.enough) ||
    (own > most * other && rounds < ROUNDS.most && ms < MS.most);
  let rounds = 0;
  while (wants(rounds, performance.now() - started)) {
    other = Math.min(other, await timed(reference));
    own = Math.min(own, await timed(work));
    rounds++;
  }
  const kept = own <= most * other;
  if (!kept) process.exitCode = 1;
  const figures = `${(own / other).toFixed(2)}, at most ${most}`;
  console.log(
    `${kept ? 'ok    ' : 'SLOWER'} ${name.padEnd(40)} ${figures}; ${Math.round(own)} ms against ${Math.round(other)} ms, best of ${rounds}`,
  );
}
