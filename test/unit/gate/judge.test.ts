// A hold whose answer is lost on the way: neither side hears that it is. The browser's messages are the only thing made up here,
// because no browser loses one when it is asked to.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createJudge, type Patience } from '../../../utils/gate/judge.ts';

const PATIENCE: Patience = {
  poll: 10,
  retry: 10,
  attempts: 3,
  longest: 10,
  silence: 20,
  silences: 50,
  status: 5,
};

type Answer = { outcome: string } | 'lost' | 'nobody';

/** A gate whose messages are answered by `answer`; gives what was asked, and what the user was shown. */
function gateWith(answer: (name: string, number: number) => Answer) {
  const asked: string[] = [];
  const shown = new Set<string>();
  const told: string[] = [];
  vi.stubGlobal('chrome', {
    runtime: {
      id: 'cordon',
      onMessage: { addListener: () => undefined },
      sendMessage: ({ cordon: name }: { cordon: string }) => {
        asked.push(name);
        const given = answer(name, asked.filter((other) => other === name).length);
        if (given === 'lost') return new Promise(() => undefined);
        if (given === 'nobody') return Promise.reject(new Error('Receiving end does not exist.'));
        return Promise.resolve(given);
      },
    },
  });
  const showing = (what: string) => {
    told.push(what);
    shown.add(what);
    return { close: () => void shown.delete(what) };
  };
  const { judge } = createJudge(
    { show: (trouble) => showing(trouble) },
    { show: () => showing('status') },
    PATIENCE,
  );
  const outcome = judge('input', [{ name: 'a.csv', kind: 'file', bytes: new Blob(['a']) }]);
  return { outcome, asked, shown, told };
}

// A clock of our own: which of two timers is first must not depend on the machine.
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test('an answer that is lost is asked for anew once nobody is at it', async () => {
  const { outcome, asked, shown } = gateWith((name, number) => {
    if (name === 'hold') return number === 1 ? 'lost' : { outcome: 'release' };
    return { outcome: number < 3 ? 'asked' : 'unknown' };
  });
  await pass(1_000);
  expect((await outcome).outcome).toBe('release');
  expect(asked.filter((name) => name === 'hold').length).toBe(2);
  expect(asked.slice(0, 4)).toEqual(['hold', 'holdStatus', 'holdStatus', 'holdStatus']);
  expect(shown.size).toBe(0);
});

test('a background that says nothing at all: the user is told, and a verdict that comes later counts', async () => {
  let silent = true;
  const { outcome, told, shown } = gateWith((name) =>
    silent ? 'lost' : { outcome: name === 'hold' ? 'refuse' : 'unknown' },
  );
  await pass(2 * PATIENCE.silence);
  expect(told).toEqual(['status', 'unanswered']);
  expect([...shown]).toEqual(['unanswered']);
  silent = false;
  await pass(1_000);
  expect((await outcome).outcome).toBe('refuse');
  expect(shown.size).toBe(0);
});

test('a background that says that it is at it is waited for, but not for ever', async () => {
  const { asked, told } = gateWith((name) => (name === 'hold' ? 'lost' : { outcome: 'asked' }));
  await pass((PATIENCE.silences - 1) * PATIENCE.silence);
  expect(asked.length).toBeGreaterThan(10);
  expect(told).toEqual(['status']);
  await pass(3 * PATIENCE.silence);
  expect(told).toEqual(['status', 'unanswered']);
  // Asked for once all the while: it is under way.
  expect(asked.filter((name) => name === 'hold')).toEqual(['hold']);
});

test('the notice that nobody answers goes when somebody does', async () => {
  const { told, shown } = gateWith((name, number) =>
    name === 'hold' ? (number <= 4 ? 'nobody' : { outcome: 'asked' }) : { outcome: 'asked' },
  );
  await pass(PATIENCE.attempts * PATIENCE.retry);
  expect(told).toContain('unanswered');
  await pass(2 * PATIENCE.longest);
  expect(shown.size).toBe(0);
});
