// When an update is put in place. Left alone, Chromium waits until no page of the extension is open, and the inspector's
// document always is: the update would come with the next start of the browser. So it is put in place as soon as nothing
// has been held for a while, never while something is.
import { browser } from 'wxt/browser';

/** Long enough to fill in the form that a file was chosen for: an update leaves open pages with a gate that only refuses. */
const QUIET_MS = 5 * 60_000;
const ALARM = 'update';
const LAST_HOLD = 'update:last-hold';
const WAITING = 'update:waiting';

export interface Updates {
  /** Something was held, released or refused just now. */
  touched(): void;
}

/**
 * Watches for updates; call it once, when the background starts.
 * @param busy is anything held or under inspection?
 */
export function watchUpdates(busy: () => Promise<boolean>): Updates {
  async function tryNow(): Promise<void> {
    // Session storage is emptied by the update itself, so that a later alarm finds nothing to do.
    const stored = await browser.storage.session.get([WAITING, LAST_HOLD]);
    if (!stored[WAITING]) return;
    // A clock that was set back since says nothing of how long it is; an update does not wait until it has caught up.
    const quiet = Math.abs(Date.now() - Number(stored[LAST_HOLD] ?? 0)) >= QUIET_MS;
    if (quiet && !(await busy())) browser.runtime.reload();
  }

  browser.runtime.onUpdateAvailable.addListener(async () => {
    await browser.storage.session.set({ [WAITING]: true });
    await browser.alarms.create(ALARM, { periodInMinutes: 1 });
    await tryNow();
  });
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === ALARM) void tryNow();
  });
  return {
    touched: () => void browser.storage.session.set({ [LAST_HOLD]: Date.now() }).catch(() => undefined),
  };
}
