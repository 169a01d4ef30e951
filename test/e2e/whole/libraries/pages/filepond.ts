import { create, type FilePondOptions } from 'filepond';
import css from 'filepond/dist/filepond.min.css?inline';
import { log, put, style } from './page.ts';

style(css);
const options: FilePondOptions & { allowMinimumUploadDuration: boolean } = {
  allowMultiple: true,
  // Otherwise it waits for a while so that its progress can be seen.
  allowMinimumUploadDuration: false,
  server: { process: '/receive' },
  onaddfile: (_error, file) => log('added', file.filename),
  onprocessfile: (error, file) => log(error ? 'error' : 'success', file.filename),
};
create(put('<input type=file>'), options);
