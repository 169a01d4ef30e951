// What is kept of holds while the user is being asked: the question in session storage, so that it survives a restart of the
// background; the files, which cannot be stored, in this life of it.
import { browser } from 'wxt/browser';
import type { HeldItem, Mend, Replacement } from '../../messages/protocol.ts';
import type { CopyKind } from '../../remedy/remedy.ts';
import type { Asked } from './asked.ts';

const KEY_PREFIX = 'hold:';

/** What is held, and the copies made of it. */
export interface HeldFiles {
  items: HeldItem[];
  /** By kind, while and after they are made. */
  copies: Map<CopyKind, Promise<Copies>>;
  /** Aborted when nobody wants copies any more. */
  stop: AbortController;
}

/** Copies of one kind. */
export interface Copies {
  /** In the order of the view's reports. */
  mends: Mend[];
  /** Those that may go. */
  replacements: Replacement[];
  /** What could not be mended, by index into what is held. */
  without: number[];
}

export const heldFilesOf = (items: HeldItem[]): HeldFiles => ({
  items,
  copies: new Map(),
  stop: new AbortController(),
});

export interface Kept {
  /** After a restart of the background the gate brings them again. */
  files: Map<string, HeldFiles>;
  load(id: string): Promise<Asked | undefined>;
  /** Everything that the user is being asked, or has just answered, by id. */
  loadAll(): Promise<Map<string, Asked>>;
  store(id: string, asked: Asked): Promise<void>;
  forget(id: string): Promise<void>;
}

/** @see Kept */
export function createKept(): Kept {
  const files = new Map<string, HeldFiles>();
  /** What session storage did not take (it is full): kept for this life of the background; the next one asks anew. */
  const unstored = new Map<string, Asked>();

  return {
    files,
    async load(id) {
      const kept = unstored.get(id);
      if (kept) return kept;
      const stored = await browser.storage.session.get(KEY_PREFIX + id);
      return stored[KEY_PREFIX + id] as Asked | undefined;
    },
    async loadAll() {
      const stored = Object.entries(await browser.storage.session.get(null));
      const holds = stored.filter(([key]) => key.startsWith(KEY_PREFIX));
      return new Map([
        ...holds.map(([key, asked]): [string, Asked] => [key.slice(KEY_PREFIX.length), asked as Asked]),
        ...unstored,
      ]);
    },
    async store(id, asked) {
      try {
        await browser.storage.session.set({ [KEY_PREFIX + id]: asked });
        unstored.delete(id);
      } catch {
        unstored.set(id, asked);
      }
    },
    async forget(id) {
      files.get(id)?.stop.abort();
      files.delete(id);
      unstored.delete(id);
      await browser.storage.session.remove(KEY_PREFIX + id);
    },
  };
}
