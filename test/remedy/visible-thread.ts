// The thread of visible-in-time.ts.
import { parentPort, workerData } from 'node:worker_threads';
import { differences } from './visible.ts';

parentPort?.postMessage(await differences(workerData.before, workerData.after));
