// From paths to Inspections, in the order given, several at a time, with only so many under way.
import { opendir, realpath, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Inspection, REPORT_SCHEMA } from '../../utils/inspect/report.ts';
import { type InspectJobOptions, InspectorFailed } from '../../utils/inspector/pool.ts';
import { createNodePool } from '../node-pool.ts';
import { type RunState, stampOf } from './state.ts';

export interface CheckOptions
  extends Pick<InspectJobOptions, 'limits' | 'staffNumberPatterns' | 'staffFingerprints'> {
  /** From a path as the user gave it to one that can be opened. */
  locate: (given: string) => string;
  /** Files inspected at the same time; as many as there are cores unless said. */
  jobs?: number;
  /** Where Inspections of earlier runs are, and those of this one are kept. */
  state?: RunState | undefined;
}

/** Files begun for each worker: one that takes long must not leave the others idle, for the order is kept. */
const AHEAD = 16;

/** What a walk comes to: a file (or whatever else stands there), or a folder that could not be read to its end. */
interface Step {
  file: string;
  unreadable?: true;
}

/** Is `inner` the folder `outer`, or anywhere below it? */
const isWithin = (inner: string, outer: string) => {
  const way = path.relative(outer, inner);
  return way === '' || !(way === '..' || way.startsWith(`..${path.sep}`) || path.isAbsolute(way));
};

/**
 * Every file at or below a path, by name within each folder; the path's own spelling is kept in front. Links are followed,
 * but each folder is walked once: a link to what is walked under its own name adds nothing, and links can lead in circles.
 */
async function* walk(given: string, locate: CheckOptions['locate']): AsyncGenerator<Step> {
  const walked = new Set<string>();
  /** The folder given, and those outside of it that links led to. */
  const roots: string[] = [];

  async function* below(file: string, expected: string | undefined): AsyncGenerator<Step> {
    const found = await stat(locate(file)).catch(() => undefined);
    if (!found?.isDirectory()) {
      yield { file };
      return;
    }
    const real = await realpath(locate(file)).catch(() => undefined);
    if (real === undefined) {
      yield { file, unreadable: true };
      return;
    }
    if (real !== expected) {
      if (roots.some((root) => isWithin(real, root))) return;
      roots.push(real);
    }
    if (walked.has(real)) return;
    walked.add(real);
    const names: string[] = [];
    let unreadable = false;
    try {
      for await (const entry of await opendir(locate(file))) names.push(entry.name);
    } catch {
      unreadable = true;
    }
    if (unreadable) yield { file, unreadable };
    for (const name of names.sort()) yield* below(path.join(file, name), path.join(real, name));
  }

  yield* below(given, undefined);
}

/** What is said of a path that cannot be opened, or whose inspection ended unexpectedly. */
function unread(file: string, message: string, bytes = 0, format = 'unknown'): Inspection {
  return {
    schema: REPORT_SCHEMA,
    file,
    bytes,
    format,
    inspected: 'none',
    findings: [
      {
        rule: 'damaged',
        severity: 'medium',
        confidence: 1,
        people: 0,
        fields: [],
        where: [file],
        hidden: [],
        message,
      },
    ],
    ms: 0,
  };
}

/** Inspects every file at or below `paths`; yields in the order given, each as soon as it and those before are ready. */
export async function* checkFiles(paths: string[], options: CheckOptions): AsyncGenerator<Inspection> {
  const { locate, state, jobs = os.availableParallelism(), ...jobOptions } = options;
  const pool = createNodePool(jobs);
  const underWay: Promise<Inspection>[] = [];

  async function one({ file, unreadable }: Step): Promise<Inspection> {
    if (unreadable)
      return unread(file, 'This folder cannot be read, so there may be files in it that were not.');
    const found = await stat(locate(file)).catch(() => undefined);
    if (!found) return unread(file, 'There is no such file, or it may not be read.');
    if (!found.isFile()) return unread(file, 'This is not a file, so there is nothing to read.');
    const place = path.resolve(locate(file));
    // What cannot be read here cannot be inspected either, which says so.
    const stamp = state && (await stampOf(place).catch(() => undefined));
    const known = stamp && (await state?.find(place, stamp));
    if (known) return { ...known, file };
    try {
      const inspection = { ...(await pool.inspect(locate(file), file, jobOptions)), bytes: found.size };
      // Somebody who writes into it meanwhile makes it another file than was inspected.
      const after = await stat(place).catch(() => undefined);
      if (stamp && after?.size === stamp.bytes && after.mtimeMs === found.mtimeMs)
        await state?.keep(place, stamp, inspection);
      return inspection;
    } catch (error) {
      // InspectorFailed: two workers died over it. It is said of the file, so that a long run goes on.
      const message = 'The inspection ended unexpectedly, so Cordon cannot say what is in the file.';
      const format = error instanceof InspectorFailed ? error.format : 'unknown';
      return unread(file, message, found.size, format);
    }
  }

  try {
    for (const given of paths) {
      for await (const step of walk(given, locate)) {
        underWay.push(one(step));
        if (underWay.length >= jobs * AHEAD) yield (await underWay.shift()) as Inspection;
      }
    }
    for (const inspection of underWay) yield await inspection;
  } finally {
    pool.close();
  }
}
