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
 * Raised whenever the messages of to-gate.ts and to-page.ts change their meaning: a gate takes over an adapter of its own
 * language only (see handover.ts).
 */
export const LANGUAGE = 1;

/** Shorter text is not judged: ordinary traffic is full of it, and a roster of any size is longer. In UTF-16 units. */
export const LONG_TEXT = 200;
