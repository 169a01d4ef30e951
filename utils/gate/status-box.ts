// A small, calm status while something is being checked for longer than a moment: what it is, and a way to give it up.
// In the corner and above the page, in a closed shadow root; it moves nothing and takes no focus.
import { hearEarly } from './early.ts';
import type { Status } from './status.ts';

interface Scope {
  i18n?: { getMessage(key: string, values?: string[]): string };
}

/** The extension is there: it has just brought this script. */
function word(key: string, ...values: string[]): string {
  const scope = globalThis as { browser?: Scope; chrome?: Scope };
  return (scope.browser ?? scope.chrome)?.i18n?.getMessage(key, values) ?? '';
}

const HOST_STYLE = `all:initial!important;display:block!important;position:fixed!important;inset:auto 16px 16px auto!important;
margin:0!important;padding:0!important;border:0!important;background:none!important;overflow:visible!important;
max-width:min(32rem,calc(100vw - 32px))!important;z-index:2147483647!important`;
const STYLE = `
:host{color-scheme:light dark}
div{font:15px/1.4 system-ui,sans-serif;color:light-dark(#1a1a1a,#f2f2f2);background:light-dark(#fff,#26282b);
border:1px solid light-dark(#c4c7cc,#55585e);border-radius:8px;box-shadow:0 2px 12px #0003}
p{display:flex;align-items:center;gap:12px;margin:0;padding:8px 8px 8px 14px}
span{flex:1;overflow-wrap:anywhere}
button{font:inherit;font-weight:600;min-height:32px;padding:4px 12px;border:0;border-radius:6px;background:none;
color:light-dark(#1d4ed8,#9dbcff);cursor:pointer}
button:hover{background:light-dark(#eef2fb,#33363b)}
button:focus-visible{outline:3px solid #f59e0b;outline-offset:-2px}`;

function saying(names: string[]): string {
  const [first, ...more] = names;
  if (first === undefined) return word('gate_checking_text');
  return more.length === 0
    ? word('gate_checking', first)
    : word('gate_checking_more', first, String(more.length));
}

export function createStatusBox(): Status {
  interface Box {
    host: HTMLElement;
    rows: HTMLElement;
    gone: AbortController;
  }
  let box: Box | undefined;
  const cancels = new Map<HTMLButtonElement, () => void>();

  const build = (): Box => {
    const host = document.createElement('div');
    host.style.cssText = HOST_STYLE;
    const root = host.attachShadow({ mode: 'closed' });
    const style = document.createElement('style');
    style.textContent = STYLE;
    // A style element could be refused by the page's Content Security Policy; a constructed sheet is not.
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
    } catch {
      // Firefox refuses sheets of the content script's own realm.
      root.append(style);
    }
    const rows = document.createElement('div');
    rows.setAttribute('role', 'status');
    rows.lang = word('languageTag');
    root.append(rows);
    host.popover = 'manual';
    document.documentElement.append(host);
    host.showPopover();
    const gone = new AbortController();
    hearEarly((event) => {
      if (event.target !== host) return;
      event.stopImmediatePropagation();
      if (event.type !== 'click' || !event.isTrusted || !(event instanceof MouseEvent)) return;
      // A click by keyboard has no coordinates: then the focus says which button it was.
      const hit =
        event.detail === 0 ? root.activeElement : root.elementFromPoint(event.clientX, event.clientY);
      cancels.get(hit as HTMLButtonElement)?.();
    }, gone.signal);
    return { host, rows, gone };
  };

  return {
    show(names, cancel) {
      box ??= build();
      const row = document.createElement('p');
      const text = document.createElement('span');
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = word('gate_cancel');
      row.append(text, button);
      box.rows.append(row);
      // After the region stands in the page, so that it is announced.
      text.textContent = saying(names);
      cancels.set(button, cancel);
      return {
        close() {
          row.remove();
          cancels.delete(button);
          if (cancels.size > 0 || !box) return;
          box.gone.abort();
          box.host.remove();
          box = undefined;
        },
      };
    },
  };
}
