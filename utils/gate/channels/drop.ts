// Files and directories dropped on the page. The adapter keeps the drop's native entries and handles, so that
// `webkitGetAsEntry` and `getAsFileSystemHandle` work in the replay; the files are found and judged by ../held/drop.ts.
import { type Gate, type GateChannel, stop, stringsOf } from '../channel.ts';

let lastId = 0;

function onDrop(gate: Gate, event: DragEvent): void {
  const from = event.dataTransfer;
  if (gate.isReplay(event) || !from || from.files.length === 0) return;
  // A directory is among them as a File that can't be read.
  const files = Array.from(from.files);
  // A drop that a script makes of files which it was given already is no new choice.
  if (!event.isTrusted && files.every((file) => gate.known.hasFile(file))) return;
  stop(event);

  lastId += 1;
  const id = lastId;
  const target = event.composedPath()[0] ?? event.target ?? document;
  const directories = Array.from(from.items)
    .map((item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null))
    .filter((entry) => entry?.isDirectory === true) as FileSystemEntry[];
  const strings = stringsOf(from);
  gate.page.keepDrop(id, from);
  gate.later(
    files.map(({ name }) => name),
    (held) => held.drop({ id, event, target, files, directories, strings }),
  );
}

export const drop: GateChannel = { drop: (gate, event) => onDrop(gate, event as DragEvent) };
