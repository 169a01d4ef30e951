// The model of records at work: two sums of small trees, one that says whether a run of records names people and one whose they are.
// Every leaf is a weight in log-odds, which belongs to the questions on the way to it, so that a sum can be told question by question.
import { digitAt, LETTERS, letterOf } from '../packing.ts';
import { DATA } from './data.ts';

/** A tree: seven questions (`value > threshold` goes right), in level order, and the weights of its eight ends. */
export interface Tree {
  features: number[];
  thresholds: number[];
  leaves: number[];
}

export interface Forest {
  bias: number;
  trees: Tree[];
}

/** Questions in a tree, and its ends. */
export const QUESTIONS = 7;
/** Two letters hold a number from -4,140 to 4,140. */
const ZERO = (LETTERS * LETTERS - 1) / 2;

const pair = (value: number): string => {
  const shifted = Math.max(0, Math.min(2 * ZERO, Math.round(value) + ZERO));
  return letterOf(Math.floor(shifted / LETTERS)) + letterOf(shifted % LETTERS);
};

/** Thresholds are kept in hundredths, weights in thousandths. */
export function packed({ bias, trees }: Forest): string {
  const one = ({ features, thresholds, leaves }: Tree): string =>
    features.map(letterOf).join('') +
    thresholds.map((value) => pair(value * 100)).join('') +
    leaves.map((value) => pair(value * 1000)).join('');
  return pair(bias * 1000) + trees.map(one).join('');
}

export function unpacked(text: string): Forest {
  let at = 0;
  const one = (): number => digitAt(text, at++);
  const two = (): number => one() * LETTERS + one() - ZERO;
  const times = (count: number, read: () => number): number[] => Array.from({ length: count }, read);
  const bias = two() / 1000;
  const trees: Tree[] = [];
  while (at < text.length)
    trees.push({
      features: times(QUESTIONS, one),
      thresholds: times(QUESTIONS, two).map((value) => value / 100),
      leaves: times(QUESTIONS + 1, two).map((value) => value / 1000),
    });
  return { bias, trees };
}

/** Log-odds of a row of features. */
export function scoreOf({ bias, trees }: Forest, row: Float64Array): number {
  let sum = bias;
  for (const { features, thresholds, leaves } of trees) {
    let at = 0;
    while (at < QUESTIONS)
      at = 2 * at + ((row[features[at] as number] as number) > (thresholds[at] as number) ? 2 : 1);
    sum += leaves[at - QUESTIONS] as number;
  }
  return sum;
}

let loaded: { people: Forest; staff: Forest } | undefined;

/** How sure the model is, 0 to 1, that a run of records names people, and that these are staff. */
export function judgeRecords(row: Float64Array): { people: number; staff: number } {
  loaded ??= { people: unpacked(DATA.people), staff: unpacked(DATA.staff) };
  return { people: sigmoid(scoreOf(loaded.people, row)), staff: sigmoid(scoreOf(loaded.staff, row)) };
}

const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));
