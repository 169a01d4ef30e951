// The one reader of the force's policy. Policy can be empty at first start and `onChanged` does not fire when it is
// filled for the first time: so take a snapshot, poll while it is empty, look again whenever somebody asks, and keep
// watching. Strict until known.
import { browser } from 'wxt/browser';
import { type ValidatedPolicy, validatePolicy, withYesAndNo } from './validate.ts';

export interface CurrentPolicy extends ValidatedPolicy {
  /** Set by the force, not by default. */
  managed: boolean;
}

const POLL_MS = 500;
const POLL_FOR_MS = 5000;

const isFirefoxOnMac = async (): Promise<boolean> =>
  import.meta.env.FIREFOX && (await browser.runtime.getPlatformInfo()).os === 'mac';

/** Firefox rejects where there is no policy; Chromium answers with an empty object. */
async function readManaged(): Promise<Record<string, unknown>> {
  try {
    const given = await browser.storage.managed.get(null);
    // On every other system a number for yes or no is a wrong value, and the strict one holds.
    return (await isFirefoxOnMac()) ? withYesAndNo(given) : given;
  } catch {
    return {};
  }
}

/**
 * For demos and tests, an unpacked copy can bring a policy of its own. An installed extension never reads it, and
 * managed policy goes before it.
 */
async function readDevelopment(): Promise<unknown> {
  const { installType } = await browser.management.getSelf();
  if (installType !== 'development') return undefined;
  try {
    const response = await fetch(browser.runtime.getURL('/development-policy.json' as '/'));
    return response.ok ? await response.json() : undefined;
  } catch {
    // The usual case: there is no such file in the package.
    return undefined;
  }
}

export interface PolicyReader {
  /** The policy in force now. */
  current(): Promise<CurrentPolicy>;
  /** Calls back with the policy in force now, and again after each time that it was read. */
  onRead(listener: (policy: CurrentPolicy) => void): void;
}

/** Starts to read and watch the policy; call it once, when the background starts. */
export function watchPolicy(): PolicyReader {
  const listeners: ((policy: CurrentPolicy) => void)[] = [];
  let snapshot: Promise<CurrentPolicy> = read();

  function readAgain(): void {
    snapshot = read();
    for (const listener of listeners) void snapshot.then(listener);
  }

  async function read(): Promise<CurrentPolicy> {
    const managed = await readManaged();
    if (Object.keys(managed).length > 0) return { ...validatePolicy(managed), managed: true };
    return { ...validatePolicy(await readDevelopment()), managed: false };
  }

  async function pollWhileEmpty(): Promise<void> {
    for (let waited = 0; waited < POLL_FOR_MS; waited += POLL_MS) {
      if ((await snapshot).managed) return;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      if (Object.keys(await readManaged()).length > 0) readAgain();
    }
  }

  browser.storage.onChanged.addListener((_changes, area) => {
    if (area === 'managed') readAgain();
  });
  void pollWhileEmpty();
  return {
    async current() {
      const known = await snapshot;
      // A slow machine fills it later than anybody polls, and says so to nobody: whoever asks looks again.
      if (!known.managed && Object.keys(await readManaged()).length > 0) readAgain();
      return snapshot;
    },
    onRead(listener) {
      listeners.push(listener);
      void snapshot.then(listener);
    },
  };
}
