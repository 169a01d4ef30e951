// The command line: inspects files and folders, prints a Report for each, and says by its exit status what it found.
import { once } from 'node:events';
import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Report } from '../utils/inspect/report.ts';
import { inspectionSettings, type SiteKind, STRICT_POLICY } from '../utils/policy/policy.ts';
import { type ValidatedPolicy, validatePolicy } from '../utils/policy/validate.ts';
import { REMEDIES, type RemedyKind } from '../utils/remedy/remedy.ts';
import { decide } from '../utils/verdict/decide.ts';
import { buildDigest } from './check/build.ts';
import { cleanFiles } from './check/clean.ts';
import { checkFiles } from './check/files.ts';
import { FORMATS, type FormatName } from './check/output.ts';
import { openState, type RunState } from './check/state.ts';
import { parseJson } from './json.ts';
import { settingsIn } from './policy/explain.ts';

const USAGE = `Usage: npm run --silent check -- [options] PATH...

Inspects files before they are sent: nothing leaves this machine. A folder is walked.

  --format text|json|sarif                 how to print (text); json is one Report a line
  --site publication|supplier|webmail|other  where the files would go (publication)
  --policy FILE                            the force's policy, as JSON
  --jobs N                                 files inspected at the same time (as many as there are cores)
  --state FILE                             remember what is done there: a run that was broken off, or has new files
                                           beside old ones, inspects only what it has not seen
  --clean                                  write a cleaned copy (X-cleaned.xlsx) beside each file, inspected again
  --as clean|csv|mask|faces                what the copy is (clean); csv: the visible sheets as text tables;
                                           mask: cleaned, and the columns that name people are emptied;
                                           faces: a picture with every face covered
  --help                                   this text

Exit status: 0 all allowed (with --clean: every copy may go), 1 something to warn of or to block, 2 usage,
3 Cordon ended unexpectedly, so there may be files of which it says nothing.`;

/** Kinds of site that files can be checked for; for a trusted site there is nothing to check. */
const KINDS: readonly SiteKind[] = ['publication', 'supplier', 'webmail', 'other'];

class UsageError extends Error {}

function readArguments(argv: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'text' },
        site: { type: 'string', default: 'publication' },
        policy: { type: 'string' },
        jobs: { type: 'string' },
        state: { type: 'string' },
        clean: { type: 'boolean', default: false },
        as: { type: 'string', default: 'clean' },
        help: { type: 'boolean', default: false },
      },
    });
    return { ...values, paths: positionals };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

const isRemedy = (kind: string): kind is RemedyKind => REMEDIES.some((known) => known === kind);

/** npm runs scripts in the project's folder: paths are meant from where the user stands. */
const fromUser = (file: string) => path.resolve(process.env.INIT_CWD ?? process.cwd(), file);

async function readPolicy(file: string | undefined): Promise<ValidatedPolicy> {
  if (file === undefined) return { policy: STRICT_POLICY, invalidKeys: [] };
  try {
    return validatePolicy(settingsIn(parseJson(await readFile(fromUser(file), 'utf8'))));
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'it is not JSON' : 'it cannot be read';
    throw new UsageError(`The policy ${file} was not used: ${reason}.`);
  }
}

async function readState(file: string, settings: unknown): Promise<RunState> {
  const build = await buildDigest();
  try {
    return await openState(fromUser(file), { build, settings });
  } catch {
    throw new UsageError(`The state ${file} cannot be read and written.`);
  }
}

async function main(): Promise<number> {
  const {
    format,
    site: kind,
    policy: policyFile,
    jobs,
    state: stateFile,
    clean,
    as,
    help,
    paths,
  } = readArguments(process.argv.slice(2));
  if (help) {
    console.log(USAGE);
    return 0;
  }
  if (!Object.hasOwn(FORMATS, format)) throw new UsageError(`There is no format "${format}".`);
  if (!KINDS.includes(kind as SiteKind)) throw new UsageError(`There is no kind of site "${kind}".`);
  if (paths.length === 0) throw new UsageError('Say which files to check.');
  if (jobs !== undefined && !/^[1-9]\d{0,2}$/.test(jobs))
    throw new UsageError(`There cannot be ${jobs} jobs.`);
  const { policy, invalidKeys } = await readPolicy(policyFile);
  if (invalidKeys.length > 0) {
    console.error(
      `In the policy these keys are wrong or missing, and do not count: ${invalidKeys.join(', ')}.`,
    );
  }
  const site = { kind: kind as SiteKind, host: '', guarded: true };
  if (clean) {
    if (!isRemedy(as)) throw new UsageError(`There is no cleaned copy of the kind "${as}".`);
    const options = { locate: fromUser, kind: as, policy, site, ...inspectionSettings(policy) };
    return (await cleanFiles(paths, { ...options, say: console.log })) ? 0 : 1;
  }
  // Its Report says so as well; a slip of the pen must be seen where the output goes to a file or another program.
  for (const given of paths)
    await access(fromUser(given)).catch(() => console.error(`There is no file or folder ${given}.`));
  const output = FORMATS[format as FormatName]((text) => process.stdout.write(text));
  let status = 0;
  const settings = inspectionSettings(policy);
  const state = stateFile === undefined ? undefined : await readState(stateFile, settings);
  if (state && state.known > 0) console.error(`${state.known} files are known from an earlier run.`);
  try {
    const width = jobs === undefined ? {} : { jobs: Number(jobs) };
    for await (const inspection of checkFiles(paths, { locate: fromUser, ...settings, ...width, state })) {
      const report: Report = decide(inspection, policy, site);
      if (report.verdict !== 'allow') status = 1;
      output.report(report);
      // A reader that is slower than we are must not make the output pile up in memory.
      if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain');
    }
  } finally {
    await state?.close();
  }
  if (state?.incomplete)
    console.error(`The state ${stateFile} could not be written to its end: is the disk full?`);
  output.end();
  return status;
}

// Whoever reads the output may stop early (`| head`): then there is nothing more to do, and nothing went wrong.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(process.exitCode ?? 0);
});

try {
  process.exitCode = await main();
} catch (error) {
  const isUsage = error instanceof UsageError;
  console.error(isUsage ? `${error.message}\n\n${USAGE}` : error);
  // Not 1, which says that everything was looked at.
  process.exitCode = isUsage ? 2 : 3;
}
