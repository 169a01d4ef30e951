// What is only needed once something is held: asking the background, the status, replays. It is a script of its own, which the
// background brings into the frame with the first hold, or when the user is about to pick a file: most pages never have
// one. The two meet on the global of the isolated world, which no page sees. Until it is there what is held stays held,
// and where it does not come the user is told.
import type { AnswerOf, HeldItem } from '../messages/protocol.ts';
import type { Gate } from './channel.ts';
import type { Dropped } from './held/drop.ts';
import type { Judge, Outcome } from './held/judge.ts';
import type { Pasted } from './held/paste.ts';
import type { Notice, Trouble } from './notice.ts';
import { Invalidated, newId, send } from './runtime.ts';
import type { Stood } from './stood.ts';

/** A hold that the background was asked about already. */
export interface Begun {
  id: string;
  answer: Promise<AnswerOf<'hold'>>;
}

/** What a replay is once its verdict is there. */
export type Replay = () => void;

/** What the second script brings. */
export interface Held {
  judge: Judge;
  /** When the page goes away. */
  cancelAll(): void;
  /** Has what is written in a field judged before it is sent. */
  ahead(field: Element): Promise<void>;
  drop(dropped: Dropped): Promise<Replay>;
  paste(pasted: Pasted): Promise<Replay>;
  /** Calls `send` with the form as it stood, and then leaves everything as the page has it. */
  asItStood(stood: Stood, send: () => void): void;
  /** The items that are not known by their bytes: for what comes from the page, never for what the user chooses. */
  unknownOf(items: HeldItem[]): Promise<HeldItem[]>;
}

type MakeHeld = (gate: Gate, notice: Notice) => Held;

const KEY = Symbol.for('cordon.held');
const world = globalThis as { [KEY]?: MakeHeld };

/** For the second script. */
export function offerHeld(make: MakeHeld): void {
  world[KEY] ??= make;
}

/** Of what is held while the second script does not come, in milliseconds: until the user is told, and the longest pause. */
const TELL_AFTER = 2_500;
const PAUSE = 700;
const LONGEST = 12_000;
/** A background that does not answer at all is asked once more after this, in milliseconds. */
const SILENCE = 30_000;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export function createFront(
  gate: () => Gate,
  notice: Notice,
): Pick<Gate, 'judge' | 'held'> & { bring(): Promise<Held | undefined>; cancelAll(): void } {
  let made: Held | undefined;
  let asked: Promise<unknown> | undefined;
  /** How often the page went away. */
  let left = 0;

  const here = () => {
    made ??= world[KEY]?.(gate(), notice);
    return made;
  };
  const bring = async () => {
    if (here()) return made;
    asked ??= send('bringHeld', null).finally(() => {
      asked = undefined;
    });
    await asked;
    return here();
  };
  const held = async (names: string[]): Promise<Held | undefined> => {
    const page = left;
    const begun = performance.now();
    let over = false;
    let shown: { close(): void } | undefined;
    for (let pause = PAUSE; !here() && !over && page === left; pause = Math.min(2 * pause, LONGEST)) {
      let trouble: Trouble | undefined;
      await Promise.race([bring(), sleep(SILENCE)]).catch((error: unknown) => {
        if (error instanceof Invalidated) trouble = 'invalidated';
      });
      if (here()) break;
      if (performance.now() - begun > TELL_AFTER) trouble ??= 'unanswered';
      if (trouble)
        shown ??= notice.show(trouble, names, () => {
          over = true;
        });
      await sleep(pause);
    }
    shown?.close();
    return over || page !== left ? undefined : made;
  };

  return {
    held,
    bring,
    async judge(channel, items, signal) {
      if (here()) return made!.judge(channel, items, signal);
      const id = newId();
      // Side by side with the script: a hold takes no longer for it.
      const answer = send('hold', { id, channel, items, asking: 0 });
      answer.catch(() => undefined);
      const names = items.map((item) => item.name).filter((name) => name !== '');
      const there = await held(names);
      if (there) return there.judge(channel, items, signal, { id, answer });
      send('holdCancel', { id }).catch(() => undefined);
      return { outcome: 'refuse', replacements: new Map() } satisfies Outcome;
    },
    cancelAll() {
      left += 1;
      made?.cancelAll();
    },
  };
}
