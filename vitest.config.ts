import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.{ts,tsx}'],
    // For what hangs, not for what is slow: a machine that is busy elsewhere takes many times as long.
    testTimeout: 60_000,
    globalSetup: 'test/unit/setup.ts',
    // Left to itself the runner keeps one processor back, and on a machine with two that doubles the wait.
    maxWorkers: availableParallelism(),
  },
});
