// Puts the warning before the user: in the top frame, and where nothing can be shown there, in the frame that holds.
import { browser } from 'wxt/browser';
import { sendToFrame } from '../messages/messages.ts';
import type { WarningView } from '../messages/protocol.ts';

const SCRIPT = '/content-scripts/warning.js' as '/background.js';

async function askIn(tabId: number, frameId: number, view: WarningView): Promise<void> {
  try {
    // A warning that is already there takes it at once.
    await sendToFrame(tabId, frameId, 'warning', view);
  } catch {
    await browser.scripting.executeScript({ target: { tabId, frameIds: [frameId] }, files: [SCRIPT] });
    await sendToFrame(tabId, frameId, 'warning', view);
  }
}

/**
 * Shows the warning.
 * @returns the frame in which it stands.
 * @throws when it can be shown nowhere.
 */
export async function ask(tabId: number, frameId: number, view: WarningView): Promise<number> {
  try {
    await askIn(tabId, 0, view);
    return 0;
  } catch (error) {
    if (frameId === 0) throw error;
    await askIn(tabId, frameId, view);
    return frameId;
  }
}
