// One trial: a user sends something, something fails in the middle, and what must hold is held against the server, the page
// and the record.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'puppeteer-core';
import { isPolicyEvent } from '../../utils/record/event.ts';
import type { TestServer } from '../e2e/harness/server.ts';
import { type FaultyBrowser, pause } from './browser.ts';
import { type Fault, type Plan, takesTheGate } from './plan.ts';
import { dialogOf, isShown, pressDialog, pressNotice, send, sendAnyway, TRIAL_PAGE } from './user.ts';

/** What of a trial is not as it must be: kinds of breach, in words. */
export type Breach = string;

export interface Result {
  plan: Plan;
  /** What was seen and done, in order, with milliseconds since the user's deed. */
  story: string[];
  breaches: Breach[];
  /** The fault found nothing to break: no worker ran, the background slept. */
  idle: boolean;
}

/** So long a user waits before anything (a verdict, a warning, a notice) has to be there. */
const PATIENCE_MS = 40_000;

/** Makes the fault happen. @returns false where there was nothing to break. */
async function strike(browser: FaultyBrowser, page: Page, { fault, days }: Plan): Promise<boolean> {
  const deeds: Record<Fault, () => Promise<unknown>> = {
    'stop the service worker': () => browser.stopServiceWorker(),
    'stop the service worker thrice': async () => {
      let any = false;
      for (let i = 0; i < 3; i++) {
        any = (await browser.stopServiceWorker()) || any;
        await pause(150);
      }
      return any;
    },
    'close the offscreen document': () => browser.closeOffscreen(),
    'end a scan worker': () => browser.endScanWorker(),
    'fill the database quota': () => browser.fillDatabases(1_500),
    'fill session storage': async () => {
      await browser.inBackground(
        `(async () => { for (let i = 0; i < 12; i++) await chrome.storage.session.set({ ['junk' + i]: 'x'.repeat(1_000_000) }).catch(() => undefined);
          for (let i = 0; i < 60; i++) await chrome.storage.session.set({ ['crumb' + i]: 'x'.repeat(20_000) }).catch(() => undefined); })()`,
      );
      await pause(1_200);
      await browser.inBackground(
        `chrome.storage.session.get(null).then((all) => chrome.storage.session.remove(Object.keys(all).filter((key) => /^(junk|crumb)/.test(key))))`,
      );
    },
    'make storage throw': async () => {
      await browser.inBackground(
        `(() => { const fail = () => { throw new DOMException('made to fail', 'UnknownError'); };
          const { transaction } = IDBDatabase.prototype; IDBDatabase.prototype.transaction = fail;
          const session = chrome.storage.session; const { set, get } = session;
          session.set = () => Promise.reject(new Error('made to fail'));
          setTimeout(() => { IDBDatabase.prototype.transaction = transaction; session.set = set; session.get = get; }, 1200); })()`,
      );
      await pause(1_300);
    },
    'set the clock': async () => {
      const jump = `(() => { const now = Date.now; const by = ${days * 86_400_000}; Date.now = () => now() + by;
        setTimeout(() => { Date.now = now; }, 1500); })()`;
      await Promise.all([browser.inBackground(jump), browser.inOffscreen(jump)]);
      await pause(1_500);
    },
    'freeze the browser': () => browser.freeze(1_000 + ((Math.abs(days) * 37) % 1_500)),
    'crash the extension': () => browser.crashExtension(),
    'crash the tab': () => browser.crashPage(page),
    'close the tab': () => browser.closeTab(),
    'kill the browser': () => browser.kill(),
    'reload the extension': () => browser.reloadExtension(false),
    'update the extension': () => browser.reloadExtension(true),
    'disable the extension': async () => {
      await browser.setEnabled(false);
      await pause(400);
      await browser.setEnabled(true);
      await browser.ready();
    },
  };
  return (await deeds[fault]()) !== false;
}

/** Runs one trial. */
export async function runTrial(browser: FaultyBrowser, server: TestServer, plan: Plan): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cordon-trial-'));
  const port = new URL(server.origin).port;
  const address = `http://trial.localhost:${port}/trial`;
  server.page('/trial', TRIAL_PAGE);
  server.received.length = 0;
  server.messages.length = 0;
  const file = path.join(folder, 'reply.csv');
  const after = path.join(folder, 'after.csv');
  await Promise.all([writeFile(file, plan.text), writeFile(after, plan.after)]);

  const began = performance.now();
  const story: string[] = [];
  const say = (what: string) => void story.push(`${Math.round(performance.now() - began)} ${what}`);
  const breaches: Breach[] = [];
  const count = { removed: 0, sentAnyway: 0, failed: 0, warned: 0 };
  /** Did what the user sent arrive, as far as the server knows? */
  const arrived = () => {
    const whole = (bytes: Buffer) => bytes.includes(plan.text) || bytes.toString().includes(plan.text);
    const form = () =>
      server.received.some(
        ({ path: to, body }) =>
          to === '/upload/submit' &&
          new URLSearchParams(body.toString()).get('t')?.replaceAll('\r\n', '\n') === plan.text,
      );
    return server.received.some(({ body }) => whole(body)) || server.messages.some(whole) || form();
  };

  let idle = false;
  try {
    await browser.mark();
    let page = await browser.tab();
    await page.goto(address);
    const gone = takesTheGate(plan.fault);
    let struck = false;
    const striking = (async () => {
      await pause(plan.moment);
      say(`fault: ${plan.fault}`);
      try {
        idle = !(await strike(browser, page, plan));
      } finally {
        struck = true;
      }
      say(idle ? 'there was nothing to break' : 'fault over');
    })();

    // The user: waits, answers what is asked, and waits again.
    const user = (async () => {
      const sending = send(page, plan.channel, plan, file).catch((error: Error) =>
        say(`sending: ${error.message}`),
      );
      // A page that is gone answers nobody.
      await (gone ? Promise.race([sending, striking]) : sending);
      let quiet = 0;
      for (const end = performance.now() + PATIENCE_MS; ; ) {
        if (gone && struck) return;
        if (arrived()) return say('arrived');
        const dialog = await dialogOf(page);
        if (dialog) {
          quiet = 0;
          const { buttons } = dialog;
          if (buttons.length === 0) {
            // The gate goes on by itself; the user takes it out after a while.
            if (performance.now() < end - PATIENCE_MS / 2) await pause(200);
            else {
              say('notice: taken out');
              await pressNotice(page);
              count.failed++;
            }
          } else if (buttons.includes('retry')) {
            say('warning: try again');
            count.warned++;
            count.failed++;
            await pressDialog(page, 'retry');
          } else if (buttons.includes('remove')) {
            count.warned++;
            const sends = plan.answer === 'send' && buttons.includes('override');
            say(`warning (${dialog.title}): ${sends ? 'send anyway' : 'take out'}`);
            if (sends) {
              await sendAnyway(page);
              count.sentAnyway++;
            } else {
              await pressDialog(page, 'remove');
              count.removed++;
            }
            // Until it is gone, or stands there anew.
            for (let tries = 0; tries < 40 && (await dialogOf(page)) && !(gone && struck); tries++)
              await pause(100);
          } else if (buttons.includes('close')) {
            say('warning: lost');
            await pressDialog(page, 'close');
          }
        } else if (await isShown(page)) quiet = 0;
        else quiet++;
        // Nothing on the screen any more, and an answer was given.
        if (quiet > 8 && (count.removed > 0 || count.failed > 0) && count.sentAnyway === 0)
          return say('taken out');
        if (performance.now() > end) {
          breaches.push(quiet > 8 ? 'lost without a word' : 'hangs');
          return say('given up');
        }
        await pause(60);
      }
    })();
    await Promise.all([striking, user]);
    // What was let go is on its way.
    if (!arrived()) await pause(250);

    // Nothing goes without a verdict.
    const atEnd = arrived();
    if (atEnd && plan.content === 'roster' && count.sentAnyway === 0)
      breaches.push('a roster arrived unasked');

    // Afterwards all is well again: a clean file arrives byte for byte, and what was told is in the record once.
    if (plan.fault === 'crash the extension') await browser.startAgain();
    page = await browser.tab();
    await page.goto(address);
    const before = server.received.length;
    const wanted = () =>
      server.received.slice(before).some(({ body }) => body.equals(Buffer.from(plan.after)));
    let tries = 0;
    for (const end = performance.now() + PATIENCE_MS; !wanted() && performance.now() < end; ) {
      if (tries++ === 0)
        await send(page, 'input', { text: plan.after }, after).catch((error: Error) =>
          say(`afterwards: ${error.message}`),
        );
      const dialog = await dialogOf(page);
      if (dialog?.buttons.includes('retry')) {
        say('afterwards: try again');
        count.failed++;
        count.warned++;
        await pressDialog(page, 'retry');
      } else if (dialog && !dialog.buttons.includes('retry') && dialog.buttons.length > 0) {
        say(`afterwards: ${dialog.title}`);
        breaches.push('a clean file is warned of');
        break;
      }
      await pause(50);
    }
    if (!wanted()) breaches.push('a clean file does not arrive afterwards');
    if (arrived() && !atEnd && plan.content === 'roster' && count.sentAnyway === 0)
      breaches.push('a roster arrived late');

    await checkRecord(browser, { plan, count, released: arrived(), breaches, say });
  } catch (error) {
    breaches.push(`the trial failed: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { plan, story, breaches, idle };
}

async function checkRecord(
  browser: FaultyBrowser,
  {
    plan,
    count,
    released,
    breaches,
    say,
  }: {
    plan: Plan;
    count: { removed: number; sentAnyway: number; failed: number; warned: number };
    released: boolean;
    breaches: Breach[];
    say: (what: string) => void;
  },
): Promise<void> {
  let outcomes: string[] = [];
  let open = 0;
  const of = (outcome: string) => outcomes.filter((known) => known === outcome).length;
  const problems = (): string[] => {
    const found: string[] = [];
    // One of them is the clean file of afterwards.
    const allowed = of('allowed') - 1;
    const gone = takesTheGate(plan.fault);
    if (allowed < 0) found.push('an event is lost: allowed');
    const mayGo = allowed + of('sent-anyway');
    if (released && mayGo < 1) found.push('released without an event');
    if (!gone && plan.content !== 'roster' && mayGo !== (released ? 1 : 0))
      found.push(`allowed ${mayGo} times for one release`);
    if (gone && mayGo > 1) found.push(`allowed ${mayGo} times`);
    if (of('sent-anyway') > 1 || of('taken-out') > Math.max(1, count.removed))
      found.push('an event is doubled');
    if (!gone && of('taken-out') !== count.removed && count.removed > 0)
      found.push('taken out, and no event says so');
    if (!gone && of('sent-anyway') !== (released && count.sentAnyway > 0 ? 1 : 0) && count.sentAnyway > 0)
      found.push('sent anyway, and no event says so');
    const ended = of('taken-out') + of('sent-anyway') + of('failed') + of('abandoned');
    if (count.warned > 0 && ended === 0) found.push('warned, and no event says so');
    if (!gone && of('abandoned') > 0) found.push('abandoned by a user who stayed');
    if (open > 0) found.push('an event stays open');
    return found;
  };
  let found: string[] = [];
  // What could not be written is written soon; what was open is closed by the next background.
  for (let tries = 0; tries < 12; tries++) {
    const { events, open: stillOpen } = await browser.events();
    outcomes = events.flatMap((event) => (isPolicyEvent(event) ? [] : [event.outcome]));
    open = stillOpen.length;
    const ids = events.map(({ id }) => id);
    found = problems();
    if (new Set(ids).size !== ids.length) found.push('an event has been written twice');
    if (found.length === 0) break;
    await pause(150);
  }
  say(`record: ${outcomes.join(', ')}${open > 0 ? `, ${open} open` : ''}`);
  breaches.push(...found);
}
