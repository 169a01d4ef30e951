// Quill: a pasted picture goes into the text as a data URL; the page sends the text.
import Quill from 'quill';
import css from 'quill/dist/quill.snow.css?inline';
import { put, style } from './page.ts';

style(css);
const quill = new Quill(put('<div id=editor></div>'), { theme: 'snow' });
window.editor = {
  focus: () => quill.focus(),
  html: () => quill.root.innerHTML,
};
