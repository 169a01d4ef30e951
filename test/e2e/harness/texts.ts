// Texts and page scripts that several specs use.

/** Long enough to be judged, and released by the double. */
export const LONG = 'PC 1234 Ainscow, Custody, Bethel Street. '.repeat(10);
/** Refused by the double. */
export const BAD = `${LONG}roster`;

/** Logs what the page sees of its file inputs. */
export const WATCH = `<script>
window.seen = [];
for (const type of ['input', 'change']) addEventListener(type, (event) => {
  if (event.target.type === 'file') seen.push(type + ':' + Array.from(event.target.files, (file) => file.name).join('+'));
});
</script>`;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The warning hangs on the root element, beside the body. */
export const WARNED = `document.documentElement.lastElementChild !== document.body`;
/** The warning has the focus; the small status of a check that takes long stands there too, but never takes it. */
export const ASKED = `${WARNED} && document.activeElement === document.documentElement.lastElementChild`;
