// A server for WebTransport that keeps what it receives. QUIC is quiche's, as an npm package has it for Linux; of HTTP/3 there
// is as much here as a session takes: the settings, the answer to CONNECT, and the heads of streams and datagrams.

import { randomBytes } from 'node:crypto';
import { createSocket, type RemoteInfo } from 'node:dgram';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeCertificate } from './certificate.ts';

interface Place {
  host: string;
  port: number;
}

interface Connection {
  recv(data: Uint8Array, info: { from: Place; to: Place }): number;
  send(data: Uint8Array): [number, { to: Place }] | null;
  streamRecv(stream: number, data: Uint8Array): [number, boolean] | null;
  streamSend(stream: number, data: Uint8Array, fin: boolean): number | null;
  readable(): Iterable<number>;
  dgramRecvVec(): Uint8Array | null;
  timeout(): number | null;
  onTimeout(): void;
  isEstablished(): boolean;
}

type Config = Record<string, (...values: unknown[]) => void>;

interface Quiche {
  Config: new () => Config;
  Connection: {
    accept(id: Uint8Array, first: null, local: Place, peer: Place, config: Config): Connection;
  };
  Header: {
    fromSlice(data: Uint8Array, idLength: number): { ty: number; version: number; dcid: Uint8Array };
  };
}

/** Undefined where there is none for this kind of machine. */
function quiche(): Quiche | undefined {
  try {
    return createRequire(import.meta.url)('@matrixai/quic-linux-x64') as Quiche;
  } catch {
    return undefined;
  }
}

/** What came on one stream. */
export interface Stream {
  bytes: Buffer;
  /** The page closed it; one that was broken off has no end. */
  ended: boolean;
}

export interface TransportServer {
  port: number;
  /** Of its certificate, base64. */
  hash: string;
  streams: Stream[];
  datagrams: Buffer[];
  close(): Promise<void>;
}

const ID_BYTES = 16;
const PACKET = 1350;
const INITIAL = 0;

/** The browsers' settings for this, of the drafts that they speak. */
const SETTINGS = [0x01, 0, 0x07, 0, 0x08, 1, 0x33, 1, 0xffd277, 1, 0x2b603742, 1, 0xc671706a, 16];
const CONTROL = 3;
const HEADERS = 0x01;
const UNIDIRECTIONAL = 0x54;
const BIDIRECTIONAL = 0x41;

function varint(value: number): Buffer {
  if (value < 64) return Buffer.from([value]);
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value) | (3n << 62n));
  return bytes;
}

/** The number at `at`, and where the next thing begins; undefined where it has not come whole. */
function readVarint(bytes: Uint8Array, at: number): [number, number] | undefined {
  const first = bytes[at];
  if (first === undefined) return undefined;
  const end = at + (1 << (first >> 6));
  if (bytes.length < end) return undefined;
  let value = first & 63;
  for (let i = at + 1; i < end; i += 1) value = value * 256 + bytes[i]!;
  return [value, end];
}

const frame = (type: number, body: Uint8Array) => Buffer.concat([varint(type), varint(body.length), body]);

/** Status 200, and the word by which older drafts agree. */
function accepted(): Buffer {
  const name = Buffer.from('sec-webtransport-http3-draft');
  const value = Buffer.from('draft02');
  const head = Buffer.from([0, 0, 0xd9, 0x27, name.length - 7]);
  return frame(HEADERS, Buffer.concat([head, name, Buffer.from([value.length]), value]));
}

/** @returns undefined where there is no QUIC for this machine. */
export async function startTransport(): Promise<TransportServer | undefined> {
  const native = quiche();
  if (!native) return undefined;
  const { key, cert, hash } = makeCertificate();
  const folder = await mkdtemp(path.join(tmpdir(), 'cordon-transport-'));
  await writeFile(path.join(folder, 'cert.pem'), cert);
  await writeFile(path.join(folder, 'key.pem'), key);
  const config = new native.Config();
  config.loadCertChainFromPemFile!(path.join(folder, 'cert.pem'));
  config.loadPrivKeyFromPemFile!(path.join(folder, 'key.pem'));
  await rm(folder, { recursive: true, force: true });
  config.verifyPeer!(false);
  config.setApplicationProtos!(['h3']);
  config.setMaxIdleTimeout!(60_000);
  config.setMaxRecvUdpPayloadSize!(PACKET);
  config.setMaxSendUdpPayloadSize!(PACKET);
  config.setInitialMaxData!(10_000_000);
  config.setInitialMaxStreamDataBidiLocal!(1_000_000);
  config.setInitialMaxStreamDataBidiRemote!(1_000_000);
  config.setInitialMaxStreamDataUni!(1_000_000);
  config.setInitialMaxStreamsBidi!(100);
  config.setInitialMaxStreamsUni!(100);
  config.enableDgram!(true, 100, 100);

  const streams: Stream[] = [];
  const datagrams: Buffer[] = [];
  const socket = createSocket('udp4');
  const clients = new Map<string, Client>();
  const here = (): Place => ({ host: '127.0.0.1', port: socket.address().port });

  class Client {
    #connection: Connection;
    #settled = false;
    #timer: ReturnType<typeof setTimeout> | undefined;
    readonly #came = new Map<number, { bytes: Buffer; stream?: Stream; answered: boolean }>();

    constructor(connection: Connection) {
      this.#connection = connection;
    }

    take(packet: Uint8Array, from: Place): void {
      try {
        this.#connection.recv(packet, { from, to: here() });
      } catch {
        return; // A packet that is none of this connection's.
      }
      if (this.#connection.isEstablished() && !this.#settled) {
        this.#settled = true;
        const settings = frame(0x04, Buffer.concat(SETTINGS.map(varint)));
        this.#connection.streamSend(CONTROL, Buffer.concat([varint(0), settings]), false);
      }
      for (const id of this.#connection.readable()) this.#read(id);
      for (let next = this.#datagram(); next; next = this.#datagram()) {
        const session = readVarint(next, 0);
        if (session) datagrams.push(Buffer.from(next.subarray(session[1])));
      }
      this.flush();
    }

    #datagram(): Uint8Array | null {
      try {
        return this.#connection.dgramRecvVec();
      } catch {
        return null; // There is no more.
      }
    }

    #read(id: number): void {
      const came = this.#came.get(id) ?? { bytes: Buffer.alloc(0), answered: false };
      this.#came.set(id, came);
      for (let ended = false; !ended; ) {
        const into = Buffer.alloc(65_536);
        let got: [number, boolean] | null;
        try {
          got = this.#connection.streamRecv(id, into);
        } catch {
          return; // The page broke it off.
        }
        if (!got) return;
        ended = got[1];
        came.bytes = Buffer.concat([came.bytes, into.subarray(0, got[0])]);
        const type = readVarint(came.bytes, 0);
        const session = type && readVarint(came.bytes, type[1]);
        if (!session) continue;
        if (type[0] === UNIDIRECTIONAL || type[0] === BIDIRECTIONAL) {
          if (!came.stream) {
            came.stream = { bytes: Buffer.alloc(0), ended: false };
            streams.push(came.stream);
          }
          came.stream.bytes = came.bytes.subarray(session[1]);
          came.stream.ended = ended;
        } else if (id % 4 === 0 && type[0] === HEADERS && !came.answered) {
          came.answered = true;
          this.#connection.streamSend(id, accepted(), false);
        }
      }
    }

    flush(): void {
      for (;;) {
        const packet = Buffer.alloc(PACKET);
        const out = this.#connection.send(packet);
        if (!out) break;
        socket.send(packet.subarray(0, out[0]), out[1].to.port, out[1].to.host);
      }
      clearTimeout(this.#timer);
      const after = this.#connection.timeout();
      if (after !== null)
        this.#timer = setTimeout(
          () => {
            this.#connection.onTimeout();
            this.flush();
          },
          Math.min(after + 1, 60_000),
        );
    }

    end(): void {
      clearTimeout(this.#timer);
    }
  }

  socket.on('message', (packet: Buffer, { address, port }: RemoteInfo) => {
    const from = { host: address, port };
    const { ty, dcid } = native.Header.fromSlice(packet, ID_BYTES);
    const id = Buffer.from(dcid).toString('hex');
    if (!clients.has(id)) {
      if (ty !== INITIAL) return;
      const own = randomBytes(ID_BYTES);
      const client = new Client(native.Connection.accept(own, null, here(), from, config));
      clients.set(id, client);
      clients.set(own.toString('hex'), client);
    }
    clients.get(id)!.take(packet, from);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    port: here().port,
    hash,
    streams,
    datagrams,
    async close() {
      for (const client of clients.values()) client.end();
      await new Promise<void>((resolve) => socket.close(() => resolve()));
    },
  };
}
