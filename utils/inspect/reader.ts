// What every Reader is: one file a format family, registered once in readers/index.ts.
import type { PartSink, Place } from './part.ts';
import type { Inspected } from './report.ts';
import type { RuleId } from './rules.ts';

/** Bounds for one inspection. Everything that a Reader unpacks counts, at any depth. */
export interface Limits {
  /** Bytes read or inflated in all, over the whole file with everything nested in it. */
  bytes: number;
  /** Wall time, seconds. */
  seconds: number;
  /** How deep files may be nested (a file in a zip is at depth 1). */
  depth: number;
  /** Members of archives, over all levels. */
  members: number;
}

/** Data that the package brings along (WASM, models), by file name; loaded only when asked for. */
export type LoadAsset = (name: string) => Promise<Uint8Array<ArrayBuffer>>;

export interface ReadContext {
  sink: PartSink;
  /** The file's own place: what `where` begins with. */
  place: Place;
  /** How the file as a whole is hidden in its container. */
  hidden: readonly RuleId[];
  /** Aborted on cancel and on time-out: check it between steps that take long (`signal.throwIfAborted()`). */
  signal: AbortSignal;
  budget: Budget;
  asset: LoadAsset;
}

/** Counts down what an inspection may still unpack; throws `OverLimit` when it is used up. */
export interface Budget {
  /** Account for `n` more bytes inflated or decoded. */
  spend(n: number): void;
  /** Bytes left. */
  readonly left: number;
  /** Account for one more archive member. */
  member(): void;
}

export interface Reader {
  /** Formats that `identify` can return and this Reader takes. */
  formats: readonly string[];
  /**
   * Reads everything in `file` into `context.sink` and says how much of it could be read. Where it is less than
   * `full`, the Reader has put a finding into the sink that says why.
   * @throws OverLimit, Damaged and Encrypted (errors.ts) for what ends the reading; the inspector turns these into
   *   findings and keeps what was found until then. Any other exception is a defect (reported as `damaged`).
   */
  read(file: Blob, format: string, context: ReadContext): Promise<Inspected>;
}
