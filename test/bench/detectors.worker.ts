// The jobs of the detectors' bench: all that they see of a workbook is in memory beforehand.
import { packedBytes, readZipDirectory } from '../../utils/inspect/container/zip.ts';
import type { DetectContext, Detector } from '../../utils/inspect/detector.ts';
import { hiddenDetector } from '../../utils/inspect/detectors/hidden.ts';
import { people } from '../../utils/inspect/detectors/people/index.ts';
import { inspect } from '../../utils/inspect/inspect.ts';
import type { TableChunk } from '../../utils/inspect/part.ts';
import type { LoadAsset } from '../../utils/inspect/reader.ts';
import { serveJobs } from './serve-jobs.ts';
import { unzip } from './unzip.ts';

const asset: LoadAsset = async (name) =>
  new Uint8Array(await (await fetch(new URL(`/inspect/${name}`, location.origin))).arrayBuffer());

/** The chunks of a workbook's tables, copied: a Reader uses its arrays again. */
async function chunksOf(file: Blob): Promise<TableChunk[]> {
  const chunks: TableChunk[] = [];
  const keep: Detector = {
    id: 'keep',
    start: () => ({
      table: () => ({
        chunk: (chunk) => {
          const { count, strings, stable = strings.length } = chunk;
          chunks.push({
            ...chunk,
            rows: chunk.rows.slice(0, count),
            cols: chunk.cols.slice(0, count),
            values: chunk.values.slice(0, count),
            flags: chunk.flags.slice(0, count),
            strings: stable < strings.length ? strings.slice() : strings,
          });
        },
        end: () => {},
      }),
      end: () => [],
    }),
  };
  await inspect(file, 'bench.xlsx', { asset, detectors: [keep] });
  return chunks;
}

async function detect(chunks: readonly TableChunk[]): Promise<string> {
  const context: DetectContext = {
    asset,
    signal: new AbortController().signal,
    pictures: { open: async () => undefined },
    staffNumberPatterns: [],
  };
  let found = 0;
  for (const detector of [people, hiddenDetector]) {
    const run = detector.start(context);
    const table = run.table?.({ place: ['bench.xlsx', 'sheet "S"'], hidden: [], addressing: 'a1' });
    for (const chunk of chunks) table?.chunk(chunk);
    table?.end();
    found += (await run.end()).length;
  }
  return `${found} findings`;
}

serveJobs({
  jobs: {
    unzip: async (file) => {
      const { entries } = await readZipDirectory(file);
      const pieces: Uint8Array<ArrayBuffer>[] = [];
      for (const entry of entries)
        if (/sheet1|sharedStrings/.test(entry.name))
          pieces.push(new Uint8Array(await packedBytes(file, entry).arrayBuffer()));
      return async () => `${Math.round((await unzip(pieces)) / 1e6)} MB`;
    },
    /** Every cell through the detectors, as a first file of the day. */
    detect: async (file) => {
      const chunks = await chunksOf(file);
      return () => detect(chunks);
    },
    /** The same once the code has run: as the next file. */
    again: async (file) => {
      const chunks = await chunksOf(file);
      await detect(chunks);
      await detect(chunks);
      return () => detect(chunks);
    },
  },
  warm: async () => {},
});
