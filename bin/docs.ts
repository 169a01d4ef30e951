// Writes the documents that are made from code: `npm run docs`. A unit test fails when they are out of date.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { GENERATED } from './docs/generated.ts';

for (const { file, text } of GENERATED) {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  console.log(file);
}
