// In which order a decision is told: a page that takes what is released must not find the warning above it.
import { beforeEach, expect, it, vi } from 'vitest';
import type { Asked } from '../../../../utils/background/hold/asked.ts';

const told = vi.hoisted(() => ({ messages: [] as string[], warning: true }));
vi.mock('wxt/browser', () => ({ browser: {} }));
vi.mock('../../../../utils/messages/messages.ts', () => ({
  sendToFrame: async (_tab: number, frame: number, name: string) => {
    if (name === 'warningClose' && !told.warning) throw new Error('The frame is gone.');
    told.messages.push(`${name} to frame ${frame}`);
    return null;
  },
}));

const { createDecisions } = await import('../../../../utils/background/hold/decided.ts');

// As much of what was asked as a decision reads: the rest of a view is words for the warning.
const asked = {
  tabId: 1,
  frameId: 7,
  askedIn: 0,
  view: { id: 'one', site: { host: 'foi.example', kind: 'other' }, reports: [] },
  verdict: 'warn',
  digests: [],
  staying: { items: [], digests: [] },
} as unknown as Asked;

function decisions() {
  const kept = { files: new Map(), store: async () => undefined, forget: async () => undefined };
  const recorder = {
    record: async () => undefined,
    decided: async () => undefined,
    close: async () => undefined,
  };
  const released = { digests: async () => [], remember: async () => undefined, has: async () => false };
  return createDecisions(kept as never, recorder as never, released);
}

beforeEach(() => {
  told.messages = [];
  told.warning = true;
});

it('takes the warning away before the page has what is released', async () => {
  await decisions().decide('one', asked, {
    outcome: 'release',
    told: { outcome: 'sent-anyway', reason: 'a' },
  });
  expect(told.messages).toEqual(['warningClose to frame 0', 'holdOutcome to frame 7']);
});

it('releases where the frame of the warning is gone as well', async () => {
  told.warning = false;
  await decisions().decide('one', asked, {
    outcome: 'release',
    told: { outcome: 'sent-anyway', reason: 'a' },
  });
  expect(told.messages).toEqual(['holdOutcome to frame 7']);
});
