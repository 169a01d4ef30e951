// What the pages of this folder share: a log that the test reads, and styles.

declare global {
  interface Window {
    /** What the library told its page, in order. */
    log: string[];
    /** Of pages with an editor. */
    editor: { focus(): void; html(): string };
  }
}

window.log = [];

/** Keeps one event of the library: its name and what it was about, never more than the test compares. */
export function log(...words: string[]): void {
  window.log.push(words.join(' '));
}

export function style(css: string): void {
  document.head.append(Object.assign(document.createElement('style'), { textContent: css }));
}

/** Puts `html` into the page and gives its first element. */
export function put<E extends Element = HTMLElement>(html: string): E {
  document.body.insertAdjacentHTML('beforeend', html);
  return document.body.lastElementChild as E;
}
