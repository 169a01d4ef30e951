// Windows .reg files. Chromium reads whole numbers and booleans from DWORDs, and lists and objects from strings of JSON
// (components/policy/core/common/registry_dict.cc).
import type { Json, Tree } from './rollout.ts';

/** Chromium reads a DWORD as a signed number. */
const MOST_DWORD = 0x7fffffff;

const quoted = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** Bytes in a line of hex, as many as regedit writes when it exports. */
const LINE = 25;
/** Text in quotes cannot be broken into lines: what is longer than this is written as hex. */
const LONGEST_QUOTED = 4000;

/** UTF-16 as hex, in lines, so that the file itself stays ASCII whatever language the settings are in. */
function wide(text: string): string {
  const hex = Buffer.from(`${text}\0`, 'utf16le').toString('hex').match(/../g) ?? [];
  const lines: string[] = [];
  for (let at = 0; at < hex.length; at += LINE) lines.push(hex.slice(at, at + LINE).join(','));
  return `hex(1):${lines.join(',\\\r\n  ')}`;
}

function written(value: Json): string {
  if (typeof value === 'boolean') return `dword:0000000${value ? 1 : 0}`;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_DWORD)
    return `dword:${value.toString(16).padStart(8, '0')}`;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST_QUOTED || /[^\x20-\x7e]/.test(text) ? wide(text) : quoted(text);
}

/** A .reg file with `values` under each of the keys (full path, HKEY_LOCAL_MACHINE\…). */
export function registryFile(keys: Record<string, Tree>): string {
  const blocks = Object.entries(keys).map(([path, values]) =>
    [`[${path}]`, ...Object.entries(values).map(([name, value]) => `${quoted(name)}=${written(value)}`)].join(
      '\r\n',
    ),
  );
  return `Windows Registry Editor Version 5.00\r\n\r\n${blocks.join('\r\n\r\n')}\r\n`;
}
