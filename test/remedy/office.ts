// LibreOffice, headless, as a reader that shares nothing with Cordon. Where it is missing, tests that need it are skipped.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Is LibreOffice on this machine? Says so once where it is not. */
export function hasOffice(): boolean {
  try {
    execFileSync('soffice', ['--version'], { stdio: 'ignore', timeout: 60_000 });
    return true;
  } catch {
    console.log('soffice is not on this machine: cleaned copies are not opened in LibreOffice.');
    return false;
  }
}

/** How long one call may take where nobody says otherwise, milliseconds. */
const PATIENCE = 300_000;
/** One profile a process: to make one takes longer than to open a file. */
let profile: string | undefined;
/** Of one profile only one LibreOffice can run at a time. */
let last: Promise<unknown> = Promise.resolve();

function profileFolder(): string {
  if (profile === undefined) {
    const made = mkdtempSync(path.join(tmpdir(), 'cordon-office-profile-'));
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    profile = made;
  }
  return profile;
}

/** Runs it to its end. The program starts another: both go where it takes too long. */
function run(args: readonly string[], patience: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('soffice', args, { detached: true, stdio: 'ignore' });
    const stop = () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    };
    process.once('exit', stop);
    const timer = setTimeout(stop, patience);
    const ended = (error?: Error) => {
      clearTimeout(timer);
      process.off('exit', stop);
      if (error) reject(error);
      else resolve();
    };
    child.once('error', ended);
    child.once('exit', (code) => ended(code === 0 ? undefined : new Error(`soffice ended with ${code}.`)));
  });
}

/**
 * Opens files and saves each as something else.
 * @param to what `--convert-to` takes: `pdf`, or a filter with its options.
 * @returns what was written, by name; a file that could not be opened has nothing.
 * @param patience milliseconds.
 * @throws where it breaks off or takes too long.
 */
export function convert(
  files: Readonly<Record<string, Uint8Array>>,
  to: string,
  patience = PATIENCE,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const made = last.then(() => convertNow(files, to, patience));
  last = made.catch(() => {
    // What was broken off may have left its profile half written.
    if (profile !== undefined) rmSync(profile, { recursive: true, force: true });
    profile = undefined;
  });
  return made;
}

async function convertNow(
  files: Readonly<Record<string, Uint8Array>>,
  to: string,
  patience: number,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cordon-office-'));
  try {
    const names = Object.keys(files);
    for (const name of names) await writeFile(path.join(folder, name), files[name] as Uint8Array);
    const out = path.join(folder, 'out');
    const args = [
      `-env:UserInstallation=file://${profileFolder()}`,
      '--headless',
      '--norestore',
      '--convert-to',
      to,
      '--outdir',
      out,
      ...names.map((name) => path.join(folder, name)),
    ];
    await run(args, patience);
    const made = new Map<string, Uint8Array<ArrayBuffer>>();
    // Nothing is written where LibreOffice lacks the program for this kind of file.
    for (const name of await readdir(out).catch(() => []))
      made.set(name, new Uint8Array(await readFile(path.join(out, name))));
    return made;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Every sheet as a text table of what it shows: file `NAME-SHEET.csv` each. */
export const ALL_SHEETS_AS_CSV =
  'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1';
