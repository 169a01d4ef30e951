// Files and directories dropped on the page. The adapter keeps the drop's native entries and handles, so that
// `webkitGetAsEntry` and `getAsFileSystemHandle` work in the replay; the files are found and judged here.
import { type Gate, type GateChannel, goingOf, judgeGiven, stop, transferOf } from '../channel.ts';
import { isElement } from '../forms.ts';
import type { Outcome } from '../judge.ts';

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

let lastId = 0;

/** Files that the drop carries at its top; a directory is among them as a File that can't be read. */
function topFiles(transfer: DataTransfer): File[] {
  return Array.from(transfer.files);
}

function directoriesOf(transfer: DataTransfer): FileSystemEntry[] {
  return Array.from(transfer.items)
    .map((item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null))
    .filter((entry) => entry?.isDirectory === true) as FileSystemEntry[];
}

function copyStrings(from: DataTransfer, to: DataTransfer): void {
  for (const type of from.types) if (type !== 'Files') to.setData(type, from.getData(type));
}

function onDrop(gate: Gate, event: DragEvent): void {
  const from = event.dataTransfer;
  if (gate.isReplay(event) || !from || from.files.length === 0) return;
  const files = topFiles(from);
  // A drop that a script makes of files which it was given already is no new choice.
  if (!event.isTrusted && files.every((file) => gate.known.hasFile(file))) return;
  stop(event);

  lastId += 1;
  const id = lastId;
  const target = event.composedPath()[0] ?? event.target ?? document;
  const directories = directoriesOf(from);
  gate.page.keepDrop(id, from);
  const replay = transferOf(files);
  copyStrings(from, replay);

  const whole = async () => {
    const names = new Set(directories.map((entry) => entry.name));
    const all = files.filter((file) => !(names.has(file.name) && file.type === ''));
    for (const entry of directories) await walk(entry, all);
    return all;
  };
  // What can't be read to its end is refused as a whole.
  const unread = () => {
    gate.tellUnread(directories.map((entry) => entry.name));
    return { all: files, judged: { outcome: 'refuse', replacements: new Map() } satisfies Outcome };
  };
  const verdict = whole().then(
    async (all) => ({ all, judged: await judgeGiven(gate, 'drop', event, all) }),
    unread,
  );

  gate.inOrder(verdict, async () => {
    const { all, judged } = await verdict;
    if (judged.outcome !== 'release') {
      // The page drew its drop zone as active at `dragover`: this is how it learns that the drag is over.
      if (gate.page.connected) gate.page.leave(id, target);
      else {
        const init = { bubbles: true, cancelable: true, composed: true, dataTransfer: transferOf([]) };
        target.dispatchEvent(new DragEvent('dragleave', init));
      }
      return;
    }
    let carried = replay;
    const going = goingOf(all, judged);
    if (judged.replacements.size || judged.without?.length) {
      carried = transferOf(going);
      copyStrings(replay, carried);
      gate.page.forgetEntries(id);
    }
    gate.known.addFiles(going);
    const init = { bubbles: true, cancelable: true, composed: true, dataTransfer: carried };
    const proceed = gate.replay(() =>
      gate.page.connected
        ? gate.page.drop(id, target, carried, event)
        : target.dispatchEvent(new DragEvent('drop', init)),
    );
    if (proceed) dropOntoInput(gate, target, carried);
  });
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

export const drop: GateChannel = { drop: (gate, event) => onDrop(gate, event as DragEvent) };
