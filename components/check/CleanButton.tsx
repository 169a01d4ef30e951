// A button that saves a cleaned copy, and says what became of it in the place where it stood.
import { useState } from 'preact/hooks';
import type { Change, RefusalId } from '../../utils/remedy/remedy.ts';
import { showName } from '../../utils/wording/names.ts';
import { snake, type Translator } from '../../utils/wording/translator.ts';
import { ChangeList } from '../report/ChangeList.tsx';

/** What became of a copy. */
export type SavedCopy =
  | { outcome: 'saved'; name: string; changes: Change[]; mayGo: boolean }
  | { outcome: 'refused'; reason: RefusalId };

interface Props {
  /** What the button says. */
  label: string;
  words: Translator;
  onClean(): Promise<SavedCopy>;
}

export function CleanButton({ label, words, onClean }: Props) {
  const [state, setState] = useState<SavedCopy | 'idle' | 'making' | 'failed'>('idle');

  async function clean(): Promise<void> {
    if (state === 'making') return;
    setState('making');
    setState(await onClean().catch(() => 'failed' as const));
  }

  const saved = typeof state === 'object' && state.outcome === 'saved' ? state : undefined;
  return (
    <div class="clean">
      <p>
        <button type="button" class="button" aria-disabled={state === 'making'} onClick={() => void clean()}>
          {label}
        </button>
      </p>
      <p role="status">{said(state, words)}</p>
      {saved && <ChangeList changes={saved.changes} words={words} />}
    </div>
  );
}

function said(state: SavedCopy | 'idle' | 'making' | 'failed', words: Translator): string {
  if (state === 'idle') return '';
  if (state === 'making') return words.t('check_cleaning');
  if (state === 'failed') return words.t('warning_copies_failed');
  if (state.outcome === 'refused') return words.t(`refusal_${snake(state.reason)}`);
  return words.t(state.mayGo ? 'check_cleaned' : 'check_clean_left', showName(state.name));
}
