// Boosted trees: learns from rows of features who is right, as sums of small trees. The same rows give the same trees.

import type { Forest, Tree } from '../../utils/inspect/lexicon/records/model.ts';

const BINS = 48;

/**
 * @param labels what is right, 0 or 1, a row each; `weights` how much each counts.
 * @param least weight that an end has to have at least; `rate` how much of what is left each tree takes up.
 */
export function train(
  rows: readonly Float64Array[],
  labels: readonly number[],
  weights: readonly number[],
  { trees, depth, rate, least }: { trees: number; depth: number; rate: number; least: number },
): Forest {
  const width = rows[0]?.length ?? 0;
  const edges = Array.from({ length: width }, (_, feature) =>
    edgesOf(rows.map((row) => row[feature] as number)),
  );
  const binned = rows.map((row) =>
    Uint8Array.from(row, (value, feature) => binOf(edges[feature] as number[], value)),
  );
  const total = weights.reduce((a, b) => a + b, 0);
  const share = labels.reduce((sum, label, at) => sum + label * (weights[at] as number), 0) / total;
  const bias = Math.log(share / (1 - share));
  const scores = new Float64Array(rows.length).fill(bias);
  const out: Tree[] = [];
  const inner = 2 ** depth - 1;
  for (let round = 0; round < trees; round++) {
    const g = new Float64Array(rows.length);
    const h = new Float64Array(rows.length);
    for (let at = 0; at < rows.length; at++) {
      const p = 1 / (1 + Math.exp(-(scores[at] as number)));
      g[at] = (weights[at] as number) * ((labels[at] as number) - p);
      h[at] = (weights[at] as number) * p * (1 - p);
    }
    const tree: Tree = {
      features: new Array(inner).fill(0),
      thresholds: new Array(inner).fill(Infinity),
      leaves: new Array(inner + 1).fill(0),
    };
    const node = new Int32Array(rows.length);
    for (let level = 0; level < depth; level++) {
      const first = 2 ** level - 1;
      const count = 2 ** level;
      const sums = Array.from({ length: count }, () => ({
        g: new Float64Array(width * BINS),
        h: new Float64Array(width * BINS),
        G: 0,
        H: 0,
      }));
      for (let at = 0; at < rows.length; at++) {
        const sum = sums[(node[at] as number) - first] as (typeof sums)[number];
        const row = binned[at] as Uint8Array;
        const [ga, ha] = [g[at] as number, h[at] as number];
        sum.G += ga;
        sum.H += ha;
        for (let feature = 0; feature < width; feature++) {
          const slot = feature * BINS + (row[feature] as number);
          sum.g[slot] = (sum.g[slot] as number) + ga;
          sum.h[slot] = (sum.h[slot] as number) + ha;
        }
      }
      for (let at = 0; at < count; at++) {
        const sum = sums[at] as (typeof sums)[number];
        let best = { gain: 1e-6, feature: -1, bin: 0 };
        for (let feature = 0; feature < width; feature++) {
          let [G, H] = [0, 0];
          for (let bin = 0; bin < (edges[feature] as number[]).length; bin++) {
            G += sum.g[feature * BINS + bin] as number;
            H += sum.h[feature * BINS + bin] as number;
            if (H < least || sum.H - H < least) continue;
            const gain = G ** 2 / (H + 1) + (sum.G - G) ** 2 / (sum.H - H + 1) - sum.G ** 2 / (sum.H + 1);
            if (gain > best.gain) best = { gain, feature, bin };
          }
        }
        if (best.feature >= 0) {
          tree.features[first + at] = best.feature;
          tree.thresholds[first + at] = (edges[best.feature] as number[])[best.bin] as number;
        }
      }
      for (let at = 0; at < rows.length; at++) {
        const i = node[at] as number;
        const right =
          (rows[at] as Float64Array)[tree.features[i] as number]! > (tree.thresholds[i] as number);
        node[at] = 2 * i + (right ? 2 : 1);
      }
    }
    const G = new Float64Array(inner + 1);
    const H = new Float64Array(inner + 1);
    for (let at = 0; at < rows.length; at++) {
      const leaf = (node[at] as number) - inner;
      G[leaf] = (G[leaf] as number) + (g[at] as number);
      H[leaf] = (H[leaf] as number) + (h[at] as number);
    }
    for (let leaf = 0; leaf <= inner; leaf++)
      tree.leaves[leaf] = Math.round((1000 * rate * (G[leaf] as number)) / ((H[leaf] as number) + 1)) / 1000;
    for (let at = 0; at < rows.length; at++)
      scores[at] = (scores[at] as number) + (tree.leaves[(node[at] as number) - inner] as number);
    out.push(tree);
  }
  return { bias: Math.round(1000 * bias) / 1000, trees: out };
}

/** Rounded values between which the bins divide; the last bin has no upper end. */
function edgesOf(values: number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const edges = new Set<number>();
  for (let at = 1; at < BINS - 1; at++)
    edges.add(Math.round(100 * (sorted[Math.floor((at * sorted.length) / (BINS - 1))] as number)) / 100);
  edges.add(0.5);
  edges.add(0);
  return [...edges].sort((a, b) => a - b).slice(0, BINS - 1);
}

function binOf(edges: readonly number[], value: number): number {
  let at = 0;
  while (at < edges.length && value > (edges[at] as number)) at++;
  return at;
}
