// `npm run train:names`: makes utils/inspect/lexicon/names/data.ts from the name and word lists in the dev
// dependencies. The same lists give the same bytes.
import { writeFileSync } from 'node:fs';
import { learn, weigh } from './names/learn.ts';
import { readNames, readWords } from './names/sources.ts';

/** Words in the gazetteer: what fits into the budget of 250 kB for the whole name model. */
const ROOM = 40_000;
const SEED = 20_230_808;

const model = learn(weigh(readNames(), readWords()), ROOM, SEED);
const base64 = (bytes: Uint8Array | Int8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
const target = new URL('../utils/inspect/lexicon/names/data.ts', import.meta.url);
const text = `// Made by \`npm run train:names\` (bin/train-names.ts); not written by hand. Layout: format.ts.
export const DATA = {
  nameScale: ${model.nameScale},
  nameBias: ${model.nameBias},
  forenameScale: ${model.forenameScale},
  forenameBias: ${model.forenameBias},
  words: ${model.words},
  weights:
    '${base64(model.weights)}',
  gazetteer:
    '${base64(model.gazetteer)}',
} as const;
`;
writeFileSync(target, text);
console.log(`${model.words} words in the gazetteer, ${Math.round(text.length / 1000)} kB in all`);
