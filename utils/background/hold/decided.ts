// What comes of a decision: kept first, then recorded, then told to the gate, which may have to ask for it.
import { sendToFrame } from '../../messages/messages.ts';
import type { HoldAnswer } from '../../messages/protocol.ts';
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

/** @see Decisions */
export function createDecisions(kept: Kept, recorder: Recorder, released: Released): Decisions {
  /** Copies that are lost release nothing. */
  function answerOf(id: string, { decision, copied }: Asked): HoldAnswer {
    if (decision?.outcome !== 'release') return { outcome: 'refuse' };
    if (!copied) return { outcome: 'release' };
    const replacements = kept.files.get(id)?.copies;
    return replacements ? { outcome: 'release', replacements } : { outcome: 'refuse' };
  }

  return {
    // Kept before anything comes of it: whatever ends the background in between, it is decided, and only once.
    async decide(id, undecided, decision, another = false) {
      const asked = { ...undecided, decision };
      const { outcome } = decision;
      await kept.store(id, asked);
      await recordEnd(recorder, id, asked);
      const replacements = asked.copied ? kept.files.get(id)?.copies : undefined;
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
      const telling = sendToFrame(asked.tabId, asked.frameId, 'holdOutcome', message);
      if (await telling.then(isHeard, () => false)) await kept.forget(id);
    },

    async missed(id, asked) {
      // The background may have ended before it came to this.
      await recordEnd(recorder, id, asked);
      if (asked.decision?.outcome === 'release') await released.remember(asked.copied ? [] : asked.digests);
      return answerOf(id, asked);
    },

    async giveUp(id, asked) {
      await recordEnd(recorder, id, asked);
      await kept.forget(id);
      // The frame may be gone with its warning: then there is nothing to close.
      await sendToFrame(asked.tabId, asked.askedIn, 'warningClose', { id }).catch(() => undefined);
    },

    async beginAnew(id, { tabId, frameId, asking }) {
      // Forgotten first: the gate asks at once. One that hears nothing asks as well, and is told that nothing is known.
      await kept.forget(id);
      await sendToFrame(tabId, frameId, 'holdOutcome', { id, outcome: 'retry', asking });
    },
  };
}
