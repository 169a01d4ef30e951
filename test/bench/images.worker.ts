// The jobs of the pictures' bench.
import { inspect } from '../../utils/inspect/inspect.ts';
import { shrink } from '../../utils/inspect/pixels/raster.ts';
import type { LoadAsset } from '../../utils/inspect/reader.ts';
import { GATE_SIDE, gateOf } from '../../utils/inspect/scans/gate.ts';
import { greyOf } from '../../utils/inspect/scans/grey.ts';
import { pageOf } from '../../utils/inspect/scans/page.ts';
import { Reading } from '../../utils/inspect/scans/reading.ts';
import { stripOf } from '../../utils/inspect/scans/strip.ts';
import { pgm, recogniser } from '../../utils/inspect/scans/tesseract.ts';
import { decodePicture } from '../../utils/inspector/decode-picture.ts';
import { serveJobs } from './serve-jobs.ts';

const fetched = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

const asset: LoadAsset = (name) => {
  const known = fetched.get(name);
  if (known) return known;
  const bytes = fetch(new URL(`/inspect/${name}`, location.origin)).then(
    async (response) => new Uint8Array(await response.arrayBuffer()),
  );
  fetched.set(name, bytes);
  return bytes;
};

/** As large as a scan of 200 dpi is read. */
const decoded = async (file: Blob, longest: number) =>
  shrink(await decodePicture(file, { format: 'jpeg', width: 1653, height: 2339, longest }), longest);

interface Plain {
  FS: { writeFile(path: string, data: Uint8Array): void };
  TessBaseAPI: new () => {
    Init(path: null, language: string, engine: number): number;
    SetPageSegMode(mode: number): void;
    SetImageFile(orientation: number, angle: number): number;
    Recognize(monitor: null): number;
    GetTSVText(page: number): string;
  };
}

/** Tesseract as anybody would use it: a whole page in, words out. */
async function plainTesseract(): Promise<(width: number, height: number, data: Uint8Array) => number> {
  // The package says nothing of its types.
  const { default: core } = (await import('tesseract.js-core/tesseract-core-simd-lstm.js')) as unknown as {
    default: (options: object) => Promise<Plain>;
  };
  const quiet = { print: () => undefined, printErr: () => undefined };
  const { FS, TessBaseAPI } = await core({ wasmBinary: await asset('tesseract.wasm'), ...quiet });
  const packed = new Blob([await asset('eng.traineddata.gz')]).stream();
  const data = new Response(packed.pipeThrough(new DecompressionStream('gzip')));
  FS.writeFile('eng.traineddata', new Uint8Array(await data.arrayBuffer()));
  const api = new TessBaseAPI();
  api.Init(null, 'eng', 1);
  api.SetPageSegMode(3);
  return (width, height, grey) => {
    FS.writeFile('/input', pgm(width, height, grey));
    api.SetImageFile(1, 0);
    api.Recognize(null);
    return api
      .GetTSVText(0)
      .split('\n')
      .filter((row) => row.startsWith('5\t')).length;
  };
}

serveJobs({
  jobs: {
    nothing: async () => async () => undefined,
    decode: async (file) => async () => {
      const { width, height } = await decoded(file, GATE_SIDE);
      return `${width} × ${height}`;
    },
    gate: async (file) => {
      const raster = await decoded(file, GATE_SIDE);
      // The second picture of many is what counts, not the first one through cold code.
      for (let i = 0; i < 5; i++) gateOf(greyOf(raster));
      return async () => `${gateOf(greyOf(raster))?.lines} lines`;
    },
    tesseract: async (file) => {
      const read = await plainTesseract();
      const { width, height, data } = greyOf(await decoded(file, 2339));
      return async () => `${read(width, height, data)} words`;
    },
    probe: async (file) => {
      const raster = await decoded(file, 2339);
      return async () => {
        const page = pageOf(greyOf(raster));
        const reading = page && new Reading(page, await recogniser(asset));
        const lines = reading?.sample(8) ?? [];
        for (const line of lines) reading?.glance(line);
        return `${lines.length} of ${page?.lines.length} lines`;
      };
    },
    inspect: async (file) => async () => {
      const name = file.type === 'application/pdf' ? 'bench.pdf' : 'bench.jpg';
      const { findings, inspected } = await inspect(file, name, { asset, decodePicture });
      return `${inspected}: ${findings.map(({ rule, people }) => `${rule} ${people}`).join(', ') || 'nothing'}`;
    },
  },
  /** The program is loaded and compiled, as it is for the second page of any file. */
  warm: async () => {
    const engine = await recogniser(asset);
    const grey = { width: 400, height: 80, data: new Uint8Array(32_000).fill(255) };
    const segments = [{ left: 20, right: 380, foot: 60, cap: 30, letters: 9 }];
    engine.line(stripOf(grey, { segments, foot: 60, cap: 30, left: 20, right: 380 }));
  },
});
