// One small interface to a real browser with Cordon in it, so that the same story runs in Chromium and in Firefox.

export type BrowserName = 'chromium' | 'firefox';

/** A tab. Selectors are CSS; expressions are evaluated in the page's own world. */
export interface Page {
  open(url: string): Promise<void>;
  click(selector: string): Promise<void>;
  /** A real click at a place in the viewport, in CSS pixels: for what is in closed shadow roots. */
  clickAt(x: number, y: number): Promise<void>;
  type(selector: string, text: string): Promise<void>;
  press(key: string): Promise<void>;
  /** Clicks `selector`, which opens a file picker, and chooses `paths` there. */
  chooseFiles(selector: string, paths: string[]): Promise<void>;
  /** Clicks the directory input `selector` and chooses `directory` for it. */
  chooseDirectory(selector: string, directory: string): Promise<void>;
  /**
   * Drops files on `selector`. In Chromium a real drag from outside; in Firefox, which offers no such thing, a drop event
   * that a script makes.
   */
  dropFiles(selector: string, paths: string[]): Promise<void>;
  text(selector: string): Promise<string>;
  evaluate<T>(expression: string): Promise<T>;
  /** Until the expression is true. */
  waitFor(expression: string, timeoutMs?: number): Promise<void>;
  /** The extensions that have a world of their own in the top frame, by origin. Chromium only. */
  contentWorlds?(): Promise<string[]>;
  /** What went uncaught in the tab so far, in the page's own scripts and in ours. Chromium only. */
  errors?(): string[];
  screenshot(path: string): Promise<void>;
  close(): Promise<void>;
}

export interface Browser {
  name: BrowserName;
  newPage(): Promise<Page>;
  /** Until the extension can read its policy, which Chromium puts off as long as pages are being loaded. */
  policyKnown(): Promise<void>;
  /** Evaluates an expression in the extension's background. Chromium only. */
  background?<T>(expression: string): Promise<T>;
  /** Takes the extension away from under its pages, as an update does. */
  unloadExtension(): Promise<void>;
  /** Installs the extension over itself, as an update does, with pages open. */
  updateExtension(): Promise<void>;
  close(): Promise<void>;
}

export interface LaunchOptions {
  /** The folder of the unpacked extension. */
  extension: string;
  headless?: boolean;
}

/** Polls in the test's own process: timers of the page may be held up by what is tested. */
export async function until(
  check: () => Promise<boolean> | boolean,
  what: string,
  timeoutMs = 60_000,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    if (await check()) return;
    if (Date.now() > end) throw new Error(`Still not so after ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
