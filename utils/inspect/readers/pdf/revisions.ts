// Earlier versions: editors append what changed, so what a document said before it was edited is still in the file. Each
// earlier end of the file is opened as the document that it was, and what it says is compared with what is shown now.
import { ReadError } from '../../errors.ts';
import { textOf } from './layout.ts';
import { readObjects } from './objects.ts';
import type { Walk } from './page.ts';
import { boxesOf } from './page.ts';
import { TableStream } from './table-stream.ts';
import { linesOf, tablesOf } from './tables.ts';
import { readWords, type Word } from './words.ts';

/** Later revisions come first; more than these are not opened, nor more pages of each. */
const MOST_REVISIONS = 6;
const MOST_PAGES = 1000;
const MEANT = /[\p{L}\p{N}]/u;

/** Words that a document says, each with how often. */
export class Vocabulary {
  private readonly counts = new Map<string, number>();

  add(word: string): void {
    this.counts.set(word, (this.counts.get(word) ?? 0) + 1);
  }

  get(word: string): number {
    return this.counts.get(word) ?? 0;
  }
}

/**
 * Reads what earlier revisions say and the last one does not.
 * @param ends where the file ended, oldest first.
 * @param now what the last revision says; what is told of older ones is added.
 */
export async function readRevisions(
  walk: Walk,
  bytes: Uint8Array<ArrayBuffer>,
  ends: readonly number[],
  now: Vocabulary,
): Promise<void> {
  let same = 0;
  let changed = false;
  for (const [at, end] of [...ends.entries()].reverse().slice(0, MOST_REVISIONS)) {
    walk.context.signal.throwIfAborted();
    try {
      if (await readRevision(walk, bytes.subarray(0, end), at + 1, now)) changed = true;
      else same++;
    } catch (error) {
      // A prefix of the file need not be a document of its own.
      if (!(error instanceof ReadError) || (error.rule !== 'damaged' && error.rule !== 'encrypted'))
        throw error;
    }
  }
  // Said once, and only where nothing graver is: forms that were filled in and signed are saved like that.
  if (changed || same === 0) return;
  walk.context.sink.finding({
    rule: 'earlier-version',
    severity: 'low',
    where: [...walk.context.place],
    hidden: [...walk.context.hidden, 'earlier-version'],
    message: 'The file still holds an earlier version of itself; all that it says is still shown.',
    counts: { versions: same },
  });
}

/** @returns whether the revision has something that is no longer shown; that is told then. */
async function readRevision(
  walk: Walk,
  bytes: Uint8Array,
  version: number,
  now: Vocabulary,
): Promise<boolean> {
  const { context, pdfium } = walk;
  const hidden = [...context.hidden, 'earlier-version' as const];
  const place = [...context.place, `version ${version}`];
  context.budget.spend(bytes.length);
  const document = pdfium.open(bytes);
  const before = new Vocabulary();
  const tables = new TableStream(context, hidden);
  let lost = 0;
  try {
    for (let i = 0; i < Math.min(document.pages, MOST_PAGES); i++) {
      context.signal.throwIfAborted();
      await document.withPage(i, async (page) => {
        const { project, shown } = boxesOf(pdfium, document, page, i);
        const here = [...place, `page ${i + 1}`];
        const words = readWords(pdfium, page, project);
        const gone = new Set<Word>();
        for (const word of words) {
          before.add(word.text);
          if (MEANT.test(word.text) && before.get(word.text) > now.get(word.text)) gone.add(word);
        }
        lost += gone.size;
        if (gone.size > 0) {
          // Whole lines, so that a name keeps the rank that stands beside it.
          const kept = new Set(
            linesOf(words).flatMap((line) => (line.words.some((word) => gone.has(word)) ? line.words : [])),
          );
          const said = words.filter((word) => kept.has(word));
          const found = tablesOf(said, tables.before(i + 1));
          tables.put(found, i + 1, here);
          context.sink.text({ place: here, hidden, text: textOf(said, found) });
          for (const word of gone) now.add(word.text);
        }
        const { images } = readObjects(pdfium, page, project, false);
        lost += await walk.images.ofPage(
          pdfium,
          page,
          images,
          shown,
          here,
          false,
          0,
          () => 'earlier-version',
        );
      });
    }
  } finally {
    tables.end();
    document.close();
  }
  if (lost === 0) return false;
  context.sink.finding({
    rule: 'earlier-version',
    severity: 'medium',
    where: place,
    hidden,
    message: 'The file still holds an earlier version, with content that is no longer shown.',
    counts: { entries: lost },
  });
  return true;
}
