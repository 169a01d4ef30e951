// `npm run train:names`: makes utils/inspect/lexicon/names/data.ts from the name and word lists in the dev
// dependencies. The same lists give the same bytes.
import { writeFileSync } from 'node:fs';
import { train } from './names/learn.ts';
import { readNames, readWords } from './names/sources.ts';

const model = train(readNames(), readWords());
const text = `// Made by \`npm run train:names\` (bin/train-names.ts); not written by hand. Layout: format.ts.
export const DATA = {
  nameScale: ${model.nameScale},
  nameBias: ${model.nameBias},
  forenameScale: ${model.forenameScale},
  forenameBias: ${model.forenameBias},
  words: ${model.words},
  weights:
    '${model.weights}',
  gazetteer:
    '${model.gazetteer}',
} as const;
`;
writeFileSync(new URL('../utils/inspect/lexicon/names/data.ts', import.meta.url), text);
console.log(`${model.words} words in the gazetteer, ${Math.round(text.length / 1000)} kB in all`);
