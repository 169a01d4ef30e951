// What the warning says. A view only: buttons carry `data-action`, the stage hears them (see stage.ts for why).

import type { ComponentChildren } from 'preact';
import { isUninspected, type Report } from '../../utils/inspect/report.ts';
import type { Mend, WarningView } from '../../utils/messages/protocol.ts';
import type { Change } from '../../utils/remedy/remedy.ts';
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
import {
  COPIES,
  leavesOut,
  mayOverride,
  offeredKinds,
  standingOf,
  triedOf,
  type WarningState,
} from './machine.ts';
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

/** The way out that fits best: a copy that mends most, another file in place of one that nobody can read, or none. */
function bestWayOut(view: WarningView, state: Props['state']): CopyAction | 'another' | 'remove' {
  const open = COPY_ACTIONS.filter((action) => standingOf(state, view, COPIES[action]) !== 'none');
  const [first] = open;
  if (first) return open.find((action) => !leavesOut(triedOf(state, view, COPIES[action]))) ?? first;
  const [worst] = view.reports[0]?.findings ?? [];
  return view.mayChoose && worst && isUninspected(worst) ? 'another' : 'remove';
}

/** Buttons for copies, the one that changes least first. */
const COPY_ACTIONS = ['clean', 'table', 'mask', 'cover'] as const satisfies (keyof typeof COPIES)[];
type CopyAction = (typeof COPY_ACTIONS)[number];

/** Of how many files copies would go; of all of them while that is not known. */
function copyCount(view: WarningView, state: Props['state'], action: CopyAction): number {
  const tried = triedOf(state, view, COPIES[action]);
  if (tried === undefined || tried === 'failed') return heldCount(view);
  return tried.mends.filter(({ outcome }) => outcome === 'copy').length;
}

/**
 * The ways out. First, and the first stop of Tab, is always the one that is safe whatever was found; the best one has the
 * colour. A copy's button comes alive when the copy is there and was checked, and goes where there is none: copies stand last,
 * so that nothing takes the place of one.
 */
function WaysOut({ view, state, words }: Props) {
  const best = bestWayOut(view, state);
  return (
    <>
      <RemoveButton view={view} words={words} aside={best !== 'remove'} />
      {view.mayChoose && (
        <Button action="another" main={best === 'another'}>
          {words.plural('warning_another', heldCount(view))}
        </Button>
      )}
      {COPY_ACTIONS.map((action) => {
        const standing = standingOf(state, view, COPIES[action]);
        return (
          standing !== 'none' && (
            <Button action={action} main={best === action} disabled={standing === 'making'} key={action}>
              {words.plural(`warning_${action}`, copyCount(view, state, action))}
            </Button>
          )
        );
      })}
      {offeredKinds(view).length > 0 && (
        <p class="hint ready" role="status">
          {copiesStatus(view, state, words)}
        </p>
      )}
    </>
  );
}

/** That copies are being made, and that they are there: said for who cannot see a button come alive. */
function copiesStatus(view: WarningView, state: Props['state'], words: Translator): string {
  const standings = offeredKinds(view).map((kind) => standingOf(state, view, kind));
  if (standings.includes('making')) return words.t('warning_copies_making');
  const ready = COPY_ACTIONS.filter((action) => standingOf(state, view, COPIES[action]) === 'ready');
  // Of several kinds the one with the colour is told.
  const told = ready.find((action) => action === bestWayOut(view, state)) ?? ready[0];
  return told ? words.plural('warning_copies_ready', copyCount(view, state, told)) : '';
}

/**
 * What can be done for one file: said once it is known, and only where some copy was tried. Of several files each has its line
 * from the start, so that no button moves while copies get ready.
 */
function Fate({ view, state, at, words }: Props & { at: number }) {
  const kinds = offeredKinds(view);
  const tried = kinds.map((kind) => triedOf(state, view, kind));
  const mends = tried.flatMap((one) => (one && one !== 'failed' ? (one.mends[at] ?? []) : []));
  const copies = mends.flatMap((mend) => (mend.outcome === 'copy' ? [sayCopy(mend)] : []));
  const several = view.reports.length > 1;
  if (copies.length > 0) {
    const most = copies.find((said) => said === 'mend_copy') ?? (copies[0] as (typeof copies)[number]);
    return several ? <p class="fate">{words.t(most)}</p> : null;
  }
  if (kinds.length === 0) return null;
  if (tried.includes(undefined)) return several ? <p class="fate" /> : null;
  const [first] = mends;
  return (
    <p class="fate">
      {words.t('mend_none')} {first ? whyNot(first, words) : words.t('refusal_unfinished')}
    </p>
  );
}

/** Which copy it is: people who stand in plain sight are in a cleaned one as well, and it goes for no other. */
function sayCopy({ changes }: Extract<Mend, { outcome: 'copy' }>): 'mend_copy' | 'mend_mask' | 'mend_cover' {
  const has = (wanted: Change['what']) => changes.some(({ what }) => what === wanted);
  return has('masked-columns') ? 'mend_mask' : has('faces') ? 'mend_cover' : 'mend_copy';
}

/** May a cleaned copy of this file go, as far as that is known? */
function hasClean(view: WarningView, state: Props['state'], at: number): boolean {
  if (standingOf(state, view, 'clean') === 'none') return false;
  const tried = triedOf(state, view, 'clean');
  return tried === undefined || (tried !== 'failed' && tried.mends[at]?.outcome === 'copy');
}

/** Why there is no copy of a file. */
function whyNot(mend: Mend, words: Translator): string {
  if (mend.outcome === 'refused') return words.t(`refusal_${snake(mend.reason)}`);
  return mend.outcome === 'left' ? words.t('mend_left') : '';
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
          copy={hasClean(view, state, 0)}
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
        <Fate view={view} state={state} at={0} words={words} />
        {others.slice(0, FILES_SHOWN - 1).map((other, at) => (
          // One file can stand there twice; the list never changes its order.
          <OtherFile {...other} copy={hasClean(view, state, at + 1)} words={words} key={at}>
            <Fate view={view} state={state} at={at + 1} words={words} />
          </OtherFile>
        ))}
        {others.length >= FILES_SHOWN && (
          <details class="file">
            <summary>{words.plural('warning_more_files', others.length + 1 - FILES_SHOWN)}</summary>
            {others.slice(FILES_SHOWN - 1).map((other, at) => (
              <OtherFile {...other} copy={hasClean(view, state, at + FILES_SHOWN)} words={words} key={at}>
                <Fate view={view} state={state} at={at + FILES_SHOWN} words={words} />
              </OtherFile>
            ))}
          </details>
        )}
        <Staying view={view} words={words} />
        <Mistaken view={view} state={state} words={words} />
      </div>
      <footer tabIndex={-1} data-first>
        <WaysOut view={view} state={state} words={words} />
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
  copy,
  words,
  children,
}: Pick<Props, 'words'> & {
  story: FileStory;
  kind: 'file' | 'text';
  copy: boolean;
  children: ComponentChildren;
}) {
  return (
    <section class="file">
      <FileHead story={story} kind={kind} />
      <p class="lead">{story.findings[0]?.headline}</p>
      <FindingFacts finding={story.findings[0]} takeOut={kind === 'file'} copy={copy} words={words} />
      <FileFacts story={story} skip={1} words={words} />
      {children}
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

/** What the cleaned copies would be, before they are sent, and what would not go with them. */
function Copies({ view, state, words }: Props) {
  const tried = state.kind && triedOf(state, view, state.kind);
  if (tried === undefined || tried === 'failed') return null;
  const named = tried.mends.map((mend, at) => ({ mend, report: view.reports[at] as Report }));
  const copies = named.flatMap(({ mend }) => (mend.outcome === 'copy' ? [mend] : []));
  const out = named.filter(({ mend }) => mend.outcome !== 'copy');
  return (
    <>
      <Heading words={words}>{words.plural('warning_copies_title', copies.length)}</Heading>
      <div class="body">
        {out.length > 0 && <p class="lead">{words.plural('warning_copies_without', out.length)}</p>}
        {copies.map(({ name, changes }, at) => (
          <section class="file" key={at}>
            <p class="file-name">
              <bdi>{showName(name)}</bdi>
            </p>
            <ChangeList changes={changes} words={words} />
          </section>
        ))}
        {out.length > 0 && (
          <section class="file out">
            <p class="label">{words.plural('warning_copies_out', out.length)}</p>
            <ul>
              {out.map(({ mend, report }, at) => (
                <li key={at}>
                  <bdi class="file-name">{showName(baseName(report.file))}</bdi>{' '}
                  <span class="hint">{whyNot(mend, words)}</span>
                  {mend.outcome === 'left' && (
                    <FileFacts story={tellReport(mend.report, 'file', words)} skip={0} words={words} />
                  )}
                </li>
              ))}
            </ul>
          </section>
        )}
        <Staying view={view} words={words} />
        <p>{words.plural('warning_copies_checked', copies.length)}</p>
      </div>
      <footer>
        <Button action="sendCopies" main>
          {words.plural('warning_send_copies', copies.length)}
        </Button>
        <RemoveButton view={view} words={words} aside />
        <Button action="back">{words.t('warning_back')}</Button>
        {out.length > 0 && mayOverride(view) && (
          <p class="rest">
            <Button action="keep" look="quiet">
              {words.plural('warning_keep', out.length)}
            </Button>
          </p>
        )}
      </footer>
    </>
  );
}

/** Files in which nothing was found, which go whatever becomes of the others. */
function Staying({ view, words }: Pick<Props, 'view' | 'words'>) {
  return view.staying ? <p>{words.plural('warning_staying', view.staying)}</p> : null;
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
        <Staying view={view} words={words} />
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
