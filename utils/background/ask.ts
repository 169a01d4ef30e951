// Puts the warning before the user: in the top frame, and where nothing can be shown there, in the frame that holds.
import { browser } from 'wxt/browser';
import { sendToFrame } from '../messages/messages.ts';
import type { WarningView } from '../messages/protocol.ts';

const SCRIPT = '/content-scripts/warning.js';

/** The gate listens in every frame too, so that a message always finds somebody: only the warning answers `shown`. */
async function isShown(tabId: number, frameId: number, view: WarningView): Promise<boolean> {
  const answer = await sendToFrame(tabId, frameId, 'warning', view).catch(() => undefined);
  return answer?.shown === true;
}

async function askIn(tabId: number, frameId: number, view: WarningView): Promise<void> {
  // A warning that is already there takes it at once.
  if (await isShown(tabId, frameId, view)) return;
  await browser.scripting.executeScript({ target: { tabId, frameIds: [frameId] }, files: [SCRIPT] });
  if (!(await isShown(tabId, frameId, view))) throw new Error('The warning cannot be shown in this frame.');
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
