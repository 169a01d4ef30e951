// Makes the face detectors' networks from the models in @mediapipe/face_detection (Apache-2.0) into .cache/models, where
// assets.ts finds them. The models are known by their hashes: another version of the package is not taken unseen.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { compileNetwork } from './models/network.ts';
import { readTflite } from './models/tflite.ts';

const root = new URL('../', import.meta.url);
const out = new URL('.cache/models/', root);

/** Raised when what is written changes, so that old files are not used again. */
const VERSION = 1;

interface Model {
  source: string;
  /** SHA-256 of the source. */
  hash: string;
}

const MODELS: Record<string, Model> = {
  'faces-near.bin': {
    source: 'node_modules/@mediapipe/face_detection/face_detection_short_range.tflite',
    hash: '3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633',
  },
  'faces-far.bin': {
    source: 'node_modules/@mediapipe/face_detection/face_detection_full_range.tflite',
    hash: '99bf9494d84f50acc6617d89873f71bf6635a841ea699c17cb3377f9507cfec3',
  },
};

/** Makes what is stale. @throws where a package holds another model than the one that was looked at. */
export async function buildModels(): Promise<void> {
  for (const [name, { source, hash }] of Object.entries(MODELS)) {
    const stampFile = new URL(`${name}.stamp`, out);
    const stamp = `${VERSION} ${hash}`;
    if ((await readFile(stampFile, 'utf8').catch(() => '')) === stamp) continue;
    const bytes = new Uint8Array(await readFile(new URL(source, root)));
    if (createHash('sha256').update(bytes).digest('hex') !== hash) {
      throw new Error(`${source} is not the model that Cordon knows: measure it, then change its hash here.`);
    }
    await mkdir(out, { recursive: true });
    // Several processes may find it stale at once: each writes its own, the last one stays.
    const draft = new URL(`${name}.${process.pid}`, out);
    await writeFile(draft, compileNetwork(readTflite(bytes)));
    await rename(draft, new URL(name, out));
    await writeFile(stampFile, stamp);
  }
}
