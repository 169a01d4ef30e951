// What a bench is. A new one is two files: NAME.bench.ts says which files are made and what is compared, NAME.worker.ts
// has the jobs, which run in a worker of real Chromium. `npm run bench -- NAME` runs it. What cannot be measured in a worker
// exports `measure`, which yields its lines, and a `bench` with nothing but a title.

/** One line of the table: a job, and the job beside which it is measured, on the same file, in the same run. */
export interface Comparison {
  name: string;
  file: string;
  /** Job of the worker, and what it is compared with. */
  job: string;
  reference: string;
  /** Run `warm` of the worker in the same worker first (untimed). */
  prewarmed?: boolean;
  /** The ratio job / reference should not be above this. */
  most?: number;
  /** The ratio reference / job should not be below this. */
  timesQuicker?: number;
  /** The reference runs on this file instead, where the job's is many of its kind. */
  referenceFile?: string;
  /** What the job should take on a good machine (milliseconds): said beside the ratio, which alone says whether the bar is kept. */
  aimMs?: number;
  /** The job's own wall time should not be above this (milliseconds): for what a person waits for. */
  mostMs?: number;
  /** Things in the file, and how many of them the job should do in a second on a good machine: said, as `aimMs` is. */
  perSecond?: { of: number; aim: number };
  /** Rounds, where they are to be fewer than the bench's. */
  rounds?: number;
}

/** Peak memory of a job over the idle worker. */
export interface MemoryCheck {
  name: string;
  file: string;
  job: string;
  /** Bytes; without, the peak is only stated. */
  most?: number;
  /** The job should not take longer (milliseconds); said beside the peak then. */
  mostMs?: number;
}

/** What came of one comparison or check, as it is printed. */
export interface Line {
  name: string;
  figure: string;
  /** The limit, in words. */
  bar?: string;
  /** What it was measured beside, and what the job said. */
  beside?: string;
  kept: boolean;
}

export interface Bench {
  title: string;
  rounds: number;
  /** A comparison that misses its bar goes on, up to so many rounds: for machines on which others work. */
  mostRounds?: number;
  /** Makes the files (or finds them made); paths by name. @param wanted those that are asked for. */
  files(folder: string, wanted: ReadonlySet<string>): Promise<Record<string, string>>;
  comparisons: readonly Comparison[];
  memory: readonly MemoryCheck[];
}

/** A job of a worker: `prepare` is not timed, what it returns is run and timed. */
export type Job = (file: Blob) => Promise<() => Promise<unknown>>;

export interface WorkerJobs {
  jobs: Record<string, Job>;
  /** Before a prewarmed job. */
  warm?: () => Promise<void>;
}

export type ToBenchWorker = { job: string; file: string; prewarmed: boolean };
export type FromBenchWorker = { ms: number; result: unknown } | { error: string };
