// Runs jobs of a bench's worker in real Chromium. Every sample gets a process and a worker of its own, so that nothing
// is warm that the bench did not warm up.
import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { listAssets } from '../../bin/assets.ts';
import { needBrowser } from '../../bin/browsers.ts';
import type { FromBenchWorker, ToBenchWorker } from './bench.ts';

/** Scripts by path: the worker, /worker.js, and what it loads. */
export type Scripts = ReadonlyMap<string, string | Uint8Array>;

export async function bundle(entry: URL): Promise<Scripts> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    worker: { format: 'es' },
    build: {
      write: false,
      target: 'esnext',
      // Its preloading of chunks asks for a document, and there is none in a worker.
      modulePreload: false,
      rollupOptions: {
        input: { worker: fileURLToPath(entry) },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  });
  const [first] = Array.isArray(result) ? result : [result];
  if (!first || !('output' in first)) throw new Error('The worker could not be bundled.');
  return new Map(
    first.output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source]),
  );
}

export interface BenchBrowser {
  /** One job in a process of its own. @returns milliseconds, and what the job returned. */
  sample(message: ToBenchWorker): Promise<{ ms: number; result: unknown }>;
  /** As `sample`, with the peak memory of the process over the idle worker. Linux only: undefined elsewhere. */
  peak(message: ToBenchWorker): Promise<{ bytes: number; ms: number; result: unknown } | undefined>;
  close(): Promise<void>;
}

export async function openBenchBrowser(
  scripts: Scripts,
  files: Record<string, string>,
): Promise<BenchBrowser> {
  const server = await serve(scripts, files);
  const { port } = server.address() as AddressInfo;
  const found = await needBrowser('chromium');
  const launch = () =>
    chromium.launch({
      executablePath: found.executablePath,
      args: [...found.args, '--disable-gpu', '--disable-background-networking', '--no-first-run'],
    });

  const browser = await launch();

  /** A context of its own means a process of its own. */
  async function inPage<T>(where: Browser, use: (page: Page) => Promise<T>): Promise<T> {
    const context = await where.newContext();
    try {
      const page = await context.newPage();
      await page.goto(`http://127.0.0.1:${port}/`);
      await page.evaluate(startWorker);
      return await use(page);
    } finally {
      await context.close();
    }
  }

  async function run(page: Page, message: ToBenchWorker): Promise<{ ms: number; result: unknown }> {
    const answer = await page.evaluate(runJob, message);
    if ('error' in answer) throw new Error(`${message.job} on ${message.file}: ${answer.error}`);
    return answer;
  }

  return {
    sample: (message) => inPage(browser, (page) => run(page, message)),
    async peak(message) {
      // In a browser of its own there is one page, so that its process is known.
      const alone = await launch();
      try {
        return await inPage(alone, async (page) => {
          if (process.platform !== 'linux') return undefined;
          const renderers = await processIds(alone);
          const idle = renderers.map((id) => memory(id, 'VmRSS'));
          for (const id of renderers) writeFileSync(`/proc/${id}/clear_refs`, '5');
          const { ms, result } = await run(page, message);
          // A spare process may stand beside the page's: it does not grow.
          return { bytes: Math.max(...renderers.map((id, i) => memory(id, 'VmHWM') - idle[i]!)), ms, result };
        });
      } finally {
        await alone.close();
      }
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

function startWorker(): Promise<void> {
  const worker = new Worker('/worker.js', { type: 'module' });
  Object.assign(window, { worker });
  return Promise.resolve();
}

function runJob(message: ToBenchWorker): Promise<FromBenchWorker> {
  const { worker } = window as unknown as { worker: Worker };
  return new Promise((resolve) => {
    worker.onmessage = (event) => resolve(event.data);
    worker.onerror = (event) => resolve({ error: event.message ?? 'The worker does not load.' });
    worker.postMessage(message);
  });
}

async function processIds(browser: Browser): Promise<number[]> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

/** What the kernel says of a process, in bytes: what it has, or the most it had since its peak was forgotten. */
function memory(id: number, field: 'VmRSS' | 'VmHWM'): number {
  const text = readFileSync(`/proc/${id}/status`, 'utf8');
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(text)?.[1]) * 1024;
}

function serve(scripts: Scripts, files: Record<string, string>): Promise<Server> {
  const assets = new Map(listAssets().map(({ name, path }) => [`/inspect/${name}`, path]));
  const server = createServer((request, response) => {
    const url = request.url ?? '/';
    const file = assets.get(url) ?? (url.startsWith('/files/') ? files[url.slice(7)] : undefined);
    const script = scripts.get(url);
    if (file) createReadStream(file).pipe(response);
    else if (script) response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    else response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>bench</title>');
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
