// The isolated world's end of the private channel to the adapter in the page's world (see bus.ts).
import type { Channel } from '../messages/protocol.ts';
import { HELLO, PROBE } from './bus.ts';
import { transferOf } from './channel.ts';
import { shadowRootOf } from './runtime.ts';
import * as TO_GATE from './to-gate.ts';
import * as TO_PAGE from './to-page.ts';

/** Something that the page's world asks to have judged: a request body, a message of a socket. */
export interface Ask {
  id: number;
  channel: Channel;
  texts: { name: string; text: string }[];
  files: File[];
}

/** What the gate does for the adapter. `ask` and `form` say within the call whether there is anything to wait for. */
export interface PageRequests {
  ask(ask: Ask): 'pass' | 'wait';
  form(id: number, form: EventTarget): 'pass' | 'wait' | 'late';
  cancel(id: number): void;
  guardInput(input: EventTarget): void;
  /** `input` or `change` of a file input, or within the shadow tree of a host. `wait`: it was held, or is a part of that. */
  chosen(input: EventTarget, type: 'input' | 'change'): 'pass' | 'wait';
  /** The page has emptied it, or filled it itself. */
  emptied(input: EventTarget): void;
  rearm(): void;
}

export interface PageLink {
  /** Is there an adapter in this frame? */
  readonly connected: boolean;
  /** Tells the adapter by which secret a later gate will ask for the bus. Again after `document.open`. */
  share(secret: string): void;
  settle(id: number, released: boolean): void;
  replace(id: number, index: number, file: File): void;
  /** The page has been given the files that are in `input` now. */
  given(input: EventTarget): void;
  keepDrop(id: number, transfer: DataTransfer): void;
  /** What scripts of the page add to this form when it is sent. */
  entries(form: EventTarget): Pick<Ask, 'texts' | 'files'>;
  /** The kept drop is replayed with other files than it had. */
  forgetEntries(id: number): void;
  /** The kept drop was refused: `target` hears that the drag is over. */
  leave(id: number, target: EventTarget): void;
  /** False where the page prevented the default. */
  drop(id: number, target: EventTarget, transfer: DataTransfer, event: DragEvent): boolean;
  paste(target: EventTarget, transfer: DataTransfer): boolean;
}

/** The number of the request in which the adapter answers `entries`; its own are greater than 0. */
const ENTRIES = -1;

/**
 * Waits for the adapter's hello. `requests` may be used as soon as this has returned.
 * @param here the bus of an adapter that an earlier gate left behind.
 * @param retire called when a later gate has taken the bus. Nothing is heard from the adapter any more then.
 */
export function listenForPage(
  requests: PageRequests,
  here: EventTarget | undefined,
  retire: () => void,
): PageLink {
  let bus: EventTarget | undefined;
  const hearing = new AbortController();
  const asks = new Map<number, Ask & { name: string }>();

  const say = (type: string, init: MouseEventInit & DragEventInit = {}): boolean =>
    bus?.dispatchEvent(new DragEvent(type, { cancelable: true, ...init })) ?? true;

  const carryFiles = (files: FileList) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.files = files;
    say(TO_PAGE.files, { relatedTarget: input });
  };

  const sayData = (type: string, id: number, data: string) =>
    void bus?.dispatchEvent(new InputEvent(type, { detail: id, data }));

  const carry = (transfer: DataTransfer) => {
    carryFiles(transfer.files);
    for (const type of transfer.types) {
      if (type === 'Files') continue;
      sayData(TO_PAGE.type, 0, type);
      sayData(TO_PAGE.string, 0, transfer.getData(type));
    }
  };

  const on = (type: string, listener: (event: InputEvent & MouseEvent) => void) =>
    bus?.addEventListener(type, (event) => listener(event as InputEvent & MouseEvent), {
      signal: hearing.signal,
    });

  const reply = (answer: 'pass' | 'wait' | 'late') =>
    say(answer === 'pass' ? TO_PAGE.pass : TO_PAGE.wait, { detail: +(answer === 'late') });

  const take = (given: EventTarget | undefined) => {
    bus = given;
    on(TO_GATE.channel, (e) =>
      asks.set(e.detail, { id: e.detail, channel: e.data as Channel, texts: [], files: [], name: '' }),
    );
    on(TO_GATE.name, (e) => {
      const ask = asks.get(e.detail);
      if (ask) ask.name = e.data ?? '';
    });
    on(TO_GATE.text, (e) => {
      const ask = asks.get(e.detail);
      ask?.texts.push({ name: ask.name, text: e.data ?? '' });
    });
    on(TO_GATE.file, (e) => {
      asks.get(e.detail)?.files.push(...Array.from(e.dataTransfer?.files ?? []));
    });
    on(TO_GATE.end, (e) => {
      const ask = asks.get(e.detail);
      asks.delete(e.detail);
      if (ask) reply(requests.ask(ask));
    });
    on(TO_GATE.cancel, (e) => requests.cancel(e.detail));
    on(TO_GATE.form, (e) => {
      if (e.relatedTarget) reply(requests.form(e.detail, e.relatedTarget));
    });
    on(TO_GATE.input, (e) => {
      if (e.relatedTarget) requests.guardInput(e.relatedTarget);
    });
    on(TO_GATE.chosen, (e) => {
      if (e.relatedTarget) reply(requests.chosen(e.relatedTarget, e.detail ? 'input' : 'change'));
    });
    on(TO_GATE.emptied, (e) => {
      if (e.relatedTarget) requests.emptied(e.relatedTarget);
    });
    on(TO_GATE.rearm, () => requests.rearm());
    on(TO_GATE.over, () => {
      hearing.abort();
      retire();
    });
  };

  if (here) take(here);
  window.addEventListener(
    HELLO,
    (event) => {
      // Of a page, or of an adapter that came once more: ours is there. Nothing that is said here could end this gate.
      if (bus) return;
      event.stopImmediatePropagation();
      const { detail, relatedTarget } = event as MouseEvent;
      if (detail === PROBE) {
        if (relatedTarget instanceof Element) shadowRootOf(relatedTarget)?.firstElementChild?.remove();
        return;
      }
      // Tells the adapter that it was heard.
      event.preventDefault();
      take(relatedTarget ?? undefined);
    },
    { capture: true },
  );

  return {
    get connected() {
      return bus !== undefined;
    },
    share: (secret) => sayData(TO_PAGE.secret, 0, secret),
    settle: (id, released) => void say(released ? TO_PAGE.release : TO_PAGE.refuse, { detail: id }),
    replace(id, index, file) {
      carryFiles(transferOf([file]).files);
      sayData(TO_PAGE.replace, id, String(index));
    },
    given: (input) => void say(TO_PAGE.given, { relatedTarget: input }),
    keepDrop: (id, dataTransfer) => void say(TO_PAGE.keepDrop, { detail: id, dataTransfer }),
    entries(form) {
      const ask = { id: ENTRIES, channel: 'submit' as const, texts: [], files: [], name: '' };
      asks.set(ENTRIES, ask);
      say(TO_PAGE.entries, { detail: ENTRIES, relatedTarget: form });
      asks.delete(ENTRIES);
      return ask;
    },
    forgetEntries: (id) => void say(TO_PAGE.forgetEntries, { detail: id }),
    leave: (id, target) => void say(TO_PAGE.leave, { detail: id, relatedTarget: target }),
    drop(id, target, transfer, event) {
      carry(transfer);
      return say(TO_PAGE.drop, {
        detail: id,
        relatedTarget: target,
        clientX: event.clientX,
        clientY: event.clientY,
        screenX: event.screenX,
        screenY: event.screenY,
        ctrlKey: event.ctrlKey,
        shiftKey: event.shiftKey,
        altKey: event.altKey,
        metaKey: event.metaKey,
      });
    },
    paste(target, transfer) {
      carry(transfer);
      return say(TO_PAGE.paste, { relatedTarget: target });
    },
  };
}
