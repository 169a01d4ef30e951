// npm run bench -- NAME [words…]: measures in real Chromium and prints ratios to references of the same run, with the
// bars they should keep. Words choose the lines whose names have them all. Exit status 1 where a bar is missed.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { buildAssets } from '../../bin/build-assets.ts';
import type { Bench, Comparison } from './bench.ts';
import { type BenchBrowser, bundle, openBenchBrowser } from './chromium.ts';

const [name = 'readers', ...words] = process.argv.slice(2);
await buildAssets();
const { bench } = (await import(new URL(`./${name}.bench.ts`, import.meta.url).href)) as { bench: Bench };
const folder = fileURLToPath(new URL('../../.cache/bench', import.meta.url));
await mkdir(folder, { recursive: true });
const chosen = (entry: { name: string }) => words.every((word) => entry.name.includes(word));
console.log(`${bench.title}\n`);
const files = await bench.files(folder);
const browser = await openBenchBrowser(await bundle(new URL(`./${name}.worker.ts`, import.meta.url)), files);
let missed = 0;
try {
  for (const comparison of bench.comparisons.filter(chosen)) await compare(browser, comparison);
  for (const check of bench.memory.filter(chosen)) {
    const peak = await browser.peak({ job: check.job, file: check.file, prewarmed: false });
    if (peak === undefined) continue;
    const mb = (bytes: number) => `${Math.round(bytes / 1024 ** 2)} MB`;
    const bar = check.most === undefined ? '' : `, at most ${mb(check.most)}`;
    line(check.name, `${mb(peak)}${bar}`, peak <= (check.most ?? Number.POSITIVE_INFINITY));
  }
} finally {
  await browser.close();
}
process.exitCode = missed > 0 ? 1 : 0;

/** Job and reference take turns, so that both see the same weather; the best round of each counts. */
async function compare(browser: BenchBrowser, comparison: Comparison): Promise<void> {
  const { job, reference, file, prewarmed = false } = comparison;
  const times: { job: number; reference: number }[] = [];
  let result: unknown;
  let otherResult: unknown;
  for (let round = 0; round < (comparison.rounds ?? bench.rounds); round++) {
    const other = await browser.sample({ job: reference, file, prewarmed: false });
    const own = await browser.sample({ job, file, prewarmed });
    result = own.result;
    otherResult = other.result;
    times.push({ job: own.ms, reference: other.ms });
  }
  const best = (key: 'job' | 'reference') => Math.min(...times.map((time) => time[key]));
  const ratio = best('job') / best('reference');
  const ms = (key: 'job' | 'reference') => `${Math.round(best(key))} ms`;
  const also = (said: unknown) => (said === undefined ? '' : `, ${String(said)}`);
  const said = `${ms('job')} against ${ms('reference')} (${reference}${also(otherResult)})${also(result)}`;
  if (comparison.perSecond) {
    const { of, least } = comparison.perSecond;
    const rate = of / (best('job') / 1000);
    line(comparison.name, `${rate.toFixed(0)} a second, at least ${least}`, rate >= least);
  }
  if (comparison.mostMs !== undefined) {
    line(comparison.name, `at most ${comparison.mostMs} ms; ${said}`, best('job') <= comparison.mostMs);
  } else if (comparison.timesQuicker !== undefined) {
    const quicker = 1 / ratio;
    line(
      comparison.name,
      `${quicker.toFixed(1)} × quicker, at least ${comparison.timesQuicker}; ${said}`,
      quicker >= comparison.timesQuicker,
    );
  } else {
    const bar = comparison.most === undefined ? '' : `, at most ${comparison.most}`;
    line(
      comparison.name,
      `${ratio.toFixed(2)}${bar}; ${said}`,
      ratio <= (comparison.most ?? Number.POSITIVE_INFINITY),
    );
  }
}

function line(what: string, said: string, kept: boolean): void {
  if (!kept) missed++;
  console.log(`${kept ? 'ok    ' : 'MISSED'} ${what.padEnd(48)} ${said}`);
}
