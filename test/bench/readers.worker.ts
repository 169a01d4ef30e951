// The jobs of the readers' bench.
import { createBudget, DEFAULT_LIMITS } from '../../utils/inspect/budget.ts';
import { packedBytes, readZipDirectory } from '../../utils/inspect/container/zip.ts';
import { inspect } from '../../utils/inspect/inspect.ts';
import type { PartSink } from '../../utils/inspect/part.ts';
import type { LoadAsset } from '../../utils/inspect/reader.ts';
import { OpcPackage } from '../../utils/inspect/readers/ooxml/package.ts';
import { xlsxReader } from '../../utils/inspect/readers/xlsx/index.ts';
import type { CellContext } from '../../utils/inspect/readers/xlsx/scan.ts';
import { scanners } from '../../utils/inspect/readers/xlsx/scanners.ts';
import { prewarm } from '../../utils/inspect/warm-up.ts';
import { contentOf } from './content.ts';
import { references } from './references.ts';
import { serveJobs } from './serve-jobs.ts';
import { unzip } from './unzip.ts';

const STRINGS = 'xl/sharedStrings.xml';
const SHEET = 'xl/worksheets/sheet1.xml';

const fetched = new Map<string, Uint8Array<ArrayBuffer>>();

/** Assets come from the package in the extension, from memory here: the way to a server is not what is measured. */
const asset: LoadAsset = async (name) => {
  const known = fetched.get(name);
  if (known) return known;
  const response = await fetch(new URL(`/inspect/${name}`, location.origin));
  const bytes = new Uint8Array(await response.arrayBuffer());
  fetched.set(name, bytes);
  return bytes;
};

const counting = (): { sink: PartSink; cells: () => number } => {
  let cells = 0;
  const sink: PartSink = {
    table: () => ({
      chunk: (chunk) => {
        cells += chunk.count;
      },
      end: () => {},
    }),
    text: () => {},
    image: async () => {},
    file: async () => {},
    finding: () => {},
  };
  return { sink, cells: () => cells };
};

serveJobs({
  jobs: {
    unzip: async (file) => {
      const { entries } = await readZipDirectory(file);
      const pieces: Uint8Array<ArrayBuffer>[] = [];
      for (const entry of entries) {
        if (entry.name === STRINGS || entry.name === SHEET) {
          pieces.push(new Uint8Array(await packedBytes(file, entry).arrayBuffer()));
        }
      }
      return async () => `${Math.round((await unzip(pieces)) / 1e6)} MB`;
    },
    /** The same two entries from the file to the last cell: every cell in chunks, every text decoded. */
    scan: async (file) => {
      await asset('scan.wasm');
      const pack = await OpcPackage.open(file, createBudget(DEFAULT_LIMITS));
      return async () => {
        const scan = await scanners(asset);
        const strings = pack.has(STRINGS) ? (await scan.readSharedStrings(pack.source(STRINGS))).strings : [];
        const context: CellContext = {
          strings,
          sharedCount: strings.length,
          used: new Uint8Array(strings.length),
          styles: Uint8Array.of(0, 0, 0, 8),
          date1904: false,
        };
        let cells = 0;
        let checked = 0;
        const frame = { write: () => {}, hiddenColumns: new Uint8Array(0), lowRows: false };
        await scan.scanSheet(pack.source(SHEET), context, frame, (chunk) => {
          cells += chunk.count;
          checked += chunk.strings[chunk.values[chunk.count - 1]!]!.length;
        });
        return `${cells} cells${checked > 0 ? '' : ' without text'}`;
      };
    },
    read: async (file) => {
      await asset('scan.wasm');
      return async () => {
        const { sink, cells } = counting();
        await xlsxReader.read(file, 'xlsx', {
          sink,
          place: ['bench.xlsx'],
          hidden: [],
          signal: new AbortController().signal,
          budget: createBudget(DEFAULT_LIMITS),
          asset,
        });
        return `${cells()} cells`;
      };
    },
    inspect: async (file) => {
      await asset('scan.wasm');
      return async () => {
        const { inspected, findings } = await inspect(file, 'bench.xlsx', { asset });
        return `${inspected}, ${findings.length} findings`;
      };
    },
    /** The inspection of a file after one has been inspected. */
    again: async (file) => {
      await inspect(file, 'bench.xlsx', { asset });
      return async () => {
        await inspect(file, 'bench.xlsx', { asset });
      };
    },
    /** Whatever it is, with all that is nested in it, by its reader; nobody listens but a counter. */
    content: async (file) => {
      for (const name of ['scan.wasm', 'pdfium.wasm']) await asset(name);
      return () => contentOf(file, asset);
    },
    ...references,
  },
  warm: () => prewarm(asset),
});
