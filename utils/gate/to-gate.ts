// Adapter → gate, on the bus (see bus.ts). `detail` is the number of the request (see `Ask`), or 0.

/** A request begins; `data` is the Channel. */
export const channel = 'c';
/** The name of the text or file that follows. */
export const name = 'n';
/** A text of the request. */
export const text = 't';
/** Files of the request, in `dataTransfer`. */
export const file = 'f';
/** The request is complete; the gate answers with `pass`, `wait` before this returns. */
export const end = 'e';
/** The page gave the request up. */
export const cancel = 'q';
/** `relatedTarget` is a form that a script is about to submit without a submit event. Answered like `end`. */
export const form = 's';
/** `relatedTarget` is a file input (or the host of its shadow tree) that is about to open its picker. */
export const input = 'i';
/** The page emptied the file input `relatedTarget`, or put other files into it. */
export const emptied = 'u';
/**
 * Something was chosen in the file input `relatedTarget` (or in the shadow tree of that host), and the event is at the
 * top of its tree: `detail` 1 for `input`, 0 for `change`. Answered with `wait` where the page is not to see it.
 */
export const chosen = 'ch';
/** `document.open` took our listeners away. */
export const rearm = 'a';
/** A later gate has taken this bus: the gate that hears this leaves it to that one. */
export const over = 'm';
