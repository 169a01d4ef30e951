// One case of fuzzing: a seed's name and a number, from which the mutated file is made again at any time.
import { Random } from '../fixtures/people.ts';
import { mutate } from './mutate/mutate.ts';
import type { Seed } from './seeds.ts';

/** Enough to make the file again; its bytes, which may come of a real file, are never kept. */
export interface Recipe {
  seed: string;
  random: number;
}

export interface Case {
  recipe: Recipe;
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

export function makeCase(seed: Seed, random: number): Case {
  const bytes = new Uint8Array(mutate(new Random(random), seed.bytes()));
  const extension = seed.name.includes('.') ? seed.name.slice(seed.name.lastIndexOf('.')) : '.bin';
  return { recipe: { seed: seed.name, random }, name: `mutated${extension}`, bytes };
}

/** Cases without end, the same for the same seeds and number. */
export function* cases(seeds: readonly Seed[], number: number): Generator<Case> {
  const random = new Random(number);
  const steps: number[] = [];
  let sum = 0;
  for (const { weight } of seeds) {
    sum += weight;
    steps.push(sum);
  }
  for (;;) {
    const at = random.next() * sum;
    const seed = seeds[steps.findIndex((step) => at < step)]!;
    yield makeCase(seed, Math.floor(random.next() * 2 ** 32));
  }
}
