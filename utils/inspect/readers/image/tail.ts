// What stands behind the end of a picture: every program shows the picture and none of what follows it.
import { BlobWindow } from '../../container/window.ts';
import { identify } from '../../identify.ts';
import type { ReadContext } from '../../reader.ts';
import { textRuns } from '../../text-runs.ts';

/** Larger pictures are not searched for their end. */
const MOST_BYTES = 256 * 1024 ** 2;
/** Fewer bytes than this are padding. */
const LEAST = 16;
/** Of a tail in no known form, so much is searched for text. */
const MOST_UNKNOWN = 4 * 1024 ** 2;

/** Cameras put these there: further pictures of the same moment, and the video around it. */
const OF_CAMERAS = new Set(['mp4', 'mov', 'heic', 'mp3', 'wav']);
const PICTURES = new Set(['jpeg', 'png', 'gif', 'webp']);

/** Hands on what is behind the end of a JPEG or PNG. */
export async function readTail(file: Blob, format: string, context: ReadContext): Promise<void> {
  if (file.size > MOST_BYTES) return;
  const end = format === 'jpeg' ? endOfJpeg(new Uint8Array(await file.arrayBuffer())) : await endOfPng(file);
  if (end === undefined || file.size - end < LEAST) return;
  const tail = file.slice(end);
  const { sink, place, hidden, budget } = context;
  const here = [...place, 'behind the picture'];
  const inside = [...hidden, 'embedded-file' as const];
  const kind = (await identify(tail)).format;
  if (OF_CAMERAS.has(kind)) return;
  if (PICTURES.has(kind)) {
    await sink.image({ place: here, hidden, name: here.at(-1)!, format: kind, bytes: tail });
    return;
  }
  if (kind === 'unknown' || kind === 'txt') {
    const bytes = new Uint8Array(await tail.slice(0, MOST_UNKNOWN).arrayBuffer());
    budget.spend(bytes.length);
    const { runs } = textRuns(bytes, kind === 'txt' ? 4 : 10);
    if (runs.length > 0) sink.text({ place: here, hidden: inside, text: runs.join('\n') });
    return;
  }
  sink.finding({
    rule: 'embedded-file',
    severity: 'low',
    where: here,
    hidden: inside,
    message: 'There is a file behind the end of the picture.',
    counts: { bytes: tail.size },
  });
  await sink.file({ place: here, hidden: inside, name: here.at(-1)!, bytes: tail });
}

/** Behind the end marker; undefined where there is none. */
function endOfJpeg(bytes: Uint8Array): number | undefined {
  let at = 2;
  let inScan = false;
  while (at + 1 < bytes.length) {
    if (inScan || bytes[at] !== 0xff) {
      at = bytes.indexOf(0xff, at);
      if (at < 0) return undefined;
    }
    const code = bytes[at + 1]!;
    if (code === 0xd9) return at + 2;
    // Stuffed, a restart, or filling: no segment begins here.
    if (code === 0 || code === 0xff || code === 1 || (code >= 0xd0 && code <= 0xd8)) {
      at += code === 0xff ? 1 : 2;
      continue;
    }
    if (at + 4 > bytes.length) return undefined;
    inScan = code === 0xda;
    at += 2 + bytes[at + 2]! * 256 + bytes[at + 3]!;
  }
  return undefined;
}

/** Behind the last chunk; undefined where there is none. */
async function endOfPng(file: Blob): Promise<number | undefined> {
  const window = new BlobWindow(file);
  for (let at = 8; await window.need(at, 12); ) {
    const [a, b, c, d] = window.slice(at, 4) as unknown as [number, number, number, number];
    const type = String.fromCharCode(...window.slice(at + 4, 4));
    at += 12 + a * 2 ** 24 + b * 2 ** 16 + c * 256 + d;
    if (type === 'IEND') return at;
  }
  return undefined;
}
