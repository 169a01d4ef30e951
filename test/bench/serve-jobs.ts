// The inside of a bench worker: fetches the file, prepares, runs one job and answers with its wall time.
import type { FromBenchWorker, ToBenchWorker, WorkerJobs } from './bench.ts';

export function serveJobs({ jobs, warm }: WorkerJobs): void {
  addEventListener('message', (event: MessageEvent<ToBenchWorker>) => {
    const answer = (message: FromBenchWorker) => postMessage(message);
    run(event.data).then(answer, (error: unknown) =>
      answer({ error: error instanceof Error ? `${error.message}\n${error.stack}` : String(error) }),
    );
  });

  async function run({ job, file, prewarmed }: ToBenchWorker): Promise<FromBenchWorker> {
    const blob = await (await fetch(new URL(`/files/${file}`, location.origin))).blob();
    const timed = await jobs[job]!(blob);
    if (prewarmed) await warm?.();
    const started = performance.now();
    const result = await timed();
    return { ms: performance.now() - started, result };
  }
}
