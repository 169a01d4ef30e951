// The popup: wiring only.
import '../../components/popup/popup.css';
import { render } from 'preact';
import { browser } from 'wxt/browser';
import { type PopupState, PopupView } from '../../components/popup/PopupView.tsx';
import { browserTranslator } from '../../utils/i18n.ts';
import { send } from '../../utils/messages/messages.ts';

const words = browserTranslator();
document.documentElement.lang = words.language;

async function openCheckPage(): Promise<void> {
  await browser.tabs.create({ url: browser.runtime.getURL('/check.html') });
  window.close();
}

function show(state: PopupState): void {
  const app = document.getElementById('app');
  if (app) render(<PopupView state={state} words={words} onCheck={() => void openCheckPage()} />, app);
}

async function start(): Promise<void> {
  show({ is: 'loading' });
  try {
    const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
    const page = await send('pageState', { tabId: tab?.id ?? browser.tabs.TAB_ID_NONE });
    // The address of a page that is out of reach is not told to extensions.
    show({ is: /^(https?|file):/.test(tab?.url ?? '') ? 'page' : 'away', page });
  } catch {
    show({ is: 'error' });
  }
}

void start();
