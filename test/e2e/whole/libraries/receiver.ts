// The server's side of an upload, as an application would have it: whole files, in whatever way a library sends them.
import { createHash } from 'node:crypto';
import { multipart, type Route, type TestServer } from '../../harness/server.ts';

export interface Arrived {
  name: string;
  bytes: Buffer;
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** How each library names a chunk's place and the number of chunks in its form. */
const CHUNKS = [
  { id: 'dzuuid', index: 'dzchunkindex', first: 0, total: 'dztotalchunkcount' },
  { id: 'resumableIdentifier', index: 'resumableChunkNumber', first: 1, total: 'resumableTotalChunks' },
  { id: 'qquuid', index: 'qqpartindex', first: 0, total: 'qqtotalparts' },
];

/** Each library is content with another word of success. */
const DONE = {
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ success: true, url: '/stored', location: '/stored' }),
};

/** Receives at /receive (forms, whole or in chunks) and at /tus. */
export class Receiver {
  /** Files that are complete, in the order in which they were. */
  readonly files: Arrived[] = [];
  /** Every body that came, whatever it was part of. */
  readonly bodies: Buffer[] = [];
  readonly #chunks = new Map<string, Buffer[]>();
  readonly #uploads = new Map<string, { name: string; length: number; bytes: Buffer }>();

  constructor(server: TestServer) {
    server.route('/receive', (request) => this.#form(request));
    server.route('/tus', (request) => this.#tus(request));
  }

  #form(request: Parameters<Route>[0]): ReturnType<Route> {
    this.bodies.push(request.body);
    if (request.method !== 'POST') return DONE;
    const named =
      request.headers['x-filename'] ??
      /filename="?([^";]*)/.exec(request.headers['content-disposition'] ?? '')?.[1];
    if (named !== undefined) {
      this.files.push({ name: decodeURIComponent(named), bytes: request.body });
      return DONE;
    }
    const parts = multipart(request);
    const field = (name: string) => parts.find((part) => part.name === name)?.bytes.toString();
    const files = parts.filter(({ filename }) => filename !== undefined);
    const chunked = CHUNKS.find(({ total }) => field(total) !== undefined);
    for (const { filename, bytes } of files) {
      const name = field('resumableFilename') ?? field('qqfilename') ?? filename!;
      if (!chunked) this.files.push({ name, bytes });
      else
        this.#chunk(
          field(chunked.id)!,
          Number(field(chunked.index)) - chunked.first,
          Number(field(chunked.total)),
          name,
          bytes,
        );
    }
    return DONE;
  }

  #chunk(id: string, index: number, total: number, name: string, bytes: Buffer): void {
    const chunks = this.#chunks.get(id) ?? [];
    this.#chunks.set(id, chunks);
    chunks[index] = bytes;
    if (Object.keys(chunks).length === total) this.files.push({ name, bytes: Buffer.concat(chunks) });
  }

  /** The core of the tus protocol 1.0.0, with creation: https://tus.io/protocols/resumable-upload */
  #tus({ method, path, headers, body }: Parameters<Route>[0]): ReturnType<Route> {
    this.bodies.push(body);
    const base = { 'tus-resumable': '1.0.0' };
    if (method === 'POST') {
      const metadata = Object.fromEntries(
        (headers['upload-metadata'] ?? '').split(',').map((pair) => pair.split(' ') as [string, string?]),
      );
      const name = Buffer.from(metadata.filename ?? '', 'base64').toString();
      const location = `/tus/${this.#uploads.size}`;
      this.#uploads.set(location, { name, length: Number(headers['upload-length']), bytes: Buffer.alloc(0) });
      return { status: 201, headers: { ...base, location } };
    }
    const upload = this.#uploads.get(path);
    if (!upload) return { status: 404, headers: base };
    if (method === 'PATCH') {
      if (Number(headers['upload-offset']) !== upload.bytes.length) return { status: 409, headers: base };
      upload.bytes = Buffer.concat([upload.bytes, body]);
      if (upload.bytes.length === upload.length) this.files.push(upload);
    }
    return {
      status: method === 'PATCH' ? 204 : 200,
      headers: {
        ...base,
        'upload-offset': String(upload.bytes.length),
        'upload-length': String(upload.length),
      },
    };
  }
}
