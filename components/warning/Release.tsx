// A second person's release: what to ask a colleague for, and a field for the code of each file.
import type { WarningView } from '../../utils/messages/protocol.ts';
import { baseName, showName } from '../../utils/wording/names.ts';
import type { Translator } from '../../utils/wording/translator.ts';
import { Button } from './Button.tsx';
import { Heading } from './Heading.tsx';
import { hasCodes, type WarningState } from './machine.ts';
import { RemoveButton } from './RemoveButton.tsx';

interface Props {
  view: WarningView;
  state: Pick<WarningState, 'codes' | 'release'>;
  words: Translator;
}

export function Release({ view, state, words }: Props) {
  const { codes, release } = state;
  const refused = typeof release === 'object' ? release : undefined;
  const host = showName(view.site.host);
  return (
    <>
      <Heading words={words}>{words.t('warning_release_title')}</Heading>
      {/* Enter must not send the form: it would take the page somewhere else. */}
      <form class="body" onSubmit={(event) => event.preventDefault()}>
        <ol class="steps">
          <li>{words.plural('warning_release_give', view.reports.length)}</li>
          <li>
            {words.t('warning_release_site')} <bdi class="host">{host}</bdi>
          </li>
          <li>{words.t('warning_release_enter')}</li>
        </ol>
        {view.reports.map((report, at) => {
          const wrong = refused?.at === at;
          const id = `cordon-code-${at}`;
          return (
            // One file can stand there twice; the list never changes its order.
            <p class="code" key={at}>
              <label for={id}>
                {words.t('warning_release_label', showName(baseName(report.file)))}
                <input
                  id={id}
                  name="code"
                  type="text"
                  value={codes[at] ?? ''}
                  maxLength={24}
                  autocomplete="off"
                  autocapitalize="characters"
                  spellcheck={false}
                  aria-invalid={wrong ? 'true' : undefined}
                  aria-describedby={wrong ? 'cordon-code-problem' : undefined}
                />
              </label>
            </p>
          );
        })}
        <p role="alert" id="cordon-code-problem" class="problem">
          {problem(state, words)}
        </p>
      </form>
      <footer class="apart">
        <RemoveButton view={view} words={words} />
        <Button action="back">{words.t('warning_back')}</Button>
        <Button action="sendReleased" disabled={release === 'checking' || !hasCodes(state, view)}>
          {words.t('warning_send')}
        </Button>
      </footer>
    </>
  );
}

/** What is wrong with a code, and how many more are taken where that matters. */
function problem({ release }: Pick<WarningState, 'release'>, words: Translator): string {
  if (release === undefined || release === 'checking') return '';
  if (release === 'failed') return words.t('warning_release_failed');
  if (release.problem === 'wrong' && release.left > 0)
    return words.plural('warning_release_wrong', release.left);
  return words.t(
    release.problem === 'wrong' ? 'warning_release_locked' : `warning_release_${release.problem}`,
  );
}
