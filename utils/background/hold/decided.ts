// What comes of a decision: kept first, then recorded, then told to the gate, which may have to ask for it.
import { sendToFrame } from '../../messages/messages.ts';
import type { HoldAnswer, Replacement } from '../../messages/protocol.ts';
import type { Recorder } from '../../record/record.ts';
import type { Released } from '../released.ts';
import type { Asked, Decision } from './asked.ts';
import type { Kept } from './kept.ts';
import { isHeard, recordEnd } from './told.ts';

export interface Decisions {
  /** @param another the user wants to choose another file in its place. */
  decide(id: string, undecided: Asked, decision: Decision, another?: boolean): Promise<void>;
  /** What the gate is told when it asks for an outcome that it has missed. */
  missed(id: string, asked: Asked): Promise<HoldAnswer>;
  /** Nobody waits for an answer any more. Nothing was sent, and it still counts as a verdict. */
  giveUp(id: string, asked: Asked): Promise<void>;
  /** The gate begins anew, with the same files under the same id. */
  beginAnew(id: string, asked: Asked): Promise<void>;
}

/** How what is released differs from what is held. */
function goingOn(replacements: Replacement[], { without = [] }: Decision) {
  return {
    ...(replacements.length > 0 ? { replacements } : {}),
    ...(without.length > 0 ? { without } : {}),
  };
}

/** The frame may be gone with its warning: then there is nothing to close. */
async function lowerWarning(id: string, { tabId, askedIn }: Asked): Promise<void> {
  await sendToFrame(tabId, askedIn, 'warningClose', { id }).catch(() => undefined);
}

/** @see Decisions */
export function createDecisions(kept: Kept, recorder: Recorder, released: Released): Decisions {
  /** Cleaned copies as they were made; undefined where they are wanted and lost. */
  async function copiesFor(id: string, { copies }: Decision): Promise<Replacement[] | undefined> {
    if (!copies) return [];
    const made = await kept.files.get(id)?.copies.get(copies);
    return made?.replacements;
  }

  /** Copies that are lost release nothing. */
  async function answerOf(id: string, { decision }: Asked): Promise<HoldAnswer> {
    if (decision?.outcome !== 'release') return { outcome: 'refuse' };
    const replacements = await copiesFor(id, decision);
    return replacements ? { outcome: 'release', ...goingOn(replacements, decision) } : { outcome: 'refuse' };
  }

  /** By which the last line knows what goes on. */
  async function digestsOf(
    id: string,
    asked: Asked,
    replacements: readonly Replacement[],
  ): Promise<string[]> {
    const { without = [], copies } = asked.decision ?? {};
    if (!copies) return without.length > 0 ? asked.staying.digests : asked.digests;
    const changed = new Set([...without, ...replacements.map(({ index }) => index)]);
    const same = kept.files.get(id)?.items.filter((_, at) => !changed.has(at)) ?? [];
    return released.digests([...same, ...replacements.map(({ file }) => ({ bytes: file }))]);
  }

  return {
    // Kept before anything comes of it: whatever ends the background in between, it is decided, and only once.
    async decide(id, undecided, decision, another = false) {
      const asked = { ...undecided, decision };
      const { outcome } = decision;
      await kept.store(id, asked);
      await recordEnd(recorder, id, asked);
      const replacements = outcome === 'release' ? ((await copiesFor(id, decision)) ?? []) : [];
      if (outcome === 'release') await released.remember(await digestsOf(id, asked, replacements));
      const message = {
        id,
        outcome,
        ...(outcome === 'release' ? goingOn(replacements, decision) : {}),
        ...(another ? { another } : {}),
      };
      // A page may look where something was dropped (`elementFromPoint`), and must not find the warning there.
      if (outcome === 'release') await lowerWarning(id, asked);
      // A gate that is gone hears nothing; one that missed it asks.
      const telling = sendToFrame(asked.tabId, asked.frameId, 'holdOutcome', message);
      if (await telling.then(isHeard, () => false)) await kept.forget(id);
    },

    async missed(id, asked) {
      // The background may have ended before it came to this.
      await recordEnd(recorder, id, asked);
      const answer = await answerOf(id, asked);
      if (answer.outcome === 'release')
        await released.remember(await digestsOf(id, asked, answer.replacements ?? []));
      return answer;
    },

    async giveUp(id, asked) {
      await recordEnd(recorder, id, asked);
      await kept.forget(id);
      await lowerWarning(id, asked);
    },

    async beginAnew(id, { tabId, frameId, asking }) {
      // Forgotten first: the gate asks at once. One that hears nothing asks as well, and is told that nothing is known.
      await kept.forget(id);
      await sendToFrame(tabId, frameId, 'holdOutcome', { id, outcome: 'retry', asking });
    },
  };
}
