// What the warning says. A view only: buttons carry `data-action`, the stage hears them (see stage.ts for why).
import { isUninspected } from '../../utils/inspect/report.ts';
import type { WarningView } from '../../utils/messages/protocol.ts';
import { baseName, showName } from '../../utils/wording/names.ts';
import { sayReason } from '../../utils/wording/reasons.ts';
import { type FileStory, type Subject, tellReport } from '../../utils/wording/story.ts';
import { snake, type Translator } from '../../utils/wording/translator.ts';
import { ContactCard } from '../contact/ContactCard.tsx';
import { ChangeList } from '../report/ChangeList.tsx';
import { FileFacts } from '../report/FileFacts.tsx';
import { FindingFacts } from '../report/FindingFacts.tsx';
import { Button } from './Button.tsx';
import { Heading } from './Heading.tsx';
import { mayOverride, type WarningState } from './machine.ts';
import { Release } from './Release.tsx';
import { heldCount, isText, RemoveButton } from './RemoveButton.tsx';

interface Props {
  view: WarningView;
  state: Omit<WarningState, 'queue'>;
  words: Translator;
}

/** Files that are told in full; further ones are folded away. */
const FILES_SHOWN = 4;

/** For who thinks that Cordon is wrong: whom to ask where it may not be sent, and one click to say so. */
function Mistaken({ view, state, words }: Props) {
  const report = (
    <p class="report">
      <Button action="falseAlarm" look="small" disabled={state.reported === true}>
        {words.t('false_alarm')}
      </Button>
      <span role="status" class="hint">
        {state.reported && words.t('false_alarm_done')}
      </span>
    </p>
  );
  if (mayOverride(view)) return report;
  return (
    <section class="panel">
      <p>{words.t(view.mayRelease ? 'warning_no_override_release' : 'warning_no_override')}</p>
      <ContactCard
        contact={view.contact}
        title={words.t('warning_contact')}
        none={words.t('warning_contact_none')}
      />
      {report}
    </section>
  );
}

/** The way out that fits best: a copy that mends it, another file in place of one that nobody can read, or none. */
function bestWayOut(view: WarningView): 'clean' | 'mask' | 'cover' | 'another' | 'remove' {
  if (view.mayClean) return 'clean';
  if (view.mayMask) return 'mask';
  if (view.mayCover) return 'cover';
  const [worst] = view.reports[0]?.findings ?? [];
  return view.mayChoose && worst && isUninspected(worst) ? 'another' : 'remove';
}

/**
 * The ways out. First, and the first stop of Tab, is always the one that is safe whatever was found; the best one has the
 * colour.
 */
function WaysOut({ view, words }: Pick<Props, 'view' | 'words'>) {
  const best = bestWayOut(view);
  const files = heldCount(view);
  return (
    <>
      <RemoveButton view={view} words={words} aside={best !== 'remove'} />
      {view.mayClean && (
        <Button action="clean" main={best === 'clean'}>
          {words.plural('warning_clean', files)}
        </Button>
      )}
      {view.mayTable && <Button action="table">{words.plural('warning_table', files)}</Button>}
      {view.mayMask && (
        <Button action="mask" main={best === 'mask'}>
          {words.plural('warning_mask', files)}
        </Button>
      )}
      {view.mayCover && (
        <Button action="cover" main={best === 'cover'}>
          {words.plural('warning_cover', files)}
        </Button>
      )}
      {view.mayChoose && (
        <Button action="another" main={best === 'another'}>
          {words.plural('warning_another', files)}
        </Button>
      )}
    </>
  );
}

/** What was found, in all files, worst first. */
function Ask({ view, state, words }: Props) {
  const several = view.reports.length > 1;
  const stories = view.reports.map((report, index) => {
    const kind = view.kinds?.[index] ?? 'file';
    // Only the first line of the warning has to say which file it is about; further ones stand under their names.
    const subject: Subject = kind === 'text' ? 'text' : several && index === 0 ? 'named' : 'file';
    return { story: tellReport(report, subject, words), kind };
  });
  const [first, ...others] = stories;
  if (!first) return null;
  return (
    <>
      <Heading words={words}>{first.story.findings[0]?.headline}</Heading>
      <div class="body">
        {several && <p class="lead">{words.plural('warning_files', stories.length)}</p>}
        <FileHead story={first.story} kind={first.kind} />
        <FindingFacts
          finding={first.story.findings[0]}
          takeOut={first.kind === 'file'}
          copy={view.mayClean}
          audience={words.t(`audience_${view.site.kind}`, showName(view.site.host))}
          words={words}
        >
          {view.mayLook && (
            <span class="look-there">
              <Button action="look" look="small">
                {words.t('look_open')}
              </Button>
            </span>
          )}
        </FindingFacts>
        <FileFacts story={first.story} skip={1} words={words} />
        {others.slice(0, FILES_SHOWN - 1).map((other, at) => (
          // One file can stand there twice; the list never changes its order.
          <OtherFile {...other} words={words} key={at} />
        ))}
        {others.length >= FILES_SHOWN && (
          <details class="file">
            <summary>{words.plural('warning_more_files', others.length + 1 - FILES_SHOWN)}</summary>
            {others.slice(FILES_SHOWN - 1).map((other, at) => (
              <OtherFile {...other} words={words} key={at} />
            ))}
          </details>
        )}
        <Mistaken view={view} state={state} words={words} />
      </div>
      <footer tabIndex={-1} data-first>
        <WaysOut view={view} words={words} />
        {(mayOverride(view) || view.mayRelease) && (
          <p class="rest">
            {mayOverride(view) && (
              <Button action="override" look="quiet">
                {words.t('warning_override')}
              </Button>
            )}
            {view.mayRelease && (
              <Button action="release" look="quiet">
                {words.t('warning_release')}
              </Button>
            )}
          </p>
        )}
      </footer>
    </>
  );
}

/** One more file: the same facts as of the first, but who could see it, which has been said. */
function OtherFile({
  story,
  kind,
  words,
}: Pick<Props, 'words'> & { story: FileStory; kind: 'file' | 'text' }) {
  return (
    <section class="file">
      <FileHead story={story} kind={kind} />
      <p class="lead">{story.findings[0]?.headline}</p>
      <FindingFacts finding={story.findings[0]} words={words} />
      <FileFacts story={story} skip={1} words={words} />
    </section>
  );
}

function FileHead({ story, kind }: { story: FileStory; kind: 'file' | 'text' }) {
  if (kind === 'text' && !story.name) return null;
  return (
    <p class="file-name">
      <bdi>{story.name}</bdi> {kind === 'file' && <span class="hint">{story.size}</span>}
    </p>
  );
}

/** What a cleaned copy would be, before it is sent. */
function Copies({ view, state, words }: Props) {
  const { copies } = state;
  const ready = copies !== undefined && copies !== 'failed' && copies.outcome === 'ready';
  return (
    <>
      <CopiesText copies={copies} words={words} />
      <footer>
        {ready && (
          <Button action="sendCopies" main>
            {words.plural('warning_send_copies', copies.copies.length)}
          </Button>
        )}
        <RemoveButton view={view} words={words} aside={ready} />
        <Button action="back">{words.t('warning_back')}</Button>
      </footer>
    </>
  );
}

function CopiesText({ copies, words }: { copies: WarningState['copies']; words: Translator }) {
  if (copies === undefined) return <Heading words={words}>{words.t('warning_copies_making')}</Heading>;
  if (copies === 'failed' || copies.outcome === 'again' || copies.outcome === 'refused') {
    const refused = copies !== 'failed' && copies.outcome === 'refused' ? copies : undefined;
    return (
      <>
        <Heading words={words}>{words.t('warning_copies_refused')}</Heading>
        <div class="body">
          {refused && (
            <p class="file-name">
              <bdi>{showName(baseName(refused.name))}</bdi>
            </p>
          )}
          <p>{words.t(refused ? `refusal_${snake(refused.reason)}` : 'warning_copies_failed')}</p>
        </div>
      </>
    );
  }
  if (copies.outcome === 'not-enough') {
    return (
      <>
        <Heading words={words}>{words.t('warning_copies_refused')}</Heading>
        <div class="body">
          <p>{words.t('warning_copies_left')}</p>
          {copies.reports.map((report) => (
            <FileFacts key={report.file} story={tellReport(report, 'named', words)} skip={0} words={words} />
          ))}
        </div>
      </>
    );
  }
  return (
    <>
      <Heading words={words}>{words.plural('warning_copies_title', copies.copies.length)}</Heading>
      <div class="body">
        {copies.copies.map(({ name, changes }) => (
          <section class="file" key={name}>
            <p class="file-name">
              <bdi>{showName(name)}</bdi>
            </p>
            <ChangeList changes={changes} words={words} />
          </section>
        ))}
        <p>{words.t('warning_copies_checked')}</p>
      </div>
    </>
  );
}

/** Why it has to go: a reason, a tick, and a button that stands elsewhere. */
function Reason({ view, state, words }: Props) {
  const ready = state.reason >= 0 && state.confirmed;
  return (
    <>
      <Heading words={words}>{words.t('warning_reason_title')}</Heading>
      <form class="body">
        <fieldset>
          <legend class="hint">{words.t('warning_reason_hint')}</legend>
          {view.reasons.map((reason, index) => (
            <label class="choice" key={reason}>
              <input type="radio" name="reason" value={index} checked={state.reason === index} />
              <span>{sayReason(reason, words)}</span>
            </label>
          ))}
        </fieldset>
        <label class="choice tick">
          <input type="checkbox" name="confirmed" checked={state.confirmed} />
          <span>{words.t('warning_confirm')}</span>
        </label>
        <p class="hint" role="status">
          {!ready && words.t('warning_send_hint')}
        </p>
      </form>
      <footer class="apart">
        <RemoveButton view={view} words={words} />
        <Button action="back">{words.t('warning_back')}</Button>
        <Button action="send" disabled={!ready}>
          {words.t('warning_send')}
        </Button>
      </footer>
    </>
  );
}

/** The inspection did not come to an end. */
function Failed({ view, words }: Props) {
  return (
    <>
      <Heading words={words}>
        {isText(view)
          ? words.t('warning_failed_text')
          : words.plural('warning_failed', Math.max(view.failed.length, 1))}
      </Heading>
      <div class="body">
        {view.failed
          .filter((name) => name !== '')
          .map((name) => (
            <p class="file-name" key={name}>
              <bdi>{showName(baseName(name))}</bdi>
            </p>
          ))}
        <p>{words.t('warning_failed_body')}</p>
        <ContactCard
          contact={view.contact}
          title={words.t('warning_help')}
          none={words.t('warning_help_none')}
        />
      </div>
      <footer tabIndex={-1} data-first>
        <Button action="retry" main>
          {words.t('warning_retry')}
        </Button>
        <RemoveButton view={view} words={words} aside />
        {view.mayChoose && (
          <Button action="another">{words.plural('warning_another', heldCount(view))}</Button>
        )}
      </footer>
    </>
  );
}

/** The extension behind this page is gone; nobody can release the hold any more. */
function Lost({ words }: Pick<Props, 'words'>) {
  return (
    <>
      <Heading words={words}>{words.t('warning_lost')}</Heading>
      <p class="body">{words.t('warning_lost_body')}</p>
      <footer>
        <Button action="close" main>
          {words.t('warning_close')}
        </Button>
      </footer>
    </>
  );
}

/** The content of the dialog, by state. */
export function WarningDialog({ words: cordons, ...given }: Props) {
  const { view, state } = given;
  const words = view.messages ? cordons.withOwn(view.messages) : cordons;
  const props = { ...given, words };
  if (state.step === 'lost') return <Lost words={words} />;
  if (state.step === 'sent') {
    return (
      <p class="body" id="cordon-title" role="status" tabIndex={-1} data-focus>
        {words.t('warning_moment')}
      </p>
    );
  }
  if (state.step === 'copies') return <Copies {...props} />;
  if (state.step === 'reason') return <Reason {...props} />;
  if (state.step === 'release') return <Release {...props} />;
  return view.state === 'failed' ? <Failed {...props} /> : <Ask {...props} />;
}
