// Match patterns, as browsers take them in a manifest: is one sound, and does an address match it?

/** Scheme, host, port (not in the standard, but Chromium takes it) and path of a match pattern. */
const MATCH_PATTERN = /^(\*|https?|file|ftp):\/\/(\*|(?:\*\.)?[^/*:]+)?(?::(\d+|\*))?(\/.*)$/;

/** Is this a sound match pattern, as browsers take it in a manifest? */
export function isMatchPattern(pattern: string): boolean {
  if (pattern === '<all_urls>') return true;
  const parts = MATCH_PATTERN.exec(pattern);
  return parts !== null && (parts[2] !== undefined || parts[1] === 'file');
}

/**
 * The pattern of everything on the same hosts, for content scripts: any path, any port (Firefox knows no ports in
 * patterns). Undefined where browsers take no content scripts (ftp), or the pattern is not sound.
 */
export function hostPattern(pattern: string): string | undefined {
  if (pattern === '<all_urls>') return pattern;
  const parts = isMatchPattern(pattern) ? MATCH_PATTERN.exec(pattern) : null;
  if (!parts || parts[1] === 'ftp') return undefined;
  return parts[1] === 'file' ? 'file:///*' : `${parts[1]}://${parts[2]}/*`;
}

/**
 * Does `url` match a manifest match pattern (`<all_urls>`, `*://*.example.org/path/*`)? Ports are ignored unless
 * the pattern names one. A pattern that is not sound matches nothing.
 */
export function matches(pattern: string, url: URL): boolean {
  if (pattern === '<all_urls>') return /^(https?|ftp|file):$/.test(url.protocol);
  const parts = MATCH_PATTERN.exec(pattern);
  if (!parts) return false;
  const [, scheme, host = '', port, path = '/'] = parts;
  if (scheme === '*' ? !/^https?:$/.test(url.protocol) : url.protocol !== `${scheme}:`) return false;
  if (host.startsWith('*.')) {
    const domain = host.slice(2).toLowerCase();
    if (url.hostname !== domain && !url.hostname.endsWith(`.${domain}`)) return false;
  } else if (host !== '*' && url.hostname !== host.toLowerCase()) return false;
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
