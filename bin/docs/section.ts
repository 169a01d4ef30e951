// Pages that several commands write: each has a section of its own between two marks, and leaves the rest alone.
import { readFile, writeFile } from 'node:fs/promises';

const root = new URL('../../', import.meta.url);

/** Puts `text` in place of the section `name` of a page, or at the page's end where there is none yet. */
export async function putSection(page: string, name: string, text: string): Promise<void> {
  const url = new URL(page, root);
  const before = await readFile(url, 'utf8').catch(() => '');
  const begin = `<!-- ${name}: begin -->`;
  const end = `<!-- ${name}: end -->`;
  const section = `${begin}\n\n${text.trim()}\n\n${end}`;
  const from = before.indexOf(begin);
  const to = before.indexOf(end);
  const after =
    from >= 0 && to > from
      ? before.slice(0, from) + section + before.slice(to + end.length)
      : `${before.trimEnd()}\n\n${section}\n`;
  await writeFile(url, after.trimStart());
}
