// Dropzone: sends by XMLHttpRequest as soon as a file is there.
import Dropzone from 'dropzone';
import css from 'dropzone/dist/dropzone.css?inline';
import { log, put, style } from './page.ts';

style(css);
const zone = new Dropzone(put('<form id=zone class=dropzone></form>'), {
  url: '/receive',
  createImageThumbnails: false,
});
zone.on('addedfile', (file) => log('added', file.name));
zone.on('success', (file) => log('success', file.name));
zone.on('error', (file) => log('error', file.name));
