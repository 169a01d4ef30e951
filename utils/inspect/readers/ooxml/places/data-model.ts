// The data model of a workbook (`xl/model/item.data`): whole tables as Analysis Services backs them up, a file system
// of its own with a directory in XML. The numbers of rows are packed in ways that are not read here; but every column of
// texts has a dictionary of the texts in it, and these are.
import { unpackXpress } from '../../../container/xpress.ts';
import type { Place } from '../../../part.ts';
import { elements } from '../../../xml/elements.ts';
import { CellBuffer } from '../../cell-buffer.ts';
import type { PlaceReader, Walk } from '../walk.ts';

/** The first page says where the directory is. */
const FIRST_PAGE = 4096;
const MOST_DIRECTORY = 64 * 1024 ** 2;
const MOST_DICTIONARY = 256 * 1024 ** 2;
/** Stands before each page of texts; the byte before it says whether the page is packed once more. */
const PAGE = 0xaabbccdd;

interface Dictionary {
  table: string;
  column: string;
  at: number;
  size: number;
}

export const readDataModel: PlaceReader = async (walk, { target }, place) => {
  const here = [...place, 'data model'];
  const read = await walk.guard(here, async () => readTables(walk, await walk.pack.blob(target), here));
  const message =
    read === 'all'
      ? 'There is a data model in the workbook: whole tables, of which Cordon reads the texts.'
      : 'There is a data model in the workbook: whole tables, which Cordon cannot read.';
  walk.found('data-model', here, message, undefined, true);
  await walk.follow(target, here);
};

/** @returns whether the texts of all columns could be read. */
async function readTables(walk: Walk, model: Blob, here: Place): Promise<'all' | 'not all'> {
  const { context } = walk;
  const dictionaries = await listDictionaries(model);
  let whole = dictionaries.length > 0;
  for (const table of new Set(dictionaries.map((one) => one.table))) {
    const sink = context.sink.table({
      place: [...here, `table "${table}"`],
      hidden: [...context.hidden, 'data-model'],
      addressing: 'rows',
    });
    const cells = new CellBuffer(sink);
    const columns = dictionaries.filter((one) => one.table === table);
    columns.forEach(({ column }, at) => {
      cells.add(0, at, column);
    });
    for (const [column, { at, size }] of columns.entries()) {
      context.signal.throwIfAborted();
      const bytes = unpackFile(new Uint8Array(await model.slice(at, at + size).arrayBuffer()));
      context.budget.spend(bytes.length);
      const { texts, packed } = textsOf(bytes);
      if (packed) whole = false;
      texts.forEach((text, row) => {
        cells.add(row + 1, column, text);
      });
    }
    cells.flush();
    sink.end();
  }
  return whole ? 'all' : 'not all';
}

/** Dictionaries of columns by what the model's two directories say. */
async function listDictionaries(model: Blob): Promise<Dictionary[]> {
  const first = await wide(model.slice(0, FIRST_PAGE));
  if (!first.includes('STREAM_STORAGE_SIGNATURE')) return [];
  const number = (xml: string, name: string) =>
    Number([...elements(xml, name)].find((text) => /^\d+$/.test(text)) ?? 0);
  const at = number(first, 'm_cbOffsetHeader');
  const size = Math.min(number(first, 'DataSize'), MOST_DIRECTORY);
  const directory = await wide(model.slice(at, at + size));
  const places = new Map<string, { at: number; size: number }>();
  for (const entry of elements(directory, 'BackupFile')) {
    const [path] = elements(entry, 'Path');
    if (path) places.set(path, { at: number(entry, 'm_cbOffsetHeader'), size: number(entry, 'Size') });
  }
  const log = places.get('LOG');
  if (!log || log.size > MOST_DIRECTORY) return [];
  const list = await wide(model.slice(log.at, log.at + log.size));
  const found: Dictionary[] = [];
  for (const [, path = '', stored = ''] of list.matchAll(
    /<Path>([^<]*)<\/Path><StoragePath>([^<]*)<\/StoragePath>/g,
  )) {
    // `…\0.Table.Column.dictionary`; those of hierarchies begin with `H$`.
    const name = /\\\d+\.([^\\.]+)\.([^\\]+)\.dictionary$/.exec(path);
    const stands = places.get(stored);
    if (!name || !stands || stands.size > MOST_DICTIONARY || name[1]!.includes('$')) continue;
    found.push({ table: name[1]!, column: name[2]!, ...stands });
  }
  return found;
}

async function wide(blob: Blob): Promise<string> {
  return new TextDecoder('utf-16le').decode(await blob.arrayBuffer());
}

/** A file is a row of blocks, each with its size and its size when packed; a block that packing makes no smaller is plain. */
function unpackFile(file: Uint8Array): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const blocks: Uint8Array[] = [];
  let total = 0;
  for (let at = 0; at + 4 <= file.length; ) {
    const size = view.getUint16(at, true);
    const packedSize = view.getUint16(at + 2, true);
    const packed = file.subarray(at + 4, at + 4 + packedSize);
    if (packedSize === 0 || size === 0) break;
    const block = packedSize >= size ? packed : unpackXpress(packed, size);
    blocks.push(block);
    total += block.length;
    at += 4 + packedSize;
  }
  const out = new Uint8Array(total);
  let end = 0;
  for (const block of blocks) {
    out.set(block, end);
    end += block.length;
  }
  return out;
}

/** The texts of a dictionary, page by page. */
function textsOf(bytes: Uint8Array): { texts: string[]; packed: boolean } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const decoder = new TextDecoder('utf-16le');
  const texts: string[] = [];
  let packed = false;
  for (let at = 1; at + 28 <= bytes.length; at++) {
    if (bytes[at] !== 0xdd || view.getUint32(at, true) !== PAGE) continue;
    if (bytes[at - 1] !== 0) {
      packed = true;
      continue;
    }
    // Behind it: what of the page is free, how many letters, and how many bytes.
    const size = view.getUint32(at + 20, true);
    const page = decoder.decode(bytes.subarray(at + 28, at + 28 + size));
    texts.push(...page.split('\0').filter((text) => text !== ''));
    at += 27 + size;
  }
  return { texts, packed };
}
