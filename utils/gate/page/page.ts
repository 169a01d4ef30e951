// The adapter in the page's own world: holds what the isolated world can't reach. A new channel is a file here and a
// line in this list.
import { watchBeaconsAndLater } from './beacon.ts';
import { watchBlobs } from './blobs.ts';
import { watchDocuments } from './documents.ts';
import { watchFetch, watchRequests } from './fetch.ts';
import { watchForms } from './form.ts';
import { watchFrames } from './frames.ts';
import { watchHandles } from './handles.ts';
import { watchInputs } from './inputs.ts';
import { connect } from './link.ts';
import { maskToString } from './mask.ts';
import { watchSockets } from './sockets.ts';
import { watchStreams } from './streams.ts';
import { watchTransfers } from './transfers.ts';
import { watchXhr } from './xhr.ts';

const CHANNELS: readonly (() => void)[] = [
  watchBlobs,
  watchRequests,
  watchFetch,
  watchXhr,
  watchBeaconsAndLater,
  watchSockets,
  watchStreams,
  watchForms,
  watchInputs,
  watchHandles,
  watchDocuments,
  watchTransfers,
  watchFrames,
];

export function startPage(): void {
  // A second injection into the same page finds a gate that has its adapter, and leaves everything as it is.
  if (!connect()) return;
  maskToString();
  for (const watch of CHANNELS) watch();
}
