// The adapter in the page's own world: holds what the isolated world can't reach. A new channel is a file here and a
// line in this list.
import { watchBlobs } from './blobs.ts';
import { watchDocuments } from './documents.ts';
import { watchFetch } from './fetch.ts';
import { watchForms } from './form.ts';
import { watchInputs } from './inputs.ts';
import { connect } from './link.ts';
import { maskToString } from './mask.ts';
import { watchTransfers } from './transfers.ts';
import { watchXhr } from './xhr.ts';

export function startPage(): void {
  maskToString();
  watchBlobs();
  watchFetch();
  watchXhr();
  watchForms();
  watchInputs();
  watchDocuments();
  watchTransfers();
  connect();
}
