// From paths to Inspections, in the order given, several at a time, with only so many under way.
import { opendir, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Inspection, REPORT_SCHEMA } from '../../utils/inspect/report.ts';
import { type InspectJobOptions, InspectorFailed } from '../../utils/inspector/pool.ts';
import { createNodePool } from '../node-pool.ts';
import type { RunState } from './state.ts';

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

/** Every file at or below a path, by name within each folder; the path's own spelling is kept in front. */
async function* walk(given: string, locate: CheckOptions['locate']): AsyncGenerator<string> {
  const found = await stat(locate(given)).catch(() => undefined);
  if (!found?.isDirectory()) {
    yield given;
    return;
  }
  const names: string[] = [];
  for await (const entry of await opendir(locate(given))) names.push(entry.name);
  for (const name of names.sort()) yield* walk(path.join(given, name), locate);
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

  async function one(file: string): Promise<Inspection> {
    const found = await stat(locate(file)).catch(() => undefined);
    if (!found) return unread(file, 'There is no such file, or it may not be read.');
    if (!found.isFile()) return unread(file, 'This is not a file, so there is nothing to read.');
    const stamp = { bytes: found.size, changed: found.mtimeMs };
    const known = await state?.find(file, stamp);
    if (known) return known;
    try {
      const inspection = { ...(await pool.inspect(locate(file), file, jobOptions)), bytes: found.size };
      await state?.keep(file, stamp, inspection);
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
      for await (const file of walk(given, locate)) {
        underWay.push(one(file));
        if (underWay.length >= jobs * AHEAD) yield (await underWay.shift()) as Inspection;
      }
    }
    for (const inspection of underWay) yield await inspection;
  } finally {
    pool.close();
  }
}
