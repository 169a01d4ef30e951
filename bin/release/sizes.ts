// How large the package is, part by part.
import { pack } from './pack.ts';

/** Parts by path; the first that matches counts. */
const PARTS: [part: string, path: RegExp][] = [
  ['PDFium (WebAssembly)', /pdfium/i],
  ['7-Zip (WebAssembly) with its terms', /7zz/],
  ['other data for inspections (WebAssembly, models)', /^inspect\//],
  ['readers and detectors (workers)', /^assets\/.*\.js$/],
  ['what runs in pages', /^(gate|page)\.js$|^content-scripts\//],
  ['background', /^background\.js$/],
  ['popup, check page, offscreen document', /\.(html|css)$|^chunks\//],
  ['words in English and Welsh', /^_locales\//],
  ['icons, manifest, schema, terms of others', /./],
];

/** The table as Markdown: bytes as they are, and deflated. */
export function sizeTable(files: ReadonlyMap<string, Uint8Array>): string {
  const groups = new Map<string, Map<string, Uint8Array>>(PARTS.map(([part]) => [part, new Map()]));
  for (const [name, bytes] of files) {
    const part = PARTS.find(([, path]) => path.test(name))?.[0] ?? '';
    groups.get(part)?.set(name, bytes);
  }
  const bytesOf = (group: ReadonlyMap<string, Uint8Array>) =>
    [...group.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  const row = (part: string, group: ReadonlyMap<string, Uint8Array>) =>
    `| ${part} | ${group.size} | ${bytesOf(group)} | ${pack(group).length} |`;
  const rows = [...groups].filter(([, group]) => group.size > 0).map(([part, group]) => row(part, group));
  return [
    '| part | files | bytes | bytes, packed |',
    '|---|---:|---:|---:|',
    ...rows,
    row('all', files),
    '',
  ].join('\n');
}
