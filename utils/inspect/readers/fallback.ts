// For files that no Reader takes: their runs of readable text are judged, and it is said that this is all.
import type { Reader } from '../reader.ts';
import { blobTextRuns } from '../text-runs.ts';

/** Short runs are words in a small file, and noise in a large one. */
const LEAST = [
  { below: 16 * 1024 ** 2, characters: 5 },
  { below: Number.POSITIVE_INFINITY, characters: 10 },
] as const;

export const fallbackReader: Reader = {
  formats: [],
  async read(file, _format, { sink, place, hidden, signal }) {
    const least = LEAST.find(({ below }) => file.size < below)!.characters;
    for await (const text of blobTextRuns(file, least)) {
      signal.throwIfAborted();
      sink.text({ place, hidden, text });
    }
    sink.finding({
      rule: 'unknown-format',
      severity: 'medium',
      where: [...place],
      hidden: [...hidden],
      message: 'Cordon cannot read this kind of file, so it cannot say what is in it.',
    });
    return 'none';
  },
};
