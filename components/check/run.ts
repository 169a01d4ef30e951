// Checks many files, a few at a time, and says how far it is. Knows no browser.
import type { Inspection } from '../../utils/inspect/report.ts';
import type { Pause } from './pause.ts';

/** What became of one file. `inspection` is missing where the check did not come to an end. */
export interface Checked {
  path: string;
  inspection?: Inspection;
}

export interface RunOptions<F> {
  inspect(file: F, path: string, signal: AbortSignal): Promise<Inspection>;
  onStart(path: string): void;
  onChecked(checked: Checked): void;
  signal: AbortSignal;
  /** Files under way at a time. */
  width: number;
  /** Nothing new is begun while it is paused. */
  pause?: Pause;
}

/** Checks all files; ends early, without an exception, when `signal` is aborted. */
export async function runChecks<F>(
  files: readonly { path: string; file: F }[],
  options: RunOptions<F>,
): Promise<void> {
  const { inspect, onStart, onChecked, signal, width, pause } = options;
  let next = 0;
  async function work(): Promise<void> {
    while (!signal.aborted) {
      if (pause?.paused) {
        await pause.passed(signal);
        continue;
      }
      const entry = files[next++];
      if (!entry) return;
      onStart(entry.path);
      try {
        onChecked({ path: entry.path, inspection: await inspect(entry.file, entry.path, signal) });
      } catch {
        // A worker that died over a file is a result: the user has to see that it was not checked.
        if (!signal.aborted) onChecked({ path: entry.path });
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, files.length) }, work));
}
