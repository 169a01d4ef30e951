// The gate's own words. Read early, because a content script whose extension was reloaded can read no more; but not at
// document_start, where the first message costs the page time.

/** English, for when nothing could be read any more. Whatever else was to be said then, an update is the reason. */
const ENGLISH = {
  gate_updated:
    'Cordon was updated, so it cannot check this file. Reload the page, then choose the file again.',
  gate_unanswered: '',
  gate_take_out: 'Take it out',
  gate_unread: '',
  gate_close: 'Close',
  languageTag: 'en-GB',
};

export type GateWord = keyof typeof ENGLISH;

interface Scope {
  i18n?: { getMessage(key: string): string };
}

const read = new Map<string, string>();

/** Reads every word, once. */
export function readWords(): void {
  if (read.size > 0) return;
  const scope = globalThis as { browser?: Scope; chrome?: Scope };
  try {
    for (const key of Object.keys(ENGLISH)) {
      const message = (scope.browser ?? scope.chrome)?.i18n?.getMessage(key);
      if (message) read.set(key, message);
    }
  } catch {
    // The extension is gone: what was not read stays English.
  }
}

export function word(key: GateWord): string {
  return read.get(key) ?? (ENGLISH[key] || ENGLISH.gate_updated);
}
