// CKEditor 4.22.1 (the last under the MPL): a pasted picture goes into the text as a data URL. It loads its parts itself, so
// it is served as it comes.
import { put } from './page.ts';

interface Editor {
  on(type: string, listener: () => void): void;
  focus(): void;
  getData(): string;
}

// CKEditor 4 puts itself into the window, and has no types.
const scope = window as unknown as {
  CKEDITOR_BASEPATH: string;
  CKEDITOR: { replace(element: Element, config: object): Editor };
};
scope.CKEDITOR_BASEPATH = '/ckeditor/';
const field = put('<textarea id=field></textarea>');
const script = document.createElement('script');
script.src = '/ckeditor/ckeditor.js';
script.onload = () => {
  const editor = scope.CKEDITOR.replace(field, {
    customConfig: '',
    language: 'en',
    versionCheck: false,
    clipboard_handleImages: true,
    allowedContent: true,
  });
  editor.on('instanceReady', () => {
    window.editor = { focus: () => editor.focus(), html: () => editor.getData() };
  });
};
document.head.append(script);
