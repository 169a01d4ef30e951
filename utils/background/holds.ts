// Every hold from its begin to its end: inspect, judge, ask where need be, tell the gate. What each step takes is in hold/.
import { browser } from 'wxt/browser';
import type { PageSender } from '../messages/messages.ts';
import type {
  Choice,
  CopiesView,
  HeldItem,
  HoldAnswer,
  HoldRequest,
  LookView,
  ReleaseView,
} from '../messages/protocol.ts';
import type { PolicyReader } from '../policy/managed.ts';
import { siteOfFrame } from '../policy/site.ts';
import { isAbout } from '../record/event.ts';
import type { Recorder } from '../record/record.ts';
import type { ReleaseDesk } from '../release/desk.ts';
import { fileHash } from '../release/hash.ts';
import type { CopyKind } from '../remedy/remedy.ts';
import { ask } from './ask.ts';
import { type Asked, factsOf, mayCopy, needsFiles, unansweredOutcome } from './hold/asked.ts';
import { awake } from './hold/awake.ts';
import { makeCopies } from './hold/copies.ts';
import { createDecisions } from './hold/decided.ts';
import { inspectAll, jobsOf } from './hold/inspected.ts';
import { createKept, heldFilesOf } from './hold/kept.ts';
import { lookAt, openLook } from './hold/look.ts';
import { eventId, eventOf, isHeld, isRefusal, recordEnd, type Turn, turnFrom } from './hold/told.ts';
import { flaggedOf, goesInParts, stayingOf, viewOf, worst } from './hold/view.ts';
import type { Inspector } from './inspector.ts';
import type { Released } from './released.ts';

export interface Holds {
  hold(request: HoldRequest, sender: PageSender): Promise<HoldAnswer>;
  status(id: string, sender: PageSender): Promise<HoldAnswer>;
  cancel(id: string, sender: PageSender): Promise<void>;
  choose(choice: Choice, sender: PageSender): Promise<void>;
  /** Makes cleaned copies of all that was found, to be sent when the user says so. */
  makeCopies(id: string, kind: CopyKind, sender: PageSender): Promise<CopiesView>;
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

const range = (length: number) => Array.from({ length }, (_, at) => at);

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
  const kept = createKept();
  const decisions = createDecisions(kept, recorder, released);

  /** What this sender's tab is asked, and has not answered. */
  async function undecided(id: string, { tabId }: PageSender): Promise<Asked | undefined> {
    const asked = await kept.load(id);
    return asked?.tabId === tabId && !asked.decision ? asked : undefined;
  }

  /**
   * Nothing is kept of this hold but, perhaps, what the record says: a background ended over it, and session storage had
   * taken nothing, or it was told and the gate did not hear it.
   */
  async function takeUp(request: HoldRequest, sender: PageSender): Promise<HoldAnswer> {
    const turn = await turnFrom(recorder, request.id, request.asking ?? 0);
    return turn.told && isRefusal(turn.told) ? { outcome: 'refuse' } : judge(request, turn, sender);
  }

  async function judge(request: HoldRequest, begun: Turn, sender: PageSender): Promise<HoldAnswer> {
    const { policy } = await policyReader.current();
    const site = siteOfFrame(sender.frameUrl, sender.tabUrl, policy);
    if (!site.guarded) return { outcome: 'release' };

    running.get(request.id)?.jobs.push(...jobsOf(request));
    const { judged, failed } = await inspectAll(inspector, request, policy, site);
    if (!running.has(request.id)) return { outcome: 'refuse' };

    const reports = judged.map(({ report }) => report);
    const digests = await released.digests(request.items);
    const files = request.items.length;
    const fileNames = request.items.flatMap(({ kind, name }) => (kind === 'file' ? [name] : []));
    const verdict = failed.length > 0 && policy.mode !== 'observe' ? 'block' : worst(reports);
    if (verdict === 'allow') {
      const found = reports.some((report) => report.findings.length > 0);
      // Where nobody is asked, a failure shows in the record only.
      const outcome =
        failed.length > 0 ? 'failed' : policy.mode === 'observe' && found ? 'observed' : 'allowed';
      const facts = { outcome, verdict, site, reports, files, fileNames } as const;
      await recorder.record(facts, eventId(request.id, begun.asking));
      await released.remember(digests);
      return { outcome: 'release' };
    }

    const flagged = flaggedOf(judged);
    const { tabId, frameId } = sender;
    const staying = goesInParts(request.channel) ? stayingOf(judged) : [];
    const asked: Asked = {
      tabId,
      frameId,
      askedIn: 0,
      view: viewOf(
        request,
        sender,
        { policy, site },
        {
          flagged,
          failed,
          verdict,
          staying: staying.length,
        },
      ),
      verdict,
      files,
      fileNames,
      items: flagged.map(({ at }) => at),
      digests,
      staying: {
        items: staying,
        digests: await released.digests(staying.map((at) => request.items[at] as HeldItem)),
      },
      asking: begun.asking,
    };
    // What was decided holds for the same things. Of others (another policy, for one) it has to be asked.
    let turn = begun;
    while (turn.told && !isAbout(turn.told.event, { ...factsOf(asked), outcome: unansweredOutcome(asked) }))
      turn = await turnFrom(recorder, request.id, turn.asking + 1);
    if (turn.told) {
      if (isRefusal(turn.told)) return { outcome: 'refuse' };
      await released.remember(digests);
      return { outcome: 'release' };
    }
    asked.asking = turn.asking;
    return askUser(request, asked);
  }

  async function askUser({ id, items }: HoldRequest, asked: Asked): Promise<HoldAnswer> {
    const { tabId, frameId, view } = asked;
    if (view.mayRelease) {
      // Now, while the files are at hand: the code comes minutes later.
      asked.hashes = await Promise.all(asked.items.map((at) => fileHash((items[at] as HeldItem).bytes)));
      // What cannot be noted must not keep the warning away.
      await desk.noteHeld(asked.hashes).catch(() => undefined);
    }
    if (needsFiles(view)) kept.files.set(id, heldFilesOf(items));
    // Stored first: the answer may come before `ask` has returned.
    await kept.store(id, asked);
    const event = eventOf(id, asked);
    const unanswered = { ...factsOf(asked), outcome: unansweredOutcome(asked) };
    await recorder.open(unanswered, event, { tabId, frameId });
    try {
      const askedIn = await ask(tabId, frameId, view);
      const now = askedIn === 0 ? undefined : await kept.load(id);
      if (now) await kept.store(id, { ...now, askedIn });
    } catch (error) {
      // The gate comes again with it, and then it may well be asked: this is no end of it.
      await recorder.record({ ...factsOf(asked), outcome: 'failed' }, `${event}-unasked`);
      await recorder.close(event);
      await kept.forget(id);
      throw error;
    }
    // Given up in the meantime: nobody would answer.
    if (!running.has(id)) {
      await decisions.giveUp(id, asked);
      return { outcome: 'refuse' };
    }
    return { outcome: 'asked' };
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
        const asked = await kept.load(id);
        if (!asked) return takeUp(request, sender);
        if (asked.tabId !== tabId) return { outcome: 'refuse' };
        if (asked.decision) return decisions.missed(id, asked);
        // The background was restarted meanwhile: the files are here again.
        if (needsFiles(asked.view) && !kept.files.has(id)) kept.files.set(id, heldFilesOf(request.items));
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
      const asked = await kept.load(id);
      // What it was asked is lost (session storage, an end in the wrong moment): the gate has the files, and begins anew.
      if (!asked) return { outcome: 'unknown' };
      if (asked.tabId !== sender.tabId) return { outcome: 'refuse' };
      if (!asked.decision) return { outcome: 'asked' };
      const answer = await decisions.missed(id, asked);
      await kept.forget(id);
      return answer;
    },

    async cancel(id, sender) {
      const inspected = running.get(id);
      if (inspected && inspected.tabId === sender.tabId) {
        running.delete(id);
        await Promise.all(inspected.jobs.map((job) => inspector.cancel(job)));
      }
      const asked = await kept.load(id);
      if (asked && asked.tabId === sender.tabId) await decisions.giveUp(id, asked);
    },

    async choose(choice, sender) {
      const { id } = choice;
      const asked = await undecided(id, sender);
      if (!asked) return;
      const { view } = asked;
      if (choice.choice === 'retry') {
        const again = view.state === 'failed';
        if (again) await recordEnd(recorder, id, asked, true);
        await decisions.beginAnew(id, again ? { ...asked, asking: asked.asking + 1 } : asked);
      } else if (choice.choice === 'send') {
        const { reason } = choice;
        if (!view.mayOverride || !view.reasons.includes(reason)) return;
        const told = { outcome: 'sent-anyway', reason } as const;
        const copies = choice.kind && (await kept.files.get(id)?.copies.get(choice.kind));
        if (choice.kind && !copies) return;
        const with_ = choice.kind ? { copies: choice.kind } : {};
        await decisions.decide(id, asked, { outcome: 'release', told, ...with_ });
      } else if (choice.choice === 'sendCopies') {
        const { kind } = choice;
        const copies = await kept.files.get(id)?.copies.get(kind);
        if (!copies?.replacements.length || (copies.without.length > 0 && !view.mayPart)) return;
        const { without } = copies;
        const told = { outcome: 'cleaned' } as const;
        await decisions.decide(id, asked, { outcome: 'release', told, copies: kind, without });
      } else {
        const told = { outcome: view.state === 'failed' ? 'failed' : 'taken-out' } as const;
        const another = choice.choice === 'another' && view.mayChoose === true;
        const { staying } = asked;
        if (another || staying.items.length === 0) {
          await decisions.decide(id, asked, { outcome: 'refuse', told }, another);
        } else {
          const without = range(asked.files).filter((at) => !staying.items.includes(at));
          await decisions.decide(id, asked, { outcome: 'release', told, without });
        }
      }
    },

    async falseAlarm(id, sender) {
      const asked = await undecided(id, sender);
      if (!asked || asked.falseAlarm || asked.view.state !== 'ask') return;
      const event = `${eventOf(id, asked)}-false-alarm`;
      await recorder.record({ ...factsOf(asked), outcome: 'false-alarm' }, event);
      await kept.store(id, { ...asked, falseAlarm: true });
    },

    async makeCopies(id, kind, sender) {
      const asked = await undecided(id, sender);
      if (!asked || !mayCopy(asked.view, kind)) {
        throw new Error('There is nothing held under this id of which copies may be made.');
      }
      const files = kept.files.get(id);
      if (!files) {
        await decisions.beginAnew(id, asked);
        return { outcome: 'again' };
      }
      const { policy } = await policyReader.current();
      let copies = files.copies.get(kind);
      if (!copies) {
        copies = awake(makeCopies(inspector, policy, asked, files, kind));
        files.copies.set(kind, copies);
        // What came to no end is tried anew when it is asked for again.
        copies.catch(() => files.copies.delete(kind));
      }
      return { outcome: 'tried', mends: (await copies).mends };
    },

    async openLook(id, sender) {
      const asked = await undecided(id, sender);
      if (asked?.view.mayLook) await openLook(id);
    },

    async lookAt(id) {
      const asked = await kept.load(id);
      const files = kept.files.get(id);
      if (!asked || !files || asked.decision) return { outcome: 'gone' };
      return lookAt(inspector, (await policyReader.current()).policy, asked, files);
    },

    async release(id, codes, sender) {
      const asked = await undecided(id, sender);
      if (!asked?.view.mayRelease) {
        throw new Error('There is nothing held under this id that a second person may release.');
      }
      const taken = await desk.take(asked.hashes ?? [], asked.view.site.host, codes);
      if (taken.outcome === 'refused') return taken;
      const told = { outcome: 'released', releases: taken.references } as const;
      await decisions.decide(id, asked, { outcome: 'release', told });
      return { outcome: 'released' };
    },

    async forgetTab(tabId) {
      const inspected = [...running].filter(([, of]) => of.tabId === tabId);
      for (const [id] of inspected) running.delete(id);
      const jobs = inspected.flatMap(([, of]) => of.jobs);
      await Promise.all(jobs.map((job) => inspector.cancel(job).catch(() => undefined)));
      const gone = [...(await kept.loadAll())].filter(([, asked]) => asked.tabId === tabId);
      // Recorded first: the background may end in between, and nobody else comes by here.
      for (const [id, asked] of gone) {
        await recordEnd(recorder, id, asked);
        await kept.forget(id);
      }
    },

    async settle() {
      const tabs: { id?: number | undefined }[] = await browser.tabs.query({});
      const there = new Set(tabs.map(({ id }) => id));
      // Closed in the moment in which the background ended.
      const closed = new Set([...(await kept.loadAll()).values()].map(({ tabId }) => tabId));
      for (const tabId of closed) if (!there.has(tabId)) await this.forgetTab(tabId);
      await recorder.settle((event) => isHeld(kept, event));
    },

    async busy() {
      if (running.size > 0) return true;
      // What is decided waits for nobody: the gate may be gone.
      return [...(await kept.loadAll()).values()].some(({ decision }) => !decision);
    },
  };
}
