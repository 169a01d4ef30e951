// A cleaned copy of a file, or a plain reason why none can be made safely. No browser API here: it runs in a worker and in
// Node alike. The original is never touched; whoever asks has the copy inspected again before it is released.
import { createBudget, DEFAULT_LIMITS } from '../inspect/budget.ts';
import { ReadError } from '../inspect/errors.ts';
import { identify } from '../inspect/identify.ts';
import type { DecodePicture } from '../inspect/pixels/pictures.ts';
import type { Budget, Limits, LoadAsset } from '../inspect/reader.ts';
import { cleanArchive } from './archive.ts';
import { type Blanker, blankMetafile, blankTiff } from './beside.ts';
import { cleanDeck } from './deck/index.ts';
import { cleanDocument } from './document/index.ts';
import { coverFaces } from './faces.ts';
import { cleanImage, isCleanableImage } from './image.ts';
import { cleanMail, cleanMailbox, type MailOptions } from './mail.ts';
import type { MaskedCells } from './masked.ts';
import { cleanOdf, type OdfKind } from './odf/index.ts';
import type { CopyOptions } from './package/copy.ts';
import { TooLargeToWrite } from './package/zip-writer.ts';
import { cleanPdf } from './pdf/index.ts';
import { cleanedName, Ledger, Refused, type Remedied, type RemedyKind } from './remedy.ts';
import { visibleTables } from './tables.ts';
import { cleanWorkbook } from './workbook/index.ts';

export interface RemedyOptions {
  kind: RemedyKind;
  asset: LoadAsset;
  limits?: Partial<Limits>;
  signal?: AbortSignal;
  /** Cells that name people, to be emptied in the copy. */
  masked?: readonly MaskedCells[];
  /** Members of an archive that are left out. */
  without?: readonly string[];
  /** Decodes pictures, where faces are to be covered. */
  decodePicture?: DecodePicture;
}

/** A part that is larger than this is not taken into memory as a whole. */
const MOST_WHOLE = 256 * 1024 ** 2;

/** Formats of which a cleaned copy can be made. */
const WORKBOOKS = new Set(['xlsx', 'xlsm', 'xltx', 'xltm']);

const DOCUMENTS = new Set(['docx', 'docm', 'dotx', 'dotm']);

const DECKS = new Set(['pptx', 'potx', 'ppsx', 'pptm', 'potm', 'ppsm']);

const ODF: Readonly<Record<string, OdfKind>> = {
  odt: 'text',
  ott: 'text',
  ods: 'spreadsheet',
  ots: 'spreadsheet',
  odp: 'presentation',
  otp: 'presentation',
};

/** What the copy's name ends in. */
const ENDINGS: Readonly<Record<string, string>> = {
  xlsx: 'xlsx',
  xlsm: 'xlsx',
  xltx: 'xlsx',
  xltm: 'xlsx',
  docx: 'docx',
  docm: 'docx',
  dotx: 'docx',
  dotm: 'docx',
  pptx: 'pptx',
  potx: 'pptx',
  ppsx: 'pptx',
  pptm: 'pptx',
  potm: 'pptx',
  ppsm: 'pptx',
  odt: 'odt',
  ott: 'odt',
  ods: 'ods',
  ots: 'ods',
  odp: 'odp',
  otp: 'odp',
};

/**
 * Makes a cleaned copy of one file.
 * @param name as the user knows it.
 * @throws only what `options.signal` was aborted with; whatever else goes wrong is a refusal.
 */
export async function remedy(file: Blob, name: string, options: RemedyOptions): Promise<Remedied> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const deadline = performance.now() + limits.seconds * 1000;
  const budget = createBudget(limits, () => {
    options.signal?.throwIfAborted();
    if (performance.now() > deadline) throw new Refused('too-large');
  });
  try {
    if (options.kind === 'mask' && !options.masked?.length) throw new Refused('no-people-columns');
    const asTables = options.kind === 'mask' && !WORKBOOKS.has((await identify(file)).format);
    if (options.kind === 'csv' || asTables) {
      const made = await visibleTables(file, name, { ...options, budget });
      return { outcome: 'cleaned', file: made.file, name: made.name, changes: made.ledger.list() };
    }
    if (options.kind === 'faces') {
      const made = await coverFaces(file, { ...options, budget });
      return {
        outcome: 'cleaned',
        file: made.file,
        name: cleanedName(name, 'png'),
        changes: made.ledger.list(),
      };
    }
    const made = await cleanOne(file, { ...options, budget }, 0);
    return {
      outcome: 'cleaned',
      file: made.file,
      name: cleanedName(name, ENDINGS[made.format]),
      changes: made.ledger.list(),
    };
  } catch (error) {
    options.signal?.throwIfAborted();
    return { outcome: 'refused', reason: reasonOf(error) };
  }
}

function reasonOf(error: unknown): Extract<Remedied, { outcome: 'refused' }>['reason'] {
  if (error instanceof Refused) return error.reason;
  if (error instanceof TooLargeToWrite) return 'too-large';
  if (error instanceof ReadError && (error.rule === 'over-limit' || error.rule === 'timed-out'))
    return 'too-large';
  return 'unread';
}

interface OneOptions extends RemedyOptions {
  budget: Budget;
}

/** @throws Refused, ReadError */
async function cleanOne(
  file: Blob,
  options: OneOptions,
  depth: number,
): Promise<{ file: Blob; format: string; ledger: Ledger }> {
  if (depth > (options.limits?.depth ?? DEFAULT_LIMITS.depth)) throw new Refused('too-large');
  const { format } = await identify(file);
  const { budget, masked = [] } = options;
  if (WORKBOOKS.has(format)) {
    const made = await cleanWorkbook(file, { budget, picture, masked });
    return { ...made, format };
  }
  if (DOCUMENTS.has(format)) {
    const made = await cleanDocument(file, { budget, picture });
    return { ...made, format };
  }
  if (DECKS.has(format)) {
    const made = await cleanDeck(file, { budget, picture });
    return { ...made, format };
  }
  if (format === 'pdf') return { ...(await cleanPdf(file, options)), format };
  const kind = ODF[format];
  if (kind !== undefined) {
    const made = await cleanOdf(file, { budget, kind, picture });
    return { ...made, format };
  }
  if (isCleanableImage(format)) {
    const ledger = new Ledger();
    const cleaned = cleanImage(await wholeOf(file, budget), format);
    if (cleaned.changed) ledger.add('metadata');
    return { file: new Blob([cleaned.bytes], { type: file.type }), format, ledger };
  }
  if (format === 'zip') {
    const ledger = new Ledger();
    // Members of an archive in the archive have names of their own.
    const without = new Set(depth === 0 ? options.without : []);
    const copy = await cleanArchive(file, budget, ledger, without, async (bytes) => {
      const inner = await cleanMember(bytes, options, depth + 1);
      if (inner === undefined) return bytes;
      ledger.include(inner.ledger.list());
      return inner.file;
    });
    return { file: copy, format, ledger };
  }
  if (format === 'eml' || format === 'mbox') {
    const ledger = new Ledger();
    const mail: MailOptions = {
      budget,
      asset: options.asset,
      ...(options.signal ? { signal: options.signal } : {}),
      clean: (bytes) => cleanAttachment(bytes, options, depth + 1, ledger),
    };
    const copy = await (format === 'eml' ? cleanMail : cleanMailbox)(file, mail, ledger);
    return { file: copy, format, ledger };
  }
  throw new Refused(format === 'msg' ? 'outlook' : 'format');
}

/** An attachment that no remedy knows stays as it is; undefined for one that cannot be cleaned. */
async function cleanAttachment(
  bytes: Blob,
  options: OneOptions,
  depth: number,
  ledger: Ledger,
): Promise<Blob | undefined> {
  try {
    const inner = await cleanMember(bytes, options, depth);
    if (inner) ledger.include(inner.ledger.list());
    return inner?.file ?? bytes;
  } catch (error) {
    if (error instanceof Refused && error.reason !== 'too-large') return undefined;
    throw error;
  }
}

/** A member that no remedy knows stays as it is. */
async function cleanMember(
  bytes: Blob,
  options: OneOptions,
  depth: number,
): Promise<{ file: Blob; ledger: Ledger } | undefined> {
  try {
    return await cleanOne(bytes, options, depth);
  } catch (error) {
    if (error instanceof Refused && (error.reason === 'format' || error.reason === 'outlook'))
      return undefined;
    throw error;
  }
}

async function wholeOf(file: Blob, budget: Budget): Promise<Uint8Array<ArrayBuffer>> {
  if (file.size > MOST_WHOLE) throw new Refused('too-large');
  budget.spend(file.size);
  return new Uint8Array(await file.arrayBuffer());
}

/** Pictures in documents: cleaned where it can be done, as they are where there is nothing to take out. */
const picture: CopyOptions['picture'] = async (bytes, ledger) => {
  const { format } = await identify(bytes);
  const known = PICTURES[format];
  if (!known) throw new Refused('foreign-content');
  const [ending, type] = known;
  const blanker = BLANKERS[format];
  if (blanker) {
    const before = new Uint8Array(await bytes.arrayBuffer());
    const after = blanker(before);
    if (after !== before) ledger.add('metadata');
    return { bytes: new Blob([after]), ending, type };
  }
  if (!isCleanableImage(format)) return { bytes, ending, type };
  const cleaned = cleanImage(new Uint8Array(await bytes.arrayBuffer()), format);
  if (cleaned.changed) ledger.add('metadata');
  return { bytes: new Blob([cleaned.bytes]), ending, type };
};

const BLANKERS: Readonly<Record<string, Blanker>> = { emf: blankMetafile, tiff: blankTiff };

/** Pictures that documents show: format by its bytes → ending and content type. */
const PICTURES: Readonly<Record<string, readonly [ending: string, type: string]>> = {
  png: ['png', 'image/png'],
  jpeg: ['jpeg', 'image/jpeg'],
  gif: ['gif', 'image/gif'],
  bmp: ['bmp', 'image/bmp'],
  tiff: ['tiff', 'image/tiff'],
  emf: ['emf', 'image/x-emf'],
  wmf: ['wmf', 'image/x-wmf'],
  webp: ['webp', 'image/webp'],
};
