// `npm run measure:catalogue -- [--files 100000] [--part 5000] [--folder FOLDER]`: what `check` costs over a back catalogue.
// Makes the files, compares one job with two on a part of them, runs over all of them, is killed half-way and resumed, and
// prints the figures as a Markdown table.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { writeCatalogue } from '../test/fixtures/catalogue.ts';
import type { Report } from '../utils/inspect/report.ts';

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '100000' },
    part: { type: 'string', default: '5000' },
    folder: { type: 'string' },
  },
});
const files = Number(values.files);
const part = Number(values.part);

/** Writes what the run used as the last line of its standard error. */
const USAGE_AT_END = `data:text/javascript,${encodeURIComponent(
  `process.on('exit', () => process.stderr.write('\\n' + JSON.stringify(process.resourceUsage())))`,
)}`;

interface Run {
  seconds: number;
  /** Processor time, seconds. */
  cpu: number;
  /** Most memory at one time, MB of 1,000,000 bytes. */
  peak: number;
  status: number | null;
}

/** Runs `check` in `folder`. @param killAfter kill it, as hard as can be, once so many lines of output are there */
async function check(folder: string, args: string[], output: string, killAfter = Infinity): Promise<Run> {
  const start = performance.now();
  const command = path.resolve(import.meta.dirname, 'check.ts');
  const child = spawn(process.execPath, ['--import', USAGE_AT_END, command, ...args], {
    env: { ...process.env, INIT_CWD: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const file = createWriteStream(path.join(folder, output));
  let lines = 0;
  child.stdout.on('data', (data: Buffer) => {
    for (const byte of data) if (byte === 10) lines++;
    if (lines >= killAfter) child.kill('SIGKILL');
  });
  child.stdout.pipe(file);
  let said = '';
  child.stderr.on('data', (data) => {
    said += data;
  });
  const [[status]] = await Promise.all([once(child, 'close'), once(file, 'finish')]);
  const seconds = (performance.now() - start) / 1000;
  if (killAfter < Infinity) return { seconds, cpu: Number.NaN, peak: Number.NaN, status };
  if (status === 2) throw new Error(said);
  const usage = JSON.parse(said.slice(said.lastIndexOf('\n'))) as NodeJS.ResourceUsage;
  const cpu = (usage.userCPUTime + usage.systemCPUTime) / 1e6;
  // Kilobytes of 1,024 bytes.
  return { seconds, cpu, peak: (usage.maxRSS * 1024) / 1e6, status };
}

/** What stands in the Reports: is every file there once and in order, findings, verdicts. */
async function summary(file: string): Promise<object> {
  const counts: Record<string, number> = {};
  let findings = 0;
  let before = '';
  let inOrder = true;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const report = JSON.parse(line) as Report;
    counts[report.verdict] = (counts[report.verdict] ?? 0) + 1;
    findings += report.findings.length;
    if (report.file <= before) inOrder = false;
    before = report.file;
  }
  return { inOrder, findings, ...counts };
}

const round = (value: number) => (Number.isNaN(value) ? '' : Math.round(value).toLocaleString('en-GB'));
const row = (what: string, count: number, { seconds, cpu, peak, status }: Run) =>
  console.log(
    `| ${what} | ${round(seconds)} s | ${round(count / seconds)} | ${round(cpu)} s | ${round(peak)} MB | ${status ?? 'killed'} |`,
  );

const folder = await mkdtemp(path.join(values.folder ?? os.tmpdir(), 'cordon-catalogue-'));
try {
  const bytes = await writeCatalogue(path.join(folder, 'log'), files);
  await writeCatalogue(path.join(folder, 'part'), part, 2);
  const load = os.loadavg()[0]?.toFixed(1);
  console.log(
    `${files.toLocaleString('en-GB')} files, ${round(bytes / 1e6)} MB; ${os.availableParallelism()} cores, load ${load} before the first run`,
  );
  console.log('| run | by the clock | files a second | processor | memory at most | exit status |');
  console.log('|---|---:|---:|---:|---:|---:|');
  for (const jobs of ['1', '2']) {
    const run = await check(folder, ['--format', 'json', '--jobs', jobs, 'part'], `part-${jobs}.jsonl`);
    row(`${part} files, ${jobs === '1' ? 'one job' : 'two jobs'}`, part, run);
  }
  const all = ['--jobs', '2', '--state', 'log.state', 'log'];
  const half = Math.floor(files / 2);
  row('all, two jobs, killed', half, await check(folder, ['--format', 'json', ...all], 'first.jsonl', half));
  row(
    'the same again, to the end',
    files - half,
    await check(folder, ['--format', 'json', ...all], 'all.jsonl'),
  );
  row(
    'the same as SARIF, from the state',
    files,
    await check(folder, ['--format', 'sarif', ...all], 'all.sarif'),
  );
  console.log('\nJSON Lines:', JSON.stringify(await summary(path.join(folder, 'all.jsonl'))));
  const sarif = JSON.parse(await readFile(path.join(folder, 'all.sarif'), 'utf8'));
  console.log(`SARIF: ${sarif.runs[0].results.length} results`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
