// `npm run train:records [LIST]`: makes utils/inspect/lexicon/records/data.ts. Learns from made runs (records/made.ts) and from the files
// of the invented sets, of people and of things; and, where a file LIST names some, from public tables that list nobody. Of these only
// shares and means are looked at, and nothing of them is kept. The same files give the same bytes.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeEighthAnswers } from '../test/fixtures/eighth/answers.ts';
import { makeEighth } from '../test/fixtures/eighth/rosters.ts';
import { makeFifthAnswers } from '../test/fixtures/fifth/answers.ts';
import { makeFifth } from '../test/fixtures/fifth/rosters.ts';
import { makeFourthAnswers } from '../test/fixtures/fourth/answers.ts';
import { makeFourth } from '../test/fixtures/fourth/rosters.ts';
import type { Answer, Roster } from '../test/fixtures/sets.ts';
import { makeSeventhAnswers } from '../test/fixtures/seventh/answers.ts';
import { makeSeventh } from '../test/fixtures/seventh/rosters.ts';
import { makeSixthAnswers } from '../test/fixtures/sixth/answers.ts';
import { makeSixth } from '../test/fixtures/sixth/rosters.ts';
import { makeThirdAnswers } from '../test/fixtures/third/answers.ts';
import { makeThird } from '../test/fixtures/third/rosters.ts';
import { FEATURES } from '../utils/inspect/detectors/people/records/features.ts';
import { type Forest, packed } from '../utils/inspect/lexicon/records/model.ts';
import { type Label, madeRun } from './records/made.ts';
import { ofFile, ofMade, type Sample } from './records/samples.ts';
import { train } from './records/trees.ts';

const MADE = 11_000;
/** Files of the sets, by seeds that no measurement uses; rounds of each. */
const SEEDS = { rosters: 1003, answers: 2003 };
const ROUNDS = 2;
const SETS: readonly [
  rosters: (seed: number, rounds: number) => Roster[],
  answers: (seed: number, rounds: number) => Answer[],
][] = [
  [makeThird, makeThirdAnswers],
  [makeFourth, makeFourthAnswers],
  [makeFifth, makeFifthAnswers],
  [makeSixth, makeSixthAnswers],
  [makeSeventh, makeSeventhAnswers],
  [makeEighth, makeEighthAnswers],
];
/** How much a file of a set, and a public table, counts beside a made run; what a place that is not the likeliest one counts. */
const WEIGHT = { set: 2, table: 3, further: 0.5 };
/** Of the people of a file so many have to stand in a run for it to be what is learnt from: share, and people that are enough. */
const SEEN = { share: 0.5, enough: 35, most: 1.5 };
const FOREST = { trees: 250, depth: 3, rate: 0.15, least: 6 };
const WHOSE = { trees: 80, depth: 3, rate: 0.15, least: 4 };
/** Tables larger than this are left out. */
const LARGEST = 1_500_000;

interface Row {
  features: Float64Array;
  label: Label;
  weight: number;
}
const rows: Row[] = [];

/** Of what lists nobody each place is nobody's. Of what lists people, the places that hold most of them. */
function learn(groups: readonly (readonly Sample[])[], label: Label, weight: number, people?: number): void {
  if (label === 'none') {
    for (const { features, isFirst } of groups.flat())
      rows.push({ features, label, weight: isFirst ? weight : weight * WEIGHT.further });
    return;
  }
  const first = groups.map((group) => group.filter(({ isFirst }) => isFirst));
  const most = Math.max(...first.flat().map(({ named }) => named));
  const best = first.find((group) => group.some(({ named }) => named === most)) ?? [];
  const least = SEEN.share * (people === undefined ? most : Math.min(people, SEEN.enough));
  const all = best.filter(({ named }) => named >= least && named <= SEEN.most * (people ?? most));
  for (const { features } of all) rows.push({ features, label, weight: weight / Math.sqrt(all.length) });
}

for (let at = 0; at < MADE; at++) {
  const made = madeRun(31 * at + 7);
  learn([ofMade(made)], made.label, 1);
}
for (const [at, [rosters, answers]] of SETS.entries()) {
  for (const { file, rule, people } of rosters(SEEDS.rosters + at, ROUNDS))
    learn(
      await ofFile(file.name, file.bytes),
      rule === 'staff-roster' ? 'staff' : 'other',
      WEIGHT.set,
      people,
    );
  for (const { file } of answers(SEEDS.answers + at, ROUNDS))
    learn(await ofFile(file.name, file.bytes), 'none', WEIGHT.set);
}
const list = process.argv[2];
for (const file of list ? readFileSync(list, 'utf8').split('\n').filter(Boolean) : []) {
  const bytes = new Uint8Array(readFileSync(file));
  if (bytes.length <= LARGEST) learn(await ofFile(path.basename(file), bytes), 'none', WEIGHT.table);
}

const grow = (some: readonly Row[], is: (label: Label) => boolean, shape: typeof FOREST): Forest =>
  train(
    some.map(({ features }) => features),
    some.map(({ label }) => (is(label) ? 1 : 0)),
    some.map(({ weight }) => weight),
    shape,
  );
const named = rows.filter(({ label }) => label !== 'none');
const people = grow(rows, (label) => label !== 'none', FOREST);
const staff = grow(named, (label) => label === 'staff', WHOSE);

const quoted = (text: string): string => `'${text}'`;
const text = `// Made by \`npm run train:records\` (bin/train-records.ts); not written by hand. Layout: model.ts.
export const DATA = {
  people:
    ${quoted(packed(people))},
  staff:
    ${quoted(packed(staff))},
} as const;
`;
writeFileSync(new URL('../utils/inspect/lexicon/records/data.ts', import.meta.url), text);
console.log(`${rows.length} runs, ${named.length} of them of people; ${text.length} bytes`);
for (const [name, forest] of Object.entries({ people, staff })) {
  const asked = new Map<number, number>();
  for (const { features, thresholds } of forest.trees)
    for (const [at, feature] of features.entries())
      if (Number.isFinite(thresholds[at])) asked.set(feature, (asked.get(feature) ?? 0) + 1);
  const often = [...asked].sort((a, b) => b[1] - a[1]).slice(0, 25);
  console.log(`${name}: ${often.map(([feature, times]) => `${FEATURES[feature]} ${times}`).join(', ')}`);
}
