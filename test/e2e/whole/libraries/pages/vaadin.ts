// Vaadin's upload: a web component with its file input in a shadow tree.
import '@vaadin/upload';
import { log, put } from './page.ts';

const upload = put('<vaadin-upload id=zone target="/receive"></vaadin-upload>');
const nameOf = (event: Event) => (event as CustomEvent<{ file: File }>).detail.file.name;
upload.addEventListener('upload-before', (event) => log('added', nameOf(event)));
upload.addEventListener('upload-success', (event) => log('success', nameOf(event)));
upload.addEventListener('upload-error', (event) => log('error', nameOf(event)));
