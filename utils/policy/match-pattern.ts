// Match patterns, as browsers take them in a manifest: is one sound, and does an address match it?

/** Scheme, host, port (not in the standard, but Chromium takes it) and path of a match pattern. */
const MATCH_PATTERN = /^(\*|https?|file|ftp):\/\/(\*|(?:\*\.)?[^/*:]+)?(?::(\d+|\*))?(\/.*)$/;

/** The host of a pattern as addresses have it (lower case, punycode); undefined where browsers know no such host. */
function canonicalHost(host: string): string | undefined {
  if (host === '*') return host;
  const [, any = '', name = ''] = /^(\*\.)?(.*)$/s.exec(host) ?? [];
  // What a URL would take for something else than a host.
  if (/[@?#\\\s]/.test(name) || !URL.canParse(`http://${name}/`)) return undefined;
  const canonical = withoutDot(new URL(`http://${name}/`).hostname);
  return /^[\w-]+(\.[\w-]+)*$/.test(canonical) ? any + canonical : undefined;
}

/** `example.org.` is the host `example.org`. */
const withoutDot = (host: string) => (host.endsWith('.') ? host.slice(0, -1) : host);

interface Pattern {
  scheme: string;
  /** As addresses have it; empty for files. */
  host: string;
  port: string | undefined;
  path: string;
}

/** Every page is looked up in the whole catalogue, so each pattern is read once. */
const parsed = new Map<string, Pattern | undefined>();

function parse(pattern: string): Pattern | undefined {
  if (!parsed.has(pattern)) parsed.set(pattern, read(pattern));
  return parsed.get(pattern);
}

function read(pattern: string): Pattern | undefined {
  const [, scheme, host, port, path] = MATCH_PATTERN.exec(pattern) ?? [];
  if (scheme === undefined || path === undefined) return undefined;
  if (host === undefined) return scheme === 'file' ? { scheme, host: '', port, path } : undefined;
  if (port !== undefined && port !== '*' && Number(port) > 65_535) return undefined;
  const canonical = canonicalHost(host);
  return canonical === undefined ? undefined : { scheme, host: canonical, port, path };
}

/** Is this a sound match pattern, as browsers take it in a manifest? */
export function isMatchPattern(pattern: string): boolean {
  return pattern === '<all_urls>' || parse(pattern) !== undefined;
}

/** Does a pattern take in hosts that nobody in particular owns: every host, or all of a top-level domain? */
export function isWholeWeb(pattern: string): boolean {
  if (pattern === '<all_urls>') return true;
  const host = parse(pattern)?.host;
  return (
    host === '*' ||
    /^\*\.[^.]+$/.test(host ?? '') ||
    (host?.startsWith('*.') === true && SHARED.has(host.slice(2)))
  );
}

/** Could one run of characters fit both globs? */
function globsMeet(a: string, b: string): boolean {
  // Row by row: `fits[j]` says whether what is left of `a` and `b.slice(j)` have a text in common.
  let fits = Array.from({ length: b.length + 1 }, (_, at) => !b.slice(at).replaceAll('*', ''));
  for (let i = a.length - 1; i >= 0; i--) {
    const row = new Array<boolean>(b.length + 1).fill(false);
    for (let j = b.length; j >= 0; j--) {
      const down = fits[j] ?? false;
      const right = row[j + 1] ?? false;
      if (a[i] === '*') row[j] = down || (j < b.length && right);
      else if (b[j] === '*') row[j] = right || down;
      else row[j] = j < b.length && a[i] === b[j] && (fits[j + 1] ?? false);
    }
    fits = row;
  }
  return fits[0] ?? false;
}

function hostsMeet(a: string, b: string): boolean {
  if (a === '*' || b === '*') return true;
  const [bareA, bareB] = [a.replace(/^\*\./, ''), b.replace(/^\*\./, '')];
  return (
    bareA === bareB ||
    (a !== bareA && bareB.endsWith(`.${bareA}`)) ||
    (b !== bareB && bareA.endsWith(`.${bareB}`))
  );
}

/** Is there an address that matches both patterns? */
export function overlap(a: string, b: string): boolean {
  if (a === '<all_urls>') return isMatchPattern(b);
  if (b === '<all_urls>') return isMatchPattern(a);
  const [one, other] = [parse(a), parse(b)];
  if (!one || !other) return false;
  const web = (scheme: string) => (scheme === '*' ? ['http', 'https'] : [scheme]);
  const ports = [one.port, other.port].filter((port) => port !== undefined && port !== '*');
  return (
    web(one.scheme).some((scheme) => web(other.scheme).includes(scheme)) &&
    new Set(ports).size < 2 &&
    hostsMeet(one.host, other.host) &&
    globsMeet(one.path, other.path)
  );
}

/** Domains under which registries sell names to anybody, or hand them to every public body, and where every customer of a service has one. */
const SHARED = new Set(
  'co.uk org.uk me.uk ltd.uk plc.uk net.uk sch.uk ac.uk gov.uk nhs.uk police.uk mod.uk service.gov.uk gov.wales gov.scot sharepoint.com sharepoint.us onmicrosoft.com blob.core.windows.net azurewebsites.net amazonaws.com cloudfront.net googleusercontent.com web.app github.io'.split(
    ' ',
  ),
);

/**
 * The pattern of everything on the same hosts, for content scripts: any path, any port (Firefox knows no ports in
 * patterns). Undefined where browsers take no content scripts (ftp), or the pattern is not sound.
 */
export function hostPattern(pattern: string): string | undefined {
  if (pattern === '<all_urls>') return pattern;
  const parts = parse(pattern);
  if (!parts || parts.scheme === 'ftp') return undefined;
  return parts.scheme === 'file' ? 'file:///*' : `${parts.scheme}://${parts.host}/*`;
}

/** `hostPattern` of a pattern that takes in all of its hosts; undefined for one that names a path or a port. */
export function wholeHost(pattern: string): string | undefined {
  const { path = '/*', port = '*' } = parse(pattern) ?? {};
  return path === '/*' && port === '*' ? hostPattern(pattern) : undefined;
}

/**
 * Does `url` match a manifest match pattern (`<all_urls>`, `*://*.example.org/path/*`)? Ports are ignored unless
 * the pattern names one. A pattern that is not sound matches nothing.
 */
export function matches(pattern: string, url: URL): boolean {
  if (pattern === '<all_urls>') return /^(https?|ftp|file):$/.test(url.protocol);
  const parts = parse(pattern);
  if (!parts) return false;
  const { scheme, host, port, path } = parts;
  if (scheme === '*' ? !/^https?:$/.test(url.protocol) : url.protocol !== `${scheme}:`) return false;
  const there = withoutDot(url.hostname);
  if (host.startsWith('*.')) {
    if (there !== host.slice(2) && !there.endsWith(host.slice(1))) return false;
  } else if (host !== '*' && there !== host) return false;
  if (port && port !== '*' && port !== (url.port || (url.protocol === 'https:' ? '443' : '80'))) return false;
  return globMatches(path, url.pathname + url.search);
}

/** `*` stands for any run of characters; linear, without a regular expression made from a setting. */
function globMatches(glob: string, text: string): boolean {
  const pieces = glob.split('*');
  const first = pieces[0] ?? '';
  if (pieces.length === 1) return text === glob;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  const last = pieces.at(-1) ?? '';
  return text.length - at >= last.length && text.endsWith(last);
}
