// What this page has been given or allowed to send already, so that one choice leads to one judgement.

/** At most this many texts are remembered, the oldest go first. */
const TEXTS = 64;

/**
 * A file from a disk is the same file when all of this is the same. Object identity does not carry: the same File is a
 * different object in each world, and each crossing makes another.
 */
function signature(file: File): string {
  return JSON.stringify([file.name, file.size, file.lastModified, file.type]);
}

export interface Known {
  addFiles(files: Iterable<File>): void;
  addText(text: string): void;
  hasFile(file: File): boolean;
  hasText(text: string): boolean;
}

export function createKnown(): Known {
  const files = new Set<string>();
  const texts = new Set<string>();
  return {
    addFiles(list) {
      for (const file of list) files.add(signature(file));
    },
    addText(text) {
      texts.delete(text);
      texts.add(text);
      for (const oldest of texts) {
        if (texts.size <= TEXTS) break;
        texts.delete(oldest);
      }
    },
    // A blob without a name or an age of its own is nothing that was chosen from a disk.
    hasFile: (file) => file.name !== '' && files.has(signature(file)),
    hasText: (text) => texts.has(text),
  };
}
