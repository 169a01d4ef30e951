// The extension's own words, in the browser's language.
import { browser } from 'wxt/browser';
import { createTranslator, fromMessages, type MessageKey, type Translator } from './wording/translator.ts';

/** Put in for the values, so that what comes back is the message as it was written. */
const MARKS = ['$1', '$2', '$3', '$4', '$5', '$6', '$7', '$8', '$9'];

/**
 * A Translator over browser.i18n. Make it once for each page or content script.
 * @param keep messages to read now. Every message is read once; a content script whose extension has been reloaded
 *   can read no more, but still say what it has read.
 */
export function browserTranslator(keep: readonly MessageKey[] = []): Translator {
  const getMessage = browser.i18n.getMessage as (key: string, values: string[]) => string;
  const read: Record<string, { message: string }> = {};
  const fill = fromMessages(read);
  const translator = createTranslator((key, values) => {
    read[key] ??= { message: getMessage(key, MARKS) };
    return fill(key, values);
  });
  for (const key of keep) translator.t(key);
  return translator;
}
