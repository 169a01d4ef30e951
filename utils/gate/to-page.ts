// Gate → adapter, on the bus (see bus.ts). No type stands in both lists: both sides listen on the same element.

/** `data` is the event type by which a later gate will ask for the bus (see handover.ts). */
export const secret = '$';
/** Nothing to judge: go on within this call. */
export const pass = 'p';
/** Held: `release` or `refuse` follows. `detail` 1: what the form sends comes into it first, so that it goes by itself then. */
export const wait = 'w';
export const release = 'r';
export const refuse = 'x';
/**
 * Files for the message that follows, as those of a detached file input in `relatedTarget`. (In Firefox a page can't
 * read a DataTransfer that an extension made.)
 */
export const files = 'z';
/** The files in the file input `relatedTarget` were released. */
export const given = 'o';
/** A string for the message that follows: its type in one, its `data` in the next. */
export const type = 'k';
export const string = 'l';
/** The one file that came before goes in place of file number `data` of the request; before `release`. */
export const replace = 'y';
/** A real drop with its `dataTransfer`: keep its native entries, handles and effects under `detail`. */
export const keepDrop = 'd';
/** Cleaned copies go in place of the files of the kept drop `detail`: its entries and handles lead to the originals. */
export const forgetEntries = 'j';
/** Say what scripts add to the form `relatedTarget`, as texts and files of the request `detail`, within this call. */
export const entries = 'b';
/** Tell `relatedTarget` that the drag is over: the kept drop `detail` was refused. */
export const leave = 'h';
/** Dispatch a kept drop again, on `relatedTarget`, with what came before. `preventDefault` here if the page did so there. */
export const drop = 'g';
/** Dispatch a paste on `relatedTarget`, with what came before. Likewise. */
export const paste = 'v';
