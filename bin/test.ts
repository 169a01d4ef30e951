// Everything that must hold: types, lint, unit tests, and the stories in real browsers. Closes with one line of counts.
// `npm test -- unit` runs only the steps whose names are given.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { findBrowser, needBrowser } from './browsers.ts';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** The tests that failed, a line each: repeated at the end, because the output of a long run is often kept by its end only. */
  names?: string[];
}

const results = path.resolve('test-results');
const bin = (name: string) => path.resolve('node_modules', '.bin', name);

function run(command: string, args: string[], env: Record<string, string> = {}): boolean {
  const { status, error } = spawnSync(command, args, {
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });
  if (error) console.error(error.message);
  return status === 0;
}

/** A step that passes or fails as a whole. */
function whole(command: string, args: string[]): Counts {
  const passed = run(command, args);
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

function sum(one: Counts, other: Counts): Counts {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
    names: [...(one.names ?? []), ...(other.names ?? [])],
  };
}

/** A runner that failed without saying which test did counts as one failure. */
function counted(ok: boolean, counts: Counts): Counts {
  return ok || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

function unit(): Counts {
  const file = path.join(results, 'unit.json');
  const ok = run(bin('vitest'), [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const skipped = report.numPendingTests + (report.numTodoTests ?? 0);
  const names = report.testResults.flatMap(({ name, status, assertionResults }: UnitFile) => {
    const file = path.relative('.', name);
    const failed = assertionResults.filter((one) => one.status === 'failed');
    // A file that could not be loaded fails without a test of its own.
    if (failed.length === 0) return status === 'failed' ? [file] : [];
    return failed.map((one) => `${file}: ${one.fullName}: ${one.failureMessages?.[0]?.split('\n')[0] ?? ''}`);
  });
  return counted(ok, { passed: report.numPassedTests, failed: report.numFailedTests, skipped, names });
}

/** What the unit tests' runner writes of one file. */
interface UnitFile {
  name: string;
  status: string;
  assertionResults: { status: string; fullName: string; failureMessages?: string[] }[];
}

async function e2e(): Promise<Counts> {
  await needBrowser('chromium');
  if (!(await findBrowser('firefox'))) console.log('Firefox is not on this machine: its tests are skipped.');
  const beside = browsers(['chromium', 'firefox'], ',./test/e2e/harness/channel-results.ts');
  return sum(beside, browsers(['rollout']));
}

/** Tests that may need a second try on CI; locally none has one. */
const MOST_FLAKY = 1;

/** One run of the browser tests of some projects. */
function browsers(projects: string[], reporter = ''): Counts {
  const file = path.join(results, `e2e-${projects[0]}.json`);
  // A folder of its own: a run empties it, and what another left there tells of its failures.
  const output = path.join(results, `e2e-${projects[0]}`);
  const ok = run(
    bin('playwright'),
    [
      'test',
      ...projects.flatMap((name) => ['--project', name]),
      `--reporter=list,json${reporter}`,
      `--output=${output}`,
    ],
    { PLAYWRIGHT_JSON_OUTPUT_FILE: file },
  );
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const { stats, suites } = JSON.parse(readFileSync(file, 'utf8'));
  if (stats.flaky > 0) console.log(`\n${stats.flaky} passed at the second try only, named above as flaky.`);
  const unsound = stats.flaky > MOST_FLAKY ? stats.flaky : 0;
  return counted(ok, {
    passed: stats.expected + stats.flaky - unsound,
    failed: stats.unexpected + unsound,
    skipped: stats.skipped,
    names: suites.flatMap(unexpected),
  });
}

/** What the browser tests' runner writes of one file or group. */
interface Suite {
  suites?: Suite[];
  specs: { title: string; file: string; line: number; tests: { projectName: string; status: string }[] }[];
}

/** The tests of a suite that did not do what was expected, or only at the second try. */
function unexpected({ suites = [], specs }: Suite): string[] {
  const own = specs.flatMap(({ title, file, line, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ projectName, status }) => `${projectName}: ${file}:${line}: ${title} (${status})`),
  );
  return [...own, ...suites.flatMap(unexpected)];
}

/** In order; a build that fails makes the browser tests meaningless, so they are not run then. */
const STEPS: Record<string, () => Counts | Promise<Counts>> = {
  types: () => whole(bin('tsc'), []),
  lint: () => whole(bin('biome'), ['check', '--error-on-warnings', '.']),
  unused: () => whole(bin('knip'), []),
  unit,
  speed: () => whole(process.execPath, [path.resolve('test/bench/speed.ts')]),
  build: () => whole(bin('wxt'), ['build']),
  'build:firefox': () => whole(bin('wxt'), ['build', '-b', 'firefox', '--mv3']),
  e2e,
};

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
if (!process.env.CORDON_CORPUS) {
  console.log('CORDON_CORPUS is not set: the tests that read real files are skipped.');
}
const wanted = process.argv.slice(2);
let total: Counts = { passed: 0, failed: 0, skipped: 0 };
const failures: string[] = [];
for (const [name, step] of Object.entries(STEPS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  if (name === 'e2e' && failures.some((failed) => failed.startsWith('build'))) continue;
  console.log(`\n== ${name}`);
  const counts = await step();
  total = sum(total, counts);
  if (counts.failed > 0) failures.push(name);
}
if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`);
for (const name of total.names ?? []) console.log(`  ${name}`);
console.log(
  `\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`,
);
process.exitCode = total.failed > 0 ? 1 : 0;
