// `npm run accuracy`: how well people are known, on invented rosters and ordinary answers from a seed (test/accuracy,
// test/fixtures). Prints the figures and writes its section of docs/accuracy.md. The seeds below were not used for tuning.
// `npm run accuracy -- scans [SEED]` does the same for rosters that are pictures, `-- printed [SEED]` for such that Chromium
// prints; with a seed of your own, nothing is written.
import { fileURLToPath } from 'node:url';
import {
  measure,
  measureEighth,
  measureElsewhere,
  measureFifth,
  measureFourth,
  measureSeventh,
  measureSixth,
  measureThird,
} from '../test/accuracy/measure.ts';
import { report } from '../test/accuracy/report.ts';
import { measurePrinted, measureScans, reportPrinted, reportScans, saying } from '../test/accuracy/scans.ts';
import { putSection } from './docs/section.ts';

const SEEDS = { rosters: 20_260_117, answers: 18_290_929, scans: 20_230_808, printed: 20_261_130 };
const ROUNDS = { rosters: 7, answers: 10 };
/** A second set of files, written apart from the first: test/fixtures/elsewhere. */
const ELSEWHERE = {
  seeds: { rosters: 20_261_123, answers: 18_360_501 },
  rounds: { rosters: 5, answers: 7 },
};
/** A third, of whole files, written later than both: test/fixtures/third. */
const THIRD = {
  seeds: { rosters: 20_270_301, answers: 19_190_601 },
  rounds: { rosters: 5, answers: 5 },
};
/** A fourth, whose tables are put together by dice: test/fixtures/fourth. */
const FOURTH = {
  seeds: { rosters: 20_290_907, answers: 19_470_815 },
  rounds: { rosters: 8, answers: 8 },
};
/** A fifth, a shape for each of seventy people of a force or its suppliers: test/fixtures/fifth. Some of its misses were looked at. */
const FIFTH = {
  seeds: { rosters: 20_330_419, answers: 19_680_214 },
  rounds: { rosters: 6, answers: 8 },
};
/** A sixth, what systems, programs and print-outs leave on a disk: test/fixtures/sixth. */
const SIXTH = {
  seeds: { rosters: 20_350_707, answers: 19_740_401 },
  rounds: { rosters: 5, answers: 6 },
};
/** A seventh, logs, tickets and forms of an office: test/fixtures/seventh. */
const SEVENTH = {
  seeds: { rosters: 20_360_811, answers: 19_810_512 },
  rounds: { rosters: 5, answers: 6 },
};
/** An eighth, dumps, chats and notice boards: test/fixtures/eighth. */
const EIGHTH = {
  seeds: { rosters: 20_370_915, answers: 19_820_613 },
  rounds: { rosters: 5, answers: 6 },
};
const SCAN_ROUNDS = { rosters: 2, ordinary: 1 };

const PRINTED_ROUNDS = { rosters: 8, ordinary: 6 };

const [what, seed] = process.argv.slice(2);
if (what === 'scans') {
  const chosen = seed === undefined ? SEEDS.scans : Number(seed);
  const outcomes = await measureScans(chosen, SCAN_ROUNDS, (outcome) => {
    const line = saying(outcome);
    if (line) console.log(line);
  });
  const text = reportScans(outcomes, chosen);
  if (seed === undefined) await putSection('docs/accuracy.md', 'scans', text);
  console.log(text);
} else if (what === 'printed') {
  const chosen = seed === undefined ? SEEDS.printed : Number(seed);
  const folder = fileURLToPath(new URL(`../.cache/printed/${chosen}`, import.meta.url));
  const outcomes = await measurePrinted(folder, chosen, PRINTED_ROUNDS, (outcome) => {
    const line = saying(outcome);
    if (line) console.log(line);
  });
  const text = reportPrinted(outcomes, chosen);
  if (seed === undefined) await putSection('docs/accuracy.md', 'printed', text);
  console.log(text);
} else {
  const first = await measure(SEEDS, ROUNDS);
  const second = await measureElsewhere(ELSEWHERE.seeds, ELSEWHERE.rounds);
  const third = await measureThird(THIRD.seeds, THIRD.rounds);
  const fourth = await measureFourth(FOURTH.seeds, FOURTH.rounds);
  const fifth = await measureFifth(FIFTH.seeds, FIFTH.rounds);
  const sixth = await measureSixth(SIXTH.seeds, SIXTH.rounds);
  const seventh = await measureSeventh(SEVENTH.seeds, SEVENTH.rounds);
  const eighth = await measureEighth(EIGHTH.seeds, EIGHTH.rounds);
  const text = report(
    { outcomes: first, seeds: SEEDS },
    { outcomes: second, seeds: ELSEWHERE.seeds },
    { outcomes: third, seeds: THIRD.seeds },
    { outcomes: fourth, seeds: FOURTH.seeds },
    { outcomes: fifth, seeds: FIFTH.seeds },
    { outcomes: sixth, seeds: SIXTH.seeds },
    { outcomes: seventh, seeds: SEVENTH.seeds },
    { outcomes: eighth, seeds: EIGHTH.seeds },
  );
  await putSection('docs/accuracy.md', 'people', text);
  console.log(text);
}
