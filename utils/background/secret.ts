// The secret by which a gate of a later version asks for what an earlier one left behind in a page (see
// ../gate/handover.ts). Made once for each installation; it stays on the workstation.
import { browser } from 'wxt/browser';
import { SECRET } from '../gate/handover.ts';

let known: Promise<string> | undefined;

async function readOrMake(): Promise<string> {
  const stored = (await browser.storage.local.get(SECRET))[SECRET];
  if (typeof stored === 'string' && stored !== '') return stored;
  const made = crypto.randomUUID();
  await browser.storage.local.set({ [SECRET]: made });
  return made;
}

/** Rejects where storage can't be read, and tries again with the next call. */
export function gateSecret(): Promise<string> {
  known ??= readOrMake().catch((error: unknown) => {
    known = undefined;
    throw error;
  });
  return known;
}

/** Runs in a page's isolated world, by itself: what it uses has to stand in it. */
export function leaveSecret(secret: string): void {
  Object.assign(globalThis, { [Symbol.for('cordon.secret')]: secret });
}
