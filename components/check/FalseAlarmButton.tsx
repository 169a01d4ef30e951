// One click for who thinks that what was found is nothing.
import { useState } from 'preact/hooks';
import type { Translator } from '../../utils/wording/translator.ts';

export function FalseAlarmButton({ words, onReport }: { words: Translator; onReport(): Promise<void> }) {
  const [state, setState] = useState<'open' | 'reported' | 'failed'>('open');

  async function report(): Promise<void> {
    if (state === 'reported') return;
    setState('reported');
    await onReport().catch(() => setState('failed'));
  }

  return (
    <p class="report">
      <button
        type="button"
        class="button small"
        aria-disabled={state === 'reported'}
        onClick={() => void report()}
      >
        {words.t('false_alarm')}
      </button>
      <span role="status" class="hint">
        {state === 'reported' && words.t('check_false_alarm_done')}
        {state === 'failed' && words.t('check_false_alarm_failed')}
      </span>
    </p>
  );
}
