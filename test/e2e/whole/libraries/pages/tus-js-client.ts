// tus-js-client only sends: the page has an input and a drop zone of its own.
import { Upload } from 'tus-js-client';
import { log, put } from './page.ts';

function send(files: Iterable<File>): void {
  for (const file of files) {
    log('added', file.name);
    new Upload(file, {
      endpoint: '/tus',
      chunkSize: 1000,
      metadata: { filename: file.name },
      removeFingerprintOnSuccess: true,
      onSuccess: () => log('success', file.name),
      onError: () => log('error', file.name),
    }).start();
  }
}

const input = put<HTMLInputElement>('<input id=pick type=file multiple>');
input.addEventListener('change', () => send(input.files ?? []));
const zone = put('<div id=zone>zone</div>');
zone.addEventListener('dragover', (event) => event.preventDefault());
zone.addEventListener('drop', (event) => {
  event.preventDefault();
  send(event.dataTransfer?.files ?? []);
});
