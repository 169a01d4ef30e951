// docs/performance.md: every bench in one report, each figure beside its reference and its limit, with the machine named.
// A bench that is not run this time keeps the section that it has.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Line } from './bench.ts';
import { type Measured, measure } from './measure.ts';

const DOC = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));
const PROFILES = fileURLToPath(new URL('./profiles.md', import.meta.url));

/** In this order; what else there is comes behind. */
const ORDER = ['readers', 'detectors', 'images', 'portraits', 'page', 'start', 'package', 'bombs'];

function benches(): string[] {
  const there = readdirSync(new URL('.', import.meta.url))
    .filter((file) => file.endsWith('.bench.ts'))
    .map((file) => file.slice(0, -'.bench.ts'.length));
  return [
    ...ORDER.filter((name) => there.includes(name)),
    ...there.filter((name) => !ORDER.includes(name)).sort(),
  ];
}

function machine(): string {
  const [cpu] = os.cpus();
  const memory = Math.round(os.totalmem() / 1024 ** 3);
  return `${cpu?.model.trim() ?? 'unknown processor'}, ${os.availableParallelism()} threads, ${memory} GB, ${os.type()} ${os.release()}`;
}

function load(): string {
  const [now = 0] = os.loadavg();
  const busy = now > os.availableParallelism() / 2;
  return `load ${now.toFixed(1)}${busy ? ' of other work: times are worth little, ratios something' : ''}`;
}

const escaped = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function sectionOf(name: string, { title, lines }: Measured, weather: string): string {
  const row = ({ name, figure, bar = '', beside = '', kept }: Line) =>
    `| ${[name, figure, bar, kept ? (bar ? 'kept' : '') : '**missed**', beside].map(escaped).join(' | ')} |`;
  const date = new Date().toISOString().slice(0, 10);
  return [
    `## ${name}`,
    '',
    title,
    '',
    `\`npm run bench -- ${name}\`, ${date}, ${machine()}, ${weather}.`,
    '',
    '| what | figure | limit | | beside |',
    '| --- | --- | --- | --- | --- |',
    ...lines.map(row),
    '',
  ].join('\n');
}

/** Sections of a report, by the bench's name. */
function sectionsOf(report: string): Map<string, string> {
  const sections = new Map<string, string>();
  for (const part of report.split(/^(?=## )/m).slice(1)) {
    sections.set(/^## (.*)/.exec(part)![1]!, `${part.trimEnd()}\n`);
  }
  return sections;
}

const HEAD = `# Performance

Made by \`npm run bench -- all\`; \`npm run bench -- all NAME…\` measures these sections again and keeps the others. Figures
are ratios to a reference that runs in turn with the job on the same file, in the same browser; the best round of each
counts. A ratio below 1 is quicker than its reference. \`npm run bench -- gate\` is a short form for CI: a few ratios
with wide margins, so that a change for the worse is seen on any machine.

`;

/** @param names of benches to run; all where there are none. */
export async function writePerformance(
  names: readonly string[],
  onLine: (line: Line) => void,
): Promise<Measured[]> {
  const sections = sectionsOf(existsSync(DOC) ? readFileSync(DOC, 'utf8') : '');
  const all = benches().filter((name) => name !== 'gate');
  const unknown = names.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new Error(`There is no bench ${unknown}: ${all.join(', ')}.`);
  const measured: Measured[] = [];
  for (const name of names.length > 0 ? names : all) {
    console.log(`\n${name}`);
    const weather = load();
    const one = await measure(name, { onLine });
    measured.push(one);
    sections.set(name, sectionOf(name, one, weather));
    // Written after each: a long run that is broken off has not been for nothing.
    const parts = all.flatMap((each) => sections.get(each) ?? []);
    writeFileSync(DOC, `${HEAD}${parts.join('\n')}\n${readFileSync(PROFILES, 'utf8')}`);
  }
  return measured;
}
