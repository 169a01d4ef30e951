// `npm run fuzz -- MINUTES [--seed N] [--files N]`: mutated files of the fixtures, and of the corpus where CORDON_CORPUS is
// set, through the inspector. What went wrong is kept in .cache/fuzz/finds.jsonl as recipes (never the files), and
// `npm run fuzz -- --replay LINE` makes one file again and says what comes of it, with the exception's place.
// Exit status 1 where anything was found.
import { appendFileSync, mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { makeCase, type Recipe } from '../test/fuzz/cases.ts';
import { run, type Tally } from '../test/fuzz/run.ts';
import { corpusSeeds, fixtureSeeds } from '../test/fuzz/seeds.ts';
import { inspect } from '../utils/inspect/inspect.ts';
import { loadAsset } from './assets.ts';
import { decodePicture } from './node-decode-picture.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, files: { type: 'string' }, replay: { type: 'string' } },
});
const seeds = [...(await fixtureSeeds()), ...corpusSeeds(process.env.CORDON_CORPUS)];

const mb = (bytes: number) => `${Math.round(bytes / 1024 ** 2)} MB`;

function say(tally: Tally): void {
  const list = (counts: Record<string, number>) =>
    Object.entries(counts)
      .sort(([, a], [, b]) => b - a)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || 'none';
  console.log(
    `${tally.files} files; wrong: ${list(tally.wrong)}; slowest ${tally.slowest.ms} ms; ` +
      (tally.starved > 0 ? `${tally.starved} without enough of the processor; ` : '') +
      `memory ${mb(tally.idle)} before, at most ${mb(tally.mostOver)} more during one file`,
  );
  if (tally.atEnd > 0) console.log(`${mb(tally.atEnd)} at the end. Formats: ${list(tally.formats)}`);
}

async function replay(recipe: Recipe): Promise<void> {
  const seed = seeds.find(({ name }) => name === recipe.seed);
  if (!seed) throw new Error(`There is no seed ${recipe.seed}.`);
  const { name, bytes } = makeCase(seed, recipe.random);
  const onUnexpected = (error: unknown) => console.log(error);
  console.log(await inspect(new Blob([bytes]), name, { asset: loadAsset, decodePicture, onUnexpected }));
}

if (values.replay !== undefined) {
  await replay(JSON.parse(values.replay));
} else {
  const minutes = Number(positionals[0] ?? 1);
  const number = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
  if (!(minutes > 0) || !Number.isInteger(number)) throw new Error('npm run fuzz -- MINUTES [--seed N]');
  const folder = '.cache/fuzz';
  mkdirSync(folder, { recursive: true });
  console.log(`seed ${number}, ${seeds.length} files to begin with`);
  const kept = new Map<string, number>();
  const tally = await run({
    seeds,
    number,
    minutes,
    ...(values.files === undefined ? {} : { files: Number(values.files) }),
    onTally: say,
    onFind: (find) => {
      // A dozen of a kind tell as much as a thousand.
      const count = (kept.get(find.wrong) ?? 0) + 1;
      kept.set(find.wrong, count);
      if (count <= 12) appendFileSync(`${folder}/finds.jsonl`, `${JSON.stringify(find)}\n`);
    },
  });
  say(tally);
  process.exitCode = Object.keys(tally.wrong).length > 0 ? 1 : 0;
}
