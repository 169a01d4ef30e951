// react-dropzone only picks; its page sends by `fetch` what it was given.
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { type DropzoneOptions, useDropzone } from 'react-dropzone';
import { log, put } from './page.ts';

async function send(file: File): Promise<void> {
  const body = new FormData();
  body.append('document', file);
  const response = await fetch('/receive', { method: 'POST', body });
  log(response.ok ? 'success' : 'error', file.name);
}

function Zone() {
  // Its types want React's, which nothing else here needs.
  const options = {
    onDrop(accepted: File[]) {
      for (const file of accepted) {
        log('added', file.name);
        void send(file);
      }
    },
  } as unknown as DropzoneOptions;
  const { getRootProps, getInputProps } = useDropzone(options);
  return createElement('div', getRootProps({ id: 'zone' }), createElement('input', getInputProps()), 'zone');
}

createRoot(put('<div></div>')).render(createElement(Zone));
