// `npm run fingerprint -- FILE`: a staff list made into fingerprints for the force's policy (docs/admin.md, docs/security.md).
import { randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { LONGEST_FINGERPRINTS } from '../utils/inspect/fingerprints/format.ts';
import { makeFingerprints } from '../utils/inspect/fingerprints/make.ts';
import { naming, type Tree } from './deploy/rollout.ts';
import { readList } from './fingerprint/list.ts';
import { measureFingerprints } from './fingerprint/measure.ts';
import { parseJson } from './json.ts';

const USAGE = `Usage: npm run fingerprint -- [--out FILE | --into POLICY] LIST

Turns a staff list (CSV, a workbook or any other table that Cordon reads) into fingerprints for the policy key
staffFingerprints. Columns are known by their headings: name, or surname with forename or initials; staff, collar, warrant
and pay numbers; e-mail. Others are not looked at. Nothing leaves this machine.

  --out FILE     where to write them, as a policy with this one key (LIST.fingerprints.json)
  --into POLICY  write them into a policy that is there, beside its other keys
  --help         this text

No name can be read in the file, but whoever has it can try names out against it: docs/security.md says what that means.

Exit status: 0 written, 1 nothing to write, 2 usage.`;

class UsageError extends Error {}

/** npm runs scripts in the project's folder: paths are meant from where the user stands. */
const fromUser = (file: string) => path.resolve(process.env.INIT_CWD ?? process.cwd(), file);

function readArguments(argv: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        into: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    return { ...values, files: positionals };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function readPolicy(file: string): Promise<Tree> {
  const text = await readFile(fromUser(file), 'utf8').catch(() => undefined);
  if (text === undefined) throw new UsageError(`The policy ${file} cannot be read.`);
  try {
    const policy = parseJson(text);
    if (typeof policy === 'object' && policy !== null && !Array.isArray(policy)) return policy as Tree;
  } catch {
    // Said below, as for anything else that is no policy.
  }
  throw new UsageError(`The policy ${file} is not a JSON object.`);
}

const COUNT = new Intl.NumberFormat('en-GB');
const percent = (share: number) => `${(100 * share).toFixed(2)} %`;

async function main(argv: string[]): Promise<number> {
  const { out, into, help, files } = readArguments(argv);
  if (help) {
    console.log(USAGE);
    return 0;
  }
  const [file, ...more] = files;
  if (!file || more.length > 0) throw new UsageError('Say which list to read: one file.');
  if (out && into) throw new UsageError('Say either --out or --into.');
  const policy = into ? await readPolicy(into) : {};
  const found = await stat(fromUser(file)).catch(() => undefined);
  if (!found?.isFile()) throw new UsageError(`The list ${file} cannot be read.`);
  const list = await readList(await openAsBlob(fromUser(file)), path.basename(file));
  if (!list.full) {
    console.error('The list could not be read to its end, so nothing was written.');
    return 1;
  }
  const made = makeFingerprints(list.people, randomBytes(16), new Date().toISOString().slice(0, 10));
  if (made.people === 0) {
    console.error(
      'Nobody was found in the list. A row of headings has to name its columns: Surname, Forename, Initials, Name, ' +
        'Collar number, Pay number, E-mail.',
    );
    return 1;
  }
  if (made.text.length > LONGEST_FINGERPRINTS) {
    console.error(
      `The fingerprints of ${COUNT.format(made.people)} people take ${COUNT.format(made.text.length)} characters; ` +
        `a policy carries ${COUNT.format(LONGEST_FINGERPRINTS)}. Leave out a column of numbers, or those who have left.`,
    );
    return 1;
  }
  const target = into ?? out ?? `${file}.fingerprints.json`;
  const whole: Tree = { ...policy, staffFingerprints: made.text };
  // A policy that names its keys names this one as well.
  const written = 'expectKeys' in policy ? naming(whole) : whole;
  await writeFile(fromUser(target), `${JSON.stringify(written, null, 2)}\n`);
  const wrong = measureFingerprints(made.text);
  const columns = Object.entries(list.columns).map(([what, times]) =>
    times > 1 ? `${what} (${times})` : what,
  );
  console.log(
    [
      `${COUNT.format(made.people)} people, by ${columns.join(', ')}.`,
      `Written to ${target}: ${COUNT.format(made.text.length)} characters for staffFingerprints.`,
      `Wrong answers: ${percent(wrong)} of what was never in the list, tried with 100,000 made-up keys (1 in 256 by design).`,
      `Strangers who have a name of the list by chance: ${percent(made.chance.names)} by forename and surname, ` +
        `${percent(made.chance.initials)} by surname and initial, going by how many of your own people share theirs.`,
      ...crowded(made.shapes),
      'No name can be read in it, but names can be tried out against it: give it to nobody who may not have the list.',
    ].join('\n'),
  );
  return 0;
}

/** Numbers of which so many are in use say little by themselves. */
const CROWDED = 0.2;

function crowded(shapes: Record<string, number>): string[] {
  const full = Object.entries(shapes).filter(([, share]) => share >= CROWDED);
  return full.map(
    ([shape, share]) =>
      `Of all numbers that look like ${shape}, ${percent(share)} are in the list: such a number counts only beside its surname.`,
  );
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
