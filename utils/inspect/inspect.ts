// Bytes in, Inspection out: identify, read, detect. No browser API here: it runs in a worker and in Node alike.
import { createBudget, DEFAULT_LIMITS } from './budget.ts';
import type { Detector, DetectorRun } from './detector.ts';
import { DETECTORS } from './detectors/index.ts';
import { Damaged, OverLimit, ReadError, TimedOut, Unreadable } from './errors.ts';
import { openStaffList } from './fingerprints/staff-list.ts';
import { READ_FROM_FRONT } from './formats.ts';
import { raiseHidden, raisePhotos, raiseRosters } from './gravity.ts';
import { identify } from './identify.ts';
import type { FilePart, PartSink, Place, ReaderFinding, TablePart, TableSink } from './part.ts';
import { createPictures, type DecodePicture } from './pixels/pictures.ts';
import type { Limits, LoadAsset, ReadContext } from './reader.ts';
import { fallbackReader } from './readers/fallback.ts';
import { tellMetadata } from './readers/image/metadata.ts';
import { readerFor } from './readers/index.ts';
import { openedByDefault } from './readers/opened.ts';
import { standing } from './readers/unpack-member.ts';
import {
  byGravity,
  type Finding,
  type Inspected,
  type Inspection,
  isUninspected,
  REPORT_SCHEMA,
} from './report.ts';
import type { RuleId } from './rules.ts';
import { createScans, type Scans } from './scans/index.ts';

export interface InspectOptions {
  asset: LoadAsset;
  /** Decodes pictures of the common kinds: the browser's decoder, or Node's. Without one, each is said to be undecodable. */
  decodePicture?: DecodePicture;
  limits?: Partial<Limits>;
  staffNumberPatterns?: readonly string[];
  /** The force's own staff list as the policy has it; nothing else than its own text is opened. */
  staffFingerprints?: string;
  signal?: AbortSignal;
  /** Told now and then how far it has come. */
  onProgress?: (progress: Progress) => void;
  /** Told of exceptions that no reader meant to throw (the file is called damaged then): a defect, for who looks for it. */
  onUnexpected?: (error: unknown) => void;
  detectors?: readonly Detector[];
}

export interface Progress {
  /** Read or unpacked so far. */
  bytes: number;
  /** What is being read. */
  place: Place;
  /** Said when a file is begun: what it is, and how large. */
  begun?: { format: string; size: number };
}

/**
 * Inspects one file with everything nested in it.
 * @param file the bytes; a file-backed Blob is read piece by piece.
 * @param name as the path was given, or the file's name.
 * @returns always an Inspection: what cannot be read is a Finding, not an exception.
 * @throws only what `options.signal` was aborted with.
 */
export async function inspect(file: Blob, name: string, options: InspectOptions): Promise<Inspection> {
  const started = performance.now();
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const timeOut = AbortSignal.timeout(limits.seconds * 1000);
  const signal = options.signal ? AbortSignal.any([options.signal, timeOut]) : timeOut;
  const deadline = started + limits.seconds * 1000;

  const findings: Finding[] = [];
  const add = (finding: ReaderFinding) => findings.push({ confidence: 1, people: 0, fields: [], ...finding });
  const pictures = createPictures({
    decode: options.decodePicture ?? noDecoder,
    asset: options.asset,
    note: add,
    check: stillInTime,
  });
  const staffList = openStaffList(options.staffFingerprints ?? '');
  const startAll = () =>
    (options.detectors ?? DETECTORS).map((detector) =>
      detector.start({
        asset: options.asset,
        signal,
        pictures,
        staffNumberPatterns: options.staffNumberPatterns ?? [],
        staffList,
      }),
    );
  const runs = startAll();
  const budget = createBudget(limits, stillInTime);
  // What is read from a picture goes where everything else goes, but no picture comes of it.
  const scans = createScans({
    asset: options.asset,
    pictures,
    sink: createSink({ runs, add, stillInTime }),
    trial: async (feed) => {
      const trials = startAll();
      feed(createSink({ runs: trials, add: () => undefined, stillInTime }));
      for (const run of trials) if ((await run.end()).length > 0) return true;
      return false;
    },
    check: stillInTime,
    elapsed: () => (performance.now() - started) / (limits.seconds * 1000),
    progress: (place) => options.onProgress?.({ bytes: limits.bytes - budget.left, place }),
  });

  /** Between chunks there is no await: a timer alone would never get its turn. */
  function stillInTime(): void {
    options.signal?.throwIfAborted();
    if (performance.now() > deadline) throw new TimedOut(limits.seconds);
  }

  /** What ended the reading, as the user is told. */
  function explain(error: unknown): Pick<Finding, 'rule' | 'message' | 'unreadable'> {
    if (isUnreadable(error)) return { ...explain(new Unreadable()), unreadable: true };
    if (error instanceof ReadError) return { rule: error.rule, message: error.message };
    if (timeOut.aborted) return explain(new TimedOut(limits.seconds));
    options.onUnexpected?.(error);
    return explain(
      new Damaged('The file breaks the rules of its own format, so it could not be read to its end.'),
    );
  }

  async function inspectOne(
    blob: Blob,
    place: Place,
    hidden: readonly RuleId[],
    depth: number,
  ): Promise<{ format: string; inspected: Inspected }> {
    const cannot = (error: unknown) =>
      add({ ...explain(error), severity: 'medium', where: [...place], hidden: [...hidden] });
    let format = 'unknown';
    let anything = false;
    const noteAnything = () => {
      anything = true;
    };
    try {
      stillInTime();
      if (depth > limits.depth) {
        throw new OverLimit(`Files are packed inside one another more than ${limits.depth} deep.`);
      }
      format = (await identify(blob)).format;
      let file = READ_FROM_FRONT.has(format) ? blob : await standing(blob);
      if (format === 'ooxml-encrypted') {
        const { openPackage } = await import('./container/office-crypto/package.ts');
        const plain = await openPackage(file, budget);
        if (plain) {
          file = plain;
          format = (await identify(plain)).format;
          add(openedByDefault([...place], [...hidden]));
        }
      }
      const reader = readerFor(format) ?? fallbackReader;
      options.onProgress?.({ bytes: limits.bytes - budget.left, place, begun: { format, size: blob.size } });
      const context: ReadContext = {
        sink: createSink({
          runs,
          add,
          stillInTime,
          noteAnything,
          scans,
          inspectFile: (part) =>
            inspectOne(part.bytes, part.place, part.hidden, depth + 1).then(() => undefined),
        }),
        place,
        hidden,
        signal,
        budget,
        asset: options.asset,
      };
      return { format, inspected: await reader.read(file, format, context) };
    } catch (error) {
      if (options.signal?.aborted) throw options.signal.reason;
      cannot(error);
      return { format, inspected: anything ? 'partial' : 'none' };
    }
  }

  const top = await inspectOne(file, [name], [], 0);
  scans.end();
  for (const run of runs) {
    try {
      findings.push(...(await run.end()));
    } catch (error) {
      if (options.signal?.aborted) throw options.signal.reason;
      // What the others found is still said, and that not all was judged.
      add({ ...explain(error), severity: 'medium', where: [name], hidden: [] });
    }
  }
  const uninspected = findings.some(isUninspected);
  return {
    schema: REPORT_SCHEMA,
    file: name,
    bytes: file.size,
    format: top.format,
    inspected: top.inspected === 'full' && uninspected ? 'partial' : top.inspected,
    findings: raiseHidden(raisePhotos(raiseRosters(findings))).sort(byGravity),
    ms: Math.round(performance.now() - started),
  };
}

/** What a Blob throws whose bytes cannot be had (File API, 6.2.1): in browsers and in Node. */
const isUnreadable = (error: unknown): boolean =>
  error instanceof DOMException &&
  ['NotFoundError', 'NotReadableError', 'SecurityError'].includes(error.name);

const noDecoder: DecodePicture = () => Promise.reject(new Error('There is no decoder of pictures here.'));

interface SinkOptions {
  runs: readonly DetectorRun[];
  add: (finding: ReaderFinding) => void;
  stillInTime: () => void;
  noteAnything?: () => void;
  scans?: Scans;
  inspectFile?: (part: FilePart) => Promise<void>;
}

/** A sink that hands each Part to every Detector that listens for it. */
function createSink({
  runs,
  add,
  stillInTime,
  noteAnything = () => undefined,
  scans,
  inspectFile,
}: SinkOptions): PartSink {
  const sink: PartSink = {
    table(part: TablePart): TableSink {
      noteAnything();
      const sinks = runs.flatMap((run) => run.table?.(part) ?? []);
      return {
        chunk(chunk) {
          stillInTime();
          for (const sink of sinks) sink.chunk(chunk);
        },
        end(info) {
          for (const sink of sinks) sink.end(info);
        },
      };
    },
    text(part) {
      noteAnything();
      stillInTime();
      for (const run of runs) run.text?.(part);
    },
    async image(part) {
      noteAnything();
      stillInTime();
      const picture = await tellMetadata(part, sink);
      for (const run of runs) await run.image?.(picture);
      await scans?.look(picture);
    },
    async file(part) {
      noteAnything();
      stillInTime();
      await inspectFile?.(part);
    },
    finding: add,
  };
  return sink;
}
