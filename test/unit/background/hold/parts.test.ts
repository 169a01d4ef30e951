// Several files in one hold: each is judged for itself, and what the gate is told to go on with.
import { beforeEach, expect, it, vi } from 'vitest';
import type { Finding, Inspection } from '../../../../utils/inspect/report.ts';
import type { CopiesView, HoldRequest } from '../../../../utils/messages/protocol.ts';
import type { EventFacts } from '../../../../utils/record/event.ts';
import type { CheckedCopy } from '../../../../utils/remedy/checked.ts';
import { policyReaderOf, page as sender } from '../held.ts';

const session = vi.hoisted(() => new Map<string, unknown>());
const told = vi.hoisted(
  () =>
    [] as {
      id: string;
      outcome: string;
      without?: number[];
      replacements?: { index: number; file: File }[];
    }[],
);
vi.mock('wxt/browser', () => ({
  browser: {
    storage: {
      session: {
        get: async (key: string | null) =>
          Object.fromEntries([...session].filter(([name]) => key === null || name === key)),
        set: async (values: object) => {
          for (const [key, value] of Object.entries(values)) session.set(key, structuredClone(value));
        },
        remove: async (key: string) => void session.delete(key),
      },
    },
  },
}));
vi.mock('../../../../utils/background/ask.ts', () => ({ ask: async () => 0 }));
vi.mock('../../../../utils/messages/messages.ts', () => ({
  sendToFrame: async (_tab: number, _frame: number, name: string, data: (typeof told)[number]) => {
    if (name === 'holdOutcome') told.push(data);
    return null;
  },
}));

const { createHolds } = await import('../../../../utils/background/holds.ts');

const hidden: Finding = {
  rule: 'hidden-sheet',
  severity: 'medium',
  confidence: 1,
  people: 0,
  fields: [],
  where: ['a.xlsx', 'sheet "Data"'],
  hidden: ['hidden-sheet'],
  message: '',
};
const roster: Finding = { ...hidden, rule: 'staff-roster', severity: 'high', people: 60, hidden: [] };
const inspectionOf = (name: string, findings: Finding[]): Inspection => ({
  schema: 'cordon.report/1',
  file: name,
  bytes: 1,
  format: name.endsWith('csv') ? 'csv' : 'xlsx',
  inspected: 'full',
  findings,
  ms: 1,
});
/** What is in a file, and what becomes of a copy of it, by its name. */
const FOUND: Record<string, Finding[]> = {
  'plain.csv': [],
  'hidden.xlsx': [hidden],
  'stuck.xlsx': [hidden],
  'left.xlsx': [hidden],
  'dies.xlsx': [hidden],
  'roster.csv': [roster],
};
const copied = (name: string, findings: Finding[]): CheckedCopy => ({
  outcome: 'cleaned',
  file: new Blob([`${name} cleaned`]),
  name: name.replace('.xlsx', '-cleaned.xlsx'),
  changes: [],
  inspection: inspectionOf(name, findings),
});
const COPIES: Record<string, () => CheckedCopy> = {
  'hidden.xlsx': () => copied('hidden.xlsx', []),
  'stuck.xlsx': () => ({ outcome: 'refused', reason: 'cropped' }),
  'left.xlsx': () => copied('left.xlsx', [roster]),
  'dies.xlsx': () => {
    throw new Error('The worker died.');
  },
};

function start() {
  const recorded: EventFacts[] = [];
  const remembered: string[] = [];
  const holds = createHolds(
    {
      inspect: async ({ name }: { name: string }) => inspectionOf(name, FOUND[name] ?? []),
      remedy: async ({ name }: { name: string }) => COPIES[name]?.(),
      cancel: async () => undefined,
      prepare: async () => undefined,
    } as never,
    policyReaderOf(),
    {
      record: async (facts) => void recorded.push(facts),
      decided: async () => undefined,
      open: async () => undefined,
      close: async () => undefined,
      settle: async () => undefined,
      today: async () => ({}) as never,
    },
    {} as never,
    {
      digests: async (items) => Promise.all(items.map(({ bytes }) => bytes.text())),
      remember: async (digests) => void remembered.push(...digests),
      has: async () => false,
    },
  );
  return { holds, recorded, remembered };
}

const requestOf = (names: string[], channel: HoldRequest['channel'] = 'input'): HoldRequest => ({
  id: 'one',
  channel,
  items: names.map((name) => ({ name, kind: 'file', bytes: new Blob([name]) })),
});

beforeEach(() => {
  session.clear();
  told.length = 0;
});

it('what nothing was found in stays when the rest is taken out, and nothing else is known as released', async () => {
  const { holds, recorded, remembered } = start();
  await holds.hold(requestOf(['plain.csv', 'roster.csv', 'hidden.xlsx']), sender);
  await holds.choose({ id: 'one', choice: 'remove' }, sender);
  expect(told).toEqual([{ id: 'one', outcome: 'release', without: [1, 2] }]);
  expect(remembered).toEqual(['plain.csv']);
  expect(recorded).toMatchObject([{ outcome: 'taken-out', files: 3 }]);
});

it('all of it is refused where nothing else is there, and where a page sends it as one thing', async () => {
  const { holds, remembered } = start();
  await holds.hold(requestOf(['roster.csv']), sender);
  await holds.choose({ id: 'one', choice: 'remove' }, sender);
  await holds.hold({ ...requestOf(['plain.csv', 'roster.csv'], 'fetch'), id: 'two' }, sender);
  await holds.choose({ id: 'two', choice: 'remove' }, sender);
  expect(told.map(({ outcome }) => outcome)).toEqual(['refuse', 'refuse']);
  expect(remembered).toEqual([]);
});

it('each file is tried for itself: one that cannot be mended keeps no other from being', async () => {
  const { holds, remembered } = start();
  const names = ['plain.csv', 'stuck.xlsx', 'roster.csv', 'hidden.xlsx', 'left.xlsx', 'dies.xlsx'];
  await holds.hold(requestOf(names), sender);
  const copies = (await holds.makeCopies('one', 'clean', sender)) as Extract<
    CopiesView,
    { outcome: 'tried' }
  >;
  // In the order of the view: worst first.
  expect(
    copies.mends.map((mend) => (mend.outcome === 'refused' ? mend.reason : mend.outcome)).sort(),
  ).toEqual(['copy', 'cropped', 'left', 'plain-sight', 'unfinished'].sort());
  await holds.choose({ id: 'one', choice: 'sendCopies', kind: 'clean' }, sender);
  const [answer] = told;
  expect(answer).toMatchObject({ outcome: 'release', replacements: [{ index: 3 }] });
  expect([...(answer?.without ?? [])].sort()).toEqual([1, 2, 4, 5]);
  expect(answer?.replacements?.[0]?.file.name).toBe('hidden-cleaned.xlsx');
  expect(remembered.sort()).toEqual(['hidden.xlsx cleaned', 'plain.csv']);
});

it('what cannot be mended goes as it is with a reason, beside the copies of the rest', async () => {
  const { holds, recorded, remembered } = start();
  await holds.hold(requestOf(['stuck.xlsx', 'hidden.xlsx']), sender);
  await holds.makeCopies('one', 'clean', sender);
  await holds.choose({ id: 'one', choice: 'send', reason: 'agreed', kind: 'clean' }, sender);
  expect(told).toMatchObject([{ outcome: 'release', replacements: [{ index: 1 }] }]);
  expect(told[0]).not.toHaveProperty('without');
  expect(remembered.sort()).toEqual(['hidden.xlsx cleaned', 'stuck.xlsx']);
  expect(recorded).toMatchObject([{ outcome: 'sent-anyway', reason: 'agreed' }]);
});

it('copies that were never made, or of which none may go, release nothing', async () => {
  const { holds } = start();
  await holds.hold(requestOf(['stuck.xlsx', 'left.xlsx']), sender);
  await holds.choose({ id: 'one', choice: 'sendCopies', kind: 'clean' }, sender);
  await holds.makeCopies('one', 'clean', sender);
  await holds.choose({ id: 'one', choice: 'sendCopies', kind: 'clean' }, sender);
  expect(told).toEqual([]);
});
