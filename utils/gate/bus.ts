// The private channel between the page's world and the isolated world: its event types, shared by both sides.
//
// The adapter in the page's world makes a detached element and hands it over once, synchronously at document_start, as
// the `relatedTarget` of a mouse event on the window. From then on both sides dispatch events on that element. No script
// of the page can reach it, every message is answered within the call that sent it, and strings, files and elements
// cross by the events' own native fields: there is nothing that a page could read, forge or slow down.

/** On the window, once: the adapter hands over the bus. */
export const HELLO = 'cordonhello';

/**
 * `detail` of a HELLO by which the adapter of the page that made this frame asks whether it was this frame's own that was
 * heard just before: `relatedTarget` is the host of a closed shadow root, and a gate takes out what is in there.
 */
export const PROBE = 2;

/**
 * Raised whenever the messages below change their meaning: a gate takes over an adapter of its own language only (see
 * handover.ts).
 */
export const LANGUAGE = 1;

/** Adapter → gate. `detail` is the number of the request (see `Ask`), or 0. */
export const TO_GATE = {
  /** A request begins; `data` is the Channel. */
  channel: 'c',
  /** The name of the text or file that follows. */
  name: 'n',
  /** A text of the request. */
  text: 't',
  /** Files of the request, in `dataTransfer`. */
  file: 'f',
  /** The request is complete; the gate answers with `pass`, `wait` before this returns. */
  end: 'e',
  /** The page gave the request up. */
  cancel: 'q',
  /** `relatedTarget` is a form that a script is about to submit without a submit event. Answered like `end`. */
  form: 's',
  /** `relatedTarget` is a file input (or the host of its shadow tree) that is about to open its picker. */
  input: 'i',
  /** The page emptied the file input `relatedTarget`, or put other files into it. */
  emptied: 'u',
  /**
   * Something was chosen in the file input `relatedTarget` (or in the shadow tree of that host), and the event is at the
   * top of its tree: `detail` 1 for `input`, 0 for `change`. Answered with `wait` where the page is not to see it.
   */
  chosen: 'ch',
  /** `document.open` took our listeners away. */
  rearm: 'a',
  /** A later gate has taken this bus: the gate that hears this leaves it to that one. */
  over: 'm',
} as const;

/** Gate → adapter. No type stands in both lists: both sides listen on the same element. */
export const TO_PAGE = {
  /** `data` is the event type by which a later gate will ask for the bus (see handover.ts). */
  secret: '$',
  /** Nothing to judge: go on within this call. */
  pass: 'p',
  /** Held: `release` or `refuse` follows. */
  wait: 'w',
  release: 'r',
  refuse: 'x',
  /**
   * Files for the message that follows, as those of a detached file input in `relatedTarget`. (In Firefox a page can't
   * read a DataTransfer that an extension made.)
   */
  files: 'z',
  /** The files in the file input `relatedTarget` were released. */
  given: 'o',
  /** A string for the message that follows: its type in one, its `data` in the next. */
  type: 'k',
  string: 'l',
  /** The one file that came before goes in place of file number `data` of the request; before `release`. */
  replace: 'y',
  /** A real drop with its `dataTransfer`: keep its native entries, handles and effects under `detail`. */
  keepDrop: 'd',
  /** Cleaned copies go in place of the files of the kept drop `detail`: its entries and handles lead to the originals. */
  forgetEntries: 'j',
  /** Say what scripts add to the form `relatedTarget`, as texts and files of the request `detail`, within this call. */
  entries: 'b',
  /** Tell `relatedTarget` that the drag is over: the kept drop `detail` was refused. */
  leave: 'h',
  /** Dispatch a kept drop again, on `relatedTarget`, with what came before. `preventDefault` here if the page did so there. */
  drop: 'g',
  /** Dispatch a paste on `relatedTarget`, with what came before. Likewise. */
  paste: 'v',
} as const;

/** Shorter text is not judged: ordinary traffic is full of it, and a roster of any size is longer. In UTF-16 units. */
export const LONG_TEXT = 200;
