// What Mozilla's own linter, which its store and `web-ext lint` run, says of the package for Firefox.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

interface Notice {
  code: string;
  message: string;
  file?: string;
}

/** A warning that stands, and why. `where` is a word that the file of it has in it. */
const KNOWN: { code: string; where?: string; why: string }[] = [
  {
    code: 'KEY_FIREFOX_ANDROID_UNSUPPORTED_BY_MIN_VERSION',
    why: 'about Firefox for Android, where no workstation is',
  },
  {
    code: 'UNSAFE_VAR_ASSIGNMENT',
    where: 'dangerouslySetInnerHTML',
    why: 'Preact’s own property of that name, which no view of ours gives',
  },
];

/** @returns what has to be mended, a sentence each. @throws where the linter itself does not run. */
export function lint(folder: string): string[] {
  const linter = path.resolve('node_modules/addons-linter/bin/addons-linter');
  const { stdout, stderr } = spawnSync(process.execPath, [linter, '--output', 'json', folder], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  let told: { errors: Notice[]; warnings: Notice[]; notices: Notice[] };
  try {
    told = JSON.parse(stdout);
  } catch {
    throw new Error(`addons-linter did not run: ${stderr || stdout}`);
  }
  return [...told.errors, ...told.warnings, ...told.notices].flatMap(({ code, message, file = '' }) => {
    const known = KNOWN.find(
      (one) =>
        one.code === code &&
        (!one.where || readFileSync(path.join(folder, file), 'utf8').includes(one.where)),
    );
    if (!known) return [`addons-linter, ${file}: ${code}, ${message}`];
    console.log(`  ${file}: ${code}, known: ${known.why}`);
    return [];
  });
}
