// One checked file: what is said about it at a glance, and all of it on request.

import type { Finding } from '../../utils/inspect/report.ts';
import type { Look } from '../../utils/look/look.ts';
import { placeToLookAt } from '../../utils/look/place.ts';
import type { SignedOff } from '../../utils/release/desk.ts';
import { offeredRemedy, offersFaces, offersMask, offersTables } from '../../utils/remedy/offer.ts';
import type { RemedyKind } from '../../utils/remedy/remedy.ts';
import { showName } from '../../utils/wording/names.ts';
import { tellReport } from '../../utils/wording/story.ts';
import type { Translator } from '../../utils/wording/translator.ts';
import { LookButton } from '../look/LookButton.tsx';
import { FileFacts } from '../report/FileFacts.tsx';
import { FindingFacts } from '../report/FindingFacts.tsx';
import { CleanButton, type SavedCopy } from './CleanButton.tsx';
import { FalseAlarmButton } from './FalseAlarmButton.tsx';
import type { Result } from './results.ts';
import { SignOff } from './SignOff.tsx';

/** A shape beside the words, so that colour is never the only sign. */
const SIGNS = { failed: '?', block: '✕', warn: '!', allow: '✓' } as const;

interface Props {
  result: Result;
  words: Translator;
  onClean(path: string, remedy: RemedyKind): Promise<SavedCopy>;
  /** A masked look at the place of a Finding. */
  onLook(path: string, finding: Finding): Promise<Look | undefined>;
  /** What was found is nothing, the user says. */
  onFalseAlarm(path: string): Promise<void>;
  /** Missing where policy has no second person. */
  signOff: Reviewing | undefined;
}

/** What a reviewer can say of a file. */
export interface Reviewing {
  reasons: readonly string[];
  /** Verdicts that a second person can release. */
  of: readonly Result['standing'][];
  sign(path: string, site: string, reason: string): Promise<SignedOff>;
}

export function ResultRow({ result, words, onClean, onLook, onFalseAlarm, signOff }: Props) {
  const { standing, path, report } = result;
  const story = report && tellReport(report, 'file', words);
  const [first] = story?.findings ?? [];
  const remedy = report && offeredRemedy(report);
  const place = report && placeToLookAt(report.findings);
  // Small finds hold nothing up, and are there all the same.
  const isClear = standing === 'allow' && report?.findings.length === 0;
  const hasMore = Boolean(story && (first || story.also.length > 0));
  const head = (
    <>
      <span class={`badge ${standing}`}>
        <span aria-hidden="true">{SIGNS[standing]}</span>{' '}
        {words.t(isClear ? 'verdict_clear' : `verdict_${standing}`)}
      </span>
      <span class="what">
        <bdi class="file-name">{showName(path)}</bdi>
        <span>{first ? first.headline : standing === 'failed' ? words.t('check_failed_body') : ''}</span>
      </span>
    </>
  );
  if (!hasMore || !story)
    return (
      <li class="result" tabIndex={-1}>
        {head}
      </li>
    );
  return (
    <li class="result">
      <details>
        <summary>{head}</summary>
        <div class="body">
          <FindingFacts finding={first} copy={remedy !== undefined} words={words} />
          <FileFacts story={story} skip={1} words={words} />
          {place && <LookButton words={words} onLook={() => onLook(path, place)} />}
          {remedy && (
            <CleanButton label={words.t('check_clean')} words={words} onClean={() => onClean(path, remedy)} />
          )}
          {report && offersTables(report) && (
            <CleanButton label={words.t('check_table')} words={words} onClean={() => onClean(path, 'csv')} />
          )}
          {report && offersMask(report) && (
            <CleanButton label={words.t('check_mask')} words={words} onClean={() => onClean(path, 'mask')} />
          )}
          {report && offersFaces(report) && (
            <CleanButton
              label={words.t('check_faces')}
              words={words}
              onClean={() => onClean(path, 'faces')}
            />
          )}
          {standing !== 'allow' && <FalseAlarmButton words={words} onReport={() => onFalseAlarm(path)} />}
          {signOff?.of.includes(standing) && (
            <SignOff
              words={words}
              reasons={signOff.reasons}
              onSign={(site, reason) => signOff.sign(path, site, reason)}
            />
          )}
        </div>
      </details>
    </li>
  );
}
