// Two demo servers on 127.0.0.1: a publishing page and a supplier's portal. They keep what they receive in memory, so
// that the story can say what would have left, byte by byte.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { publicationForm, publicationPage, supplierPage } from './pages.ts';

export interface ReceivedFile {
  field: string;
  name: string;
  bytes: Uint8Array;
  sha256: string;
}

/** One request with a body. */
export interface Received {
  path: string;
  fields: Record<string, string>;
  files: ReceivedFile[];
}

export interface DemoServer {
  /** The page on which files are handed over. */
  url: string;
  /** Everything that arrived, in order. */
  received: Received[];
}

export interface DemoSite {
  publication: DemoServer;
  supplier: DemoServer;
  close(): Promise<void>;
}

/** Bodies larger than this are refused. */
const MOST_BYTES = 256 * 1024 ** 2;

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function readBody(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MOST_BYTES) throw new Error('The body is too large for the demo.');
    chunks.push(chunk);
  }
  return Uint8Array.from(Buffer.concat(chunks));
}

/** A body as form fields and files; one that is not a form is kept as a single file without a name. */
async function receive(request: IncomingMessage): Promise<Received> {
  const path = request.url ?? '/';
  const body = await readBody(request);
  const type = request.headers['content-type'] ?? '';
  const received: Received = { path, fields: {}, files: [] };
  if (!/^(multipart\/form-data|application\/x-www-form-urlencoded)/i.test(type)) {
    received.files.push({ field: '', name: '', bytes: body, sha256: sha256(body) });
    return received;
  }
  const form = await new Response(body, { headers: { 'content-type': type } }).formData();
  for (const [field, value] of form) {
    if (typeof value === 'string') received.fields[field] = value;
    else if (value.size > 0 || value.name) {
      const bytes = new Uint8Array(await value.arrayBuffer());
      received.files.push({ field, name: value.name, bytes, sha256: sha256(bytes) });
    }
  }
  return received;
}

type Answer = { status: number; html?: string; location?: string };

async function serve(
  path: string,
  answer: (request: IncomingMessage, received: Received[]) => Promise<Answer>,
): Promise<DemoServer & { close(): Promise<void> }> {
  const received: Received[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    answer(request, received).then(
      ({ status, html = '', location }) => {
        response.writeHead(status, {
          'content-type': 'text/html; charset=utf-8',
          'cache-control': 'no-store',
          ...(location ? { location } : {}),
        });
        response.end(html);
      },
      (error: Error) => {
        response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' });
        response.end(error.message);
      },
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${path}`,
    received,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Starts both servers on free ports. */
export async function startDemoSite(): Promise<DemoSite> {
  const publication = await serve('/request/staff_numbers/upload', async (request, received) => {
    if (request.method === 'POST') {
      received.push(await receive(request));
      return { status: 303, location: '/request/staff_numbers' };
    }
    if (request.url === '/request/staff_numbers') return { status: 200, html: publicationPage(received) };
    if (request.url === '/request/staff_numbers/upload') return { status: 200, html: publicationForm() };
    return { status: 404 };
  });
  const supplier = await serve('/supplier/orders', async (request, received) => {
    if (request.method === 'POST') {
      received.push(await receive(request));
      return { status: 200 };
    }
    if (request.url === '/supplier/orders') return { status: 200, html: supplierPage(received) };
    return { status: 404 };
  });
  return {
    publication,
    supplier,
    async close() {
      await Promise.all([publication.close(), supplier.close()]);
    },
  };
}

/** What makes the demo pages count as the kinds of site that they stand for. */
export const DEMO_POLICY = {
  sites: [
    { match: ['http://127.0.0.1/request/*'], kind: 'publication' },
    { match: ['http://127.0.0.1/supplier/*'], kind: 'supplier' },
  ],
  contact: { name: 'Information Management (demo)', email: 'information.management@force.example' },
};
