// An inspection worker as a thread of Node.
import { openAsBlob } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { createServer } from '../utils/inspector/serve.ts';
import { loadAsset } from './assets.ts';
import { decodePicture } from './node-decode-picture.ts';

if (!parentPort) throw new Error('node-worker.ts runs as a worker thread only.');
const port = parentPort;

const serve = createServer({
  asset: loadAsset,
  decodePicture,
  open: openAsBlob,
  post: (message) => port.postMessage(message),
});

port.on('message', (message) => void serve(message));
