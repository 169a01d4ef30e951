// The second script that does not come, or comes late: what is held stays held, and the user is told. The browser's messages
// are the only thing made up here.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFront, type Held, offerHeld } from '../../../utils/gate/bring.ts';
import type { Gate } from '../../../utils/gate/channel.ts';

const ITEMS = [{ name: 'a.csv', kind: 'file' as const, bytes: new Blob(['a']) }];
const KEY = Symbol.for('cordon.held');

function frontWith(bring: () => unknown) {
  const asked: string[] = [];
  const told: string[] = [];
  const shown = new Set<() => void>();
  vi.stubGlobal('chrome', {
    runtime: {
      id: 'cordon',
      sendMessage: ({ cordon: name }: { cordon: string }) => {
        asked.push(name);
        return name === 'bringHeld' ? bring() : Promise.resolve({ outcome: 'release' });
      },
    },
  });
  const front = createFront(() => ({}) as Gate, {
    show(trouble, _names, remove) {
      told.push(trouble);
      shown.add(remove);
      return { close: () => void shown.delete(remove) };
    },
  });
  return { front, asked, told, shown };
}

/** As the second script does: its judge gives what the background has answered already. */
const come = () =>
  offerHeld(
    () =>
      ({
        judge: async (_channel, _items, _signal, begun) => ({
          outcome: (await begun!.answer).outcome,
          replacements: new Map(),
        }),
        cancelAll: () => undefined,
      }) as Partial<Held> as Held,
  );

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  delete (globalThis as { [KEY]?: unknown })[KEY];
});

const settled = (promise: Promise<unknown>) => Promise.race([promise, Promise.resolve('held')]);

test('the background is asked once, side by side with the script that comes', async () => {
  const { front, asked, told } = frontWith(async () => come());
  expect((await front.judge('input', ITEMS)).outcome).toBe('release');
  expect(asked).toEqual(['hold', 'bringHeld']);
  expect(told).toEqual([]);
});

test.each([
  ['fails to come', () => Promise.reject(new Error('Receiving end does not exist.')), 'unanswered'],
  ['does not come, and nobody says so', () => Promise.resolve(null), 'unanswered'],
  ['is never heard of', () => new Promise(() => undefined), 'unanswered'],
])(
  'a script that %s: the user is told, and what is held stays held until it is there',
  async (_, bring, trouble) => {
    const { front, told, shown } = frontWith(bring);
    const outcome = front.judge('input', ITEMS);
    await vi.advanceTimersByTimeAsync(40_000);
    expect(told).toEqual([trouble]);
    expect(await settled(outcome)).toBe('held');
    come();
    await vi.advanceTimersByTimeAsync(40_000);
    expect(await outcome).toMatchObject({ outcome: 'release' });
    expect(shown.size).toBe(0);
  },
);

test('taken out by the user, or given up by a page that goes away, it is not released by a script that comes later', async () => {
  const { front, asked, shown } = frontWith(() => Promise.resolve(null));
  const one = front.judge('input', ITEMS);
  await vi.advanceTimersByTimeAsync(20_000);
  for (const remove of shown) remove();
  await vi.advanceTimersByTimeAsync(20_000);
  expect((await one).outcome).toBe('refuse');
  const other = front.judge('input', ITEMS);
  await vi.advanceTimersByTimeAsync(10);
  front.cancelAll();
  come();
  await vi.advanceTimersByTimeAsync(20_000);
  expect((await other).outcome).toBe('refuse');
  expect(asked.filter((name) => name === 'holdCancel').length).toBe(2);
});
