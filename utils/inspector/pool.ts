// A pool of inspection workers: one job a worker at a time, killed when it takes too long, replaced when it dies. What is made
// ahead, before anybody asked for it, keeps nobody waiting: it leaves a worker free, begins when nothing else is there to be
// done, and makes room when all workers are wanted.
import { DEFAULT_LIMITS } from '../inspect/budget.ts';
import type { Progress } from '../inspect/inspect.ts';
import { type Inspection, REPORT_SCHEMA } from '../inspect/report.ts';
import type { Look } from '../look/look.ts';
import type { CheckedCopy } from '../remedy/checked.ts';
import type { RemedyKind } from '../remedy/remedy.ts';
import type { FromWorker, JobOptions, ToWorker } from './jobs.ts';

/** What the pool needs of a worker, whether the browser's or Node's. */
export interface PoolWorker {
  post(message: ToWorker): void;
  terminate(): void;
}

export interface WorkerListener {
  message(message: FromWorker): void;
  death(): void;
}

export interface PoolOptions {
  createWorker: (listener: WorkerListener) => PoolWorker;
  /** Workers at most; they are started when there is work. */
  size: number;
  /** Workers that have been idle for so long are ended, so that their memory is given back. Milliseconds. */
  idleMs?: number;
}

export interface InspectJobOptions extends Partial<JobOptions> {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
  /** Nobody has asked for it yet: whatever somebody waits for goes first. */
  ahead?: boolean;
}

export interface Pool {
  /**
   * Inspects one file in a worker.
   * @throws InspectorFailed when the worker died twice over the same file; the signal's reason when it was aborted.
   */
  inspect(source: Blob | string, name: string, options?: InspectJobOptions): Promise<Inspection>;
  /**
   * Makes a cleaned copy in a worker, and inspects it there.
   * @param without members of an archive that are left out.
   * @throws as `inspect`.
   */
  remedy(
    source: Blob | string,
    name: string,
    kind: RemedyKind,
    options?: InspectJobOptions,
    without?: string[],
  ): Promise<CheckedCopy>;
  /**
   * A look at the place of a Finding, masked; undefined where there is no table, or it took too long.
   * @throws as `inspect`.
   */
  look(
    source: Blob | string,
    name: string,
    where: readonly string[],
    options?: InspectJobOptions,
  ): Promise<Look | undefined>;
  /** Starts a worker now and lets it load what most files need. */
  prewarm(): void;
  /** Ends all workers; what is under way fails. */
  close(): void;
}

/** The inspection could not be done at all: this is no statement about the file. */
export class InspectorFailed extends Error {
  /** What the file is, as far as that was known. */
  readonly format: string;

  constructor(format = 'unknown') {
    super('The inspection ended unexpectedly.');
    this.name = 'InspectorFailed';
    this.format = format;
  }
}

/** A worker looks at the clock itself; one that is stuck is killed after this much more. Milliseconds. */
const GRACE_MS = 3000;
const ATTEMPTS = 2;

/** What is asked for: an inspection, a cleaned copy, or a look at a place. */
type Work =
  | { type: 'inspect' }
  | { type: 'remedy'; kind: RemedyKind; without: string[] }
  | { type: 'look'; where: readonly string[] };
type Result = Inspection | CheckedCopy | Look | undefined;

interface Task {
  id: number;
  source: Blob | string;
  name: string;
  options: JobOptions;
  onProgress: InspectJobOptions['onProgress'];
  attempt: number;
  ahead: boolean;
  /** What the file is, once a worker has said so: the worker may not live to say more. */
  known: { format: string; size: number };
  work: Work;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

interface Slot {
  worker: PoolWorker;
  task: Task | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** @see Pool */
export function createPool({ createWorker, size, idleMs = 60_000 }: PoolOptions): Pool {
  const slots = new Set<Slot>();
  const queue: Task[] = [];
  let nextId = 1;

  function startWorker(): Slot {
    const worker = createWorker({
      message: (message) => slots.has(slot) && receive(slot, message),
      death: () => slots.has(slot) && died(slot),
    });
    const slot: Slot = { worker, task: undefined, timer: undefined };
    slots.add(slot);
    return slot;
  }

  const idleSlot = () =>
    [...slots].find((slot) => !slot.task) ?? (slots.size < size ? startWorker() : undefined);

  function end(slot: Slot): void {
    clearTimeout(slot.timer);
    slots.delete(slot);
    slot.worker.terminate();
  }

  function rest(slot: Slot): void {
    slot.task = undefined;
    clearTimeout(slot.timer);
    slot.timer = setTimeout(() => end(slot), idleMs);
    next();
  }

  /** Workers at most for what is made ahead: one stays free for whatever comes next. */
  const mostAhead = Math.max(1, size - 1);
  const slotsAhead = () => [...slots].filter((slot) => slot.task?.ahead);

  /** What somebody waits for, then what is made ahead: by its place in the queue, -1 where nothing may begin. */
  function nextInTurn(): number {
    const wanted = queue.findIndex((task) => !task.ahead);
    return wanted < 0 && slotsAhead().length < mostAhead ? Math.min(0, queue.length - 1) : wanted;
  }

  /** Ends a worker that makes something ahead, which begins anew when there is time for it. */
  function makeRoom(): Slot | undefined {
    const slot = slotsAhead().at(-1);
    if (!slot?.task) return undefined;
    queue.unshift(slot.task);
    end(slot);
    return startWorker();
  }

  function next(): void {
    for (let at = nextInTurn(); at >= 0; at = nextInTurn()) {
      const task = queue[at] as Task;
      const slot = idleSlot() ?? (task.ahead ? undefined : makeRoom());
      if (!slot) return;
      queue.splice(queue.indexOf(task), 1);
      give(slot, task);
    }
  }

  function give(slot: Slot, task: Task): void {
    slot.task = task;
    clearTimeout(slot.timer);
    // A copy is made first and inspected then: each has its time. For a mask the original is inspected before.
    const parts = task.work.type !== 'remedy' ? 1 : task.work.kind === 'mask' ? 3 : 2;
    slot.timer = setTimeout(() => stuck(slot, task), parts * seconds(task) * 1000 + GRACE_MS);
    const { id, name, source, options, work } = task;
    const job = { id, name, source, options };
    if (work.type === 'remedy')
      slot.worker.post({ type: 'remedy', job: { ...job, kind: work.kind, without: work.without } });
    else if (work.type === 'look') slot.worker.post({ type: 'look', job: { ...job, where: work.where } });
    else slot.worker.post({ type: 'inspect', job });
  }

  function receive(slot: Slot, message: FromWorker): void {
    const task = slot.task;
    if (!task || message.type === 'alive' || message.id !== task.id) return;
    if (message.type === 'progress') {
      const { progress } = message;
      if (progress.begun && progress.place.length === 1) task.known = progress.begun;
      task.onProgress?.(progress);
    } else if (message.type === 'done') {
      task.resolve(message.inspection);
      rest(slot);
    } else if (message.type === 'remedied') {
      task.resolve(message.copy);
      rest(slot);
    } else if (message.type === 'looked') {
      task.resolve(message.look);
      rest(slot);
    } else {
      died(slot);
    }
  }

  /** The worker is gone or in an unknown state: a fresh one tries the same file once more. */
  function died(slot: Slot): void {
    const task = slot.task;
    end(slot);
    if (task && task.attempt < ATTEMPTS) queue.unshift({ ...task, attempt: task.attempt + 1 });
    else task?.reject(new InspectorFailed(task.known.format));
    next();
  }

  function stuck(slot: Slot, task: Task): void {
    end(slot);
    if (task.work.type === 'look') task.resolve(undefined);
    else
      task.resolve(
        task.work.type === 'remedy' ? { outcome: 'refused', reason: 'too-large' } : timedOut(task),
      );
    next();
  }

  function cancel(id: number): void {
    const waiting = queue.findIndex((task) => task.id === id);
    if (waiting >= 0) queue.splice(waiting, 1);
    const slot = [...slots].find((candidate) => candidate.task?.id === id);
    if (slot) end(slot);
    next();
  }

  function run(
    source: Blob | string,
    name: string,
    work: Work,
    {
      signal,
      onProgress,
      ahead = false,
      limits = {},
      staffNumberPatterns = [],
      staffFingerprints = '',
    }: InspectJobOptions,
  ): Promise<Result> {
    const id = nextId++;
    const job = new Promise<Result>((resolve, reject) => {
      signal?.throwIfAborted();
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      const options = { limits, staffNumberPatterns, staffFingerprints };
      const known = { format: 'unknown', size: typeof source === 'string' ? 0 : source.size };
      queue.push({ id, source, name, options, onProgress, attempt: 1, ahead, known, work, resolve, reject });
      next();
    });
    // Settled by its own answer, the task is in no slot any more and cancelling it does nothing.
    return job.finally(() => cancel(id));
  }

  return {
    inspect: (source, name, options = {}) =>
      run(source, name, { type: 'inspect' }, options) as Promise<Inspection>,
    remedy: (source, name, kind, options = {}, without = []) =>
      run(source, name, { type: 'remedy', kind, without }, options) as Promise<CheckedCopy>,
    look: (source, name, where, options = {}) =>
      run(source, name, { type: 'look', where }, options) as Promise<Look | undefined>,
    prewarm() {
      const slot = idleSlot();
      slot?.worker.post({ type: 'prewarm' });
      if (slot) rest(slot);
    },
    close() {
      for (const task of queue.splice(0)) task.reject(new InspectorFailed());
      for (const slot of [...slots]) {
        end(slot);
        slot.task?.reject(new InspectorFailed());
      }
    },
  };
}

function seconds({ options }: Task): number {
  return options.limits.seconds ?? DEFAULT_LIMITS.seconds;
}

/** What is said of a file whose worker had to be killed. */
function timedOut(task: Task): Inspection {
  const { name, known } = task;
  return {
    schema: REPORT_SCHEMA,
    file: name,
    bytes: known.size,
    format: known.format,
    inspected: 'none',
    findings: [
      {
        rule: 'timed-out',
        severity: 'medium',
        confidence: 1,
        people: 0,
        fields: [],
        where: [name],
        hidden: [],
        message: `The inspection was stopped after ${seconds(task)} seconds.`,
      },
    ],
    ms: seconds(task) * 1000 + GRACE_MS,
  };
}
