// What this page has been given or allowed to send already, so that one choice leads to one judgement. Nothing that a page
// can make up counts: a file is known by being the very same object, or by having the very same bytes.

/** At most this many texts, and this many files that the page made itself, are remembered; the oldest go first. */
const RECENT = 64;
/** Of the page's own files no more than this is kept, in bytes: they live in memory. */
const RECENT_BYTES = 64 << 20;

async function sameBytes(a: Blob, b: Blob): Promise<boolean> {
  // Little at first: most differ at once.
  for (let at = 0, step = 4096; at < a.size; at += step, step = 4 << 20) {
    const [left, right] = await Promise.all(
      [a, b].map(async (blob) => new Uint8Array(await blob.slice(at, at + step).arrayBuffer())),
    );
    if (left!.length !== right!.length || left!.some((byte, index) => byte !== right![index])) return false;
  }
  return true;
}

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
  /**
   * Has it the same bytes as a file that is known, or as the beginning of one? Uploaders cut files up in memory, and of such
   * pieces only the first looks like a file.
   */
  hasBytes(file: Blob): Promise<boolean>;
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
    async hasBytes(file) {
      if (file.size === 0) return false;
      for (const set of [given, sent])
        for (const other of set) {
          if (other.size < file.size) continue;
          try {
            if (await sameBytes(file, other.slice(0, file.size))) return true;
          } catch {
            // One of them can't be read any more (changed on the disk, for one): nothing is known of it.
          }
        }
      return false;
    },
    hasText: (text) => texts.has(text),
  };
}
