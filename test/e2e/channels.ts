// The doors by which files and texts enter and leave a page, and the tests that show what becomes of them. docs/channels.md
// is made of this table and the results of a run: `npm run channels`. A new door is a line here and a test.
import { TURNS } from './turns.ts';

export interface Door {
  door: string;
  /** Titles of the tests that show that what is refused stays. */
  held: string[];
  /** Titles of the tests that show that what is released arrives as it was. */
  released: string[];
  /** Why it is not held, where that is known. */
  limit?: string;
}

const both = (door: string, ...titles: string[]): Door => ({ door, held: titles, released: titles });
const each = (door: string, held: string, released: string): Door => ({
  door,
  held: [held],
  released: [released],
});
const open = (door: string, limit: string): Door => ({ door, held: [], released: [], limit });
const sent = (how: string) => both(how, `${how}: refused, released`);
const library = (name: string) =>
  both(name, `${name}: clean files arrive, a roster does not, and it goes on working`);

const FRAMES = [
  'same origin',
  'cross origin',
  'sandboxed',
  'srcdoc',
  'blob',
  'about:blank, written',
  'about:blank, filled',
];

export const DOORS: Record<string, Door[]> = {
  'Files in': [
    each(
      'file input',
      'input: a refused file is never seen, and the field is empty',
      'input: a file is seen after its release, events and all',
    ),
    {
      door: 'file input, several files',
      held: [],
      released: ['input (multiple): all files, in their order'],
    },
    both('file input for a directory', 'input (directory): held as a whole, relative paths kept'),
    both(
      'file input that is in no document',
      'input (detached): a file chosen with an input that is in no document',
    ),
    both('file input in an open shadow root', 'input (open shadow root): held and released'),
    both('file input in a closed shadow root', 'input (closed shadow root): held and released'),
    both('file input made later', 'input (made later, in a page that draws itself): held and released'),
    both('`showPicker`', 'input (showPicker)'),
    both('form-associated custom element with a file input', 'input (form-associated custom element)'),
    both('drop of files', 'drop: refused, released'),
    both('drop onto a file input', 'drop onto a file input'),
    both('drop of a directory', 'drop (directory): entries and handles work after the release'),
    both('paste of a picture, real clipboard', 'paste (real clipboard): a picture is refused, released'),
    both('paste of a picture, made by a script', 'paste (made by a script): a picture is refused, released'),
    both(
      'file handle: dropped, or kept in a database',
      'file handle (dropped, and kept in a database): a file that changes later is judged when it is read',
    ),
    both('directory handle', 'directory handle: each file is judged when it is read'),
    open(
      '`showOpenFilePicker`, `showDirectoryPicker`, `launchQueue`',
      'no test can answer these dialogs; the handles that they give are those of the two lines above',
    ),
    both('file given on to a worker', 'file given to a worker: the worker gets it after the release only'),
  ],
  'Forms that the browser sends': [
    each(
      'submit button, multipart',
      'submit: long text that is refused is not sent',
      'submit: a released file and a text arrive byte for byte, with the button',
    ),
    both('`form.submit()`', 'form.submit(): held, refused, released'),
    ...[
      'by the Enter key',
      'method GET',
      'target: a frame',
      'target: a new tab',
      'formaction',
      'button outside the form',
      'image button',
      'requestSubmit',
      'a click made by a script',
    ].map((how) => both(how, `form (${how}): refused, released`)),
    {
      door: 'text that the page fills in while it submits',
      held: ['submit: text that the page fills in while it submits is judged as well'],
      released: [],
    },
    ...['a listener for formdata', 'onformdata', 'a custom element'].map((how) =>
      both(
        `text or file added by ${how}`,
        `form (text by ${how}, sent by a click): refused, released`,
        `form (file by ${how}, sent by a click): refused, released`,
        `form (file by ${how}, sent by form.submit()): refused, released`,
      ),
    ),
  ],
  'Data that scripts send': [
    ...[
      'fetch (string)',
      'fetch (URLSearchParams)',
      'fetch (JSON)',
      'fetch (FormData)',
      'fetch (File)',
      'fetch (Blob)',
      'fetch (Blob of bytes)',
      'fetch (ArrayBuffer)',
      'fetch (typed array)',
      'fetch (Request)',
      'fetch (Request with FormData)',
      'fetch (object with toString)',
      'fetch (array of texts)',
      'fetch (keepalive)',
    ].map(sent),
    { door: 'fetch (stream)', held: ['fetch (stream): refused, released'], released: [] },
    both('fetch (text in the address)', 'fetch (text in the address): refused, released'),
    both('fetch (packed by the page)', 'fetch (gzip made by the page): what is inside decides'),
    ...[
      'XMLHttpRequest (string)',
      'XMLHttpRequest (FormData)',
      'XMLHttpRequest (Blob)',
      'XMLHttpRequest (ArrayBuffer)',
      'XMLHttpRequest (document)',
      'XMLHttpRequest (object with toString)',
      'XMLHttpRequest (URLSearchParams)',
      'XMLHttpRequest (text in the address)',
    ].map(sent),
    both(
      'XMLHttpRequest (synchronous; refused where it would have to wait)',
      'XMLHttpRequest (synchronous): refused where it would have to wait',
    ),
    {
      door: 'chunks of a released file',
      held: [],
      released: ['fetch: chunks of a released file are not judged again'],
    },
    both('sendBeacon', 'sendBeacon: refused, released, short ones at once'),
    ...['sendBeacon (FormData)', 'sendBeacon (ArrayBuffer)', 'sendBeacon (object with toString)'].map(sent),
    both('fetchLater', 'fetchLater: refused, released'),
    both('WebSocket', 'WebSocket: refused, released, in order'),
    ...['WebSocket (ArrayBuffer)', 'WebSocket (object with toString)'].map(sent),
    both('RTC data channel', 'RTC data channel: refused, released, in order'),
    both('workbook made by the page', 'file made by the page: a workbook exported in the tab'),
    both('file in JSON as base64', 'file in JSON as base64: judged as the file that it is'),
    open(
      'data that a worker or service worker made itself',
      'no script of ours runs in workers; what the browser shows of it is broken off by the last line in Firefox, and reported in Chromium',
    ),
    both(
      'WebSocketStream',
      'WebSocketStream (writer): refused, released, in order',
      'WebSocketStream (pipe): refused, released, in order',
    ),
    both('WebTransport (unidirectional stream)', 'WebTransport (unidirectional stream): refused, released'),
    both('WebTransport (bidirectional stream)', 'WebTransport (bidirectional stream): refused, released'),
    both('WebTransport (datagrams)', 'WebTransport (datagrams): refused, released'),
    open(
      'text in the address of a picture or of a navigation made by script',
      'these have no body and cannot wait',
    ),
  ],
  'Turns of a page against the gate': Object.keys(TURNS).map((name) =>
    both(name, `turn (${name}): refused, released`),
  ),
  'Text in editors': [
    both('contenteditable', 'text (contenteditable): refused, released'),
    both('rich-text frame', 'text (rich-text frame): refused, released'),
  ],
  Frames: [
    ...FRAMES.flatMap((kind) => [
      both(`${kind}: file input`, `frame (${kind}): input`),
      both(`${kind}: fetch`, `frame (${kind}): fetch`),
    ]),
    ...['contentWindow', 'contentDocument', 'window[n]'].map((how) =>
      both(
        `used as soon as it is made, by ${how}`,
        `frame (used as soon as it is made, by ${how}): what it sends is held`,
      ),
    ),
    both('`document.open`', 'document.open: the page writes itself anew'),
    both(
      'strict Content Security Policy, COEP and Trusted Types',
      'strict Content Security Policy, COEP, Trusted Types',
    ),
  ],
  'Pictures pasted into editors': ['Quill', 'Trix', 'TinyMCE 6', 'CKEditor 4'].map((name) =>
    both(name, `${name}: a pasted picture arrives as it was, a refused one does not`),
  ),
  'Upload libraries': [
    'react-dropzone',
    'Dropzone',
    'Dropzone (chunks)',
    'Uppy (Dashboard, XHR)',
    'Uppy (Dashboard, tus)',
    'FilePond',
    'tus-js-client',
    'Resumable',
    'Fine Uploader (chunks)',
    'jQuery File Upload',
    'ng2-file-upload (Angular)',
    'Vaadin Upload (web component)',
  ].map(library),
};

/** Every title that the table names, once. */
export function titlesOf(doors: Record<string, Door[]>): string[] {
  const all = Object.values(doors).flat();
  return [...new Set(all.flatMap(({ held, released }) => [...held, ...released]))];
}
