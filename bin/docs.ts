// Writes the documents that are made from code: `npm run docs`. A unit test fails when they are out of date.
import { mkdir, writeFile } from 'node:fs/promises';
import { GENERATED } from './docs/generated.ts';

await mkdir('docs', { recursive: true });
for (const { file, text } of GENERATED) {
  await writeFile(file, text);
  console.log(file);
}
