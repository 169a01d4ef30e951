// What this page has been given or allowed to send already, so that one choice leads to one judgement. Nothing that a page
// can make up counts: a file is known by being the very same object, or by having the very same bytes.

/** At most this many texts, and this many files that the page made itself, are remembered; the oldest go first. */
const RECENT = 64;
/** Of the page's own files no more than this is kept, in bytes: they live in memory. */
const RECENT_BYTES = 64 << 20;

export interface Known {
  /** Files that the user chose, and that the page was given. */
  addFiles(files: Iterable<File>): void;
  /** Files that came from the page and were released. */
  addSent(files: Iterable<File>): void;
  addText(text: string): void;
  /**
   * Is it the same object? In Chromium a file keeps its identity in the isolated world wherever it comes from, as long
   * as the page does not wrap it; in Firefox each crossing may make another object.
   */
  hasFile(file: File): boolean;
  /** All of them, those that were given first. */
  files(): File[];
  hasText(text: string): boolean;
}

export function createKnown(): Known {
  const given = new Set<File>();
  const sent = new Set<File>();
  const texts = new Set<string>();

  const trim = <T>(set: Set<T>, over: () => boolean) => {
    for (const oldest of set) {
      if (!over()) return;
      set.delete(oldest);
    }
  };
  const hasFile = (file: File) => given.has(file) || sent.has(file);

  return {
    addFiles(list) {
      for (const file of list) given.add(file);
    },
    addSent(list) {
      for (const file of list) if (!hasFile(file)) sent.add(file);
      const bytes = () => Array.from(sent).reduce((sum, file) => sum + file.size, 0);
      trim(sent, () => sent.size > RECENT || bytes() > RECENT_BYTES);
    },
    addText(text) {
      texts.delete(text);
      texts.add(text);
      trim(texts, () => texts.size > RECENT);
    },
    hasFile,
    files: () => [...given, ...sent],
    hasText: (text) => texts.has(text),
  };
}
