// What goes to an inspection worker and what comes back, in browsers and in Node alike.
import type { InspectOptions, Progress } from '../inspect/inspect.ts';
import type { Inspection } from '../inspect/report.ts';
import type { Look } from '../look/look.ts';
import type { CheckedCopy } from '../remedy/checked.ts';
import type { RemedyKind } from '../remedy/remedy.ts';

/** Settings of one inspection that can travel in a message. */
export type JobOptions = Required<
  Pick<InspectOptions, 'limits' | 'staffNumberPatterns' | 'staffFingerprints'>
>;

export interface Job {
  id: number;
  name: string;
  /** A Blob, by reference; in Node the path of a file, since file-backed Blobs cannot be cloned there. */
  source: Blob | string;
  options: JobOptions;
}

export interface RemedyJob extends Job {
  kind: RemedyKind;
  /** Members of an archive that are left out. */
  without: string[];
}

export interface LookJob extends Job {
  /** Of a Finding in this file. */
  where: readonly string[];
}

export type ToWorker =
  | { type: 'inspect'; job: Job }
  | { type: 'remedy'; job: RemedyJob }
  | { type: 'look'; job: LookJob }
  | { type: 'prewarm' };

export type FromWorker =
  /** In a browser: the worker holds the lock of its name, and with it everybody sees when it is gone. */
  | { type: 'alive' }
  | { type: 'progress'; id: number; progress: Progress }
  | { type: 'done'; id: number; inspection: Inspection }
  | { type: 'remedied'; id: number; copy: CheckedCopy }
  /** Masked: no value of a cell comes back. */
  | { type: 'looked'; id: number; look: Look | undefined }
  | { type: 'failed'; id: number; message: string };
