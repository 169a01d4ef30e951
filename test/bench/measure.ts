// Runs one bench and says what came of it, a line at a time: for the terminal, for docs/performance.md, and for the gate
// in CI.
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Bench, Comparison, Line, MemoryCheck } from './bench.ts';
import { type BenchBrowser, bundle, openBenchBrowser } from './chromium.ts';

export interface MeasureOptions {
  /** Only lines whose names have all of these. */
  words?: readonly string[];
  /** Rounds of each comparison, where not the bench's own. */
  rounds?: number;
  onLine?: (line: Line) => void;
}

export interface Measured {
  title: string;
  lines: Line[];
}

/** @param name of `NAME.bench.ts`, which has a `bench` for workers of Chromium, or a `measure` of its own. */
export async function measure(name: string, options: MeasureOptions = {}): Promise<Measured> {
  const { bench, measure: own } = (await import(new URL(`./${name}.bench.ts`, import.meta.url).href)) as {
    bench: Bench | { title: string };
    measure?: () => AsyncIterable<Line>;
  };
  const lines: Line[] = [];
  const take = (line: Line) => {
    lines.push(line);
    options.onLine?.(line);
  };
  const chosen = ({ name }: { name: string }) => (options.words ?? []).every((word) => name.includes(word));
  if (own) for await (const line of own()) if (chosen(line)) take(line);
  if ('comparisons' in bench)
    for await (const line of inChromium(name, bench, chosen, options.rounds)) take(line);
  return { title: bench.title, lines };
}

async function* inChromium(
  name: string,
  bench: Bench,
  chosen: (entry: { name: string }) => boolean,
  rounds: number | undefined,
): AsyncGenerator<Line> {
  const folder = fileURLToPath(new URL('../../.cache/bench', import.meta.url));
  await mkdir(folder, { recursive: true });
  const comparisons = bench.comparisons.filter(chosen);
  const memory = bench.memory.filter(chosen);
  const wanted = [
    ...comparisons.flatMap(({ file, referenceFile = file }) => [file, referenceFile]),
    ...memory.map(({ file }) => file),
  ];
  const files = await bench.files(folder, new Set(wanted));
  const worker = new URL(`./${name}.worker.ts`, import.meta.url);
  const scripts = await bundle(existsSync(worker) ? worker : new URL('./readers.worker.ts', import.meta.url));
  const browser = await openBenchBrowser(scripts, files);
  try {
    for (const comparison of comparisons) {
      const least = rounds ?? comparison.rounds ?? bench.rounds;
      yield* compare(browser, comparison, least, Math.max(least, bench.mostRounds ?? 0));
    }
    for (const check of memory) yield* peakOf(browser, check);
  } finally {
    await browser.close();
  }
}

/** Job and reference take turns, so that both see the same weather; the best round of each counts. */
async function* compare(
  browser: BenchBrowser,
  comparison: Comparison,
  rounds: number,
  mostRounds: number,
): AsyncGenerator<Line> {
  const { name, job, reference, file, referenceFile = file, prewarmed = false } = comparison;
  const { most, timesQuicker, mostMs, aimMs, perSecond } = comparison;
  let own = Number.POSITIVE_INFINITY;
  let other = Number.POSITIVE_INFINITY;
  let result: unknown;
  let otherResult: unknown;
  const missed = () => own / other > (most ?? Number.POSITIVE_INFINITY);
  for (let round = 0; round < rounds || (missed() && round < mostRounds); round++) {
    const there = await browser.sample({ job: reference, file: referenceFile, prewarmed: false });
    const here = await browser.sample({ job, file, prewarmed });
    own = Math.min(own, here.ms);
    other = Math.min(other, there.ms);
    result = here.result;
    otherResult = there.result;
  }
  const also = (said: unknown) => (said === undefined ? '' : `, ${String(said)}`);
  const beside = `${Math.round(own)} ms against ${Math.round(other)} ms (${reference}${also(otherResult)})${also(result)}${aimMs === undefined ? '' : `; aim on a good machine: ${aimMs} ms`}`;
  if (perSecond) {
    const rate = perSecond.of / (own / 1000);
    yield {
      name,
      figure: `${rate.toFixed(0)} a second`,
      beside: `${beside}; aim on a good machine: ${perSecond.aim} a second`,
      kept: true,
    };
  }
  if (mostMs !== undefined) {
    yield { name, figure: `${Math.round(own)} ms`, bar: `at most ${mostMs} ms`, beside, kept: own <= mostMs };
  } else if (timesQuicker !== undefined) {
    const figure = `${(other / own).toFixed(1)} × quicker`;
    yield { name, figure, bar: `at least ${timesQuicker}`, beside, kept: other / own >= timesQuicker };
  } else {
    const bar = most === undefined ? {} : { bar: `at most ${most}` };
    yield {
      name,
      figure: (own / other).toFixed(2),
      ...bar,
      beside,
      kept: own / other <= (most ?? Number.POSITIVE_INFINITY),
    };
  }
}

const mb = (bytes: number) => `${Math.round(bytes / 1024 ** 2)} MB`;

async function* peakOf(browser: BenchBrowser, check: MemoryCheck): AsyncGenerator<Line> {
  const { name, job, file, most, mostMs } = check;
  const found = await browser.peak({ job, file, prewarmed: false });
  if (found === undefined) return;
  const { bytes, ms, result } = found;
  const bars = [...(mostMs === undefined ? [] : [`${mostMs} ms`]), ...(most === undefined ? [] : [mb(most)])];
  yield {
    name,
    figure: mostMs === undefined ? mb(bytes) : `${Math.round(ms)} ms, ${mb(bytes)}`,
    ...(bars.length > 0 ? { bar: `at most ${bars.join(', ')}` } : {}),
    ...(result === undefined ? {} : { beside: String(result) }),
    kept: bytes <= (most ?? Number.POSITIVE_INFINITY) && ms <= (mostMs ?? Number.POSITIVE_INFINITY),
  };
}
