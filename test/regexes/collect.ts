// Every regular expression that stands in the source, by vite's parser.
import { globSync, readFileSync } from 'node:fs';
import { parseAst } from 'vite';

export interface Found {
  source: string;
  flags: string;
  /** `file:line`, several where it is written more than once. */
  where: string[];
}

interface Literal {
  type: string;
  start: number;
  regex?: { pattern: string; flags: string };
}

/** All literals of the folders that go to users or are run over users' files; and places that build one at run time. */
export function collectRegExps(folders: readonly string[]): { literals: Found[]; built: string[] } {
  const found = new Map<string, Found>();
  const built: string[] = [];
  for (const file of globSync(`{${folders.join(',')}}/**/*.{ts,tsx}`).sort()) {
    // AssemblyScript: has no regular expressions, and a grammar of its own.
    if (file.includes('/assembly/')) continue;
    const text = readFileSync(file, 'utf8');
    const lineOf = (at: number) => `${file}:${text.slice(0, at).split('\n').length}`;
    const visit = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      const { type, start, regex } = node as Literal;
      if (type === 'Literal' && regex) {
        const { pattern: source, flags } = regex;
        const key = `/${source}/${flags}`;
        const known = found.get(key) ?? { source, flags, where: [] };
        known.where.push(lineOf(start));
        found.set(key, known);
      }
      const { callee } = node as { callee?: { name?: string } };
      if (callee?.name === 'RegExp') built.push(lineOf(start).replace(/:\d+$/, ''));
      for (const child of Object.values(node)) visit(child);
    };
    visit(parseAst(text, { lang: file.endsWith('x') ? 'tsx' : 'ts' }));
  }
  return { literals: [...found.values()], built };
}
