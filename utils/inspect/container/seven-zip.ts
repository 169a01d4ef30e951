// Unpacks what the browser cannot: 7z, rar, bz2, xz, zst and the odd methods of zip, with 7-Zip itself as
// WebAssembly (7z-wasm: LGPL and the unRAR terms, so it stays in files of its own, loaded only when such a file comes).
// 7-Zip runs over two files that exist only here: the archive, read from where it stands, and a writer that counts
// every byte against the budget before it is kept. One run can end in a C++ exception that nobody catches; what was
// written until then counts, and a fresh run goes on with the rest.
import { checkSwelling } from '../budget.ts';
import { OverLimit } from '../errors.ts';
import type { Budget, LoadAsset } from '../reader.ts';

/** 7-Zip's names for the kinds of archive that Cordon hands to it. */
export type SevenZipType =
  | '7z'
  | 'rar'
  | 'rar5'
  | 'bzip2'
  | 'xz'
  | 'zstd'
  | 'Z'
  | 'gzip'
  | 'zip'
  | 'cab'
  | 'iso'
  | 'ar'
  | 'rpm'
  | 'cpio';

export interface Unpacked {
  /** Members that need a password. */
  encrypted: string[];
  /** Members packed with a method that 7-Zip does not know. */
  unsupported: string[];
  /** Members that broke off, or whose checksum is wrong. */
  damaged: string[];
  /** The list of members itself needs a password. */
  listEncrypted: boolean;
  /** No list of members could be read, or it breaks off. */
  listDamaged: boolean;
  /** Something stands behind the end of what is packed. */
  trailing: boolean;
}

/** An archive is held in memory while it is unpacked. */
const MOST_BYTES = 1024 ** 3;
/**
 * Members are unpacked so many bytes at once, handed on, and let go before the next ones come. More at once would stand
 * in memory; fewer would unpack a solid archive, which has to begin at its beginning each time, more often.
 */
const AT_ONCE = 128 * 1024 ** 2;
/** Runs over the same members, each after the last ended in an exception. */
const MOST_RUNS = 6;
const FLUSH = 4 * 1024 ** 2;

/** What of the emscripten module is used here. */
interface Node {
  name: string;
  parent: Node;
  usedBytes: number;
  stream_ops: {
    write: (stream: { node: Node }, from: Int8Array, at: number, length: number, position: number) => number;
  };
  node_ops: { setattr: (node: Node, attributes: { size?: number; mode?: number }) => void };
}
interface Module {
  FS: {
    mkdir(path: string): unknown;
    writeFile(path: string, data: Uint8Array | string, options?: { canOwn: boolean }): void;
    lookupPath(path: string): { node: Node };
  };
  callMain(args: string[]): number;
}
type Factory = (options: {
  print: (line: string) => void;
  printErr: (line: string) => void;
  instantiateWasm: (
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance) => void,
  ) => Record<string, never>;
}) => Promise<Module>;

interface Code {
  factory: Factory;
  wasm: WebAssembly.Module;
}

let code: Promise<Code> | undefined;

async function loadCode(asset: LoadAsset): Promise<Code> {
  const [glue, wasm] = await Promise.all([
    import('7z-wasm'),
    asset('7zz.wasm').then((bytes) => WebAssembly.compile(bytes)),
  ]);
  return { factory: glue.default as unknown as Factory, wasm };
}

interface Written {
  name: string;
  pieces: BlobPart[];
  pending: Uint8Array<ArrayBuffer>[];
  pendingSize: number;
  size: number;
}

interface Run {
  out: string[];
  errors: string[];
  written: Written[];
  /** The program ended in an exception. */
  threw: boolean;
}

/** One start of the program. @throws what the budget throws. */
async function start(
  { factory, wasm }: Code,
  archive: Uint8Array<ArrayBuffer>,
  args: string[],
  budget: Budget,
  names?: readonly string[],
): Promise<Run> {
  const run: Run = { out: [], errors: [], written: [], threw: false };
  const module = await factory({
    print: (line) => run.out.push(line),
    printErr: (line) => run.errors.push(line),
    instantiateWasm: (imports, done) => {
      void WebAssembly.instantiate(wasm, imports).then(done);
      return {};
    },
  });
  const { FS } = module;
  FS.writeFile('/archive', archive, { canOwn: true });
  FS.mkdir('/out');
  if (names) FS.writeFile('/names', names.join('\n'));
  FS.writeFile('/probe', '');
  const probe = FS.lookupPath('/probe').node;
  let stopped: unknown;
  let total = 0;
  const files = new Map<Node, Written>();
  // Every file of the in-memory file system shares these two tables.
  probe.stream_ops.write = ({ node }, from, at, length, position) => {
    try {
      budget.spend(length);
      total += length;
      checkSwelling(total, archive.length, 'archive');
    } catch (error) {
      stopped = error;
      throw error;
    }
    let file = files.get(node);
    if (!file) {
      file = { name: pathOf(node), pieces: [], pending: [], pendingSize: 0, size: 0 };
      files.set(node, file);
      run.written.push(file);
    }
    // 7-Zip writes from front to back; what it writes again (a header put right at the end) is no content.
    if (position < file.size) return length;
    const bytes = new Uint8Array(from.buffer as ArrayBuffer, from.byteOffset + at, length).slice();
    file.pending.push(bytes);
    file.pendingSize += length;
    file.size += length;
    if (file.pendingSize > FLUSH) flush(file);
    node.usedBytes = Math.max(node.usedBytes, position + length);
    return length;
  };
  // A claimed size would be allocated at once: only what is written counts.
  probe.node_ops.setattr = (node, { mode }) => {
    if (mode !== undefined) (node as Node & { mode: number }).mode = mode;
  };
  const exitCode = globalThis.process?.exitCode;
  try {
    module.callMain(args);
  } catch (error) {
    if (stopped !== undefined) throw stopped;
    // A C++ exception comes as a number, a trap as a RuntimeError; both are the archive's doing.
    if (typeof error !== 'number' && !(error instanceof WebAssembly.RuntimeError)) throw error;
    run.threw = true;
  } finally {
    // The program writes its own end into the process that it believes to be its own.
    if (globalThis.process) globalThis.process.exitCode = exitCode;
  }
  for (const file of run.written) flush(file);
  return run;
}

function flush(file: Written): void {
  file.pieces.push(new Blob(file.pending));
  file.pending = [];
  file.pendingSize = 0;
}

function pathOf(node: Node): string {
  const names: string[] = [];
  for (let at = node; at.parent !== at; at = at.parent) names.unshift(at.name);
  return names.slice(1).join('/');
}

interface Listed {
  path: string;
  /** Unpacked, as the list claims; 0 where it does not say. */
  size: number;
  folder: boolean;
  encrypted: boolean;
  link: boolean;
}

/** The list that `l -slt` prints: blocks of `Key = value`, behind a line of dashes. */
function parseList(lines: readonly string[]): Listed[] {
  const listed: Listed[] = [];
  const begin = lines.indexOf('----------');
  if (begin < 0) return listed;
  let current: Listed | undefined;
  for (const line of lines.slice(begin + 1)) {
    const at = line.indexOf(' = ');
    const key = at < 0 ? line.replace(/ =$/, '') : line.slice(0, at);
    const value = at < 0 ? '' : line.slice(at + 3);
    if (key === 'Path') {
      current = { path: value, size: 0, folder: false, encrypted: false, link: false };
      listed.push(current);
    } else if (!current) continue;
    else if (key === 'Size') current.size = Number(value) || 0;
    else if (key === 'Folder') current.folder = value === '+';
    else if (key === 'Encrypted') current.encrypted = value === '+';
    else if (key === 'Attributes' && /^D| d[rwx-]{3}/.test(value)) current.folder = true;
    else if (/^(Symbolic|Hard) Link$/.test(key) && value !== '') current.link = true;
  }
  return listed;
}

const TRAILING = /data after the end of the payload/;
const TROUBLE = /^ERROR: (.+?) : (.+)/;

/** Takes a member when it has been unpacked. The next ones come when it is done with this one. */
export type TakeMember = (name: string, bytes: Blob) => Promise<void>;

interface UnpackOptions {
  asset: LoadAsset;
  budget: Budget;
  /** It holds one file without a name of its own worth keeping (bz2, xz, zst): it is not listed, and no member. */
  solo?: boolean;
  /** Bytes of members that are unpacked before they are handed on; one larger member stands alone. */
  atOnce?: number;
}

/**
 * Lists and unpacks an archive.
 * @param take gets files in the order in which they stand; one that breaks off holds what could be read of it.
 * @throws OverLimit beyond the budget, and for an archive that is too large to hold; and what `take` throws.
 */
export async function unpack(
  file: Blob,
  type: SevenZipType,
  { asset, budget, solo = false, atOnce = AT_ONCE }: UnpackOptions,
  take: TakeMember,
): Promise<Unpacked> {
  if (file.size > MOST_BYTES) {
    throw new OverLimit(
      'The archive is larger than 1024 MB, which is the most that Cordon unpacks of this kind.',
    );
  }
  code ??= loadCode(asset);
  // A failed load is tried again with the next archive.
  code.catch(() => {
    code = undefined;
  });
  const ready = await code;
  const archive = new Uint8Array(await file.arrayBuffer());
  // A password is always given: without one, 7-Zip would ask for it.
  const common = [`-t${type}`, '-p-', '-sccUTF-8', '-bsp0', '-bd', '--', '/archive'];
  const result: Unpacked = {
    encrypted: [],
    unsupported: [],
    damaged: [],
    listEncrypted: false,
    listDamaged: false,
    trailing: false,
  };
  if (solo) {
    await extract(undefined);
    return result;
  }

  const run = await start(ready, archive, ['l', '-slt', ...common], budget);
  const listed = parseList(run.out);
  const said = run.errors.join('\n');
  result.listEncrypted =
    /encrypted archive/i.test(said) || (listed.length === 0 && hasEncryptedHeader(archive, type));
  result.listDamaged =
    !result.listEncrypted &&
    (run.threw || /Is not archive|Cannot open|Unexpected end|Headers Error/i.test(said));
  if (result.listEncrypted) return result;
  for (const _ of listed) budget.member();
  const files = listed.filter((entry) => !entry.folder);
  result.encrypted = files.filter((entry) => entry.encrypted).map((entry) => entry.path);
  const plain = files.filter((entry) => !entry.encrypted && !entry.link);
  if (plain.length === 0) return result;
  const batches = inBatches(plain, atOnce);
  // Links have no content of their own, and cannot be made here.
  if (batches.length === 1 && plain.length === files.length) await extract(undefined);
  else for (const batch of batches) await extract(batch);
  return result;

  /** Unpacks members and hands them on. @param names all where undefined. */
  async function extract(names: readonly string[] | undefined): Promise<void> {
    const encrypted = new Set(result.encrypted);
    const done = new Set<string>();
    let wanted = names;
    for (let runs = 0; runs < MOST_RUNS; runs++) {
      const rest = wanted?.filter((name) => !done.has(name));
      if (rest?.length === 0) return;
      // By a list in a file, without wildcards: a name may begin or end with anything.
      const some = rest ? ['-i@/names', '-scsUTF-8', '-spd'] : [];
      const run = await start(
        ready,
        archive,
        ['x', '-y', '-aou', '-o/out', ...some, ...common],
        budget,
        rest,
      );
      for (const line of run.errors) {
        if (TRAILING.test(line)) {
          result.trailing = true;
          continue;
        }
        const [, what = '', name = ''] = TROUBLE.exec(line) ?? [];
        if (name === '' || name === '/archive' || encrypted.has(name)) continue;
        (/Unsupported/i.test(what) ? result.unsupported : result.damaged).push(name);
      }
      const said = run.errors.filter(
        (line) => !TRAILING.test(line) && /^ERROR|^Unexpected end|Data Error|CRC Failed/.test(line),
      );
      if (solo && said.length > 0 && result.damaged.length + result.unsupported.length === 0)
        result.damaged.push('');
      for (const written of run.written) {
        done.add(written.name);
        if (!encrypted.has(written.name)) await take(written.name, new Blob(written.pieces));
      }
      if (!run.threw) return;
      // The file at which it ended is the last one that was written, or one that never came to be: go on behind it.
      const last = run.written.at(-1);
      if (solo || !last) {
        result.listDamaged = true;
        return;
      }
      result.damaged.push(last.name);
      wanted ??= parseList((await start(ready, archive, ['l', '-slt', ...common], budget)).out)
        .filter((entry) => !entry.folder && !entry.link)
        .map((entry) => entry.path);
    }
  }
}

/** Names in their order, so many that what is unpacked of them stays below a size. Each name once. */
function inBatches(entries: readonly Listed[], atOnce: number): string[][] {
  const batches: string[][] = [];
  const seen = new Set<string>();
  let size = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    if (seen.has(entry.path)) continue;
    seen.add(entry.path);
    if (size + entry.size > atOnce) {
      batches.push([]);
      size = 0;
    }
    batches.at(-1)!.push(entry.path);
    size += entry.size;
  }
  return batches;
}

/** A 7z file whose list is packed with AES: its codec id stands in the (unpacked) description of the packed list. */
function hasEncryptedHeader(archive: Uint8Array, type: SevenZipType): boolean {
  if (type !== '7z' || archive.length < 32) return false;
  const view = new DataView(archive.buffer);
  const at = 32 + Number(view.getBigUint64(12, true));
  const header = archive.subarray(at, at + Number(view.getBigUint64(20, true)));
  if (header[0] !== 0x17) return false;
  for (let i = 0; i + 4 <= header.length; i++) {
    if (header[i] === 6 && header[i + 1] === 0xf1 && header[i + 2] === 7 && header[i + 3] === 1) return true;
  }
  return false;
}
