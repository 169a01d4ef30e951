// What the story needs of a browser with Cordon in it. One interface, so that the same story plays in Chromium and in
// Firefox.

/** The warning as it stands on the screen. */
export interface ShownWarning {
  /** Its first line. */
  title: string;
  /** All its text, a line each. */
  lines: string[];
  /** What its buttons do (`data-action`), in order. */
  buttons: string[];
}

export interface Player {
  name: string;
  open(url: string): Promise<void>;
  /** Chooses files in a file field, as a user does. */
  choose(selector: string, files: string[]): Promise<void>;
  /** Drops files on an element; undefined where this browser cannot be made to. */
  drop?(selector: string, files: string[]): Promise<void>;
  fill(selector: string, text: string): Promise<void>;
  click(selector: string): Promise<void>;
  /** Text of an element, '' where it is missing. */
  text(selector: string): Promise<string>;
  /** How many files a file field holds, as the page sees it. */
  filesIn(selector: string): Promise<number>;
  /** The warning, if there is one. */
  warning(): Promise<ShownWarning | undefined>;
  /** Clicks a button of the warning with the mouse, not before buttons are alive. */
  press(action: string): Promise<void>;
  screenshot(file: string): Promise<void>;
  close(): Promise<void>;
}

/** Polls until `look` gives something, or `milliseconds` are over. */
export async function until<T>(
  look: () => Promise<T | undefined | false>,
  milliseconds = 20_000,
): Promise<T | undefined> {
  const end = performance.now() + milliseconds;
  while (performance.now() < end) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return undefined;
}

/** How long at most until a cleaned copy is made and checked, milliseconds. */
export const MADE_WITHIN = 60_000;

/** Does this button come alive only when a copy has been made? */
export const isCopyAction = (action: string): boolean => ['clean', 'table', 'mask', 'cover'].includes(action);
