// The gate's own modal notice, for when nobody else can tell the user: the extension was updated under the page, its
// background does not answer, or a folder can't be read. No framework and no message to anyone, because neither may be there any more.

import { joinEarly } from './early.ts';
import { type GateWord, word } from './words.ts';

export type Trouble = 'invalidated' | 'unanswered' | 'unread';

export interface Notice {
  /** Shows it until `close`; `remove` is called when the user takes the held thing out. */
  show(trouble: Trouble, names: string[], remove: () => void): { close(): void };
}

const TEXT: Record<Trouble, GateWord> = {
  invalidated: 'gate_updated',
  unanswered: 'gate_unanswered',
  unread: 'gate_unread',
};

const HOST =
  'all:initial!important;display:block!important;position:fixed!important;inset:0 auto auto 0!important';
const FONT =
  'font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere;border-radius:8px;border:0;padding:1rem;';
const DIALOG = `${FONT}color:#1a1a1a;background:#fff;border-top:6px solid #b3261e;max-width:28rem`;
const BUTTON = `${FONT}background:#1d4ed8;color:#fff`;

interface Entry {
  trouble: Trouble;
  names: string[];
  remove: () => void;
}

export function createNotice(): Notice {
  const entries = new Set<Entry>();
  let host: HTMLElement | undefined;
  let keepUp: AbortController | undefined;

  const takeDown = () => {
    keepUp?.abort();
    keepUp = undefined;
    host?.remove();
    host = undefined;
  };

  const draw = () => {
    takeDown();
    const [entry] = entries;
    if (!entry) return;
    const stop = new AbortController();
    keepUp = stop;
    const make = (name: string, style: string, content = '') => {
      const element = document.createElement(name);
      // What a style element would say could be refused by the page's Content Security Policy.
      element.style.cssText = style;
      element.textContent = content;
      return element;
    };
    const box = make('div', HOST);
    const root = box.attachShadow({ mode: 'closed' });
    const dialog = make('dialog', DIALOG) as HTMLDialogElement;
    const text = make('p', '', word(TEXT[entry.trouble]));
    const names = make('p', '', entry.names.slice(0, 5).join(', '));
    const button = make('button', BUTTON, word(entry.trouble === 'unread' ? 'gate_close' : 'gate_take_out'));
    dialog.role = 'alertdialog';
    dialog.ariaLabel = text.textContent;
    dialog.lang = word('languageTag');
    dialog.append(text, names, button);
    root.append(dialog);
    document.documentElement.append(box);
    host = box;
    dialog.showModal();

    // Before the page, because its focus trap can stop clicks before they reach the button.
    const takeOut = () => {
      entries.delete(entry);
      entry.remove();
      draw();
    };
    joinEarly((event) => {
      if (!event.isTrusted || event.target !== box) return;
      event.stopImmediatePropagation();
      if (event.type !== 'click' || !(event instanceof MouseEvent)) return;
      // A click by keyboard has no coordinates: then the focus says which button it was.
      const hit =
        event.detail === 0 ? root.activeElement : root.elementFromPoint(event.clientX, event.clientY);
      if (hit === button) takeOut();
    }, stop.signal);
    dialog.addEventListener('cancel', (event) => event.preventDefault(), { signal: stop.signal });
    dialog.addEventListener('close', () => draw(), { signal: stop.signal });
    // A page that removes or covers the host gets it back.
    const timer = setInterval(() => {
      if (!box.isConnected) draw();
    }, 500);
    stop.signal.addEventListener('abort', () => clearInterval(timer));
  };

  return {
    show(trouble, names, remove) {
      const entry = { trouble, names, remove };
      entries.add(entry);
      if (entries.size === 1) draw();
      return {
        close() {
          if (entries.delete(entry)) draw();
        },
      };
    },
  };
}
