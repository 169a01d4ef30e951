// What may come through the door: for each message who may send it, and what it has to look like. What does not fit is
// never handed to anybody, and its sender gets no answer; a gate then tells the user and goes on holding.
import * as v from 'valibot';
import { SEVERITIES, VERDICTS } from '../inspect/report.ts';
import { RULE_IDS } from '../inspect/rules.ts';
import { SITE_KINDS } from '../policy/schema.ts';
import { COPY_KINDS, REMEDIES } from '../remedy/remedy.ts';
import type { MessageName } from './protocol.ts';

interface Boundary {
  /** A content script of ours in a page, or a page of the extension and its background. */
  from: 'page' | 'extension';
  shape: v.GenericSchema;
}

/** As the gate makes them, and `crypto.randomUUID`. */
const id = v.pipe(v.string(), v.regex(/^[0-9a-f-]{32,36}$/));
const hold = v.object({ id });
const texts = v.array(v.string());
const bytes = v.instance(Blob);
const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const itemKind = v.picklist(['file', 'text']);
const channel = v.picklist([
  'input',
  'drop',
  'paste',
  'picker',
  'submit',
  'fetch',
  'xhr',
  'beacon',
  'socket',
]);

const finding = v.object({
  rule: v.picklist(RULE_IDS),
  severity: v.picklist(SEVERITIES),
  confidence: v.number(),
  people: v.number(),
  fields: texts,
  where: texts,
  hidden: texts,
  message: v.string(),
});
const inspected = {
  schema: v.literal('cordon.report/1'),
  file: v.string(),
  bytes: v.number(),
  format: v.string(),
  inspected: v.picklist(['full', 'partial', 'none']),
  findings: v.array(finding),
  ms: v.number(),
};
const inspection = v.object(inspected);
const report = v.object({ ...inspected, verdict: v.picklist(VERDICTS) });

const inspect = {
  job: v.string(),
  name: v.string(),
  bytes,
  limits: v.object({ bytes: v.number(), seconds: v.number(), depth: v.number(), members: v.number() }),
  staffNumberPatterns: texts,
  staffFingerprints: v.string(),
};

const view = v.object({
  id: v.string(),
  state: v.picklist(['ask', 'failed']),
  reports: v.array(report),
  kinds: v.optional(v.array(itemKind)),
  failed: texts,
  channel,
  site: v.object({ kind: v.picklist(SITE_KINDS), host: v.string() }),
  mayOverride: v.boolean(),
  reasons: texts,
  contact: v.looseObject({}),
  messages: v.optional(v.looseObject({})),
  mayClean: v.optional(v.boolean()),
  mayTable: v.optional(v.boolean()),
  mayMask: v.optional(v.boolean()),
  mayCover: v.optional(v.boolean()),
  mayPart: v.optional(v.boolean()),
  staying: v.optional(index),
  mayLook: v.optional(v.boolean()),
  mayChoose: v.optional(v.boolean()),
  mayRelease: v.optional(v.boolean()),
});

export const BOUNDARY: { [N in MessageName]: Boundary } = {
  hold: {
    from: 'page',
    shape: v.object({
      id,
      channel,
      asking: v.optional(index),
      items: v.pipe(v.array(v.object({ name: v.string(), kind: itemKind, bytes })), v.minLength(1)),
    }),
  },
  holdStatus: { from: 'page', shape: hold },
  holdCancel: { from: 'page', shape: hold },
  holdOutcome: {
    from: 'extension',
    shape: v.object({
      id,
      outcome: v.picklist(['release', 'refuse', 'retry']),
      replacements: v.optional(v.array(v.object({ index, file: v.instance(File) }))),
      without: v.optional(v.array(index)),
      another: v.optional(v.boolean()),
      asking: v.optional(index),
    }),
  },
  holdStill: { from: 'extension', shape: hold },
  prepare: { from: 'page', shape: v.null() },
  bringStatus: { from: 'page', shape: v.null() },
  warning: { from: 'extension', shape: view },
  warningClose: { from: 'extension', shape: v.object({ id: v.string() }) },
  choose: {
    from: 'page',
    shape: v.variant('choice', [
      v.object({ id, choice: v.picklist(['remove', 'another', 'retry']) }),
      v.object({ id, choice: v.literal('sendCopies'), kind: v.picklist(COPY_KINDS) }),
      v.object({
        id,
        choice: v.literal('send'),
        reason: v.string(),
        kind: v.optional(v.picklist(COPY_KINDS)),
      }),
    ]),
  },
  makeCopies: { from: 'page', shape: v.object({ id, kind: v.picklist(COPY_KINDS) }) },
  openLook: { from: 'page', shape: hold },
  lookAt: { from: 'extension', shape: hold },
  release: { from: 'page', shape: v.object({ id, codes: texts }) },
  signOff: {
    from: 'extension',
    shape: v.object({
      hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
      inspection,
      site: v.string(),
      reason: v.string(),
    }),
  },
  savedCopy: { from: 'extension', shape: v.object({ inspection, kind: v.picklist(SITE_KINDS) }) },
  falseAlarm: { from: 'page', shape: hold },
  checkedFalseAlarm: { from: 'extension', shape: v.object({ inspection, kind: v.picklist(SITE_KINDS) }) },
  pageState: { from: 'extension', shape: v.object({ tabId: v.pipe(v.number(), v.integer()) }) },
  offscreenInspect: { from: 'extension', shape: v.object(inspect) },
  offscreenRemedy: {
    from: 'extension',
    shape: v.object({ ...inspect, kind: v.picklist(REMEDIES), without: texts }),
  },
  offscreenLook: { from: 'extension', shape: v.object({ ...inspect, where: texts }) },
  offscreenCancel: { from: 'extension', shape: v.object({ job: v.string() }) },
  offscreenPrepare: { from: 'extension', shape: v.null() },
};
