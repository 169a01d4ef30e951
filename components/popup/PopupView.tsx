// The popup: is this page guarded and as what, what happened today, whose settings hold, whom to ask.
import type { PageState } from '../../utils/messages/protocol.ts';
import { showName } from '../../utils/wording/names.ts';
import type { Translator } from '../../utils/wording/translator.ts';
import { ContactCard } from '../contact/ContactCard.tsx';

/** loading: asked, not answered yet. away: a page that no extension may touch. error: the background did not answer. */
export type PopupState = { is: 'loading' } | { is: 'error' } | { is: 'away' | 'page'; page: PageState };

interface Props {
  state: PopupState;
  words: Translator;
  onCheck(): void;
}

export function PopupView({ state, words: cordons, onCheck }: Props) {
  const own = 'page' in state ? state.page.policy.messages : undefined;
  const words = own ? cordons.withOwn(own) : cordons;
  return (
    <main class="popup">
      {state.is === 'error' && <p role="alert">{words.t('popup_error')}</p>}
      {(state.is === 'page' || state.is === 'away') && (
        <>
          <PageSection page={state.page} away={state.is === 'away'} words={words} />
          <TodaySection today={state.page.today} away={state.is === 'away'} words={words} />
          <PolicySection policy={state.page.policy} words={words} />
        </>
      )}
      <button type="button" class="button main" onClick={onCheck}>
        {words.t('popup_check')}
      </button>
    </main>
  );
}

function PageSection({ page, away, words }: { page: PageState; away: boolean; words: Translator }) {
  if (away) {
    return (
      <header class="state off">
        <h1>{words.t('popup_unknown')}</h1>
        <p class="hint">{words.t('popup_unknown_body')}</p>
      </header>
    );
  }
  const { kind, host, guarded } = page.site;
  return (
    <header class={guarded ? 'state on' : 'state off'}>
      <h1>{words.t(guarded ? 'popup_guarded' : 'popup_unguarded')}</h1>
      <p>
        <bdi class="host">{showName(host)}</bdi>
      </p>
      <p class="hint">{words.t(`kind_${kind}`)}</p>
    </header>
  );
}

const COUNTS = ['checked', 'warned', 'stopped', 'cleaned', 'sentAnyway'] as const;
const COUNT_WORDS = {
  checked: 'popup_checked',
  warned: 'popup_warned',
  stopped: 'popup_stopped',
  cleaned: 'popup_cleaned',
  sentAnyway: 'popup_sent',
} as const;

/** How often, on this site and on this computer. On a page that is out of reach there is no site to speak of. */
function TodaySection(props: { today: PageState['today']; away: boolean; words: Translator }) {
  const { today, away, words } = props;
  const { everywhere } = today;
  return (
    <section>
      <table class="counts">
        <caption>{words.t('popup_today')}</caption>
        <thead>
          <tr>
            <td />
            {!away && <th scope="col">{words.t('popup_here')}</th>}
            <th scope="col">{words.t('popup_everywhere')}</th>
          </tr>
        </thead>
        <tbody>
          {COUNTS.map((count) => (
            <tr key={count}>
              <th scope="row">{words.t(COUNT_WORDS[count])}</th>
              {!away && <td>{words.number(today.here[count])}</td>}
              <td>{words.number(everywhere[count])}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {everywhere.unheld > 0 && (
        <p class="problem" role="alert">
          {words.t('popup_unheld', words.number(everywhere.unheld))}
        </p>
      )}
    </section>
  );
}

function PolicySection({ policy, words }: { policy: PageState['policy']; words: Translator }) {
  return (
    <section>
      <h2>{words.t('popup_policy')}</h2>
      <p>{words.t(`mode_${policy.mode}`)}</p>
      <p class="hint">{words.t(policy.managed ? 'popup_managed' : 'popup_unmanaged')}</p>
      {policy.reach !== 'everything' && <p class="hint">{words.t(`reach_${policy.reach}`)}</p>}
      {policy.invalidKeys.length > 0 && (
        <p class="problem" role="alert">
          {words.t('popup_invalid', policy.invalidKeys.join(words.t('list_separator')))}
        </p>
      )}
      <ContactCard
        contact={policy.contact}
        title={words.t('warning_help')}
        none={words.t('warning_help_none')}
      />
    </section>
  );
}
