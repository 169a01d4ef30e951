// By which a worker's end is noticed. Browsers tell nobody when a worker is gone without an error of its own (memory ran
// out, its process was ended, it closed itself); but the lock that it held is free then.

/** In the worker: takes the lock named `name` for as long as the worker lives, and says when it has it. */
export function holdLock(name: string): Promise<void> {
  return new Promise((resolve) => {
    void navigator.locks.request(name, () => {
      resolve();
      return new Promise(() => undefined);
    });
  });
}

/** Beside the worker: calls `death` once the lock that it holds is free, or never where `signal` is aborted before. */
export function whenReleased(name: string, death: () => void, signal: AbortSignal): void {
  navigator.locks.request(name, { signal }, () => death()).catch(() => undefined);
}
