// What the gate costs a page: its size, its time at document_start, and its share of a workload. Guarded and unguarded pages
// take turns in one browser. Build first: npm run build. Speedometer itself (a clone of WebKit/Speedometer) is run as well where
// CORDON_SPEEDOMETER names its folder; CORDON_SPEEDOMETER_ROUNDS says how often.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { type BrowserContext, chromium, type Worker } from '@playwright/test';
import { build } from 'vite';
import { needBrowser } from '../../bin/browsers.ts';
import { copyExtension } from '../../bin/demo/extension.ts';
import { startServer, type TestServer } from '../e2e/harness/server.ts';
import type { Line } from './bench.ts';

const SCRIPTS = ['gate.js', 'page.js'];
const MOST_BYTES = 20_000;
const MOST_MS = 2;
const LEAST_RATIO = 0.99;
const LOADS = 15;
const ROUNDS = 25;
const SPEEDOMETER_ROUNDS = Number(process.env.CORDON_SPEEDOMETER_ROUNDS ?? 5);
const WORKLOADS = { react: 'in React', plain: 'by the DOM alone' };
/** 127.0.0.1 is guarded, localhost is not. */
const POLICY = { everywhere: false, sites: [{ match: ['http://127.0.0.1/*'], kind: 'publication' }] };

export const bench = {
  title:
    'What the gate costs a guarded page (built extension, real Chromium). Speedometer comes in no npm package (where its folder is at hand, CORDON_SPEEDOMETER has it run), so the workload is of its kind: a todo list, in React and by the DOM alone, that is filled, ticked off and emptied by events. Ratios are medians of rounds in which an unguarded and a guarded page take turns; times at document_start are medians of what the browser itself says.',
};

const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

async function bundled(name: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      lib: { entry: path.join(import.meta.dirname, 'page', `${name}.ts`), formats: ['iife'], name: 'todo' },
    },
  });
  const [first] = Array.isArray(result) ? result : [result];
  if (!first || !('output' in first)) throw new Error(`${name} could not be bundled.`);
  return first.output[0].code;
}

interface TraceEvent {
  name: string;
  dur?: number;
  /** Of that, what the thread was running: on a busy machine it stands still for the rest. */
  tdur?: number;
  args?: { data?: { url?: string } };
}

/** Milliseconds of the processor that both scripts take to be compiled and run in one page, by the browser's own account. */
async function timeAtStart(context: BrowserContext, url: string): Promise<number> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const events: TraceEvent[] = [];
  // The protocol's types leave open what a trace holds.
  session.on('Tracing.dataCollected', ({ value }) => void events.push(...(value as unknown as TraceEvent[])));
  const over = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline', 'v8', 'disabled-by-default-v8.compile'] },
  });
  await page.goto(url);
  await session.send('Tracing.end');
  await over;
  await page.close();
  const own = events.filter(
    ({ name, args }) =>
      name === 'EvaluateScript' && SCRIPTS.some((script) => args?.data?.url?.endsWith(`/${script}`)),
  );
  if (own.length < SCRIPTS.length)
    throw new Error('The browser gave no account of the scripts: is the page guarded?');
  return own.reduce((sum, { dur = 0, tdur = dur }) => sum + tdur, 0) / 1000;
}

/** The median of the rounds' ratios: each round runs the workload unguarded and guarded, in an order that changes. */
async function ratioOf(
  context: BrowserContext,
  origins: { guarded: string; plain: string },
): Promise<{ ratio: number; ms: number }> {
  const pages = { guarded: await context.newPage(), plain: await context.newPage() };
  for (const key of ['guarded', 'plain'] as const) {
    await pages[key].goto(origins[key]);
    // Compiled and warm on both sides.
    for (let i = 0; i < 5; i += 1) await pages[key].evaluate(() => window.work());
  }
  const ratios: number[] = [];
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const took = { guarded: 0, plain: 0 };
    for (const key of round % 2 ? (['guarded', 'plain'] as const) : (['plain', 'guarded'] as const)) {
      await pages[key].bringToFront();
      took[key] = await pages[key].evaluate(() => Math.min(window.work(), window.work(), window.work()));
    }
    ratios.push(took.plain / took.guarded);
    times.push(took.guarded);
  }
  for (const page of Object.values(pages)) await page.close();
  return { ratio: median(ratios), ms: median(times) };
}

/** Everything of ours that an unguarded page gets to run. */
async function scriptsIn(context: BrowserContext, url: string): Promise<number> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const worlds: string[] = [];
  session.on('Runtime.executionContextCreated', ({ context: { origin } }) => void worlds.push(origin));
  let scripts = 0;
  session.on('Debugger.scriptParsed', ({ url }) => {
    if (SCRIPTS.some((script) => url.endsWith(`/${script}`))) scripts += 1;
  });
  await session.send('Debugger.enable');
  await session.send('Runtime.enable');
  await page.goto(url);
  await page.waitForTimeout(500);
  await page.close();
  return scripts + worlds.filter((origin) => origin.startsWith('chrome-extension:')).length;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.mjs': 'text/javascript',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

/** Speedometer's score of one iteration at `origin`. */
async function scoreOf(context: BrowserContext, origin: string): Promise<number> {
  const page = await context.newPage();
  await page.setViewportSize({ width: 1000, height: 900 });
  await page.goto(`${origin}/index.html?iterationCount=1&startAutomatically=true`);
  const score = await page.waitForFunction(
    () => Number(document.querySelector('#summary.valid #result-number')?.textContent) || null,
    undefined,
    { timeout: 300_000 },
  );
  const value = Number(await score.jsonValue());
  await page.close();
  return value;
}

/** The same as for the todo lists, with Speedometer's own scores. */
async function* speedometer(
  context: BrowserContext,
  server: TestServer,
  folder: string,
): AsyncGenerator<Line> {
  server.route('/', async ({ path: at }) => {
    const file = path.join(folder, path.normalize(decodeURIComponent(at.replace(/\?.*/, ''))));
    const body = await readFile(file).catch(() => undefined);
    const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
    return body ? { headers: { 'content-type': type }, body } : { status: 404 };
  });
  const ratios: number[] = [];
  const scores: number[] = [];
  for (let round = 0; round < SPEEDOMETER_ROUNDS; round += 1) {
    const score = { guarded: 0, plain: 0 };
    const order = round % 2 ? (['guarded', 'plain'] as const) : (['plain', 'guarded'] as const);
    for (const key of order)
      score[key] = await scoreOf(context, key === 'guarded' ? server.origin : server.otherOrigin);
    ratios.push(score.guarded / score.plain);
    scores.push(score.guarded);
  }
  const ratio = median(ratios);
  yield {
    name: 'Speedometer 3, guarded / unguarded',
    figure: ratio.toFixed(3),
    bar: `at least ${LEAST_RATIO}`,
    beside: `${SPEEDOMETER_ROUNDS} rounds, ratios ${ratios.map((each) => each.toFixed(3)).join(' ')}; score ${median(scores).toFixed(2)} guarded`,
    kept: ratio >= LEAST_RATIO,
  };
}

export async function* measure(): AsyncGenerator<Line> {
  const built = await Promise.all(
    SCRIPTS.map((script) => readFile(path.resolve('.output/chrome-mv3', script))),
  );
  const bytes = built.reduce((sum, script) => sum + gzipSync(script, { level: 9 }).length, 0);
  yield {
    name: 'content script, min+gz',
    figure: `${bytes} bytes`,
    bar: `at most ${MOST_BYTES}`,
    beside: SCRIPTS.join(' and '),
    kept: bytes <= MOST_BYTES,
  };

  const scratch = await mkdtemp(path.join(tmpdir(), 'cordon-bench-page-'));
  const extension = await copyExtension('chromium', path.join(scratch, 'extension'), POLICY);
  const found = await needBrowser('chromium');
  const server = await startServer();
  const context = await chromium.launchPersistentContext(path.join(scratch, 'profile'), {
    executablePath: found.executablePath,
    headless: false,
    args: [
      '--headless=new',
      ...found.args,
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
    ],
  });
  try {
    const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
    await policyIn(worker);

    const empty = server.page('/empty', '');
    const there = await scriptsIn(context, empty);
    if (there === 0) throw new Error('The guarded page has no script of ours: nothing can be measured.');
    const elsewhere = await scriptsIn(context, `${server.otherOrigin}/empty`);
    yield {
      name: 'scripts and worlds on a site that is not guarded',
      figure: String(elsewhere),
      bar: 'none',
      beside: `${there} on one that is`,
      kept: elsewhere === 0,
    };

    const times: number[] = [];
    for (let i = 0; i < LOADS; i += 1) times.push(await timeAtStart(context, empty));
    const start = median(times);
    yield {
      name: 'time at document_start',
      figure: `${start.toFixed(2)} ms`,
      bar: `at most ${MOST_MS} ms`,
      beside: `best of ${LOADS} loads ${Math.min(...times).toFixed(2)} ms`,
      kept: start <= MOST_MS,
    };

    for (const [name, what] of Object.entries(WORKLOADS)) {
      const code = (await bundled(name)).replaceAll('</script', '<\\/script');
      const guarded = server.page(`/${name}`, `<body><script>${code}</script>`);
      const { ratio, ms } = await ratioOf(context, { guarded, plain: `${server.otherOrigin}/${name}` });
      yield {
        name: `todo list ${what}, unguarded / guarded`,
        figure: ratio.toFixed(3),
        bar: `at least ${LEAST_RATIO}`,
        beside: `${ms.toFixed(1)} ms guarded`,
        kept: ratio >= LEAST_RATIO,
      };
    }
    const folder = process.env.CORDON_SPEEDOMETER;
    if (folder) yield* speedometer(context, server, folder);
  } finally {
    await context.close();
    await server.close();
    await rm(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

/** Until the policy is known every site is guarded. */
async function policyIn(worker: Worker): Promise<void> {
  await worker.evaluate('chrome.storage.managed.get(null)');
  const coverage = `chrome.scripting.getRegisteredContentScripts().then((all) => all.flatMap(({ matches }) => matches))`;
  const everywhere = (match: string) => match === '<all_urls>' || /^(\*|https?):\/\/\*\//.test(match);
  for (let tries = 0; tries < 300; tries += 1) {
    const matches = await worker.evaluate<string[]>(coverage);
    if (matches.length > 0 && !matches.some(everywhere)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('The policy has not been taken.');
}
