// What stands in the storages of every old Office file beside its own streams: macros, custom XML, and whatever no
// program shows.
import type { OleEntry, OleFile } from '../../container/ole.ts';
import { textRuns } from '../../text-runs.ts';
import { macroTexts } from './macros.ts';
import type { Voice } from './office.ts';

/** Bytes of an unknown stream that are searched for text. */
const MOST_UNKNOWN = 4 * 1024 ** 2;

/** Says that there are macros, where a storage of a VBA project has modules in it, and hands on their source. */
export async function readMacros(voice: Voice, ole: OleFile, storage: OleEntry | undefined): Promise<void> {
  if (!storage || storage.kind === 'stream') return;
  const vba = storage.children.find(({ name }) => name.toLowerCase() === 'vba');
  if (!vba && !/^vba$/i.test(storage.name)) return;
  const here = [...voice.place, 'macros'];
  voice.found('macros', here, 'There are macros in the file.');
  await voice.guard(here, async () => {
    const texts = await macroTexts(ole, storage, (bytes) => voice.context.budget.spend(bytes));
    for (const { step, text } of texts) voice.text([...here, step], ['macros'], text);
  });
}

/** Office's store of custom XML (`MsoDataStore`): each item is a storage with the XML in `Item`. */
export async function readDataStore(voice: Voice, ole: OleFile): Promise<void> {
  const store = ole.find('MsoDataStore');
  if (store?.kind !== 'storage') return;
  const here = [...voice.place, 'custom XML'];
  for (const item of store.children) {
    const content = item.children.find(({ name }) => name === 'Item');
    if (!content || content.size === 0) continue;
    voice.found('custom-xml', here, 'Programs have stored XML data of their own in the file.');
    await voice.guard(here, async () => {
      const blob = await ole.blob(content);
      const bytes = new Uint8Array(await blob.slice(0, MOST_UNKNOWN).arrayBuffer());
      voice.context.budget.spend(bytes.length);
      voice.text(
        here,
        ['custom-xml'],
        new TextDecoder()
          .decode(bytes)
          .replace(/<[^<>]*>/g, '\n')
          .replace(/\n\s*/g, '\n'),
      );
    });
  }
}

/** Runs of text in streams that nothing else has read. */
export async function readUnknownStreams(
  voice: Voice,
  ole: OleFile,
  streams: readonly OleEntry[],
): Promise<void> {
  for (const entry of streams) {
    if (entry.kind !== 'stream' || entry.size === 0) continue;
    // A stream's name may be anything, also a person's: letters only.
    const here = [...voice.place, `stream "${entry.name.replace(/[^A-Za-z0-9 _]/g, '')}"`];
    await voice.guard(here, async () => {
      const blob = await ole.blob(entry);
      const bytes = new Uint8Array(await blob.slice(0, MOST_UNKNOWN).arrayBuffer());
      voice.context.budget.spend(bytes.length);
      voice.text(here, ['hidden-text'], textRuns(bytes, 6).runs.join('\n'));
    });
  }
}
