// Keeps the background from falling asleep over work that takes long.
import { browser } from 'wxt/browser';

const KEEP_ALIVE_MS = 20_000;

/** Any call of the extension API counts as activity. */
export async function awake<T>(work: Promise<T>): Promise<T> {
  const timer = setInterval(() => void browser.runtime.getPlatformInfo(), KEEP_ALIVE_MS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
