// Trix: a pasted picture becomes an attachment, which the page uploads.
import 'trix';
import { put } from './page.ts';

const field = put<HTMLElement & { editor: { element: HTMLElement } }>(
  '<trix-editor id=editor></trix-editor>',
);
field.addEventListener('trix-attachment-add', (event) => {
  const { attachment } = event as Event & {
    attachment: { file?: File; setAttributes(values: object): void };
  };
  if (!attachment.file) return;
  const body = new FormData();
  body.append('picture', attachment.file, attachment.file.name);
  fetch('/receive', { method: 'POST', body }).then(() => attachment.setAttributes({ url: '/stored' }));
});
field.addEventListener('trix-initialize', () => {
  window.editor = { focus: () => field.focus(), html: () => field.innerHTML };
});
