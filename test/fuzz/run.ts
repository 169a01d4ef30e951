// A long run: mutated files one after the other through the inspection pool that `check` uses, with a short time limit
// and little memory; what is not as it should be is counted and kept as a recipe.
import { createNodePool } from '../../bin/node-pool.ts';
import { STRICT_POLICY } from '../../utils/policy/policy.ts';
import { decide } from '../../utils/verdict/decide.ts';
import { type Case, cases, type Recipe } from './cases.ts';
import { complaints } from './complaints.ts';
import type { Seed } from './seeds.ts';

export interface Find extends Recipe {
  wrong: string;
  ms: number;
}

export interface Tally {
  files: number;
  /** By what the inspector took the files for. */
  formats: Record<string, number>;
  /** How often, by what was wrong. */
  wrong: Record<string, number>;
  /** Memory of the process, bytes: before the first file, the most during one above what stood before it, at the end. */
  idle: number;
  mostOver: number;
  atEnd: number;
  slowest: { ms: number; recipe?: Recipe };
  /** Files for which the machine had no time, six times over. */
  starved: number;
}

/** What came of one file, once. */
interface Look {
  wrong: string[];
  ms: number;
  over: number;
  /** It took long without having been at work for most of it. */
  isStarved: boolean;
  format?: string;
}

export interface RunOptions {
  seeds: readonly Seed[];
  number: number;
  minutes: number;
  /** Files at most. */
  files?: number;
  onFind: (find: Find) => void;
  onTally?: (tally: Tally) => void;
}

/** Small files have no business to take longer, or more memory, than this. */
const SECONDS = 5;
const GRACE_MS = 1000;
const MOST_OVER = 512 * 1024 ** 2;
const HEAP_MB = 512;

export async function run({
  seeds,
  number,
  minutes,
  files = Infinity,
  onFind,
  onTally,
}: RunOptions): Promise<Tally> {
  const pool = createNodePool(1, { maxOldGenerationSizeMb: HEAP_MB });
  const site = { kind: 'publication', host: '', guarded: true } as const;
  const rss = () => process.memoryUsage.rss();
  const tally: Tally = {
    files: 0,
    formats: {},
    wrong: {},
    idle: rss(),
    mostOver: 0,
    atEnd: 0,
    slowest: { ms: 0 },
    starved: 0,
  };
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, rss());
  }, 20);

  async function look({ name, bytes }: Case): Promise<Look> {
    const before = rss();
    peak = before;
    const started = performance.now();
    const usedBefore = process.cpuUsage();
    let wrong: string[];
    let format: string | undefined;
    try {
      const inspection = await pool.inspect(new Blob([bytes]), name, { limits: { seconds: SECONDS } });
      wrong = complaints(decide(inspection, STRICT_POLICY, site), name, bytes.length);
      format = inspection.format;
    } catch (error) {
      // The pool gives up where a worker died twice: out of memory, or an exception that left `inspect`.
      wrong = [`no Report: ${error instanceof Error ? error.message : error}`];
    }
    const ms = Math.round(performance.now() - started);
    const over = Math.max(peak, rss()) - before;
    const used = process.cpuUsage(usedBefore);
    if (ms > SECONDS * 1000 + GRACE_MS) wrong.push('hang');
    if (over > MOST_OVER) wrong.push('memory');
    const isStarved = ms > SECONDS * 1000 && (used.user + used.system) / 1000 < (SECONDS * 1000) / 2;
    return { wrong, ms, over, isStarved, ...(format === undefined ? {} : { format }) };
  }

  async function judge(one: Case): Promise<void> {
    const { recipe } = one;
    let seen = await look(one);
    // On a busy machine it was the wait for a processor that took so long: that says nothing of the file.
    for (let again = 0; seen.isStarved && again < 5; again++) seen = await look(one);
    const { ms, over, format } = seen;
    const wrong = seen.isStarved
      ? seen.wrong.filter((what) => what !== 'slow' && what !== 'hang')
      : seen.wrong;
    if (seen.isStarved) tally.starved++;
    if (format !== undefined) tally.formats[format] = (tally.formats[format] ?? 0) + 1;
    tally.files++;
    tally.mostOver = Math.max(tally.mostOver, over);
    if (ms > tally.slowest.ms) tally.slowest = { ms, recipe };
    for (const what of wrong) {
      tally.wrong[what] = (tally.wrong[what] ?? 0) + 1;
      onFind({ ...recipe, wrong: what, ms });
    }
  }

  const end = performance.now() + minutes * 60_000;
  let said = performance.now();
  try {
    for (const one of cases(seeds, number)) {
      if (tally.files >= files || performance.now() > end) break;
      await judge(one);
      if (performance.now() - said > 60_000) {
        said = performance.now();
        onTally?.(tally);
      }
    }
  } finally {
    clearInterval(watch);
    pool.close();
  }
  tally.atEnd = rss();
  return tally;
}
