// The extension's own words, in the browser's language.
import { browser } from 'wxt/browser';
import { createTranslator, type Translator } from './wording/translator.ts';

/** A Translator over browser.i18n. Make it once for each page or content script. */
export function browserTranslator(): Translator {
  const getMessage = browser.i18n.getMessage as (key: string, values: string[]) => string;
  return createTranslator((key, values) => getMessage(key, values));
}
