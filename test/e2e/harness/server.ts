// The web server of a test: gives out the pages that the test makes, and keeps what it receives, byte for byte.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

/** A host of the bundled catalogue. */
export const CATALOGUE_HOST = 'force.in-tendhost.co.uk';

export interface Received {
  method: string;
  path: string;
  type: string;
  body: Buffer;
}

export interface TestServer {
  /** http://127.0.0.1:PORT */
  origin: string;
  /** The same server as another site: http://localhost:PORT */
  otherOrigin: string;
  /** The same server under a host of the bundled catalogue, which the harness leads to this machine. */
  catalogueOrigin: string;
  /** ws://127.0.0.1:PORT/socket */
  socket: string;
  /** Every message that came by a WebSocket. */
  messages: Buffer[];
  /** Every request to a path that begins with /upload. */
  received: Received[];
  page(path: string, html: string, headers?: Record<string, string>): string;
  /** Requests to paths that begin with `prefix` are answered by `answer`. */
  route(prefix: string, answer: Route): void;
  close(): Promise<void>;
}

/** A whole request, headers by lower-case name, and what is answered. */
export type Route = (
  request: Received & { headers: Record<string, string> },
) =>
  | { status?: number; headers?: Record<string, string>; body?: string | Uint8Array }
  | Promise<{ status?: number; headers?: Record<string, string>; body?: string | Uint8Array }>;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export async function startServer(): Promise<TestServer> {
  const pages = new Map<string, { html: string; headers: Record<string, string> }>();
  const received: Received[] = [];
  const routes = new Map<string, Route>();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://test.invalid');
    if (url.pathname.startsWith('/upload')) {
      const body = await bodyOf(request).catch(() => undefined);
      // A request that the browser broke off never arrived.
      if (!body) return;
      received.push({
        method: request.method ?? '',
        path: url.pathname + url.search,
        type: request.headers['content-type'] ?? '',
        body,
      });
      response.setHeader('access-control-allow-origin', '*');
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(`<!doctype html><title>received</title><p id=received>received ${body.length}`);
      return;
    }
    const route = [...routes].find(([prefix]) => url.pathname.startsWith(prefix))?.[1];
    if (route) {
      const body = await bodyOf(request).catch(() => undefined);
      if (!body) return;
      const answer = await route({
        method: request.method ?? '',
        path: url.pathname + url.search,
        type: request.headers['content-type'] ?? '',
        headers: request.headers as Record<string, string>,
        body,
      });
      response.writeHead(answer.status ?? 200, answer.headers ?? {}).end(answer.body);
      return;
    }
    const page = pages.get(url.pathname);
    response.writeHead(page ? 200 : 404, { 'content-type': 'text/html; charset=utf-8', ...page?.headers });
    response.end(page?.html ?? 'not here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const messages: Buffer[] = [];
  const sockets = new WebSocketServer({ server, path: '/socket' });
  sockets.on('connection', (socket) => socket.on('message', (data) => messages.push(data as Buffer)));
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    otherOrigin: `http://localhost:${port}`,
    catalogueOrigin: `http://${CATALOGUE_HOST}:${port}`,
    socket: `ws://127.0.0.1:${port}/socket`,
    messages,
    received,
    page(path, html, headers = {}) {
      pages.set(path, { html: `<!doctype html><meta charset=utf-8><title>test</title>${html}`, headers });
      return origin + path;
    },
    route: (prefix, answer) => void routes.set(prefix, answer),
    async close() {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The parts of a multipart body, by field name, in order. */
export function multipart({ type, body }: Received): { name: string; filename?: string; bytes: Buffer }[] {
  const boundary = /boundary=(.+)$/.exec(type)?.[1];
  if (!boundary) throw new Error(`not multipart: ${type}`);
  const parts: { name: string; filename?: string; bytes: Buffer }[] = [];
  const mark = Buffer.from(`--${boundary}`);
  let at = body.indexOf(mark) + mark.length;
  for (let next = body.indexOf(mark, at); next >= 0; at = next + mark.length, next = body.indexOf(mark, at)) {
    const part = body.subarray(at + 2, next - 2);
    const gap = part.indexOf('\r\n\r\n');
    const head = part.subarray(0, gap).toString('utf8');
    const filename = /filename="([^"]*)"/.exec(head)?.[1];
    parts.push({
      name: /name="([^"]*)"/.exec(head)?.[1] ?? '',
      ...(filename === undefined ? {} : { filename }),
      bytes: part.subarray(gap + 4),
    });
  }
  return parts;
}
