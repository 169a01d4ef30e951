// The figures of an accuracy run as a Markdown page.
import { isCounted, isHit, main, type Outcome } from './measure.ts';

const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;

function byKind(outcomes: readonly Outcome[]): Map<string, Outcome[]> {
  const kinds = new Map<string, Outcome[]>();
  for (const outcome of outcomes) kinds.set(outcome.kind, [...(kinds.get(outcome.kind) ?? []), outcome]);
  return kinds;
}

const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** Findings that should not be there: above low anywhere in an answer, or any where not even low is right. */
const isFalse = (outcome: Outcome): boolean =>
  outcome.findings.some((finding) => finding.severity !== 'low' || !outcome.lowIsFine);

const BINS = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.001];

/** Makes the page. */
export function report(outcomes: readonly Outcome[], seeds: { rosters: number; answers: number }): string {
  const rosters = outcomes.filter((outcome) => outcome.rule !== '');
  const answers = outcomes.filter((outcome) => outcome.rule === '');
  const hits = rosters.filter(isHit);
  const large = rosters.filter((outcome) => outcome.people > 40);
  const warned = answers.filter((outcome) => main(outcome));
  const blocked = answers.filter((outcome) =>
    outcome.findings.some(
      (finding) => finding.severity === 'high' || (finding.severity === 'medium' && finding.people >= 10),
    ),
  );
  const found = outcomes.flatMap((outcome) =>
    outcome.findings
      .filter((finding) => finding.severity !== 'low')
      .map((finding) => ({ confidence: finding.confidence, right: finding.rule === outcome.rule })),
  );
  const bins = BINS.slice(0, -1).map((from, at) => {
    const inside = found.filter(
      (finding) => finding.confidence >= from && finding.confidence < (BINS[at + 1] as number),
    );
    const right = inside.filter((finding) => finding.right).length;
    const mean = inside.reduce((sum, finding) => sum + finding.confidence, 0) / Math.max(1, inside.length);
    return [
      `${from.toFixed(2)} to ${Math.min(1, BINS[at + 1] as number).toFixed(2)}`,
      String(inside.length),
      inside.length ? mean.toFixed(2) : '–',
      percent(right, inside.length),
    ];
  });
  return `# Accuracy

Made by \`npm run accuracy\` from seeds ${seeds.rosters} (rosters) and ${seeds.answers} (answers): ${rosters.length} invented rosters of every shape and ${answers.length}
invented ordinary answers, as \`test/fixtures/rosters.ts\` and \`test/fixtures/answers.ts\` write them. The names are not from the lists that the
name model learned from, though some common ones are in both. Invented files flatter: figures on real files will be lower.

${table(
  ['what', 'figure'],
  [
    ['rosters found (right rule, above low)', percent(hits.length, rosters.length)],
    [
      'rosters of more than 40 people missed',
      `${large.filter((outcome) => !isHit(outcome)).length} of ${large.length}`,
    ],
    ['people counted within 3 %', percent(rosters.filter(isCounted).length, rosters.length)],
    [
      'exactly one finding',
      percent(rosters.filter((outcome) => outcome.findings.length === 1).length, rosters.length),
    ],
    [
      'answers with a finding that should not be there',
      percent(answers.filter(isFalse).length, answers.length),
    ],
    ['answers warned of', percent(warned.length, answers.length)],
    ['answers blocked', percent(blocked.length, answers.length)],
  ],
)}

## Confidence

Of findings at a confidence, how many were right.

${table(['confidence', 'findings', 'mean', 'right'], bins)}

## Rosters by shape

${table(
  ['shape', 'files', 'found', 'counted within 3 %'],
  [...byKind(rosters)].map(([kind, list]) => [
    kind,
    String(list.length),
    percent(list.filter(isHit).length, list.length),
    percent(list.filter(isCounted).length, list.length),
  ]),
)}

## Ordinary answers by kind

${table(
  ['kind', 'files', 'low', 'above low'],
  [...byKind(answers)].map(([kind, list]) => [
    kind,
    String(list.length),
    String(list.filter((outcome) => outcome.findings.length > 0 && !main(outcome)).length),
    String(list.filter((outcome) => main(outcome)).length),
  ]),
)}
`;
}
