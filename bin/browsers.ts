// Finds a browser on this machine, or installs one: Chrome, Edge or Chromium for the demo and the tests, Firefox for
// the tests. Playwright's own download comes first where it can be had, the system's package manager second.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';

export type BrowserKind = 'chromium' | 'firefox';

export interface FoundBrowser {
  executablePath: string;
  /** Arguments that this machine makes necessary (running as root, no network). */
  args: string[];
}

/** By kind: the variable that overrides the search, programs on PATH, fixed places, and the Debian packages. */
const KNOWN = {
  chromium: {
    variable: 'CORDON_CHROMIUM',
    // Branded Chrome and Edge no longer load unpacked extensions by flag (since 137), so Chromium comes first.
    names: [
      'chromium',
      'chromium-browser',
      'google-chrome',
      'google-chrome-stable',
      'chrome',
      'microsoft-edge',
      'msedge',
    ],
    places: [
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
      'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
      'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe',
    ],
    packages: ['chromium'],
  },
  firefox: {
    variable: 'CORDON_FIREFOX',
    names: ['firefox', 'firefox-esr'],
    places: [
      '/Applications/Firefox.app/Contents/MacOS/firefox',
      'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
    ],
    packages: ['firefox-esr'],
  },
} as const;

function runnable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function onPath(names: readonly string[]): string | undefined {
  const endings = process.platform === 'win32' ? ['.exe'] : [''];
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
      if (folder.includes('node_modules')) continue;
      for (const ending of endings) {
        const file = path.join(folder, name + ending);
        if (runnable(file)) return file;
      }
    }
  }
  return undefined;
}

/** Where Playwright keeps the browser that it downloaded for this version, if it did. */
async function playwrightsOwn(kind: BrowserKind): Promise<string | undefined> {
  // Playwright's Firefox is a patched build without WebDriver BiDi, so it cannot serve here.
  if (kind === 'firefox') return undefined;
  const { chromium } = await import('@playwright/test');
  const file = chromium.executablePath();
  return file && existsSync(file) ? file : undefined;
}

function extraArgs(kind: BrowserKind): string[] {
  if (kind === 'firefox') return [];
  const args = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  // Chromium's sandbox does not start for root.
  if (process.platform === 'linux' && process.getuid?.() === 0) args.unshift('--no-sandbox');
  return args;
}

/** A browser that is already on this machine, or undefined. Looks at CORDON_CHROMIUM / CORDON_FIREFOX first. */
export async function findBrowser(kind: BrowserKind): Promise<FoundBrowser | undefined> {
  const known = KNOWN[kind];
  const given = process.env[known.variable];
  if (given) {
    if (!runnable(given))
      throw new Error(`${known.variable} names ${given}, which is not a program that can be run.`);
    return { executablePath: given, args: extraArgs(kind) };
  }
  const file =
    (await playwrightsOwn(kind)) ?? onPath(known.names) ?? known.places.find((place) => runnable(place));
  return file ? { executablePath: file, args: extraArgs(kind) } : undefined;
}

function run(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'inherit', timeout: 600_000 }).status === 0;
}

function installBySystem(kind: BrowserKind): boolean {
  if (process.platform !== 'linux' || !onPath(['apt-get'])) return false;
  const asRoot = process.getuid?.() === 0 ? [] : onPath(['sudo']) ? ['sudo', '-n'] : undefined;
  if (!asRoot) return false;
  const apt = (...args: string[]) => {
    const [command = 'apt-get', ...rest] = [...asRoot, 'apt-get', ...args];
    return run(command, rest);
  };
  return (
    apt('update', '-q') && apt('install', '-y', '-q', '--no-install-recommends', ...KNOWN[kind].packages)
  );
}

/**
 * A browser, installed if need be.
 * @throws Error with a sentence that says what to install by hand, where nothing worked.
 */
export async function needBrowser(kind: BrowserKind): Promise<FoundBrowser> {
  const found = await findBrowser(kind);
  if (found) return found;
  console.log(`No ${kind} on this machine yet: installing one.`);
  if (kind === 'chromium')
    run(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium']);
  if (!(await findBrowser(kind))) installBySystem(kind);
  const installed = await findBrowser(kind);
  if (installed) return installed;
  const { variable, packages } = KNOWN[kind];
  throw new Error(
    `Cordon needs ${kind === 'chromium' ? 'Chromium, Chrome or Edge' : 'Firefox'} and could not install it. ` +
      `Install it by hand (on Debian: apt-get install ${packages.join(' ')}), or set ${variable} to the program's path.`,
  );
}
