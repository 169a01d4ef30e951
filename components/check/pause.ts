// Holds a run of many files up between two of them: what is under way comes to its end first.

export interface Pause {
  readonly paused: boolean;
  pause(): void;
  resume(): void;
  /** Resolves when the run may go on: at once unless it is paused, and when `signal` is aborted. */
  passed(signal: AbortSignal): Promise<void>;
}

/** A Pause that lets everything pass. */
export function createPause(): Pause {
  let holding: PromiseWithResolvers<void> | undefined;
  return {
    get paused() {
      return holding !== undefined;
    },
    pause() {
      holding ??= Promise.withResolvers<void>();
    },
    resume() {
      holding?.resolve();
      holding = undefined;
    },
    async passed(signal) {
      if (!holding || signal.aborted) return;
      const stopped = Promise.withResolvers<void>();
      signal.addEventListener('abort', () => stopped.resolve(), { once: true });
      await Promise.race([holding.promise, stopped.promise]);
    },
  };
}
