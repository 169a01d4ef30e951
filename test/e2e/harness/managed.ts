// A force's own side of a rollout, on this machine: the policy file where the browser looks for it, the server that
// gives out packages, and the collector. Policy files are the machine's: they are taken away again whatever happens, and
// tests that write them cannot run beside others.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { crx3, updateManifest } from '../../../bin/release/crx.ts';
import { pack, readFolder } from '../../../bin/release/pack.ts';
import { type LogRecord, readLogs } from '../../fixtures/otlp.ts';

/** Where a Chromium looks for policies on Linux, by its name. */
export function chromiumPolicyFile(executable: string): string {
  const folder = /google-chrome/.test(executable)
    ? '/etc/opt/chrome'
    : /edge/.test(executable)
      ? '/etc/opt/edge'
      : '/etc/chromium';
  return path.join(folder, 'policies/managed/cordon-test.json');
}

export const FIREFOX_POLICY_FILE = '/etc/firefox/policies/policies.json';

export interface PolicyFile {
  write(policies: object): void;
  remove(): void;
}

/** A policy file of the machine; undefined where it may not be written. It also goes when this process ends. */
export function policyFile(file: string): PolicyFile | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, '{}');
  } catch {
    return undefined;
  }
  const remove = () => rmSync(file, { force: true });
  process.once('exit', remove);
  return {
    write: (policies) => writeFileSync(file, JSON.stringify(policies)),
    remove() {
      remove();
      process.removeListener('exit', remove);
    },
  };
}

/** The built extension with another version number. */
export async function withVersion(folder: string, version: string): Promise<Map<string, Uint8Array>> {
  const files = await readFolder(path.resolve(folder));
  const manifest = JSON.parse(Buffer.from(files.get('manifest.json') ?? []).toString());
  files.set('manifest.json', Buffer.from(JSON.stringify({ ...manifest, version })));
  return files;
}

export interface ForceServer {
  origin: string;
  /** Path and query of every request for an update or a package. */
  asked: string[];
  /** What the collector was sent, read by the published definitions. */
  records: LogRecord[];
  /** Puts a CRX of this version behind update.xml. */
  offerCrx(version: string, files: ReadonlyMap<string, Uint8Array>): void;
  /** Puts an XPI at /cordon-VERSION.xpi. */
  offerXpi(version: string, files: ReadonlyMap<string, Uint8Array>): string;
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) text += piece;
  return text;
}

/** The force's web server and its collector in one, on 127.0.0.1. `key` signs the CRX. */
export async function startForceServer(key: string, chromiumId: string): Promise<ForceServer> {
  const packages = new Map<string, Uint8Array>();
  const asked: string[] = [];
  const records: LogRecord[] = [];
  let update = '';
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://force.invalid');
    if (pathname === '/v1/logs') {
      records.push(...readLogs(await bodyOf(request)));
      response.setHeader('content-type', 'application/json');
      response.end('{}');
      return;
    }
    asked.push(request.url ?? '');
    if (pathname === '/update.xml') response.end(update);
    else if (packages.has(pathname)) {
      if (pathname.endsWith('.xpi')) response.setHeader('content-type', 'application/x-xpinstall');
      response.end(packages.get(pathname));
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    asked,
    records,
    offerCrx(version, files) {
      packages.set(`/cordon-${version}.crx`, crx3(pack(files), key));
      update = updateManifest(chromiumId, version, `${origin}/cordon-${version}.crx`);
    },
    offerXpi(version, files) {
      packages.set(`/cordon-${version}.xpi`, pack(files));
      return `${origin}/cordon-${version}.xpi`;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
