// The last line: what leaves a guarded site without having been held, in the browser's own account of each request. No script
// of ours runs in workers, so what they make and send themselves is seen only here. Firefox waits for a verdict and breaks
// such a request off; Chromium's listeners can't wait, so there it is reported once it has gone. What pages send (requests,
// forms, beacons) has been held by a gate; where one was got round it is reported, in both.
//
// What was released by a gate is known by its first bytes and left alone. The path of a file on the disk, which browsers
// name here, is never read: such files were judged when they came into the page.

import { type Browser, browser } from 'wxt/browser';
import { LONG_TEXT } from '../gate/bus.ts';
import { looksLikeFile } from '../gate/sniff.ts';
import { findIn } from '../gate/text.ts';
import { joinBytes } from '../inspect/container/join-bytes.ts';
import { type Report, VERDICTS } from '../inspect/report.ts';
import type { PolicyReader } from '../policy/managed.ts';
import type { Policy } from '../policy/policy.ts';
import { type Site, siteOf, siteOfFrame } from '../policy/site.ts';
import type { Recorder } from '../record/record.ts';
import { decide } from '../verdict/decide.ts';
import type { Inspector } from './inspector.ts';
import { digestOf, type Released } from './released.ts';

/** What is used of either browser's account of a request. */
export interface Request {
  method: string;
  /** As the browser calls it; a worker's own requests are `xmlhttprequest`. */
  type: string;
  tabId: number;
  /** Chromium: of the page, for its dedicated workers too. Firefox: only where a page itself sends. */
  documentId?: string | undefined;
  /** The origin that sends; Chromium. */
  initiator?: string | undefined;
  /** The page or worker script that sends; Firefox. */
  documentUrl?: string | undefined;
  originUrl?: string | undefined;
  requestBody?:
    | {
        formData?: Record<string, unknown[]> | undefined;
        raw?: { bytes?: ArrayBuffer | undefined; file?: string | undefined }[] | undefined;
      }
    | null
    | undefined;
}

/** Text in bytes that are more than this is judged as a file: as a whole, whatever is in it. */
const MOST_TEXT = 8 << 20;

/** What has no place in a text of any one-byte encoding. */
function hasControls(bytes: Uint8Array): boolean {
  return bytes.some((byte) => byte < 9 || (byte > 13 && byte < 32));
}

/** The text that these bytes are, in whichever encoding spreadsheets write; undefined where they are the page's own packing. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // "Unicode text" begins with this mark, in either order; "CSV" is in the workstation's own encoding.
    if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
    if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
    return hasControls(bytes) ? undefined : new TextDecoder('windows-1252').decode(bytes);
  }
}

/** What there is to judge in a body: as far as the browser shows it. A file by its bytes, or texts that people could have written. */
export function carriedBy({ requestBody }: Pick<Request, 'requestBody'>): Uint8Array<ArrayBuffer>[] {
  const texts: string[] = [];
  for (const [name, values] of Object.entries(requestBody?.formData ?? {}))
    for (const value of values) if (typeof value === 'string') texts.push(...textsIn(name, value));
  const raw = requestBody?.raw ?? [];
  const files: Uint8Array<ArrayBuffer>[] = [];
  // Beside a file from the disk stand only the fields of its form, which the gate has read.
  if (raw.every(({ bytes }) => bytes !== undefined)) {
    const bytes = joinBytes(raw.map(({ bytes }) => new Uint8Array(bytes as ArrayBuffer)));
    if (bytes.length >= LONG_TEXT && looksLikeFile(bytes)) files.push(bytes);
    else if (bytes.length >= LONG_TEXT) {
      const text = textOf(bytes);
      if (text !== undefined && bytes.length > MOST_TEXT) files.push(bytes);
      else if (text !== undefined) texts.push(...textsIn('', text));
    }
  }
  return [...files, ...texts.map((text) => new TextEncoder().encode(text))];
}

function textsIn(name: string, text: string): string[] {
  return Array.from(findIn(name, text), (found) => found.text ?? '').filter((found) => found !== '');
}

/** Forms send each end of a line as two characters, where the gate has read one in the field. */
export function withPlainLines(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return bytes.filter((byte, at) => byte !== 13 || bytes[at + 1] !== 10);
}

export interface LastLineParts {
  inspector: Inspector;
  policyReader: PolicyReader;
  recorder: Recorder;
  released: Released;
}

/** Watches every request; call it once, within the first turn of the background. */
export function watchRequests(parts: LastLineParts): void {
  // Forms lead to documents. Beacons are of the type `ping` in Chromium, of their own in Firefox.
  const types = ['xmlhttprequest', 'main_frame', 'sub_frame', 'ping', 'other'] as const;
  const more = import.meta.env.FIREFOX ? ['beacon' as 'ping'] : [];
  const filter = { urls: ['<all_urls>'], types: [...types, ...more] };
  const { onBeforeRequest } = browser.webRequest;
  const report = (request: Request, carried: Uint8Array<ArrayBuffer>[]) => {
    void isToBeStopped(request, carried, parts, 'unheld').catch(reportError);
  };
  if (import.meta.env.FIREFOX) {
    onBeforeRequest.addListener(
      ((request: Request) => {
        const carried = carriedBy(request);
        if (carried.length === 0) return undefined;
        // A page's own requests were held by its gate, and somebody may have sent them anyway.
        if (request.documentId !== undefined || request.type !== 'xmlhttprequest')
          return report(request, carried);
        return isToBeStopped(request, carried, parts, 'cut-off').then(
          (cancel) => ({ cancel }),
          // As the gate does: what can't be judged does not go.
          () => ({ cancel: true }),
        );
      }) as never,
      filter,
      ['blocking', 'requestBody'],
    );
    return;
  }
  onBeforeRequest.addListener(
    ((request: Request) => {
      const carried = carriedBy(request);
      if (carried.length > 0) report(request, carried);
    }) as never,
    filter,
    ['requestBody'],
  );
}

/**
 * Judges what no gate has released, and records it where it should have been stopped.
 * @throws where it can't be judged (a worker died).
 */
async function isToBeStopped(
  request: Request,
  carried: Uint8Array<ArrayBuffer>[],
  { inspector, policyReader, recorder, released }: LastLineParts,
  outcome: 'cut-off' | 'unheld',
): Promise<boolean> {
  const unknown: { digest: string; bytes: Uint8Array<ArrayBuffer> }[] = [];
  for (const bytes of carried) {
    const digest = digestOf(bytes);
    if ((await released.has(digest)) || (await released.has(digestOf(withPlainLines(bytes))))) continue;
    unknown.push({ digest, bytes });
  }
  if (unknown.length === 0) return false;
  const { policy } = await policyReader.current();
  const site = await siteOfRequest(request, policy);
  if (!site?.guarded) return false;
  // A piece of a file can't be read to its end: that alone is no reason here.
  const lenient: Policy = { ...policy, onUninspectable: 'allow' };
  const reports = await Promise.all(
    unknown.map(async ({ bytes }): Promise<Report> => {
      const inspection = await inspector.inspect({
        job: crypto.randomUUID(),
        name: '',
        bytes: new Blob([bytes]),
        limits: policy.limits,
        staffNumberPatterns: policy.staffNumberPatterns,
        staffFingerprints: policy.staffFingerprints,
      });
      return decide(inspection, lenient, site);
    }),
  );
  const worst = Math.max(...reports.map(({ verdict }) => VERDICTS.indexOf(verdict)));
  const verdict = VERDICTS[worst] ?? 'allow';
  if (verdict === 'allow') {
    await released.remember(unknown.map(({ digest }) => digest));
    return false;
  }
  await recorder.record({ outcome, verdict, site, reports, files: reports.length });
  await mark(request.tabId);
  return true;
}

/** The Site that a request comes from: that of its tab, or where it has none, of an open tab of the same origin. */
async function siteOfRequest(
  { tabId, documentUrl, originUrl, initiator }: Request,
  policy: Policy,
): Promise<Site | undefined> {
  const from = documentUrl ?? originUrl ?? initiator ?? '';
  if (/^(chrome|moz)-extension:/.test(from)) return undefined;
  if (tabId >= 0) {
    const tab = await browser.tabs.get(tabId).catch(() => undefined);
    // A tab that the page has just opened has no address yet.
    return siteOfFrame(from, tab?.url || from, policy);
  }
  const site = siteOf(from, policy);
  if (site.guarded || !URL.canParse(from)) return site;
  // A rule can name a part of a site, and a worker belongs to all of it.
  const { protocol, hostname } = new URL(from);
  const tabs = await browser.tabs.query({ url: `${protocol}//${hostname}/*` });
  const sites = tabs.map(({ url = '' }: Browser.tabs.Tab) => siteOf(url, policy));
  return sites.find(({ guarded }) => guarded) ?? site;
}

/** A mark on the tool bar until the tab goes on; the popup says what it means. Shared and service workers have no tab. */
async function mark(tabId: number): Promise<void> {
  if (tabId >= 0) await browser.action.setBadgeText({ text: '!', tabId }).catch(() => undefined);
}
