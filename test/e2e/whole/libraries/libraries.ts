// The upload libraries and editors that are tried, each on a page of its own (pages/NAME.ts). A new one is a page and a line here.
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);

export interface Library {
  /** pages/NAME.ts */
  page: string;
  /** What opens the library's file picker. */
  pick: string;
  /** Where files are dropped; none where the library takes no drops. */
  zone?: string;
  /** Does the library walk directories that are dropped? */
  directories?: true;
}

export const LIBRARIES: Record<string, Library> = {
  'react-dropzone': { page: 'react-dropzone', pick: '#zone', zone: '#zone', directories: true },
  Dropzone: { page: 'dropzone', pick: '#zone', zone: '#zone', directories: true },
  'Dropzone (chunks)': { page: 'dropzone-chunks', pick: '#zone', zone: '#zone' },
  'Uppy (Dashboard, XHR)': {
    page: 'uppy-xhr',
    pick: '.uppy-Dashboard-browse',
    zone: '.uppy-Dashboard-AddFiles',
    directories: true,
  },
  'Uppy (Dashboard, tus)': {
    page: 'uppy-tus',
    pick: '.uppy-Dashboard-browse',
    zone: '.uppy-Dashboard-AddFiles',
  },
  FilePond: {
    page: 'filepond',
    pick: '.filepond--label-action',
    zone: '.filepond--root',
    directories: true,
  },
  'tus-js-client': { page: 'tus-js-client', pick: '#pick', zone: '#zone' },
  Resumable: { page: 'resumable', pick: '#pick', zone: '#zone', directories: true },
  'Fine Uploader (chunks)': {
    page: 'fine-uploader',
    pick: '#pick input',
    zone: '#zone',
    directories: true,
  },
  'jQuery File Upload': { page: 'jquery-file-upload', pick: '#pick', zone: '#zone', directories: true },
  'ng2-file-upload (Angular)': { page: 'angular', pick: '#pick', zone: '#zone' },
  'Vaadin Upload (web component)': { page: 'vaadin', pick: '#zone vaadin-button', zone: '#zone' },
};

export interface Editor {
  /** pages/NAME.ts */
  page: string;
  /** Is a picture sent when it is pasted? Otherwise it stands in the text as a data URL. */
  uploads: boolean;
  /** A folder that the editor loads its own parts from: where the page has it, and whose package it is. */
  files?: { at: string; of: string };
}

export const EDITORS: Record<string, Editor> = {
  Quill: { page: 'quill', uploads: false },
  Trix: { page: 'trix', uploads: true },
  'TinyMCE 6': { page: 'tinymce', uploads: true },
  'CKEditor 4': {
    page: 'ckeditor',
    uploads: false,
    files: { at: '/ckeditor/', of: path.dirname(require.resolve('ckeditor4/package.json')) },
  },
};
