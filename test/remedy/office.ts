// LibreOffice, headless, as a reader that shares nothing with Cordon. Where it is missing, tests that need it are skipped.
import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

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

/**
 * Opens files and saves each as something else.
 * @param to what `--convert-to` takes: `pdf`, or a filter with its options.
 * @returns what was written, by name; a file that could not be opened has nothing.
 */
export async function convert(
  files: Readonly<Record<string, Uint8Array>>,
  to: string,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cordon-office-'));
  try {
    const names = Object.keys(files);
    for (const name of names) await writeFile(path.join(folder, name), files[name] as Uint8Array);
    const out = path.join(folder, 'out');
    await promisify(execFile)(
      'soffice',
      [
        `-env:UserInstallation=file://${folder}/profile`,
        '--headless',
        '--norestore',
        '--convert-to',
        to,
        '--outdir',
        out,
        ...names.map((name) => path.join(folder, name)),
      ],
      { timeout: 300_000 },
    );
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
