// What the warning shows of a hold, and what it offers.
import { byGravity, type Finding, type Report, VERDICTS, type VerdictKind } from '../../inspect/report.ts';
import { placeToLookAt } from '../../look/place.ts';
import type { PageSender } from '../../messages/messages.ts';
import type { Channel, HoldRequest, WarningView } from '../../messages/protocol.ts';
import type { Policy } from '../../policy/policy.ts';
import type { Site } from '../../policy/site.ts';
import { hasSecondPerson } from '../../release/desk.ts';
import { offersCopies } from '../../remedy/offer.ts';
import type { CopyKind } from '../../remedy/remedy.ts';
import type { Inspected, Judged } from './inspected.ts';

/** The gravest of these verdicts; `allow` of nothing. */
export function worst(reports: readonly Report[]): VerdictKind {
  return VERDICTS[Math.max(0, ...reports.map((report) => VERDICTS.indexOf(report.verdict)))] ?? 'allow';
}

/** What nothing was found in that would keep it here, by index into what is held. */
export const stayingOf = (judged: readonly Judged[]): number[] =>
  judged.filter(({ report }) => report.verdict === 'allow').map(({ at }) => at);

/** What is not allowed, worst first: what the warning is about. */
export function flaggedOf(judged: readonly Judged[]): Judged[] {
  return judged
    .filter(({ report }) => report.verdict !== 'allow')
    .sort((a, b) => byWorst(a.report, b.report));
}

/** What the user is asked about. */
interface ToAsk {
  flagged: Judged[];
  verdict: VerdictKind;
  /** How many of the held files nothing was found in. */
  staying: number;
}

const isFile = ({ kind }: Judged) => kind === 'file';

/** Files that come into a page one beside the other. What a page sends is one thing, of which no part is left out. */
export const goesInParts = (channel: Channel) => ['input', 'drop', 'paste'].includes(channel);

/**
 * @param flagged see `flaggedOf`.
 * @param verdict over all that is held.
 */
export function viewOf(
  { id, channel }: HoldRequest,
  sender: PageSender,
  { policy, site }: { policy: Policy; site: Site },
  { flagged, failed, verdict, staying }: Pick<Inspected, 'failed'> & ToAsk,
): WarningView {
  const mayPart = goesInParts(channel) && flagged.every(isFile);
  const whole = failed.length === 0;
  const reports = flagged.map(({ report }) => report);
  const mayCopy = (kind: CopyKind) => whole && flagged.every(isFile) && offersCopies(reports, kind, mayPart);
  const mayOverride = whole && verdict === 'warn' && policy.reasons.length > 0;
  return {
    id,
    state: whole ? 'ask' : 'failed',
    reports,
    kinds: flagged.map(({ kind }) => kind),
    failed,
    channel,
    site: { kind: site.kind, host: site.host },
    mayOverride,
    reasons: policy.reasons,
    contact: policy.contact,
    messages: policy.messages,
    mayClean: mayCopy('clean'),
    mayTable: mayCopy('csv'),
    mayMask: mayCopy('mask'),
    mayCover: mayCopy('faces'),
    mayPart,
    staying: mayPart ? staying : 0,
    // What was typed or pasted is no file that somebody else could open.
    mayRelease: whole && !mayOverride && hasSecondPerson(policy) && flagged.every(isFile),
    mayChoose: channel === 'input' && isWithinReach(sender),
    mayLook: flagged.some((one) => isFile(one) && placeOf(one.report) !== undefined),
  };
}

/** The gravest place in a file that can be looked at. */
export function placeOf({ findings }: Report): Finding | undefined {
  return placeToLookAt(findings);
}

/**
 * Does a click in the warning, which stands in the top frame, let a picker open in the frame that holds? Browsers allow
 * that within one origin.
 */
function isWithinReach({ frameId, frameUrl, tabUrl }: PageSender): boolean {
  return frameId === 0 || (URL.canParse(frameUrl) && new URL(frameUrl).origin === originOf(tabUrl));
}

const originOf = (url: string) => (URL.canParse(url) ? new URL(url).origin : undefined);

function byWorst(a: Report, b: Report): number {
  const [first] = a.findings;
  const [second] = b.findings;
  return (
    VERDICTS.indexOf(b.verdict) - VERDICTS.indexOf(a.verdict) ||
    (first && second ? byGravity(first, second) : 0)
  );
}
