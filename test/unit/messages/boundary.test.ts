// Every message of the protocol map, as it should be and in every way that is a little wrong, from those who may send it and
// from everybody else: only what is right comes to a handler.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Inspection } from '../../../utils/inspect/report.ts';
import type { MessageName, Protocol, RequestOf } from '../../../utils/messages/protocol.ts';
import { VIEWS } from '../../fixtures/views.ts';

type Raw = (message: unknown, sender: unknown) => unknown;
const fake = vi.hoisted(() => ({ listeners: [] as Raw[] }));
vi.mock('wxt/browser', () => ({
  browser: {
    runtime: {
      id: 'cordon',
      getURL: (path: string) => `chrome-extension://cordon${path}`,
      onMessage: { addListener: (listener: Raw) => fake.listeners.push(listener) },
    },
  },
}));
const { listen } = await import('../../../utils/messages/messages.ts');
const { BOUNDARY } = await import('../../../utils/messages/boundary.ts');
const { isOutcome } = await import('../../../utils/gate/judge.ts');

const id = '0123456789abcdef0123456789abcdef';
const inspection: Inspection = {
  schema: 'cordon.report/1',
  file: 'a.csv',
  bytes: 1,
  format: 'csv',
  inspected: 'full',
  findings: [
    {
      rule: 'staff-roster',
      severity: 'high',
      confidence: 1,
      people: 9,
      fields: ['rank'],
      where: ['a.csv'],
      hidden: [],
      message: 'Nine people.',
    },
  ],
  ms: 1,
};
const inspect = {
  job: 'job',
  name: 'a.csv',
  bytes: new Blob(['a']),
  limits: { bytes: 1, seconds: 1, depth: 1, members: 1 },
  staffNumberPatterns: ['[0-9]+'],
  staffFingerprints: '',
};

/** One message of each kind and form, as our own contexts send it. */
const SOUND: { [N in MessageName]: RequestOf<N>[] } = {
  hold: [
    {
      id,
      channel: 'input',
      items: [
        { name: 'a.csv', kind: 'file', bytes: new File(['a'], 'a.csv') },
        { name: '', kind: 'text', bytes: new Blob(['a']) },
      ],
    },
  ],
  holdStatus: [{ id }],
  holdCancel: [{ id }],
  holdOutcome: [
    { id, outcome: 'refuse' },
    { id, outcome: 'refuse', another: true },
    { id, outcome: 'retry', asking: 1 },
    { id, outcome: 'release', replacements: [{ index: 0, file: new File(['a'], 'a.csv') }] },
    { id, outcome: 'release', without: [1] },
  ],
  holdStill: [{ id }],
  prepare: [null],
  bringStatus: [null],
  warning: [...Object.values(VIEWS)],
  warningClose: [{ id }],
  choose: [
    { id, choice: 'remove' },
    { id, choice: 'another' },
    { id, choice: 'send', reason: 'agreed' },
    { id, choice: 'send', reason: 'agreed', kind: 'csv' },
    { id, choice: 'sendCopies', kind: 'clean' },
    { id, choice: 'retry' },
  ],
  makeCopies: [{ id, kind: 'mask' }],
  openLook: [{ id }],
  lookAt: [{ id: crypto.randomUUID() }],
  release: [{ id, codes: ['ABCD'] }],
  signOff: [{ hash: 'a'.repeat(64), inspection, site: 'foi.example', reason: 'agreed' }],
  savedCopy: [{ inspection, kind: 'publication' }],
  falseAlarm: [{ id }],
  checkedFalseAlarm: [{ inspection, kind: 'publication' }],
  pageState: [{ tabId: 7 }],
  offscreenInspect: [inspect],
  offscreenRemedy: [{ ...inspect, kind: 'clean', without: ['a.csv'] }],
  offscreenLook: [{ ...inspect, where: ['a.csv'] }],
  offscreenCancel: [{ job: 'job' }],
  offscreenPrepare: [null],
};
/** A view is a large thing: one with a single finding has every place in it that there is. */
const [report] = VIEWS.blocked.reports;
const SMALL_VIEW = { ...VIEWS.blocked, reports: [{ ...report!, findings: report!.findings.slice(0, 1) }] };
const NAMES = Object.keys(SOUND) as MessageName[];

const TAB = { id: 3, url: 'https://foi.example/' };
const SENDERS = {
  page: { id: 'cordon', tab: TAB, frameId: 0, url: 'https://foi.example/' },
  background: { id: 'cordon', url: 'chrome-extension://cordon/background.js' },
  worker: { id: 'cordon' },
  tabOfOurs: { id: 'cordon', tab: TAB, frameId: 0, url: 'chrome-extension://cordon/check.html' },
  pageWithoutTab: { id: 'cordon', frameId: 0, url: 'https://foi.example/' },
  pageThatLooksLikeUs: { id: 'cordon', frameId: 0, url: 'chrome-extension://cordonia/check.html' },
  otherExtension: { id: 'other', url: 'chrome-extension://other/background.js' },
  otherInTab: { id: 'other', tab: TAB, frameId: 0, url: 'https://foi.example/' },
  site: { tab: TAB, frameId: 0, url: 'https://foi.example/' },
};
const MAY: Record<'page' | 'extension', (keyof typeof SENDERS)[]> = {
  page: ['page'],
  extension: ['background', 'worker', 'tabOfOurs'],
};

const WRONG: unknown[] = [undefined, null, 0, 1.5, Number.NaN, '', 'x', true, [], {}, [null], new Date(0)];

const plain = (value: unknown): value is Record<string, unknown> | unknown[] =>
  typeof value === 'object' && value !== null && !(value instanceof Blob);

/** Every message that differs from `value` in one place: something else stands there, or nothing. */
function* spoiled(value: unknown): Generator<unknown> {
  yield* WRONG;
  if (!plain(value)) return;
  for (const key of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[key];
    const put = (other: unknown) =>
      Array.isArray(value) ? value.with(Number(key), other) : { ...value, [key]: other };
    if (!Array.isArray(value)) {
      const { [key]: _, ...rest } = value;
      yield rest;
    }
    for (const other of spoiled(inner)) yield put(other);
  }
}

/** A tree of types: what is wrong with a message is that it has another one. */
function formOf(value: unknown): string {
  if (value instanceof Blob) return 'blob';
  if (value instanceof Date) return 'date';
  if (Array.isArray(value)) return `[${[...new Set(value.map(formOf))].join()}]`;
  if (!plain(value)) return value === null ? 'null' : typeof value;
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${key}:${formOf((value as Record<string, unknown>)[key])}`)
    .join()}}`;
}

const taken: unknown[] = [];
beforeEach(() => {
  taken.length = 0;
  fake.listeners.length = 0;
  const handlers = Object.fromEntries(
    NAMES.map((name) => [name, async (data: unknown) => void taken.push(data)]),
  );
  listen(handlers as never);
});
const say = (message: unknown, sender: unknown) => fake.listeners[0]?.(message, sender);

describe.each(NAMES)('%s', (name) => {
  const { from } = BOUNDARY[name];
  const [allowed] = MAY[from];
  const sender = SENDERS[allowed as keyof typeof SENDERS];

  it('is taken as it should be, from those who may send it', () => {
    for (const data of SOUND[name]) for (const who of MAY[from]) say({ cordon: name, data }, SENDERS[who]);
    expect(taken).toHaveLength(SOUND[name].length * MAY[from].length);
  });

  it('is taken from nobody else', () => {
    for (const [who, other] of Object.entries(SENDERS)) {
      if (MAY[from].includes(who as keyof typeof SENDERS)) continue;
      for (const data of SOUND[name]) expect(say({ cordon: name, data }, other), who).toBeUndefined();
    }
    expect(taken).toEqual([]);
  });

  it('is not taken with anything in it that has another type', () => {
    const forms = new Set([...SOUND[name], SMALL_VIEW].map(formOf));
    let tried = 0;
    for (const data of name === 'warning' ? [SMALL_VIEW] : SOUND[name]) {
      const isBlank = (value: unknown) => Array.isArray(value) && value.length === 0;
      for (const other of spoiled(data)) {
        taken.length = 0;
        say({ cordon: name, data: other }, sender);
        tried++;
        if (taken.length === 0) continue;
        // What was taken differs in a value, or by an empty list, or lacks what need not be there; never in a type.
        const form = formOf(other);
        const sameTypes = forms.has(form) || JSON.stringify(other).includes('[]') || isOptional(name, other);
        expect(sameTypes && !isBlank(other), `${name} took ${form}`).toBe(true);
      }
    }
    expect(tried).toBeGreaterThan(0);
  });
});

/** Keys that may be missing or, where that is the same, undefined. */
const OPTIONAL: Partial<Record<MessageName, string[]>> = {
  hold: ['asking'],
  holdOutcome: ['replacements', 'without', 'another', 'asking'],
  choose: ['kind'],
  warning: [
    'kinds',
    'messages',
    'mayClean',
    'mayTable',
    'mayMask',
    'mayCover',
    'mayPart',
    'staying',
    'mayLook',
    'mayChoose',
    'mayRelease',
    'contact',
    'counts',
  ],
};
function isOptional(name: MessageName, other: unknown): boolean {
  const without = (value: unknown): string =>
    formOf(
      Object.fromEntries(Object.entries(value as object).filter(([key]) => !OPTIONAL[name]?.includes(key))),
    );
  return plain(other) && SOUND[name].some((data) => without(data) === without(other));
}

it('takes nothing that is no message of the map', () => {
  const names = ['constructor', '__proto__', 'toString', 'Hold', '', 'hold '];
  for (const cordon of [...names, 1, null, undefined, ['hold']])
    for (const sender of Object.values(SENDERS)) expect(say({ cordon, data: null }, sender)).toBeUndefined();
  for (const message of WRONG) expect(say(message, SENDERS.page)).toBeUndefined();
  expect(taken).toEqual([]);
});

it('the gate takes the same outcomes, and no others', () => {
  const sound = SOUND.holdOutcome satisfies Protocol['holdOutcome']['request'][];
  expect(sound.every(isOutcome)).toBe(true);
  for (const data of sound)
    for (const other of spoiled(data)) {
      if (!isOutcome(other)) continue;
      const { outcome, replacements = [] } = other;
      expect(['release', 'refuse', 'retry']).toContain(outcome);
      expect(replacements.every(({ index, file }) => Number.isInteger(index) && file instanceof Blob)).toBe(
        true,
      );
    }
});
