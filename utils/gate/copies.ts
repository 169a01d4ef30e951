// Cleaned copies as they come from the background, made files of this frame's own.
import type { Replacement } from '../messages/protocol.ts';

/**
 * In Firefox a page may not touch a file that belongs to the extension or to this content script ("permission denied"):
 * `window.File`, by name, makes one that belongs to the page. Chromium hands the file on as it is.
 */
export async function takeOver(replacements: readonly Replacement[] = []): Promise<Replacement[]> {
  if (!import.meta.env.FIREFOX) return [...replacements];
  return Promise.all(
    replacements.map(async ({ index, file }) => {
      const { name, type, lastModified } = file;
      return { index, file: new window.File([await file.arrayBuffer()], name, { type, lastModified }) };
    }),
  );
}
