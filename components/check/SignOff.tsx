// A reviewer's word on one file: for which site, why, and then the code for the sender.
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { SignedOff } from '../../utils/release/desk.ts';
import { sayReason } from '../../utils/wording/reasons.ts';
import type { Translator } from '../../utils/wording/translator.ts';

interface Props {
  words: Translator;
  reasons: readonly string[];
  onSign(site: string, reason: string): Promise<SignedOff>;
}

type State = SignedOff | 'open' | 'incomplete' | 'making' | 'failed';

export function SignOff({ words, reasons, onSign }: Props) {
  const [state, setState] = useState<State>('open');
  const [site, setSite] = useState('');
  const [reason, setReason] = useState<string>();
  const [confirmed, setConfirmed] = useState(false);
  const id = useId();
  const code = useRef<HTMLDivElement>(null);
  const signed = typeof state === 'object' && state.outcome === 'signed';
  // The form is gone by then: the focus goes on to the code.
  useEffect(() => {
    if (signed) code.current?.focus();
  }, [signed]);

  async function sign(event: Event): Promise<void> {
    event.preventDefault();
    if (state === 'making') return;
    if (reason === undefined || !confirmed) return setState('incomplete');
    setState('making');
    setState(await onSign(site, reason).catch(() => 'failed' as const));
  }

  if (typeof state === 'object' && state.outcome === 'signed') {
    return (
      <div class="panel" role="status" tabIndex={-1} ref={code}>
        <p>{words.t('sign_code')}</p>
        <p>
          <output class="release-code">{state.code}</output>
        </p>
        <p class="hint">{words.t('sign_valid', state.host)}</p>
      </div>
    );
  }
  const wrongSite = typeof state === 'object' && state.problem === 'site';
  return (
    <details class="sign-off">
      <summary>{words.t('sign_title')}</summary>
      <form class="panel" noValidate onSubmit={(event) => void sign(event)}>
        <p>{words.t('sign_intro')}</p>
        <p class="code">
          <label class="label" for={`${id}-site`}>
            {words.t('sign_site')}
          </label>
          <span class="hint" id={`${id}-hint`}>
            {words.t('sign_site_hint')}
          </span>
          <input
            id={`${id}-site`}
            name="site"
            type="text"
            inputMode="url"
            autocomplete="off"
            spellcheck={false}
            value={site}
            onInput={(event) => setSite(event.currentTarget.value)}
            aria-describedby={`${id}-hint${wrongSite ? ` ${id}-problem` : ''}`}
            aria-invalid={wrongSite ? 'true' : undefined}
          />
        </p>
        <fieldset>
          <legend class="label">{words.t('sign_reason')}</legend>
          {reasons.map((option) => (
            <label class="choice" key={option}>
              <input
                type="radio"
                name={`${id}-reason`}
                checked={reason === option}
                onChange={() => setReason(option)}
              />
              <span>{sayReason(option, words)}</span>
            </label>
          ))}
        </fieldset>
        <label class="choice">
          <input
            type="checkbox"
            checked={confirmed}
            onChange={(event) => setConfirmed(event.currentTarget.checked)}
          />
          <span>{words.t('sign_confirm')}</span>
        </label>
        <p role="alert" class="problem" id={`${id}-problem`}>
          {problem(state, words)}
        </p>
        <button type="submit" class="button main" aria-disabled={state === 'making'}>
          {words.t('sign_make')}
        </button>
      </form>
    </details>
  );
}

function problem(state: State, words: Translator): string {
  if (state === 'incomplete') return words.t('sign_incomplete');
  if (state === 'failed') return words.t('sign_failed');
  return typeof state === 'object' && state.outcome === 'refused'
    ? words.t(`sign_problem_${state.problem}`)
    : '';
}
