// The gate's own modal notice, for when nobody else can tell the user: the extension was updated under the page, its
// background does not answer, or a folder can't be read. No framework and no message to anyone, because neither may be there any more.

import { hearEarly } from './early.ts';
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

const HOST_STYLE =
  'all:initial!important;display:block!important;position:fixed!important;inset:0 auto auto 0!important';
const STYLE = `
dialog{font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;border:0;border-top:6px solid #b3261e;border-radius:8px;
max-width:28rem;padding:1.5rem}
dialog::backdrop{background:#0008}
p{margin:0 0 1rem;overflow-wrap:anywhere}
button{font:inherit;padding:.6rem 1rem;border:0;border-radius:6px;background:#1d4ed8;color:#fff}`;

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
    const box = document.createElement('div');
    box.style.cssText = HOST_STYLE;
    const root = box.attachShadow({ mode: 'closed' });
    const style = document.createElement('style');
    style.textContent = STYLE;
    const dialog = document.createElement('dialog');
    dialog.setAttribute('role', 'alertdialog');
    const text = document.createElement('p');
    text.textContent = word(TEXT[entry.trouble]);
    text.id = 't';
    dialog.setAttribute('aria-labelledby', 't');
    const name = document.createElement('p');
    name.textContent = entry.names.slice(0, 5).join(', ');
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = word(entry.trouble === 'unread' ? 'gate_close' : 'gate_take_out');
    dialog.lang = word('languageTag');
    dialog.append(text, ...(name.textContent ? [name] : []), button);
    // A style element could be refused by the page's Content Security Policy; a constructed sheet is not.
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
    } catch {
      // Firefox refuses sheets of the content script's own realm.
      root.append(style);
    }
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
    hearEarly((event) => {
      if (!event.isTrusted || event.target !== box) return;
      event.stopImmediatePropagation();
      if (event.type !== 'click' || !(event instanceof MouseEvent)) return;
      // A click by keyboard has no coordinates: then the focus says which button it was.
      const hit =
        event.detail === 0 ? root.activeElement : root.elementFromPoint(event.clientX, event.clientY);
      if (hit === button) takeOut();
    }, stop.signal);
    for (const type of ['cancel', 'close'] as const)
      dialog.addEventListener(type, (event) => event.preventDefault(), { signal: stop.signal });
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
