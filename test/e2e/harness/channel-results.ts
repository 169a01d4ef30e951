// A reporter: keeps what became of each test by browser, for docs/channels.md (see ../channels.ts and bin/channels.ts). A run of
// some tests leaves what is known of the others as it was, so that a slow machine can record them bit by bit.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FullConfig, Reporter, Suite, TestCase } from '@playwright/test/reporter';

/** By title, then by browser: 'passed', 'failed', or why it was skipped. */
export type Results = Record<string, Record<string, string>>;

/** Outside of test-results, which each run empties. */
export const RESULTS = '.cache/channels.json';

function outcomeOf(test: TestCase): string | undefined {
  const outcome = test.outcome();
  if (outcome === 'unexpected') return 'failed';
  if (outcome !== 'skipped') return 'passed';
  return [...test.annotations, ...test.results.flatMap(({ annotations }) => annotations)].find(
    ({ type, description }) => type === 'skip' && description,
  )?.description;
}

function resultsSoFar(): Results {
  try {
    return JSON.parse(readFileSync(RESULTS, 'utf8')) as Results;
  } catch {
    return {}; // The first run here.
  }
}

export default class ChannelResults implements Reporter {
  #suite: Suite | undefined;

  onBegin(_config: FullConfig, suite: Suite): void {
    this.#suite = suite;
  }

  onEnd(): void {
    const results = resultsSoFar();
    for (const test of this.#suite?.allTests() ?? []) {
      const browser = test.parent.project()?.name ?? '';
      const outcome = outcomeOf(test);
      // The run ended before its turn.
      if (outcome === undefined) continue;
      results[test.title] = { ...results[test.title], [browser]: outcome };
    }
    mkdirSync(path.dirname(RESULTS), { recursive: true });
    writeFileSync(RESULTS, JSON.stringify(results, null, 2));
  }

  printsToStdio(): boolean {
    return false;
  }
}
