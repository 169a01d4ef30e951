// What becomes of a drop: its directories are walked, all of it is judged, and what goes on is dropped again.

import type { Replay } from '../bring.ts';
import { type Gate, goingOf, type Strings, transferOf, transferWith } from '../channel.ts';
import { isElement } from '../forms.ts';
import type { Notice } from '../notice.ts';
import type { Outcome } from './judge.ts';
import { judgeGiven } from './unknown.ts';

/** The longest walk of a dropped directory, in files. Beyond it the drop is refused: nothing goes unseen. */
const MOST_FILES = 20_000;

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

async function childrenOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    // Chromium gives 100 at a time, and an empty list at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

async function walk(entry: FileSystemEntry, into: File[]): Promise<void> {
  if (into.length > MOST_FILES) throw new Error('too many files');
  if (entry.isFile) into.push(await fileOf(entry as FileSystemFileEntry));
  else for (const child of await childrenOf(entry as FileSystemDirectoryEntry)) await walk(child, into);
}

/** A drop as it was when it was held. */
export interface Dropped {
  /** By which the adapter keeps its entries and handles. */
  id: number;
  event: DragEvent;
  target: EventTarget;
  /** At its top; a directory is among them as a File that can't be read. */
  files: File[];
  directories: FileSystemEntry[];
  strings: Strings;
}

export async function judgeDrop(
  gate: Gate,
  notice: Notice,
  { id, event, target, files, directories, strings }: Dropped,
): Promise<Replay> {
  const dirs = new Set(directories.map((entry) => entry.name));
  let all = files.filter((file) => !(dirs.has(file.name) && file.type === ''));
  let judged: Outcome;
  try {
    for (const entry of directories) await walk(entry, all);
    judged = await judgeGiven(gate, 'drop', event, all);
  } catch {
    // What can't be read to its end is refused as a whole.
    all = files;
    judged = { outcome: 'refuse', replacements: new Map() };
    notice.show('unread', [...dirs], () => undefined);
  }

  return () => {
    if (judged.outcome !== 'release') {
      // The page drew its drop zone as active at `dragover`: this is how it learns that the drag is over.
      if (gate.page.connected) gate.page.leave(id, target);
      else {
        const init = { bubbles: true, cancelable: true, composed: true, dataTransfer: transferOf([]) };
        target.dispatchEvent(new DragEvent('dragleave', init));
      }
      return;
    }
    const going = goingOf(all, judged);
    const changed = judged.replacements.size > 0 || judged.without?.length;
    if (changed) gate.page.forgetEntries(id);
    const carried = transferWith(changed ? going : files, strings);
    gate.known.addFiles(going);
    const init = { bubbles: true, cancelable: true, composed: true, dataTransfer: carried };
    const proceed = gate.replay(() =>
      gate.page.connected
        ? gate.page.drop(id, target, carried, event)
        : target.dispatchEvent(new DragEvent('drop', init)),
    );
    if (proceed) dropOntoInput(gate, target, carried);
  };
}

/** The browser's own doing when files are dropped onto a file input and the page does not object. */
function dropOntoInput(gate: Gate, target: EventTarget, transfer: DataTransfer): void {
  if (!isElement(target, 'input') || target.type !== 'file' || target.disabled) return;
  const files = Array.from(transfer.files);
  target.files = transferOf(target.multiple ? files : files.slice(0, 1)).files;
  gate.known.addFiles(target.files);
  gate.page.given(target);
  target.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  target.dispatchEvent(new Event('change', { bubbles: true }));
}
