// npm run bench -- NAME [words…]: measures and prints ratios to references of the same run, with the bars they should keep.
// Words choose the lines whose names have them all. `npm run bench -- all` runs every bench and writes
// docs/performance.md. Exit status 1 where a bar is missed.
import { buildAssets } from '../../bin/build-assets.ts';
import type { Line } from './bench.ts';
import { measure } from './measure.ts';
import { writePerformance } from './performance.ts';

const [name = 'readers', ...words] = process.argv.slice(2);
await buildAssets();
const say = ({ name, figure, bar, beside, kept }: Line) =>
  console.log(
    `${kept ? 'ok    ' : 'MISSED'} ${name.padEnd(48)} ${[figure, bar].filter(Boolean).join(', ')}${beside ? `; ${beside}` : ''}`,
  );
const measured =
  name === 'all' ? await writePerformance(words, say) : [await measure(name, { words, onLine: say })];
process.exitCode = measured.some(({ lines }) => lines.some(({ kept }) => !kept)) ? 1 : 0;
