// End-to-end tests: the same specs in real Chromium and real Firefox. Playwright is the runner; what drives each browser
// is in test/e2e/harness. Build first: npm run build && npm run build:firefox.
import { defineConfig } from '@playwright/test';

const ROLLOUT = 'alone/rollout-*.spec.ts';

export default defineConfig<object, { browserName_: 'chromium' | 'firefox' }>({
  testDir: 'test/e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  // Ceilings for what hangs, far above what anything takes: a busy machine is no failure.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  // One browser of each kind side by side: most of a test is waiting. A file's tests stay in order, in one browser, and the
  // files of a folder share it: each folder of testDir has its own kind of start, and another start ends the browser.
  workers: 2,
  // A test that passes at the second try only is a fault, of Cordon or of the test. On CI, which runs once, it is tried
  // again and counted out loud, so that one late tab does not hide what else a run says.
  retries: process.env.CI ? 1 : 0,
  // One that hangs must not take the rest of the run with it.
  globalTimeout: 30 * 60_000,
  reporter: [['list'], ['./test/e2e/harness/channel-results.ts']],
  projects: [
    {
      name: 'chromium',
      use: { browserName_: 'chromium' },
      testIgnore: [ROLLOUT],
    },
    {
      name: 'firefox',
      use: { browserName_: 'firefox' },
      // These read a closed shadow root or drive pages of the extension, which WebDriver BiDi does not let us do.
      testIgnore: ['screens/*.spec.ts', 'alone/network.spec.ts', ROLLOUT],
    },
    {
      // By policy files of this machine, which every browser on it obeys: these run alone, `npm test` after the others.
      name: 'rollout',
      testMatch: ROLLOUT,
      workers: 1,
    },
  ],
});
