// The gate's own words. Read early, because a content script whose extension was reloaded can read no more; but not at
// document_start, where the first message costs the page time.

/** English, for when nothing could be read any more: by key of _locales. */
const ENGLISH = {
  gate_checking: 'Cordon is checking $1…',
  gate_checking_text: 'Cordon is checking what is about to be sent…',
  gate_checking_more: 'Cordon is checking $1 and $2 more…',
  gate_cancel: 'Cancel',
  gate_updated:
    'Cordon was updated, so it cannot check this file. Reload the page, then choose the file again.',
  gate_unanswered: 'Cordon cannot check this at the moment. It is held here and has not been sent.',
  gate_take_out: 'Take it out',
  gate_unread:
    'Cordon could not read all of this folder, or there is too much in it, so it was not handed to the page. Choose fewer files, or a folder that you can open.',
  gate_close: 'Close',
  languageTag: 'en-GB',
};

export type GateWord = keyof typeof ENGLISH;

interface Scope {
  i18n?: { getMessage(key: string, values: string[]): string };
}

const read = new Map<string, string>();

/** Reads every word, once. */
export function readWords(): void {
  if (read.size > 0) return;
  const scope = globalThis as { browser?: Scope; chrome?: Scope };
  try {
    for (const key of Object.keys(ENGLISH)) {
      // The places of the values are kept.
      const message = (scope.browser ?? scope.chrome)?.i18n?.getMessage(key, ['$1', '$2']);
      if (message) read.set(key, message);
    }
  } catch {
    // The extension is gone: what was not read stays English.
  }
}

export function word(key: GateWord, ...values: string[]): string {
  return (read.get(key) ?? ENGLISH[key]).replace(
    /\$([12])/g,
    (_, number) => values[Number(number) - 1] ?? '',
  );
}
