// What a channel of the gate is: one door by which files or text enter or leave a page, held in the isolated world.
import type { Channel, HeldItem } from '../messages/protocol.ts';
import type { Judge, Outcome } from './judge.ts';
import type { Known } from './known.ts';
import type { PageLink } from './page-link.ts';

/** What every channel works with. One a frame. */
export interface Gate {
  judge: Judge;
  known: Known;
  /** The adapter in the page's world. */
  page: PageLink;
  /**
   * Runs `replay` after the replays of everything that was held before, so that things reach the page in the order in
   * which they came. Call it when the hold begins; `ready` says when its own verdict is there.
   */
  inOrder(ready: Promise<unknown>, replay: () => void | Promise<void>): void;
  /** Aborted when the gate of an updated extension has taken this one's place in the page. */
  over: AbortSignal;
  /** Holds on file inputs that are under way, and whether they end in a release: a form that is sent meanwhile waits. */
  inputHolds: Map<HTMLInputElement, Promise<boolean>>;
  /** Dispatches an event that brings the page what was released to it; the channels let this one event through. */
  replay(dispatch: () => boolean): boolean;
  /** Is it such an event? */
  isReplay(event: Event): boolean;
  /** Tells the user that something was refused because it can't be read to its end. */
  tellUnread(names: string[]): void;
  /** Gets the inspector ready while the user is picking. */
  prepare(): void;
}

/**
 * What a channel does at each type of event that it is about: in capture, on the window or on a shadow root whose events the
 * window does not get. Scripts dispatch events by the thousand, so whatever needs a user asks `isTrusted` first.
 */
export type GateChannel = Record<string, (gate: Gate, event: Event) => void>;

/** What an event is about, within open shadow trees too. The path is asked for only where it says more, because it is dear. */
export function innermost(event: Event): EventTarget | null {
  const { target } = event;
  return target instanceof Element && target.shadowRoot ? event.composedPath()[0]! : target;
}

export function stop(event: Event): void {
  event.stopImmediatePropagation();
  event.preventDefault();
}

export function heldFiles(files: Iterable<File>): HeldItem[] {
  return Array.from(files, (file) => ({
    name: file.webkitRelativePath || file.name,
    kind: 'file',
    bytes: file,
  }));
}

export function heldText(name: string, text: string): HeldItem {
  return { name, kind: 'text', bytes: new Blob([text], { type: 'text/plain' }) };
}

/** The items that are not known by their bytes: for what comes from the page, never for what the user chooses. */
export async function unknownOf(gate: Gate, items: HeldItem[]): Promise<HeldItem[]> {
  const known = await Promise.all(
    items.map(async ({ kind, bytes }) => kind === 'file' && (await gate.known.hasBytes(bytes))),
  );
  return items.filter((_, index) => !known[index]);
}

const asked = new Map<string, Promise<Outcome>>();

/**
 * Has `items` judged. The same `texts` that go by two ways at once (a draft that a page saves as its form is sent) are
 * asked about once, if nothing else goes with them.
 */
export async function judgeWith(
  gate: Gate,
  channel: Channel,
  items: HeldItem[],
  texts: string[],
  signal?: AbortSignal,
): Promise<Outcome> {
  const key = texts.join('\n');
  const alone = items.length === texts.length;
  const before = alone && asked.get(key);
  const other = before && (await before);
  // The page may have given that one up.
  if (other && other.outcome !== 'cancelled') return other;
  const outcome = gate.judge(channel, items, signal);
  if (alone) asked.set(key, outcome);
  return outcome.finally(() => asked.delete(key));
}

/** Has what was dropped or pasted judged. Where a script does that with files that are known, it is no new choice. */
export async function judgeGiven(
  gate: Gate,
  channel: Channel,
  { isTrusted }: Event,
  files: File[],
): Promise<Outcome> {
  const items = heldFiles(files);
  if (!isTrusted && (await unknownOf(gate, items)).length === 0)
    return { outcome: 'release', replacements: new Map() };
  return gate.judge(channel, items);
}

/** The files that go on: without those that are taken out, with copies in place of originals. */
export function goingOf(files: readonly File[], { replacements, without }: Outcome): File[] {
  return files.flatMap((file, at) => (without?.includes(at) ? [] : [replacements.get(at) ?? file]));
}

/** A DataTransfer with these files; its `files` is a FileList that an input takes. */
export function transferOf(files: Iterable<File>): DataTransfer {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  return transfer;
}
