// Files out of what a user chose or dropped, folders walked.

export interface GatheredFile {
  /** With its folders, as far as they are known: `2026/reply.xlsx`. */
  path: string;
  file: File;
}

/** Files of a file or folder picker. */
export function fromInput(files: Iterable<File>): GatheredFile[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

function readEntries(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

async function* walk(entry: FileSystemEntry): AsyncGenerator<GatheredFile> {
  if (entry.isFile) {
    yield { path: entry.fullPath.replace(/^\//, ''), file: await fileOf(entry as FileSystemFileEntry) };
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A reader hands out a hundred or so at a time, and nothing at the end.
  for (let batch = await readEntries(reader); batch.length > 0; batch = await readEntries(reader)) {
    for (const inner of batch) yield* walk(inner);
  }
}

/**
 * Files of a drop. The entries have to be taken before the event is over: call it in the handler, without an await
 * before.
 */
export async function fromDrop(data: DataTransfer): Promise<GatheredFile[]> {
  const entries = [...data.items].map((item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null));
  const plain = [...data.files];
  if (!entries.some((entry) => entry?.isDirectory)) return fromInput(plain);
  const gathered: GatheredFile[] = [];
  for (const entry of entries) {
    if (entry) for await (const found of walk(entry)) gathered.push(found);
  }
  return gathered;
}
