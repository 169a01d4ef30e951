// Looks into the moments in which the gate is registered anew: a page adds a frame to itself again and again, and each
// frame tries what a guarded page refuses within the call (see bin/demo/ready.ts), once by its first script, then until it
// is refused. All of it in the page's own world, as the page's own scripts would see it. Frames that loaded without the
// gate stay on the page, with a field for files and the name `late`.
import { expect, type Page } from '@playwright/test';
import type { TestServer } from './server.ts';

/** What became of the frames that were added, in the order in which they were. Times are milliseconds of the page's clock. */
export interface Seen {
  /** When the frame's first script ran. */
  at: number;
  /** Was the gate there before that script? */
  early: boolean;
  /** When the gate was there; 0 while it was not. */
  guardedAt: number;
}

export interface Gap {
  /** Frames that loaded without the gate. */
  frames: number;
  /** From the first of them to the first guarded one after the last of them, ms. */
  lasted: number;
  /** The longest that one of them waited for the gate, ms. */
  latest: number;
  /** Frames load with the gate again, and those that did not have it now. */
  over: boolean;
}

/** So many guarded frames one after the other: while registrations are changed, one has the gate and the next may not. */
const SETTLED = 20;

const FRAME = `<!doctype html><input type=file id=f><script>
const sample = { at: parent.performance.now(), early: false, guardedAt: 0 };
function guarded() {
  const request = new XMLHttpRequest();
  request.open('POST', '/taken', false);
  try { request.send('words '.repeat(100)); return false; } catch { return true; }
}
sample.early = guarded();
parent.seen.push(sample);
if (sample.early) { sample.guardedAt = sample.at; parent.drop(frameElement); }
else {
  frameElement.name = 'late';
  const timer = setInterval(() => {
    if (!guarded()) return;
    clearInterval(timer);
    sample.guardedAt = parent.performance.now();
  }, 100);
}
</script>`;

const SAMPLER = `<!doctype html><title>sampler</title><script>
window.seen = [];
// Not from within the frame's own script.
window.drop = (frame) => setTimeout(() => frame.remove());
function add() {
  const frame = document.createElement('iframe');
  frame.src = '/sampled';
  document.body.append(frame);
}
onload = () => setInterval(add, 100);
</script><body>`;

/** Opens a page that begins to look, and waits until what it sees is guarded. */
export async function startLooking(page: Page, server: TestServer): Promise<void> {
  server.route('/taken', () => ({ status: 204 }));
  server.page('/sampled', FRAME);
  await page.goto(server.page('/request/sampler', SAMPLER));
  await expect.poll(async () => gapOf(await seenIn(page)).over, { timeout: 60_000 }).toBe(true);
}

export const seenIn = (page: Page): Promise<Seen[]> => page.evaluate('window.seen') as Promise<Seen[]>;

export function gapOf(seen: readonly Seen[]): Gap {
  const open = seen.filter(({ early }) => !early);
  const after = seen.slice(seen.findLastIndex(({ early }) => !early) + 1);
  const [first] = open;
  const waits = open.map(({ at, guardedAt }) => guardedAt - at);
  return {
    frames: open.length,
    lasted: first && after[0] ? Math.round(after[0].at - first.at) : 0,
    latest: Math.round(Math.max(0, ...waits)),
    over: after.length >= SETTLED && open.every(({ guardedAt }) => guardedAt > 0),
  };
}
