// Asks the background to judge what is held, and waits as long as it takes: an answer that is late, a background that
// has died or an extension that was updated never releases anything. What goes wrong is told to the user by the notice.
import type { AnswerOf, Channel, HeldItem, HoldAnswer, HoldOutcome } from '../messages/protocol.ts';
import { takeOver } from './copies.ts';
import type { Notice, Trouble } from './notice.ts';
import { Invalidated, onMessage, send } from './runtime.ts';
import type { Status } from './status.ts';
import { readWords } from './words.ts';

/** What came of a hold. `cancelled`: the page or the user gave it up before there was a verdict. */
export interface Outcome {
  outcome: 'release' | 'refuse' | 'cancelled';
  /** Cleaned copies to go in place of the originals, by index into the items. */
  replacements: Map<number, File>;
  /** Released without these, by index into the items. */
  without?: readonly number[] | undefined;
  /** The user wants to choose another file in place of what was refused. */
  another?: boolean;
}

export type Judge = (channel: Channel, items: HeldItem[], signal?: AbortSignal) => Promise<Outcome>;

/** How long the gate waits before it asks again, or tells the user; in milliseconds. */
export interface Patience {
  /** Between two `holdStatus` while the user is being asked. */
  poll: number;
  /** Before a message that found nobody is sent again. */
  retry: number;
  /** Attempts that fail before the user is told; the gate goes on trying afterwards. */
  attempts: number;
  /** The longest pause between two of those. */
  longest: number;
  /** Without an answer, until the background is asked whether it is still at it; and how often it may say so. */
  silence: number;
  silences: number;
  /** Until a check that is under way is shown. */
  status: number;
}

const PATIENCE: Patience = {
  poll: 3_000,
  retry: 700,
  attempts: 4,
  longest: 12_000,
  silence: 30_000,
  silences: 30,
  status: 400,
};

/** `crypto.randomUUID` is missing on pages that came over plain http. */
function newId(): string {
  const words = crypto.getRandomValues(new Uint32Array(4));
  return Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('');
}

const ANSWERS: readonly unknown[] = [
  'release',
  'refuse',
  'asked',
  'unknown',
] satisfies HoldAnswer['outcome'][];

function isAnswer(answer: HoldAnswer | null | undefined): answer is HoldAnswer {
  return ANSWERS.includes(answer?.outcome);
}

const OUTCOMES: readonly unknown[] = ['release', 'refuse', 'retry'] satisfies HoldOutcome['outcome'][];

/** Anything else is no word of our background. */
export function isOutcome(data: unknown): data is HoldOutcome {
  const {
    id,
    outcome,
    replacements = [],
    without = [],
    another = false,
    asking = 0,
  } = (data ?? {}) as Partial<HoldOutcome>;
  return (
    typeof id === 'string' &&
    OUTCOMES.includes(outcome) &&
    typeof another === 'boolean' &&
    Array.isArray(without) &&
    [asking, ...without].every(Number.isInteger) &&
    asking >= 0 &&
    Array.isArray(replacements) &&
    replacements.every(
      (entry) => Number.isInteger(entry?.index) && typeof entry.file?.arrayBuffer === 'function',
    )
  );
}

/** Is this a question whether a hold is still held? */
const isHold = (data: unknown): data is { id: string } =>
  typeof (data as { id?: unknown } | null)?.id === 'string';

/** How what is released differs from what is held. */
type Going = Pick<HoldOutcome, 'replacements'> & Pick<Outcome, 'without'>;

interface Hold {
  settle(outcome: Outcome['outcome'], going?: Going, another?: boolean): void;
  /** The outcome is here, and copies are being read: nothing else is heard any more. */
  close(): void;
  /** The same items are wanted once more under the same id; where the user has it tried again, with the number of that. */
  again(asking?: number): void;
  cancel(): void;
}

/** One judge a frame. `notice` is shown when no verdict can be had, `status` while one is awaited; `cancelAll` when the page goes away. */
export function createJudge(
  notice: Notice,
  status: Status,
  patience: Patience = PATIENCE,
): { judge: Judge; cancelAll(): void } {
  const holds = new Map<string, Hold>();

  let hearing = false;
  /** From the first hold on: the browser's messages cost a page more at document_start than all the rest of the gate. */
  const hear = () => {
    if (hearing) return;
    hearing = true;
    onMessage('holdOutcome', isOutcome, ({ id, outcome, another, asking, ...going }) => {
      const hold = holds.get(id);
      if (outcome === 'retry') hold?.again(asking);
      else if (another) hold?.settle('refuse', undefined, true);
      else if (hold) void conclude(hold, outcome, going);
      return hold !== undefined;
    });
    onMessage('holdStill', isHold, ({ id }) => holds.has(id));
  };

  /** What cannot be read any more releases nothing. */
  async function conclude(
    hold: Pick<Hold, 'settle' | 'close'>,
    outcome: 'release' | 'refuse',
    { replacements, without }: Going,
  ): Promise<void> {
    hold.close();
    try {
      hold.settle(outcome, { replacements: await takeOver(replacements), without });
    } catch {
      hold.settle('refuse');
    }
  }

  const judge: Judge = (channel, items, signal) =>
    new Promise((resolve) => {
      const id = newId();
      let over = false;
      let closed = false;
      let asking = 0;
      let timer: ReturnType<typeof setTimeout> | undefined;
      let shown: { close(): void } | undefined;
      let waiting: ReturnType<typeof setTimeout> | undefined;
      let busy: { close(): void } | undefined;
      const names = items.map((item) => item.name).filter((name) => name !== '');

      /** The inspection begins: what takes longer than a moment is shown. */
      const begin = () => {
        end();
        waiting = setTimeout(() => {
          busy = status.show(names, giveUp);
        }, patience.status);
      };
      const end = () => {
        clearTimeout(waiting);
        busy?.close();
        shown?.close();
        busy = shown = undefined;
      };

      const settle: Hold['settle'] = (outcome, { replacements = [], without } = {}, another = false) => {
        if (over) return;
        over = true;
        clearTimeout(timer);
        clearTimeout(silence);
        end();
        holds.delete(id);
        const files = new Map(replacements.map((entry) => [entry.index, entry.file]));
        resolve({ outcome, replacements: files, without, another });
      };
      const close = () => {
        closed = true;
      };
      /** Nobody may be there to hear it: then there is nothing to cancel either. */
      const withdraw = () => {
        send('holdCancel', { id }).catch(() => undefined);
      };
      /** The user takes it out. */
      const giveUp = () => {
        withdraw();
        settle('refuse');
      };
      const tell = (trouble: Trouble) => {
        if (over || shown) return;
        end();
        shown = notice.show(trouble, names, giveUp);
      };
      const later = (step: () => void, ms: number) => {
        clearTimeout(timer);
        if (!over) timer = setTimeout(step, ms);
      };

      let failures = 0;
      const step = async (name: 'hold' | 'holdStatus') => {
        try {
          const answer: AnswerOf<'hold'> | null =
            name === 'hold'
              ? await send('hold', { id, channel, items, asking })
              : await send('holdStatus', { id });
          if (over || closed) return;
          if (!isAnswer(answer)) throw new Error('no answer');
          // What was asked is lost, and so is the warning: the files are still here.
          if (answer.outcome === 'unknown') {
            begin();
            return void step('hold');
          }
          failures = 0;
          clearTimeout(silence);
          end();
          if (answer.outcome !== 'asked') {
            // The outcome that comes by itself carries the cleaned copies: it may be a moment behind.
            const { outcome } = answer;
            const going = answer.outcome === 'release' ? answer : {};
            if (name === 'holdStatus') later(() => void conclude({ settle, close }, outcome, going), 250);
            else await conclude({ settle, close }, outcome, going);
          } else later(() => step('holdStatus'), patience.poll);
        } catch (error) {
          if (over || closed) return;
          if (error instanceof Invalidated) return tell('invalidated');
          failures += 1;
          if (failures >= patience.attempts) tell('unanswered');
          // A background that was restarted knows nothing of this hold, so it is asked anew: at once, then ever more seldom.
          const beyond = Math.max(0, failures - patience.attempts);
          later(() => step('hold'), Math.min(patience.retry * 2 ** beyond, patience.longest));
        }
      };

      /**
       * A thousand files take their time; a background that does not even say so is another matter, and one that knows nothing of
       * this: its answer was lost, and is asked for anew.
       */
      let heard = true;
      const onSilence = (left: number) => {
        silence = setTimeout(onSilence, patience.silence, left - 1);
        if (!heard || left <= 0) tell('unanswered');
        if (!heard) void step('hold');
        heard = false;
        send('holdStatus', { id })
          .then((answer) => {
            heard = answer?.outcome === 'asked';
          })
          .catch(() => undefined);
      };
      let silence = setTimeout(onSilence, patience.silence, patience.silences);
      const cancel = () => {
        if (over) return;
        withdraw();
        settle('cancelled');
      };
      signal?.addEventListener('abort', cancel);
      if (signal?.aborted) return settle('cancelled');
      holds.set(id, {
        settle,
        close,
        cancel,
        again(number = asking) {
          asking = number;
          clearTimeout(timer);
          begin();
          void step('hold');
        },
      });
      hear();
      readWords();
      begin();
      void step('hold');
    });

  return {
    judge,
    cancelAll() {
      for (const hold of holds.values()) hold.cancel();
    },
  };
}
