// One working day of a fleet, second by second. Events are real ones, made and encoded by the code that does it in the
// browser; pauses after a failure are those of utils/record/collector.ts. Only how often people send is assumed.
import { gzipSync } from 'node:zlib';
import { BATCH, GATHER_MOST, GATHER_MS, pauseAfter, spread } from '../../utils/record/collector.ts';
import { type EventFacts, eventOf } from '../../utils/record/event.ts';
import { exportRequest } from '../../utils/record/otlp.ts';

export interface Assumptions {
  workstations: number;
  /** Share of workstations that are used on the day. */
  present: number;
  /** Decisions a present workstation makes in a day: files chosen, forms sent, pastes that were long enough to be judged. */
  decisionsADay: number;
  /** Share of decisions that end in a warning or a block. */
  flagged: number;
  /** Weight of each hour of the day, from midnight. */
  hours: number[];
  /** The collector is away for so long, from eleven in the morning. */
  awayMinutes: number;
  /** While it is away something before it tells everybody when to come back: `Retry-After` with the moment at which it is back. */
  asks: boolean;
}

export const ASSUMPTIONS: Assumptions = {
  workstations: 47_000,
  present: 0.6,
  decisionsADay: 25,
  flagged: 0.01,
  hours: [2, 2, 1, 1, 1, 2, 4, 7, 10, 11, 11, 10, 8, 10, 11, 10, 8, 5, 4, 3, 3, 3, 3, 2],
  awayMinutes: 60,
  asks: false,
};

export interface FleetDay {
  events: number;
  flaggedEvents: number;
  requests: number;
  meanEventsASecond: number;
  /** Of any one second, while the collector answers. */
  mostRequestsASecond: number;
  mostEventsASecond: number;
  /** Bytes of one event in a request of its own and in a full batch, JSON, and the same batch gzipped by a proxy. */
  bytesAlone: number;
  bytesInBatch: number;
  bytesInBatchGzipped: number;
  /** Bytes of all requests that day, without HTTP headers. */
  bytesADay: number;
  /** While the collector is away: tries that fail, most in one second. */
  failedRequests: number;
  mostFailedASecond: number;
  /** After it is back: seconds until everything that waited has been sent, and the busiest second. */
  secondsToCatchUp: number;
  mostRequestsASecondAfter: number;
  lost: number;
}

/** A small generator with a seed (mulberry32), so that a day can be played again. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const DAY = 86_400;
/** A browser starts so many seconds before its first decision at most. */
const LEAD = 900;

function sampleEvent(flagged: boolean) {
  const site = { kind: 'publication' as const, host: 'www.whatdotheyknow.com' };
  const findings = flagged
    ? (['staff-roster', 'hidden-sheet', 'metadata'] as const).map((rule) => ({
        rule,
        severity: 'high' as const,
        confidence: 1,
        people: 9483,
        fields: [],
        where: ['a'],
        hidden: [],
        message: '',
      }))
    : [];
  const reports: EventFacts['reports'] = [
    {
      schema: 'cordon.report/1',
      file: 'a',
      bytes: 200_000,
      format: 'xlsx',
      verdict: flagged ? 'block' : 'allow',
      inspected: 'full',
      findings,
      ms: 1,
    },
  ];
  const outcome = flagged ? 'taken-out' : 'allowed';
  return eventOf({ outcome, verdict: flagged ? 'block' : 'allow', site, reports, files: 1 }, '1.0.0');
}

const bytesOf = (events: Parameters<typeof exportRequest>[0]) =>
  Buffer.byteLength(JSON.stringify(exportRequest(events)));

/** Seconds of the day at which one workstation decides something. */
function decisions(random: () => number, assumptions: Assumptions, cumulative: number[]): number[] {
  const { decisionsADay } = assumptions;
  // Exponential gaps make a Poisson count; then each is put into an hour by weight.
  let count = 0;
  const gap = () => -Math.log(1 - random());
  for (let at = gap(); at < decisionsADay; at += gap()) count++;
  const total = cumulative.at(-1) ?? 1;
  return Array.from({ length: count }, () => {
    const pick = random() * total;
    const hour = cumulative.findIndex((sum) => sum > pick);
    return Math.floor(hour * 3600 + random() * 3600);
  }).sort((a, b) => a - b);
}

/** Plays one day. */
export function simulate(assumptions: Assumptions, seed: number): FleetDay {
  const random = randomFrom(seed);
  const { workstations, present, flagged, hours, awayMinutes, asks } = assumptions;
  let sum = 0;
  const cumulative = hours.map((weight) => {
    sum += weight;
    return sum;
  });
  const awayFrom = 11 * 3600;
  const awayTo = awayFrom + awayMinutes * 60;
  const isAway = (second: number) => second >= awayFrom && second < awayTo;

  // A day's tail may be sent on the next.
  const requests = new Uint32Array(2 * DAY);
  const events = new Uint32Array(2 * DAY);
  const failed = new Uint32Array(2 * DAY);
  const alone = { allow: bytesOf([sampleEvent(false)]), flag: bytesOf([sampleEvent(true)]) };
  const batch = Array.from({ length: BATCH }, () => sampleEvent(false));
  const inBatch = bytesOf(batch);
  const head = alone.allow - inBatch / BATCH;

  let total = 0;
  let flaggedEvents = 0;
  let bytes = 0;
  let sent = 0;
  let lastWaiting = awayTo;
  for (let station = 0; station < workstations; station++) {
    if (random() >= present) continue;
    let waiting = 0;
    let waitingBytes = 0;
    let failures = 0;
    let retryAt: number | undefined;
    /** Since when an Event waits for others to go with it. */
    let gatheringTill: number | undefined;
    const send = (second: number) => {
      gatheringTill = undefined;
      if (isAway(second)) {
        failed[second] = (failed[second] ?? 0) + 1;
        failures++;
        const pause = asks ? (awayTo - second) * 1000 : pauseAfter(failures);
        retryAt = second + Math.ceil(spread(pause, asks, random()) / 1000);
        return;
      }
      const batches = Math.ceil(waiting / BATCH);
      requests[second] = (requests[second] ?? 0) + batches;
      events[second] = (events[second] ?? 0) + waiting;
      if (failures > 0) lastWaiting = Math.max(lastWaiting, second);
      bytes += waitingBytes + batches * head;
      sent += waiting;
      waiting = 0;
      waitingBytes = 0;
      failures = 0;
      retryAt = undefined;
    };
    const due = () => retryAt ?? gatheringTill ?? Number.POSITIVE_INFINITY;
    const decided = decisions(random, assumptions, cumulative);
    // Before the first of them the browser starts, and says by the policy in force that Cordon runs: counted as long as a decision.
    const first = decided[0] ?? DAY / 2;
    const began = first - Math.floor(random() * Math.min(LEAD, first));
    for (const [index, second] of [began, ...decided].entries()) {
      for (let at = due(); at < second; at = due()) send(at);
      const isFlagged = index > 0 && random() < flagged;
      total++;
      if (isFlagged) flaggedEvents++;
      waiting++;
      waitingBytes += (isFlagged ? alone.flag : alone.allow) - head;
      // A pause after a failure counts for new events too.
      if (retryAt !== undefined) continue;
      gatheringTill ??= second + GATHER_MS / 1000;
      if (waiting >= GATHER_MOST) send(second);
    }
    for (let at = due(); at < requests.length; at = due()) send(at);
  }

  const most = (counts: Uint32Array, from = 0, to = counts.length) => {
    let found = 0;
    for (let second = from; second < to; second++) found = Math.max(found, counts[second] ?? 0);
    return found;
  };
  const all = (counts: Uint32Array) => counts.reduce((count, each) => count + each, 0);
  return {
    events: total,
    flaggedEvents,
    requests: all(requests),
    meanEventsASecond: Math.round((total / DAY) * 10) / 10,
    mostRequestsASecond: most(requests, 0, awayFrom),
    mostEventsASecond: most(events, 0, awayFrom),
    bytesAlone: alone.allow,
    bytesInBatch: Math.round(inBatch / BATCH),
    bytesInBatchGzipped: Math.round(gzipSync(JSON.stringify(exportRequest(batch))).length / BATCH),
    bytesADay: Math.round(bytes),
    failedRequests: all(failed),
    mostFailedASecond: most(failed),
    secondsToCatchUp: awayMinutes > 0 ? lastWaiting - awayTo : 0,
    mostRequestsASecondAfter: most(requests, awayTo),
    lost: total - sent,
  };
}
