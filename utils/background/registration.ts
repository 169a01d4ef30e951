// Keeps the gate's scripts registered on exactly the sites that the policy guards, and brings them into pages that were
// open before. On any other site there is no script of Cordon at all.
//
// Registrations outlast the background and the browser, but not an update of the extension. So the background's first act
// is to guard everything where there is no registration, and then it goes by the policy; pages that were loaded in between
// get the gate late rather than never.
import { type Browser, browser } from 'wxt/browser';
import { type Coverage, coverageOf, EVERYWHERE } from '../policy/coverage.ts';
import type { PolicyReader } from '../policy/managed.ts';
import type { Policy } from '../policy/policy.ts';
import { siteOfFrame } from '../policy/site.ts';
import { gateSecret, leaveSecret } from './secret.ts';

type Script = Browser.scripting.RegisteredContentScript;

const GATE = 'gate.js';
const ADAPTER = 'page.js';

/** Two scripts for each Coverage. Browsers run them by the order of their ids: the gate listens before the adapter calls. */
function scriptsFor(coverages: readonly Coverage[]): Script[] {
  return coverages.flatMap(({ matches, excludeMatches }, index) =>
    [
      { id: `cordon-${index}-gate`, js: [GATE], world: 'ISOLATED' as const },
      { id: `cordon-${index}-page`, js: [ADAPTER], world: 'MAIN' as const },
    ].map((script) => ({
      ...script,
      matches,
      ...(excludeMatches.length > 0 ? { excludeMatches } : {}),
      allFrames: true,
      matchOriginAsFallback: true,
      runAt: 'document_start' as const,
      persistAcrossSessions: true,
    })),
  );
}

const same = (a: string[] = [], b: string[] = []) =>
  a.length === b.length && [...a].sort().join('\n') === [...b].sort().join('\n');

function isSame(registered: Script | undefined, wanted: Script): boolean {
  return (
    registered !== undefined &&
    same(registered.matches, wanted.matches) &&
    same(registered.excludeMatches, wanted.excludeMatches)
  );
}

/** Brings the registrations to `wanted` without a moment in which less than either is covered. True: something changed. */
async function bringTo(wanted: Script[]): Promise<boolean> {
  const registered = new Map(
    (await browser.scripting.getRegisteredContentScripts()).map((script) => [script.id, script]),
  );
  const missing = wanted.filter(({ id }) => !registered.has(id));
  const changed = wanted.filter(
    (script) => registered.has(script.id) && !isSame(registered.get(script.id), script),
  );
  const surplus = [...registered.keys()].filter((id) => !wanted.some((script) => script.id === id));
  if (missing.length > 0) await browser.scripting.registerContentScripts(missing);
  if (changed.length > 0) await browser.scripting.updateContentScripts(changed);
  if (surplus.length > 0) await browser.scripting.unregisterContentScripts({ ids: surplus });
  return missing.length + changed.length > 0;
}

/**
 * Puts the gate into one frame. A frame that has it already takes no second one; an adapter that an earlier version left
 * there is taken over.
 */
async function inject(tabId: number, frameId: number): Promise<void> {
  const target = { tabId, frameIds: [frameId] };
  const args: [string] = [await gateSecret()];
  await browser.scripting.executeScript({ target, func: leaveSecret, args, injectImmediately: true });
  const [frame] = await browser.scripting.executeScript({
    target,
    files: [`/${GATE}`],
    injectImmediately: true,
  });
  // The gate says whether it has an adapter.
  if (frame?.result === true) return;
  await browser.scripting.executeScript({
    target,
    files: [`/${ADAPTER}`],
    world: 'MAIN',
    injectImmediately: true,
  });
}

/** Puts the gate into every guarded frame of a tab that is open. */
async function injectIntoTab({ id, url = '', discarded }: Browser.tabs.Tab, policy: Policy): Promise<void> {
  // What is discarded is loaded anew, with its scripts.
  if (id === undefined || discarded) return;
  const frames = (await browser.webNavigation.getAllFrames({ tabId: id })) ?? [];
  const guarded = frames.filter((frame) => siteOfFrame(frame.url, url, policy).guarded);
  // Where no script may run (the browser's own pages, frames that are just going away) there is nothing to guard.
  await Promise.allSettled(guarded.map(({ frameId }) => inject(id, frameId)));
}

/** Puts the gate into every guarded frame that is open, in the tabs in front first. */
async function injectIntoAll(policy: Policy): Promise<void> {
  const tabs = await browser.tabs.query({});
  tabs.sort((a, b) => Number(b.active) - Number(a.active));
  await Promise.allSettled(tabs.map((tab) => injectIntoTab(tab, policy)));
}

/**
 * Guards every site where nothing is registered: after an installation, after an update, and until the policy is known.
 * Chromium reads managed settings only after its own start has calmed down: three seconds on an idle machine, minutes where
 * pages are being loaded. It asks nothing first, for any page that loads meanwhile is not guarded.
 * @returns whether nothing was registered.
 */
async function guardAtOnce(): Promise<boolean> {
  try {
    await browser.scripting.registerContentScripts(scriptsFor([EVERYWHERE]));
    return true;
  } catch {
    // The usual case: these ids are registered, and the browser refuses the call as a whole.
    return false;
  }
}

/**
 * Registers the gate, now and whenever the policy changes. Call it once, within the first turn of the background and early
 * in it: its listeners have to be there when the browser wakes it, and after an update pages are not guarded before.
 */
export function keepRegistered(policyReader: PolicyReader): void {
  /** Pages may be open that lack the gate. */
  let due = false;
  let last: Promise<void> = guardAtOnce().then((fresh) => {
    due ||= fresh;
  });
  // There before the first gate asks for it.
  gateSecret().catch(reportError);

  async function apply(): Promise<void> {
    const { policy } = await policyReader.current();
    try {
      if (await bringTo(scriptsFor(coverageOf(policy)))) due = true;
    } catch (error) {
      // A pattern that this browser does not take. What it would have left out is released by the background.
      reportError(error);
      if (await bringTo(scriptsFor([EVERYWHERE]))) due = true;
    }
    followFrames(!policy.everywhere);
    if (!due) return;
    due = false;
    // Not waited for: it takes as long as the slowest page, and the next policy is registered meanwhile.
    injectIntoAll(policy).catch(reportError);
  }

  const run = (lacking = false) => {
    due ||= lacking;
    // One after another, so that the newest policy is the last word.
    last = last.then(apply).catch(reportError);
  };

  /**
   * Patterns go by a frame's own address, so a frame of an unlisted site in a guarded page gets its script from here:
   * as soon as its document is there, which can be after the first scripts of that document.
   */
  const onCommitted = async ({
    tabId,
    frameId,
    url,
  }: Pick<Browser.webNavigation.WebNavigationTransitionCallbackDetails, 'tabId' | 'frameId' | 'url'>) => {
    if (frameId === 0 || !/^https?:/.test(url)) return;
    const { policy } = await policyReader.current();
    const tab = await browser.tabs.get(tabId);
    if (siteOfFrame(url, tab.url ?? '', policy).guarded) await inject(tabId, frameId);
  };
  const listener = (details: Parameters<typeof onCommitted>[0]) => {
    // A frame that is gone again by then needs nothing.
    onCommitted(details).catch(() => undefined);
  };
  /** Where everything is guarded no frame is left out, and the background need not wake for each. */
  const followFrames = (follow: boolean) => {
    const { onCommitted: event } = browser.webNavigation;
    if (follow === event.hasListener(listener)) return;
    if (follow) event.addListener(listener);
    else event.removeListener(listener);
  };

  browser.runtime.onInstalled.addListener(() => run(true));
  browser.runtime.onStartup.addListener(() => run());
  followFrames(true);
  policyReader.onRead(() => run());
}
