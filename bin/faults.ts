// `npm run faults -- N [--seed S] [--from K] [--only "FAULT"]`: N trials, each with a fault at a random moment of a hold, in
// real Chromium. Trial K of seed S is the same whenever it runs, but for the machine's own pace. What was not as it must be
// is printed with its story; exit status 1 then. Build first.
import { appendFileSync, mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { FAULTS, type Fault } from '../test/faults/plan.ts';
import { runTrials } from '../test/faults/run.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    only: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});
const count = Number(positionals[0] ?? 20);
const seed = Number(values.seed);
const from = Number(values.from);
const only =
  values.only === undefined ? FAULTS : FAULTS.filter((fault) => fault.includes(values.only as string));
if (![count, seed, from].every(Number.isInteger) || only.length === 0)
  throw new Error('npm run faults -- N [--seed S] [--from K] [--only "FAULT"]');

// Whoever stops it stops its browser as well, and no trial is judged by that.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const folder = '.cache/faults';
mkdirSync(folder, { recursive: true });
const tally = new Map<Fault, { trials: number; idle: number; breached: number }>();
let breached = 0;
await runTrials({
  seed,
  from,
  count,
  only,
  onResult({ plan, story, breaches, idle }) {
    const { number, channel, content, fault, moment } = plan;
    const of = tally.get(fault) ?? { trials: 0, idle: 0, breached: 0 };
    tally.set(fault, of);
    of.trials++;
    if (idle) of.idle++;
    if (breaches.length > 0) {
      of.breached++;
      breached++;
    }
    appendFileSync(
      `${folder}/trials.jsonl`,
      `${JSON.stringify({ seed, number, channel, content, fault, moment, idle, breaches, story })}\n`,
    );
    if (breaches.length === 0 && !values.verbose) return;
    console.log(
      `trial ${number}: ${content} by ${channel}, ${fault} after ${moment} ms${breaches.length > 0 ? `: ${breaches.join('; ')}` : ''}`,
    );
    for (const line of story) console.log(`    ${line}`);
  },
});
for (const [fault, { trials, idle, breached }] of tally)
  console.log(
    `${String(trials).padStart(5)}  ${fault}${idle > 0 ? `, ${idle} found nothing to break` : ''}${breached > 0 ? `, ${breached} WRONG` : ''}`,
  );
console.log(`${count} faults, seed ${seed} from ${from}: ${breached} wrong`);
process.exitCode = breached > 0 ? 1 : 0;
