// `npm run corpus`: what the labels of the corpus (CORDON_CORPUS) say of each file, against what Cordon says of it.
// All of them: prints the figures and writes them into docs/accuracy.md. `npm run corpus -- docx,pptx` prints those
// types only; `-v` names, below each file that differs, what was found in it.
import { parseArgs } from 'node:util';
import { type Difference, measure, readManifest } from '../test/corpus/measure.ts';
import { report } from '../test/corpus/report.ts';
import { putSection } from './docs/section.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { verbose: { type: 'boolean', short: 'v' } },
});
const corpus = process.env.CORDON_CORPUS;
if (!corpus) {
  console.error('CORDON_CORPUS is not set: there is no corpus to read.');
  process.exit(2);
}

const wanted = new Set(positionals.flatMap((types) => types.split(',')));
const measured = await measure(corpus, readManifest(corpus, wanted));
const text = report(measured);
if (wanted.size === 0) await putSection('docs/accuracy.md', 'corpus', text);
console.log(text);
console.log(`slowest: ${measured.slowest.ms} ms ${measured.slowest.file}`);

function tell(title: string, those: readonly Difference[]): void {
  if (those.length > 0) console.log(`\n${title}`);
  for (const { file, why, findings } of those) {
    console.log(`  ${file}${why === undefined ? '' : `: ${why}`}`);
    for (const { rule, where } of findings ?? []) {
      console.log(`    ${rule}: ${where.slice(1).join(' > ') || 'the file'}`);
    }
  }
}
if (values.verbose) {
  for (const { label, missed } of measured.scores) tell(`missed: ${label}`, missed);
  for (const [rule, those] of measured.falsely) tell(`without a label: ${rule}`, those);
  tell('not read to the end', measured.unread);
}
