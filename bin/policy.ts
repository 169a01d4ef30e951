// `npm run policy -- check FILE`: says in words what a policy does, and which of its keys count for nothing.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseJson } from './json.ts';
import { explainPolicy } from './policy/explain.ts';

const USAGE = `Usage: npm run --silent policy -- check FILE

Explains a policy (JSON, see docs/policy.md) in words, key by key. Also takes a browser's own policy file with Cordon's
settings in it.

Exit status: 0 every key is sound, 1 some key is wrong and has its strict value, 2 usage.`;

async function main(args: string[]): Promise<number> {
  if (args.length === 1 && args[0] === '--help') {
    console.log(USAGE);
    return 0;
  }
  const [command, file, ...more] = args;
  if (command !== 'check' || !file || more.length > 0) {
    console.error(USAGE);
    return 2;
  }
  // npm runs scripts in the project's folder: the path is meant from where the user stands.
  const place = path.resolve(process.env.INIT_CWD ?? process.cwd(), file);
  const text = await readFile(place, 'utf8').catch(() => undefined);
  if (text === undefined) {
    console.error(`${file} cannot be read.\n\n${USAGE}`);
    return 2;
  }
  let given: unknown;
  try {
    given = parseJson(text);
  } catch (error) {
    console.error(`${file} is not JSON: ${error instanceof Error ? error.message : error}`);
    return 1;
  }
  const { lines, sound } = explainPolicy(given);
  console.log(lines.join('\n'));
  return sound ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
