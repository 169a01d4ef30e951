// Files that are known to be no documents: audio, video, fonts, maps, drawings, programs. Their metadata and runs of
// text are judged, nobody looks at the rest: the finding is low, so that a verdict can let them pass where a file that
// could be anything does not.
import type { ReadContext, Reader } from '../reader.ts';
import { blobTextRuns } from '../text-runs.ts';
import { Members } from './members.ts';

/** Format → what it is, as a message says it. */
const KINDS: Readonly<Record<string, string>> = {
  ...named('an audio file', 'wav aiff ogg flac mp3 midi amr m4a'),
  ...named('a video', 'avi mkv wmv flv mpg mov mp4 swf'),
  ...named('a font', 'ttf otf ttc woff woff2 eot'),
  ...named('a map', 'shp'),
  ...named('a drawing', 'dwg cdx vsd emf wmf ps psd ico djvu jp2 jxl'),
  ...named('a program', 'exe elf macho class wasm lnk'),
  ...named('a record of network traffic', 'pcap'),
};

function named(what: string, formats: string): Record<string, string> {
  return Object.fromEntries(formats.split(' ').map((format) => [format, what]));
}

/** What operating systems leave beside files: nothing that anybody wrote, though names of files are in it. */
const LEFTOVERS = ['ds-store', 'appledouble'];

/** Programs that may be archives which unpack themselves; those with a zip behind them count as zip already. */
const PROGRAMS = ['exe', 'elf', 'macho'];
const ARCHIVES = ['7z\xbc\xaf\x27\x1c', 'Rar!\x1a\x07'];
/** The unpacking program before the archive is small. */
const MOST_STUB = 1024 ** 2;

/** Hands on the archive behind a program, if there is one. */
async function handOnArchive(file: Blob, context: ReadContext): Promise<void> {
  const head = new TextDecoder('latin1').decode(await file.slice(0, MOST_STUB).arrayBuffer());
  for (const signature of ARCHIVES) {
    const bytes = new TextDecoder('latin1').decode(Uint8Array.from(signature, (c) => c.charCodeAt(0)));
    const at = head.indexOf(bytes, 512);
    if (at < 0) continue;
    context.budget.member();
    await new Members(context).file('archive', file.slice(at));
    return;
  }
}

/** Metadata stand at the beginning or at the end. */
const ENDS = 8 * 1024 ** 2;
/** Pictures and sound are full of short runs that are no text. */
const LEAST = 12;

export const mediaReader: Reader = {
  formats: [...Object.keys(KINDS), ...LEFTOVERS, 'empty'],
  async read(file, format, context) {
    const { sink, place, hidden, signal } = context;
    const stretches =
      file.size <= 2 * ENDS ? [file] : [file.slice(0, ENDS), file.slice(file.size - ENDS, file.size)];
    for (const stretch of stretches) {
      for await (const text of blobTextRuns(stretch, LEAST)) {
        signal.throwIfAborted();
        sink.text({ place, hidden, text });
      }
    }
    if (PROGRAMS.includes(format)) await handOnArchive(file, context);
    const what = KINDS[format];
    if (what === undefined) return 'full';
    sink.finding({
      rule: 'unknown-format',
      severity: 'low',
      where: [...place],
      hidden: [...hidden],
      message: `This is ${what}: Cordon has judged the text in it, not what it shows or plays.`,
    });
    return 'partial';
  },
};
