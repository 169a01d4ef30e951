// What the background and the windows carry. A browser ends the background after half a minute and starts it anew for each
// message, so a Reader that slips into it by one import is read again each time: that had made it eight times as large.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAst } from 'vite';
import { describe, expect, it } from 'vitest';

interface Statement {
  type: string;
  source?: { value: string } | null;
  importKind?: string;
  exportKind?: string;
  specifiers?: { importKind?: string; exportKind?: string }[];
}

/** Files of ours that a file imports as soon as it is loaded: not for their types only, and not as a worker's address. */
function importsOf(file: string): string[] {
  const { body } = parseAst(readFileSync(file, 'utf8'), { lang: file.endsWith('x') ? 'tsx' : 'ts' });
  return (body as Statement[]).flatMap(({ type, source, importKind, exportKind, specifiers = [] }) => {
    if (!/^(Import|Export)/.test(type) || !source || !/^\.[^?]*\.tsx?$/.test(source.value)) return [];
    const kinds = specifiers.map((one) => one.importKind ?? one.exportKind);
    const typeOnly =
      [importKind, exportKind].includes('type') ||
      (kinds.length > 0 && kinds.every((kind) => kind === 'type'));
    return typeOnly ? [] : [path.join(path.dirname(file), source.value)];
  });
}

function reachedFrom(entry: string): string[] {
  const reached = new Set([entry]);
  for (const file of reached) for (const next of importsOf(file)) reached.add(next);
  return [...reached].map((file) => file.replaceAll('\\', '/'));
}

/** What only a worker of the inspector needs. */
const HEAVY = /^utils\/(inspect\/(readers|detectors|lexicon|scans|faces)|remedy\/(document|deck|pdf|odf))\//;

describe('what is loaded with', () => {
  it.each([
    'entrypoints/background.ts',
    'entrypoints/check/main.tsx',
    'entrypoints/look/main.tsx',
    'entrypoints/popup/main.tsx',
    'entrypoints/warning.content.tsx',
    'entrypoints/gate.ts',
    'entrypoints/page.ts',
  ])('%s is no Reader, no Detector, no word list, and nothing that makes copies', (entry) => {
    const reached = reachedFrom(entry);
    expect(reached.length).toBeGreaterThan(3);
    expect(reached.filter((file) => HEAVY.test(file))).toEqual([]);
  });

  it('a worker is all Readers and Detectors, and nothing that makes copies', () => {
    const reached = reachedFrom('utils/inspector/serve.ts');
    expect(reached.filter((file) => file.startsWith('utils/inspect/readers/')).length).toBeGreaterThan(50);
    expect(reached.filter((file) => /^utils\/remedy\/(document|deck|pdf|odf)\//.test(file))).toEqual([]);
  });
});
