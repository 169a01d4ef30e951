// The figures of a run over the corpus as a section of docs/accuracy.md.
import path from 'node:path';
import type { Difference, Measured } from './measure.ts';

const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;

const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const names = (those: readonly Difference[]): string =>
  those.map(({ file }) => `\`${path.basename(file)}\``).join(', ');

/** Differences by what is known of them, the most frequent first. */
function byReason(those: readonly Difference[]): [why: string, those: Difference[]][] {
  const reasons = new Map<string, Difference[]>();
  for (const one of those) {
    const why = one.why ?? 'not looked into';
    reasons.set(why, [...(reasons.get(why) ?? []), one]);
  }
  return [...reasons].sort((a, b) => b[1].length - a[1].length);
}

/** Makes the section. */
export function report(measured: Measured): string {
  const { files, inspected, scores, falsely, findings, unread } = measured;
  const wrong = [...falsely.values()].reduce((sum, those) => sum + those.length, 0);
  const missed = scores.flatMap((score) => score.missed.map((one) => ({ ...one, label: score.label })));
  const asked = scores.reduce((sum, score) => sum + score.found + score.missed.length, 0);
  const how = [...inspected].sort(([a], [b]) => a.localeCompare(b)).map(([what, n]) => `${what} ${n}`);
  const explained = scores.flatMap((score) =>
    byReason(score.explained).map(([why, those]) => [score.label, String(those.length), why]),
  );
  const list = (those: [label: string, those: readonly Difference[]][]): string =>
    those.map(([label, files]) => `- ${label}: ${names(files)}`).join('\n');
  const missedBy = scores
    .filter((score) => score.missed.length > 0)
    .map((score): [string, Difference[]] => [score.label, score.missed]);
  return `## Hidden places in real files

Made by \`npm run corpus\`: ${files} real files from the test suites of public projects, whose labels an independent program gave. A label asks
for the finding of a rule anywhere in the file; a finding for which no label is there counts as false. What people the files name is not
judged here.

${table(
  ['what', 'figure'],
  [
    ['files that gave one report', `${files} of ${files}`],
    ['inspected', how.join(', ')],
    ['labels found', `${asked - missed.length} of ${asked} (${percent(asked - missed.length, asked)})`],
    ['findings without a label', `${wrong} of ${findings} (${percent(wrong, findings)})`],
    ['not read to the end, though neither encrypted nor damaged by the labels', String(unread.length)],
  ],
)}

${table(
  ['label', 'rule', 'files', 'found', 'recall'],
  scores.map(({ label, rule, found, missed: without }) => [
    label,
    `\`${rule}\``,
    String(found + without.length),
    String(found),
    found + without.length === 0 ? '–' : (found / (found + without.length)).toFixed(3),
  ]),
)}

### Missed

${missed.length === 0 ? 'None.' : list(missedBy)}

### Found without a label

${wrong === 0 ? 'None.' : list([...falsely])}

### Labels that hold although there is nothing to be said

${explained.length === 0 ? 'None.' : table(['label', 'files', 'why'], explained)}
`;
}
