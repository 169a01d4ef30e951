// Trials one after the other in one browser, which only the faults that ask for it end.
import { startServer } from '../e2e/harness/server.ts';
import { FaultyBrowser } from './browser.ts';
import { type Fault, planOf } from './plan.ts';
import { type Result, runTrial } from './trial.ts';

/** People may send anyway, so that both answers have their turn. */
const POLICY = {
  mode: 'warn',
  reasons: ['Agreed'],
  sites: [{ match: ['http://*.localhost/*'], kind: 'publication' }],
};

export async function runTrials({
  seed,
  from,
  count,
  only,
  onResult,
}: {
  seed: number;
  from: number;
  count: number;
  only?: readonly Fault[];
  onResult: (result: Result) => void;
}): Promise<void> {
  const server = await startServer();
  let browser = await FaultyBrowser.start(POLICY);
  try {
    for (let number = from; number < from + count; number++) {
      const result = await runTrial(browser, server, planOf(seed, number, only));
      onResult(result);
      // The next one is not to suffer from what this one left behind.
      if (result.breaches.length > 0) {
        await browser.close();
        browser = await FaultyBrowser.start(POLICY);
      }
    }
  } finally {
    await browser.close();
    await server.close();
  }
}
