// A reporter: keeps what became of each test by browser, for docs/channels.md (see ../channels.ts and bin/channels.ts).
import { mkdirSync, writeFileSync } from 'node:fs';
import type { FullConfig, Reporter, Suite, TestCase } from '@playwright/test/reporter';

/** By title, then by browser: 'passed', 'failed', or why it was skipped. */
export type Results = Record<string, Record<string, string>>;

export const RESULTS = 'test-results/channels.json';

function outcomeOf(test: TestCase): string {
  const outcome = test.outcome();
  if (outcome === 'unexpected') return 'failed';
  if (outcome !== 'skipped') return 'passed';
  return (
    [...test.annotations, ...test.results.flatMap(({ annotations }) => annotations)].find(
      ({ type, description }) => type === 'skip' && description,
    )?.description ?? 'not run'
  );
}

export default class ChannelResults implements Reporter {
  #suite: Suite | undefined;

  onBegin(_config: FullConfig, suite: Suite): void {
    this.#suite = suite;
  }

  onEnd(): void {
    const results: Results = {};
    for (const test of this.#suite?.allTests() ?? []) {
      const browser = test.parent.project()?.name ?? '';
      results[test.title] = { ...results[test.title], [browser]: outcomeOf(test) };
    }
    mkdirSync('test-results', { recursive: true });
    writeFileSync(RESULTS, JSON.stringify(results, null, 2));
  }

  printsToStdio(): boolean {
    return false;
  }
}
