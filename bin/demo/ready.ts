// Waits until a browser that was just started guards its pages: the background registers the gate first.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What is needed of a page. */
interface Probe {
  open(url: string): Promise<void>;
  /** Evaluates an expression in the page's own world. */
  evaluate(expression: string): Promise<unknown>;
}

/**
 * A synchronous request with long text can't wait for a verdict, so a guarded page refuses it within the call. The page's
 * first script tries, so that a gate that comes after the page's own scripts does not count.
 */
const PROBE = `<!doctype html><script>const request = new XMLHttpRequest(); request.open('POST', '/', false);
try { request.send('words '.repeat(100)); window.early = 'sent'; } catch { window.early = 'refused'; }</script>
<title>ready?</title>`;

/** So many pages in a row: while registrations are being changed, one has the gate in time and the next may not. */
const IN_A_ROW = 4;

const WITHIN_MS = 30_000;

/** @throws when pages are still unguarded after half a minute. The address 127.0.0.1 has to be guarded by the policy. */
export async function waitForGate(probe: Probe): Promise<void> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(PROBE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    let guarded = 0;
    for (const end = Date.now() + WITHIN_MS; Date.now() < end; ) {
      await probe.open(url);
      guarded = (await probe.evaluate('window.early')) === 'refused' ? guarded + 1 : 0;
      if (guarded === IN_A_ROW) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('The extension guards no page half a minute after its installation.');
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
