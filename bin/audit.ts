// `npm run audit`: what our dependencies bring along, and what the packages are. Licences, from the lock file, and known
// weaknesses, from npm's registry (one that does not answer is said to be silent and is no failure); whether a build comes out
// the same twice, and what Mozilla's linter says of it. Exit status 1 where something is wrong.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { lint } from './audit/lint.ts';
import { buildTwice } from './audit/twice.ts';
import { buildExtension } from './demo/extension.ts';
import { licencesOf, unwelcome } from './release/licences.ts';

let wrong = 0;
const fail = (what: string) => {
  wrong++;
  console.log(`WRONG: ${what}`);
};

const licences = licencesOf(JSON.parse(readFileSync('package-lock.json', 'utf8')));
const bySort = Map.groupBy(licences, ({ licence }) => licence);
console.log('Licences of everything in the lock file:');
for (const [licence, of] of [...bySort].sort(([, a], [, b]) => b.length - a.length))
  console.log(
    `${String(of.length).padStart(5)}  ${licence}${of.length <= 3 ? ` (${of.map(({ name }) => name).join(', ')})` : ''}`,
  );
for (const { name, licence } of unwelcome(licences)) fail(`${name} is under ${licence}`);

/** What a program of npm's says as JSON, or undefined where it says nothing that can be read. */
function ask(command: string, args: string[], cwd: string): Record<string, unknown> | undefined {
  const { stdout } = spawnSync(command, args, {
    encoding: 'utf8',
    cwd,
    timeout: 60_000,
    maxBuffer: 1 << 26,
  });
  try {
    return JSON.parse(stdout);
  } catch {
    return undefined;
  }
}

interface Audit {
  vulnerabilities?: Record<string, { severity: string }>;
}

/** Those of what goes into the package are wrong; those of the tools that make it are told, for they never leave this place. */
const all = (ask('npm', ['audit', '--json'], process.cwd()) as Audit | undefined)?.vulnerabilities;
const shipped =
  all && (ask('npm', ['audit', '--json', '--omit=dev'], process.cwd()) as Audit | undefined)?.vulnerabilities;
if (!all || !shipped) console.log('\nKnown weaknesses: npm’s registry did not answer, so nothing is known.');
else {
  console.log(`\nKnown weaknesses: ${Object.keys(all).length}`);
  for (const [name, { severity }] of Object.entries(all)) {
    if (name in shipped) fail(`${name}, which is in the package: ${severity} (npm audit says more)`);
    else console.log(`  ${name}, a tool: ${severity}`);
  }
}

console.log('\nTwo builds, byte by byte');
for (const difference of await buildTwice('chromium')) fail(difference);
console.log('\nThe package for Firefox, linted');
for (const told of lint(buildExtension('firefox'))) fail(told);

process.exitCode = wrong > 0 ? 1 : 0;
