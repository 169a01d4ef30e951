// Every hold from its begin to its end: inspect, decide, ask where need be, tell the gate. What the user is being
// asked is kept in session storage, so that it survives a restart of the background.
import { browser } from 'wxt/browser';
import { byGravity, type Finding, type Report, VERDICTS, type VerdictKind } from '../inspect/report.ts';
import { familyOf } from '../inspect/rules.ts';
import { canLook } from '../look/look.ts';
import type { PageSender } from '../messages/messages.ts';
import { sendToFrame } from '../messages/messages.ts';
import type {
  Choice,
  CopiesView,
  HeldItem,
  HoldAnswer,
  HoldOutcome,
  HoldRequest,
  LookView,
  ReleaseView,
  Replacement,
  WarningView,
} from '../messages/protocol.ts';
import type { PolicyReader } from '../policy/managed.ts';
import { inspectionSettings, type Policy } from '../policy/policy.ts';
import { type Site, siteOfFrame } from '../policy/site.ts';
import { type EventFacts, isAbout, isPolicyEvent, type Outcome } from '../record/event.ts';
import type { Recorder } from '../record/record.ts';
import type { Found, OpenEvent } from '../record/store.ts';
import { hasSecondPerson, type ReleaseDesk } from '../release/desk.ts';
import { fileHash } from '../release/hash.ts';
import { offeredRemedy, offersMask } from '../remedy/offer.ts';
import { decide } from '../verdict/decide.ts';
import { ask } from './ask.ts';
import type { Inspector } from './inspector.ts';
import type { Released } from './released.ts';

/** A hold about which the user is being asked, or has just answered. */
interface Asked {
  tabId: number;
  /** The frame that holds, and the frame in which the warning stands. */
  frameId: number;
  askedIn: number;
  view: WarningView;
  verdict: VerdictKind;
  files: number;
  /** Of the files among what is held; a text has only the label of its field. */
  fileNames: string[];
  /** By index into the view's reports: which of the held items it is about. */
  items: number[];
  /** SHA-256 of each of the view's reports' files, where a second person can release them. */
  hashes?: string[];
  /** By which the last line knows them again, once they are released. */
  digests: string[];
  /** Cleaned copies go in place of the originals: without them nothing is released. */
  copied?: boolean;
  /** The user has said that it is a false alarm: once is enough. */
  falseAlarm?: boolean;
  /** How often the user has had a failed check tried again. */
  asking: number;
  /** Set once it is decided, and before anything comes of it: the gate may have missed the message and asks again. */
  decision?: Decision;
}

interface Decision {
  outcome: Exclude<HoldOutcome['outcome'], 'retry'>;
  /** What the record is told. */
  told: Pick<EventFacts, 'outcome' | 'reason' | 'releases'>;
}

/** One asking of a hold, and what the record says of it already. */
interface Turn {
  asking: number;
  told: Found | undefined;
}

const KEY_PREFIX = 'hold:';
/** The window for a look at the place, CSS pixels. */
const LOOK_WIDTH = 860;
const LOOK_HEIGHT = 560;
const KEEP_ALIVE_MS = 20_000;
/** After which a page that says nothing to a question counts as frozen. */
const SILENT_MS = 2_000;

export interface Holds {
  hold(request: HoldRequest, sender: PageSender): Promise<HoldAnswer>;
  status(id: string, sender: PageSender): Promise<HoldAnswer>;
  cancel(id: string, sender: PageSender): Promise<void>;
  choose(choice: Choice, sender: PageSender): Promise<void>;
  /** Makes cleaned copies of all that was found, to be sent when the user says so. */
  makeCopies(id: string, mask: boolean, sender: PageSender): Promise<CopiesView>;
  /** Opens a window of ours in which the places can be looked at. */
  openLook(id: string, sender: PageSender): Promise<void>;
  /** What that window shows. */
  lookAt(id: string): Promise<LookView>;
  /** Releases what is held, where a second person's codes are right. */
  release(id: string, codes: readonly string[], sender: PageSender): Promise<ReleaseView>;
  /** The user says that what was found is nothing: recorded, and the hold stays as it is. */
  falseAlarm(id: string, sender: PageSender): Promise<void>;
  /** The tab is gone, and with it all that it held. */
  forgetTab(tabId: number): Promise<void>;
  /** Records what an earlier browser was asking when it ended. */
  settle(): Promise<void>;
  /** Is anything under inspection, or is anybody being asked? */
  busy(): Promise<boolean>;
}

/** @see Holds */
export function createHolds(
  inspector: Inspector,
  policyReader: PolicyReader,
  recorder: Recorder,
  desk: ReleaseDesk,
  released: Released,
): Holds {
  /** Holds under inspection in this life of the background, each with its inspections. */
  const running = new Map<string, { tabId: number; jobs: string[] }>();
  const answers = new Map<string, { tabId: number; answer: Promise<HoldAnswer> }>();
  /**
   * What is held while the user is being asked, and the copies made of it. Files cannot be kept in storage: after a
   * restart of the background the gate brings them again.
   */
  const held = new Map<string, { items: HeldItem[]; copies: Replacement[] | undefined }>();

  /** What session storage did not take (it is full): kept for this life of the background; the next one asks anew. */
  const unstored = new Map<string, Asked>();

  const load = async (id: string): Promise<Asked | undefined> => {
    const kept = unstored.get(id);
    if (kept) return kept;
    const stored = await browser.storage.session.get(KEY_PREFIX + id);
    return stored[KEY_PREFIX + id] as Asked | undefined;
  };
  const store = async (id: string, asked: Asked): Promise<void> => {
    try {
      await browser.storage.session.set({ [KEY_PREFIX + id]: asked });
      unstored.delete(id);
    } catch {
      unstored.set(id, asked);
    }
  };
  const forget = async (id: string): Promise<void> => {
    held.delete(id);
    unstored.delete(id);
    await browser.storage.session.remove(KEY_PREFIX + id);
  };
  /** Everything that the user is being asked, or has just answered, by id. */
  const loadAll = async (): Promise<Map<string, Asked>> => {
    const stored = Object.entries(await browser.storage.session.get(null));
    const holds = stored.filter(([key]) => key.startsWith(KEY_PREFIX));
    return new Map([
      ...holds.map(([key, asked]): [string, Asked] => [key.slice(KEY_PREFIX.length), asked as Asked]),
      ...unstored,
    ]);
  };

  /** The background must not fall asleep over an inspection; any call of the extension API counts as activity. */
  async function awake<T>(work: Promise<T>): Promise<T> {
    const timer = setInterval(() => void browser.runtime.getPlatformInfo(), KEEP_ALIVE_MS);
    try {
      return await work;
    } finally {
      clearInterval(timer);
    }
  }

  async function inspectItem(
    id: string,
    at: number,
    item: HeldItem,
    policy: Policy,
    site: Site,
  ): Promise<Report> {
    // The same after a restart of the background, so that what is under way then goes on.
    const job = `${id} ${at}`;
    running.get(id)?.jobs.push(job);
    const inspection = await inspector.inspect({
      job,
      name: item.name,
      bytes: item.bytes,
      ...inspectionSettings(policy),
    });
    return decide(inspection, policy, site);
  }

  /**
   * Nothing is kept of this hold but, perhaps, what the record says: a background ended over it, and session storage had
   * taken nothing, or it was told and the gate did not hear it.
   */
  async function takeUp(request: HoldRequest, sender: PageSender): Promise<HoldAnswer> {
    const turn = await turnFrom(request.id, request.asking ?? 0);
    return turn.told && isRefusal(turn.told) ? { outcome: 'refuse' } : judge(request, turn, sender);
  }

  /** The first asking from this one on that is not over yet, or of which it is known what was decided. */
  async function turnFrom(id: string, asking: number): Promise<Turn> {
    const told = await recorder.decided(eventId(id, asking));
    return told && isPast(told) ? turnFrom(id, asking + 1) : { asking, told };
  }

  async function judge(request: HoldRequest, begun: Turn, sender: PageSender): Promise<HoldAnswer> {
    const { policy } = await policyReader.current();
    const site = siteOfFrame(sender.frameUrl, sender.tabUrl, policy);
    if (!site.guarded) return { outcome: 'release' };

    const results = await Promise.allSettled(
      request.items.map((item, at) => inspectItem(request.id, at, item, policy, site)),
    );
    if (!running.has(request.id)) return { outcome: 'refuse' };
    const judged = results.flatMap((result, at) =>
      result.status === 'fulfilled'
        ? [{ report: result.value, kind: request.items[at]?.kind ?? ('file' as const), at }]
        : [],
    );
    const reports = judged.map(({ report }) => report);
    const failed = request.items.flatMap((item, at) =>
      results[at]?.status === 'rejected' ? [item.name] : [],
    );

    const digests = await released.digests(request.items);
    const fileNames = request.items.flatMap(({ kind, name }) => (kind === 'file' ? [name] : []));
    const verdict = failed.length > 0 && policy.mode !== 'observe' ? 'block' : worst(reports);
    if (verdict === 'allow') {
      const found = reports.some((report) => report.findings.length > 0);
      // Where nobody is asked, a failure shows in the record only.
      const outcome =
        failed.length > 0 ? 'failed' : policy.mode === 'observe' && found ? 'observed' : 'allowed';
      const facts = { outcome, verdict, site, reports, files: request.items.length, fileNames } as const;
      await recorder.record(facts, eventId(request.id, begun.asking));
      await released.remember(digests);
      return { outcome: 'release' };
    }
    const flagged = judged
      .filter(({ report }) => report.verdict !== 'allow')
      .sort((a, b) => byWorst(a.report, b.report));
    const mayOverride = failed.length === 0 && verdict === 'warn' && policy.reasons.length > 0;
    // What was typed or pasted is no file that somebody else could open.
    const mayRelease =
      failed.length === 0 &&
      !mayOverride &&
      hasSecondPerson(policy) &&
      flagged.every(({ kind }) => kind === 'file');
    const view: WarningView = {
      id: request.id,
      state: failed.length > 0 ? 'failed' : 'ask',
      reports: flagged.map(({ report }) => report),
      kinds: flagged.map(({ kind }) => kind),
      failed,
      channel: request.channel,
      site: { kind: site.kind, host: site.host },
      mayOverride,
      reasons: policy.reasons,
      contact: policy.contact,
      messages: policy.messages,
      mayClean:
        failed.length === 0 &&
        flagged.every(({ report, kind }) => kind === 'file' && offeredRemedy(report) !== undefined),
      mayMask:
        failed.length === 0 &&
        flagged.some(({ report, kind }) => kind === 'file' && offersMask(report)) &&
        flagged.every(
          ({ report, kind }) =>
            kind === 'file' && (offersMask(report) || offeredRemedy(report) !== undefined),
        ),
      mayRelease,
      mayChoose: request.channel === 'input' && isWithinReach(sender),
      mayLook: flagged.some(({ report, kind }) => kind === 'file' && placeOf(report) !== undefined),
    };
    const { tabId, frameId } = sender;
    const items = flagged.map(({ at }) => at);
    const files = request.items.length;
    const asked: Asked = {
      tabId,
      frameId,
      askedIn: 0,
      view,
      verdict,
      files,
      fileNames,
      items,
      digests,
      asking: begun.asking,
    };
    const unanswered = { ...factsOf(asked), outcome: unansweredOutcome(asked) };
    // What was decided holds for the same things. Of others (another policy, for one) it has to be asked.
    let turn = begun;
    while (turn.told && !isAbout(turn.told.event, unanswered))
      turn = await turnFrom(request.id, turn.asking + 1);
    if (turn.told) {
      if (isRefusal(turn.told)) return { outcome: 'refuse' };
      await released.remember(digests);
      return { outcome: 'release' };
    }
    asked.asking = turn.asking;
    const event = eventOf(request.id, asked);
    if (mayRelease) {
      // Now, while the files are at hand: the code comes minutes later.
      asked.hashes = await Promise.all(items.map((at) => fileHash((request.items[at] as HeldItem).bytes)));
      // What cannot be noted must not keep the warning away.
      await desk.noteHeld(asked.hashes).catch(() => undefined);
    }
    if (needsFiles(view)) held.set(request.id, { items: request.items, copies: undefined });
    // Stored first: the answer may come before `ask` has returned.
    await store(request.id, asked);
    await recorder.open(unanswered, event, { tabId, frameId });
    try {
      const askedIn = await ask(tabId, frameId, view);
      const now = askedIn === 0 ? undefined : await load(request.id);
      if (now) await store(request.id, { ...now, askedIn });
    } catch (error) {
      // The gate comes again with it, and then it may well be asked: this is no end of it.
      await recorder.record({ ...factsOf(asked), outcome: 'failed' }, `${event}-unasked`);
      await recorder.close(event);
      await forget(request.id);
      throw error;
    }
    // Given up in the meantime: nobody would answer.
    if (!running.has(request.id)) {
      await giveUp(request.id, asked);
      return { outcome: 'refuse' };
    }
    return { outcome: 'asked' };
  }

  /** Nobody waits for an answer any more. Nothing was sent, and it still counts as a verdict. */
  async function giveUp(id: string, asked: Asked): Promise<void> {
    await recordEnd(id, asked);
    await forget(id);
    // The frame may be gone with its warning: then there is nothing to close.
    await sendToFrame(asked.tabId, asked.askedIn, 'warningClose', { id }).catch(() => undefined);
  }

  /** How it ended, as far as that is known; told twice it is recorded once. */
  function recordEnd(id: string, asked: Asked, again = false): Promise<void> {
    const told = asked.decision?.told ?? { outcome: unansweredOutcome(asked) };
    return recorder.record({ ...factsOf(asked), ...told }, eventOf(id, asked), again);
  }

  /** The gate begins anew, with the same files under the same id. */
  async function beginAnew(id: string, { tabId, frameId, asking }: Asked): Promise<void> {
    // Forgotten first: the gate asks at once. One that hears nothing asks as well, and is told that nothing is known.
    await forget(id);
    await sendToFrame(tabId, frameId, 'holdOutcome', { id, outcome: 'retry', asking });
  }

  /** Does the gate still hold what an earlier background asked about, though nothing else is known of it any more? */
  async function isHeld({ id, heldBy }: OpenEvent): Promise<boolean> {
    for (const [hold, asked] of await loadAll()) if (eventOf(hold, asked) === id) return true;
    if (!heldBy) return false;
    const answer = sendToFrame(heldBy.tabId, heldBy.frameId, 'holdStill', { id: holdOf(id) });
    // A page that does not even say no (it is frozen) may go on later.
    const silent = new Promise<null>((resolve) => setTimeout(resolve, SILENT_MS, null));
    return Promise.race([answer, silent]).then(isHeard, () => false);
  }

  /** Kept before anything comes of it: whatever ends the background in between, it is decided, and only once. */
  async function decideOn(id: string, undecided: Asked, decision: Decision, another = false): Promise<void> {
    const asked = { ...undecided, decision };
    const { outcome } = decision;
    await store(id, asked);
    await recordEnd(id, asked);
    const replacements = asked.copied ? held.get(id)?.copies : undefined;
    if (outcome === 'release') {
      const copies = replacements?.map(({ file }) => ({ bytes: file }));
      await released.remember(copies ? await released.digests(copies) : asked.digests);
    }
    const message = {
      id,
      outcome,
      ...(replacements ? { replacements } : {}),
      ...(another ? { another } : {}),
    };
    // A gate that is gone hears nothing; one that missed it asks.
    if (await sendToFrame(asked.tabId, asked.frameId, 'holdOutcome', message).then(isHeard, () => false))
      await forget(id);
  }

  /** What the gate is told when it asks for an outcome that it has missed. */
  async function missed(id: string, asked: Asked): Promise<HoldAnswer> {
    // The background may have ended before it came to this.
    await recordEnd(id, asked);
    if (asked.decision?.outcome === 'release') await released.remember(asked.copied ? [] : asked.digests);
    return answerOf(id, asked);
  }

  /** Copies that are lost release nothing. */
  function answerOf(id: string, { decision, copied }: Asked): HoldAnswer {
    if (decision?.outcome !== 'release') return { outcome: 'refuse' };
    if (!copied) return { outcome: 'release' };
    const replacements = held.get(id)?.copies;
    return replacements ? { outcome: 'release', replacements } : { outcome: 'refuse' };
  }

  /** Makes a copy of each file in which something was found. All of them may go, or none does. */
  async function copiesOf(
    asked: Asked,
    known: { items: HeldItem[]; copies: Replacement[] | undefined },
    mask: boolean,
  ) {
    const { policy } = await policyReader.current();
    const site: Site = { ...asked.view.site, guarded: true };
    const copies: Replacement[] = [];
    const view: Extract<CopiesView, { outcome: 'ready' }>['copies'] = [];
    const left: Report[] = [];
    for (const [at, report] of asked.view.reports.entries()) {
      const index = asked.items[at] as number;
      const { name, bytes } = known.items[index] as HeldItem;
      const kind = mask && offersMask(report) ? 'mask' : (offeredRemedy(report) ?? 'clean');
      const job = crypto.randomUUID();
      const copy = await inspector.remedy({ job, name, bytes, kind, ...inspectionSettings(policy) });
      if (copy.outcome === 'refused') return { outcome: 'refused', name, reason: copy.reason } as const;
      const again = decide(copy.inspection, policy, site);
      if (again.verdict !== 'allow') left.push(again);
      const type = copy.file.type || (bytes.type && copy.name.endsWith(endingOf(name)) ? bytes.type : '');
      copies.push({ index, file: new File([copy.file], copy.name, { type }) });
      view.push({ original: name, name: copy.name, changes: copy.changes });
    }
    if (left.length > 0) return { outcome: 'not-enough', reports: left } as const;
    known.copies = copies;
    return { outcome: 'ready', copies: view } as const;
  }

  return {
    async hold(request, sender) {
      const { id } = request;
      // A gate that heard nothing asks again: the first answer counts for both.
      const earlier = answers.get(id);
      if (earlier) return earlier.tabId === sender.tabId ? earlier.answer : { outcome: 'refuse' };
      const { tabId } = sender;
      running.set(id, { tabId, jobs: [] });
      const begin = async (): Promise<HoldAnswer> => {
        const asked = await load(id);
        if (!asked) return takeUp(request, sender);
        if (asked.tabId !== tabId) return { outcome: 'refuse' };
        if (asked.decision) return missed(id, asked);
        // The background was restarted meanwhile: the files are here again.
        if (needsFiles(asked.view) && !held.has(id))
          held.set(id, { items: request.items, copies: undefined });
        await ask(asked.tabId, asked.frameId, asked.view);
        return { outcome: 'asked' };
      };
      const answer = awake(begin()).finally(() => {
        running.delete(id);
        answers.delete(id);
      });
      answers.set(id, { tabId, answer });
      return answer;
    },

    async status(id, sender) {
      if (running.get(id)?.tabId === sender.tabId) return { outcome: 'asked' };
      const asked = await load(id);
      // What it was asked is lost (session storage, an end in the wrong moment): the gate has the files, and begins anew.
      if (!asked) return { outcome: 'unknown' };
      if (asked.tabId !== sender.tabId) return { outcome: 'refuse' };
      if (!asked.decision) return { outcome: 'asked' };
      const answer = await missed(id, asked);
      await forget(id);
      return answer;
    },

    async cancel(id, sender) {
      const inspected = running.get(id);
      if (inspected && inspected.tabId === sender.tabId) {
        running.delete(id);
        await Promise.all(inspected.jobs.map((job) => inspector.cancel(job)));
      }
      const asked = await load(id);
      if (asked && asked.tabId === sender.tabId) await giveUp(id, asked);
    },

    async choose(choice, sender) {
      const { id } = choice;
      const asked = await load(id);
      if (!asked || asked.tabId !== sender.tabId || asked.decision) return;
      const { view } = asked;
      if (choice.choice === 'retry') {
        const again = view.state === 'failed';
        if (again) await recordEnd(id, asked, true);
        await beginAnew(id, again ? { ...asked, asking: asked.asking + 1 } : asked);
      } else if (choice.choice === 'send') {
        const { reason } = choice;
        if (!view.mayOverride || !view.reasons.includes(reason)) return;
        await decideOn(id, asked, { outcome: 'release', told: { outcome: 'sent-anyway', reason } });
      } else if (choice.choice === 'sendCopies') {
        if (!held.get(id)?.copies) return;
        await decideOn(id, { ...asked, copied: true }, { outcome: 'release', told: { outcome: 'cleaned' } });
      } else {
        const outcome = view.state === 'failed' ? 'failed' : 'taken-out';
        await decideOn(
          id,
          asked,
          { outcome: 'refuse', told: { outcome } },
          choice.choice === 'another' && view.mayChoose,
        );
      }
    },

    async falseAlarm(id, sender) {
      const asked = await load(id);
      if (!asked || asked.tabId !== sender.tabId || asked.decision || asked.falseAlarm) return;
      if (asked.view.state !== 'ask') return;
      await recorder.record(
        { ...factsOf(asked), outcome: 'false-alarm' },
        `${eventOf(id, asked)}-false-alarm`,
      );
      await store(id, { ...asked, falseAlarm: true });
    },

    async makeCopies(id, mask, sender) {
      const may = (view: WarningView) => (mask ? view.mayMask : view.mayClean);
      const asked = await load(id);
      if (!asked || asked.tabId !== sender.tabId || asked.decision || !may(asked.view)) {
        throw new Error('There is nothing held under this id of which copies may be made.');
      }
      const known = held.get(id);
      if (!known) {
        await beginAnew(id, asked);
        return { outcome: 'again' };
      }
      return awake(copiesOf(asked, known, mask));
    },

    async openLook(id, sender) {
      const asked = await load(id);
      if (!asked || asked.tabId !== sender.tabId || asked.decision || !asked.view.mayLook) return;
      const url = `${browser.runtime.getURL('/look.html' as '/')}#${id}`;
      await browser.windows.create({ url, type: 'popup', width: LOOK_WIDTH, height: LOOK_HEIGHT });
    },

    async lookAt(id) {
      const asked = await load(id);
      const known = held.get(id);
      if (!asked || !known || asked.decision) return { outcome: 'gone' };
      const settings = inspectionSettings((await policyReader.current()).policy);
      const places: Extract<LookView, { outcome: 'seen' }>['places'] = [];
      for (const [at, report] of asked.view.reports.entries()) {
        const finding = placeOf(report);
        const item = known.items[asked.items[at] as number];
        if (!finding || item?.kind !== 'file') continue;
        const job = crypto.randomUUID();
        const { name, bytes } = item;
        const { where } = finding;
        const look = await awake(inspector.look({ job, name, bytes, where, ...settings }));
        places.push({ finding, look: look ?? undefined });
      }
      return { outcome: 'seen', places };
    },

    async release(id, codes, sender) {
      const asked = await load(id);
      const { hashes = [], view } = asked ?? {};
      if (!asked || !view?.mayRelease || asked.tabId !== sender.tabId || asked.decision) {
        throw new Error('There is nothing held under this id that a second person may release.');
      }
      const taken = await desk.take(hashes, view.site.host, codes);
      if (taken.outcome === 'refused') return taken;
      const told = { outcome: 'released', releases: taken.references } as const;
      await decideOn(id, asked, { outcome: 'release', told });
      return { outcome: 'released' };
    },

    async forgetTab(tabId) {
      const inspected = [...running].filter(([, of]) => of.tabId === tabId);
      for (const [id] of inspected) running.delete(id);
      const jobs = inspected.flatMap(([, of]) => of.jobs);
      await Promise.all(jobs.map((job) => inspector.cancel(job).catch(() => undefined)));
      const gone = [...(await loadAll())].filter(([, asked]) => asked.tabId === tabId);
      // Recorded first: the background may end in between, and nobody else comes by here.
      for (const [id, asked] of gone) {
        await recordEnd(id, asked);
        await forget(id);
      }
    },

    async settle() {
      const tabs: { id?: number | undefined }[] = await browser.tabs.query({});
      const there = new Set(tabs.map(({ id }) => id));
      // Closed in the moment in which the background ended.
      const closed = new Set([...(await loadAll()).values()].map(({ tabId }) => tabId));
      for (const tabId of closed) if (!there.has(tabId)) await this.forgetTab(tabId);
      await recorder.settle(isHeld);
    },

    async busy() {
      if (running.size > 0) return true;
      // What is decided waits for nobody: the gate may be gone.
      return [...(await loadAll()).values()].some(({ decision }) => !decision);
    },
  };
}

/** Of the Event of an asking: the same for whoever tells it, so that what is told twice is recorded once. */
const eventId = (id: string, asking: number) => (asking === 0 ? id : `${id}.${asking}`);
const eventOf = (id: string, { asking }: Asked) => eventId(id, asking);
const holdOf = (event: string) => event.replace(/\.\d+$/, '');

/** What comes now is another asking: the user had it tried again, or nobody seemed to wait for an answer any more. */
const isPast = ({ event, again }: Found) => again || isPolicyEvent(event) || event.outcome === 'abandoned';

/** Copies that are lost release nothing. */
const isRefusal = ({ event }: Found) =>
  !isPolicyEvent(event) && event.verdict !== 'allow' && REFUSALS.includes(event.outcome);
const REFUSALS: readonly string[] = ['taken-out', 'failed', 'cleaned'] satisfies Outcome[];

/** The gate answers with null; where nobody knew of the hold there is no answer. */
const isHeard = (answer: unknown) => answer === null;

/** What is recorded if no answer comes. */
function unansweredOutcome({ view }: Asked): 'failed' | 'abandoned' {
  return view.state === 'failed' ? 'failed' : 'abandoned';
}

/**
 * Does a click in the warning, which stands in the top frame, let a picker open in the frame that holds? Browsers allow
 * that within one origin.
 */
function isWithinReach({ frameId, frameUrl, tabUrl }: PageSender): boolean {
  return frameId === 0 || (URL.canParse(frameUrl) && new URL(frameUrl).origin === originOf(tabUrl));
}

const originOf = (url: string) => (URL.canParse(url) ? new URL(url).origin : undefined);

/** What the record is told of a hold that the user was asked about, but for how it ended. */
function factsOf({ view, verdict, files, fileNames }: Asked): Omit<EventFacts, 'outcome'> {
  const { host, kind } = view.site;
  return { verdict, site: { host, kind }, reports: view.reports, files, fileNames };
}

/** Are the files wanted once more while the user is being asked? */
const needsFiles = ({ mayClean, mayMask, mayLook }: WarningView): boolean =>
  Boolean(mayClean || mayMask || mayLook);

/** `.xlsx` of `a.xlsx`; '' without one. */
function endingOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot) : '';
}

function worst(reports: readonly Report[]): VerdictKind {
  return VERDICTS[Math.max(0, ...reports.map((report) => VERDICTS.indexOf(report.verdict)))] ?? 'allow';
}

/** The gravest place in a file that can be looked at. */
function placeOf({ findings }: Report): Finding | undefined {
  return findings.find((finding) => familyOf(finding.rule) === 'people' && canLook(finding));
}

function byWorst(a: Report, b: Report): number {
  const [first] = a.findings;
  const [second] = b.findings;
  return (
    VERDICTS.indexOf(b.verdict) - VERDICTS.indexOf(a.verdict) ||
    (first && second ? byGravity(first, second) : 0)
  );
}
