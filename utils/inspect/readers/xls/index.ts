// Reads .xls and .xlt (BIFF 2 to 8): every cell of every sheet by our own record scanner, and every other place in
// such a workbook where data stands. [MS-XLS] throughout; for older versions OpenOffice's description of the format.
import { type OleEntry, openOle } from '../../container/ole.ts';
import { Damaged } from '../../errors.ts';
import type { Reader } from '../../reader.ts';
import { textRuns } from '../../text-runs.ts';
import { readObject } from '../ole/embedded.ts';
import { mainStream, reportDirectory, Voice } from '../ole/office.ts';
import { readProperties } from '../ole/properties.ts';
import { readDataStore, readMacros, readUnknownStreams } from '../ole/storages.ts';
import { readDefinedNames } from '../ooxml/places/defined-names.ts';
import { openedByDefault } from '../opened.ts';
import { readPivotCache } from './pivot-cache.ts';
import { scanWorkbook, type WorkbookScan } from './workbook.ts';

/** Streams at the root that are read here, or hold nothing that anybody wrote. */
const KNOWN = /^(workbook|book|user names|revision log|\p{Cc}.*)$/iu;

const FILEPASS = 0x2f;

export const xlsReader: Reader = {
  formats: ['xls'],
  async read(file, _format, context) {
    const voice = new Voice(context);
    const head = new Uint8Array(await file.slice(0, 8).arrayBuffer());
    if (head[0] !== 0xd0 || head[1] !== 0xcf) {
      // Before Excel 5 there is no compound file around the records.
      finish(voice, await scanWorkbook(voice, await unlocked(voice, file)));
      return voice.result();
    }
    const ole = await openOle(file);
    reportDirectory(voice, ole);
    const stream = ole.find('Workbook') ?? ole.find('Book');
    if (stream?.kind !== 'stream') throw new Damaged('The workbook is missing in the file.');
    // Who wrote is in the clear even where the workbook is encrypted.
    await readProperties(voice, ole);
    const scan = await scanWorkbook(voice, await unlocked(voice, await mainStream(voice, ole, stream)));
    finish(voice, scan);

    for (const storage of ole.root.children) {
      context.signal.throwIfAborted();
      if (storage.kind !== 'storage') continue;
      if (/^_SX_DB_CUR$/i.test(storage.name)) await readCaches(voice, scan, storage, (e) => ole.blob(e));
      else if (/^_VBA_PROJECT(_CUR)?$/i.test(storage.name)) await readMacros(voice, ole, storage);
      else if (/^(MBD|LNK)/i.test(storage.name)) {
        await voice.guard(voice.place, () => readObject(voice, ole, storage, voice.place));
      }
    }
    await readDataStore(voice, ole);
    const history = [ole.find('Revision Log'), ole.find('User Names')].filter((e) => e !== undefined);
    if (history.some(({ size }) => size > 0)) {
      const here = [...voice.place, 'revisions'];
      voice.found('earlier-version', here, 'The workbook keeps a history of who changed what.');
      for (const entry of history) {
        await voice.guard(here, async () => {
          const bytes = await ole.bytes(entry);
          voice.text(here, ['earlier-version'], textRuns(bytes, 4).runs.join('\n'));
        });
      }
    }
    const unknown = ole.root.children.filter(({ name }) => !KNOWN.test(name));
    await readUnknownStreams(voice, ole, [...unknown, ...ole.orphans]);
    return voice.result();
  },
};

/** Where a workbook says that it is encrypted, it does so at its beginning. */
const HEAD = 65_536;
/** Larger encrypted workbooks are not opened: the plain one stands in memory as a whole. */
const MOST_LOCKED = 256 * 1024 ** 2;

/** The workbook in the clear where Excel's own password opens it; else as it is. */
async function unlocked(voice: Voice, stream: Blob): Promise<Blob> {
  const head = new Uint8Array(await stream.slice(0, HEAD).arrayBuffer());
  if (stream.size > MOST_LOCKED || !saysLocked(head)) return stream;
  const { openWorkbook } = await import('../../container/office-crypto/biff.ts');
  voice.context.budget.spend(stream.size);
  const plain = openWorkbook(new Uint8Array(await stream.arrayBuffer()));
  if (!plain) return stream;
  voice.context.sink.finding(openedByDefault([...voice.place], [...voice.context.hidden]));
  return new Blob([plain]);
}

/** Whether a FILEPASS record is among the first. */
function saysLocked(head: Uint8Array): boolean {
  for (let at = 0; at + 4 <= head.length; at += 4 + (head[at + 2]! | (head[at + 3]! << 8))) {
    if (head[at] === FILEPASS && head[at + 1] === 0) return true;
  }
  return false;
}

async function readCaches(
  voice: Voice,
  scan: WorkbookScan,
  storage: OleEntry,
  blob: (entry: OleEntry) => Promise<Blob>,
): Promise<void> {
  for (const entry of storage.children) {
    if (entry.kind !== 'stream' || entry.size === 0) continue;
    await voice.guard([...voice.place, 'pivot cache'], async () =>
      readPivotCache(voice, scan.book, await blob(entry)),
    );
  }
}

/** What is only known once all of the workbook has been read. */
function finish(voice: Voice, { book, complete, printers }: WorkbookScan): void {
  const { place } = voice;
  readDefinedNames(voice, book.names, place);
  voice.text([...place, 'links'], [], book.addresses.join('\n'));
  if (book.traces.length > 0) {
    const here = [...place, 'user name'];
    voice.text(here, ['metadata'], book.traces.join('\n'));
    voice.found('metadata', here, 'The file names the user who saved it last.', {
      entries: book.traces.length,
    });
  }
  if (printers.length > 0) {
    const here = [...place, 'printer settings'];
    voice.text(here, ['metadata'], printers.join('\n'));
    const message = 'The settings of the printer last used are in the file, with its name.';
    voice.found('metadata', here, message, { entries: printers.length });
  }
  if (!complete) return;
  const orphans = [...book.strings.filter((_, i) => !book.used[i]), ...book.late].filter(
    (text) => text.trim() !== '',
  );
  if (orphans.length === 0) return;
  const here = [...place, 'shared strings'];
  voice.text(here, ['hidden-text'], orphans.join('\n'));
  const message = 'There are texts in the file that no cell shows any more.';
  voice.found('hidden-text', here, message, { texts: orphans.length });
}
