// `npm run accuracy`: how well people are known, on invented rosters and ordinary answers from a seed (test/accuracy,
// test/fixtures). Prints the figures and writes its section of docs/accuracy.md. The seeds below were not used for tuning.
import { measure } from '../test/accuracy/measure.ts';
import { report } from '../test/accuracy/report.ts';
import { putSection } from './docs/section.ts';

const SEEDS = { rosters: 20_260_117, answers: 18_290_929 };
const ROUNDS = { rosters: 7, answers: 10 };

const measured = await measure(SEEDS, ROUNDS);
const text = report(measured, SEEDS);
await putSection('docs/accuracy.md', 'people', text);
console.log(text);
