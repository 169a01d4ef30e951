// Everything that Chromium sends goes through a tap: during a hundred verdicts there is nothing but the page itself and
// OTLP to the force's collector, and in that nothing about a person or a file's name.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request as forward, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, expect, test } from '@playwright/test';
import { findBrowser } from '../../../bin/browsers.ts';
import { guarded } from '../../../bin/demo/chromium.ts';
import { copyExtension } from '../../../bin/demo/extension.ts';
import { readFolder } from '../../../bin/release/pack.ts';
import { type LogRecord, readLogs } from '../../fixtures/otlp.ts';
import { until } from '../harness/driver.ts';
import { startServer } from '../harness/server.ts';

const VERDICTS = 100;
const SURNAMES =
  'Ainscow Chakraborty Okafor Harding Novak Pritchard Sallis Tranter Uddin Varley Whitlock Yarwood Ashby Brandreth'.split(
    ' ',
  );
const FORM = '<input type=file id=f>';

/** Chromium's own sign-in and update checks, which it makes without any extension; the package names none of them. */
const BROWSERS_OWN = /^(?:CONNECT |\w+ https?:\/\/)(?:[\w-]+\.)*(?:google|googleapis|gvt1)\.com[:/]/;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) text += piece;
  return text;
}

interface Tap {
  port: number;
  /** METHOD address of every request, CONNECT to a host among them. */
  seen: string[];
  /** Bodies of what went to a collector. */
  otlp: string[];
  close(): Promise<void>;
}

/** A proxy that writes down what goes through it, and answers for the collector. */
async function startTap(): Promise<Tap> {
  const seen: string[] = [];
  const otlp: string[] = [];
  const server = createServer(async (request, response) => {
    const address = new URL(request.url ?? '/', 'http://tap.invalid');
    seen.push(`${request.method} ${address.href}`);
    if (address.hostname === 'collector.invalid') {
      otlp.push(await bodyOf(request));
      response.setHeader('content-type', 'application/json');
      response.end('{}');
      return;
    }
    if (address.hostname !== '127.0.0.1') return void response.writeHead(502).end();
    const { method, headers } = request;
    const onward = forward(address, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  server.on('connect', (request, socket) => {
    seen.push(`CONNECT ${request.url}`);
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    otlp,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Every second file names people; the others are counts. */
function content(at: number): string {
  if (at % 2 === 1)
    return `month,calls\n${Array.from({ length: 12 }, (_, row) => `Month ${row},${row * 7}`).join('\n')}\n`;
  const rows = SURNAMES.map((name, row) => `${name},J,PC,${700_000 + at * 100 + row},Bethel Street`);
  return `Surname,Initials,Rank,Collar number,Station\n${rows.join('\n')}\n`;
}

test('a hundred verdicts: nothing on the wire but the page and OTLP, and in it nothing of anybody', async () => {
  test.setTimeout(300_000);
  const found = await findBrowser('chromium');
  test.skip(!found, 'chromium was not found on this machine (see bin/browsers.ts)');
  const folder = await mkdtemp(path.join(tmpdir(), 'cordon-tap-'));
  const tap = await startTap();
  const server = await startServer();
  const url = server.page('/request/x', FORM);
  const extension = await copyExtension('chromium', path.join(folder, 'extension'), {
    sites: [{ match: ['http://127.0.0.1/request/*'], kind: 'publication' }],
    collector: { endpoint: 'http://collector.invalid' },
  });
  const context = await chromium.launchPersistentContext(path.join(folder, 'profile'), {
    executablePath: found!.executablePath,
    headless: false,
    args: [
      '--headless=new',
      ...found!.args,
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
      `--proxy-server=http://127.0.0.1:${tap.port}`,
      '--proxy-bypass-list=<-loopback>',
    ],
  });
  try {
    if (context.serviceWorkers().length === 0) await context.waitForEvent('serviceworker');
    const page = await context.newPage();
    await guarded(page);
    await page.goto(url);
    // What the browser itself asks for at its start is not Cordon's.
    tap.seen.length = 0;
    const records = (): LogRecord[] => tap.otlp.flatMap(readLogs);
    const decisions = () => records().filter(({ eventName }) => eventName === 'cordon.decision');
    for (let at = 0; at < VERDICTS; at++) {
      const file = path.join(folder, `Roster of ${SURNAMES[at % SURNAMES.length]} ${at}.csv`);
      await writeFile(file, content(at));
      await page.goto(`${url}?${at}`);
      const chooser = page.waitForEvent('filechooser');
      await page.locator('#f').click();
      await (await chooser).setFiles(file);
      // A verdict is there: the file came through, or the warning stands. Leaving the page answers the warning.
      await page.waitForFunction(
        'f.files.length === 1 || document.activeElement === document.documentElement.lastElementChild',
      );
    }
    await page.close();
    await until(() => decisions().length >= VERDICTS, 'every verdict is reported');

    const outcomes = decisions().map(({ attributes }) => attributes['cordon.outcome']);
    expect(outcomes.filter((outcome) => outcome === 'allowed')).toHaveLength(VERDICTS / 2);
    const wire = tap.otlp.join('\n');
    for (const word of [...SURNAMES, 'Roster', '.csv', 'Bethel', 'Collar', 'request/x', folder])
      expect(wire).not.toContain(word);
    // Collar numbers; times and ids on the wire are longer or shorter.
    expect(wire).not.toMatch(/\b70\d{4}\b/);
    const others = tap.seen.filter(
      (line) =>
        line !== 'POST http://collector.invalid/v1/logs' &&
        !line.startsWith(`GET ${url}`) &&
        !BROWSERS_OWN.test(line) &&
        line !== `GET ${server.origin}/favicon.ico`,
    );
    expect(others).toEqual([]);
    for (const [name, bytes] of await readFolder(extension)) {
      const text = Buffer.from(bytes).toString('latin1');
      expect(/accounts\.google|googleapis|gvt1/.test(text), name).toBe(false);
    }
  } finally {
    await context.close();
    await tap.close();
    await server.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
});
