// Runs whole inspections over seeded scans, faxes, photographs and screenshots, and writes what they found as Markdown.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { loadAsset } from '../../bin/assets.ts';
import { decodePicture } from '../../bin/node-decode-picture.ts';
import { inspect } from '../../utils/inspect/inspect.ts';
import type { Finding } from '../../utils/inspect/report.ts';
import { printedPages } from '../fixtures/printed/index.ts';
import { ordinaryScans, pngOf, rosterScans, type Scan } from '../fixtures/scans/index.ts';

export interface ScanOutcome extends Omit<Scan, 'picture'> {
  findings: Finding[];
}

const PEOPLE_RULES: readonly string[] = ['staff-roster', 'personal-data', 'personal-identifiers'];

/** Looks at every page. @param told called for each, as soon as it is known. */
export async function measureScans(
  seed: number,
  rounds: { rosters: number; ordinary: number },
  told: (outcome: ScanOutcome) => void,
): Promise<ScanOutcome[]> {
  const outcomes: ScanOutcome[] = [];
  for (const scans of [rosterScans(seed, rounds.rosters), ordinaryScans(seed, rounds.ordinary)]) {
    for await (const { picture, ...scan } of scans) {
      const outcome = { ...scan, findings: await findingsIn(pngOf(picture), 'scan.png') };
      told(outcome);
      outcomes.push(outcome);
    }
  }
  return outcomes;
}

async function findingsIn(file: Blob, name: string): Promise<Finding[]> {
  // A machine at work on other things is no reason to miss a page here.
  const limits = { seconds: 600 };
  return (await inspect(file, name, { asset: loadAsset, decodePicture, limits })).findings;
}

/** A low finding about who wrote it, or who was there, does no harm on these. */
const NAMES_PEOPLE: readonly string[] = ['letter', 'minutes'];

/** As `measureScans`, over pages that a browser printed (test/fixtures/printed). @param folder where their files are kept. */
export async function measurePrinted(
  folder: string,
  seed: number,
  rounds: { rosters: number; ordinary: number },
  told: (outcome: ScanOutcome) => void,
): Promise<ScanOutcome[]> {
  const outcomes: ScanOutcome[] = [];
  for await (const { file, kind, way, people } of printedPages(folder, seed, rounds)) {
    const bytes = new Blob([await readFile(path.join(folder, file))]);
    const outcome = {
      id: file,
      kind,
      way,
      people,
      lowIsFine: NAMES_PEOPLE.includes(kind),
      findings: await findingsIn(bytes, `page.${file.split('.').at(-1)}`),
    };
    told(outcome);
    outcomes.push(outcome);
  }
  return outcomes;
}

/** The finding about people, above low. */
function found({ findings }: ScanOutcome): Finding | undefined {
  return findings
    .filter(({ rule, severity }) => PEOPLE_RULES.includes(rule) && severity !== 'low')
    .sort((a, b) => b.people - a.people)[0];
}

const isCounted = (outcome: ScanOutcome): boolean =>
  Math.abs((found(outcome)?.people ?? 0) - outcome.people) <= 0.1 * outcome.people;

/** A finding that should not be there: above low, or any where not even low is right. */
const isFalse = ({ findings, lowIsFine }: ScanOutcome): boolean =>
  findings.some(({ severity }) => severity !== 'low' || !lowIsFine);

/** One line about a page that went wrong; undefined for all others. */
export function saying(outcome: ScanOutcome): string | undefined {
  const said = outcome.findings
    .map(({ rule, severity, people }) => `${rule} ${severity} ${people}`)
    .join(', ');
  if (outcome.people > 0) {
    if (found(outcome) && isCounted(outcome)) return undefined;
    return `${found(outcome) ? 'miscounted' : 'missed'}: ${outcome.id}, ${outcome.kind}, ${outcome.people} people: ${said || 'nothing'}`;
  }
  return isFalse(outcome) ? `false alarm: ${outcome.id}, ${outcome.way}: ${said}` : undefined;
}

const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;

const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

function groups(outcomes: readonly ScanOutcome[], by: 'way' | 'kind'): [string, ScanOutcome[]][] {
  const lists = new Map<string, ScanOutcome[]>();
  for (const outcome of outcomes) lists.set(outcome[by], [...(lists.get(outcome[by]) ?? []), outcome]);
  return [...lists];
}

/** The section for docs/accuracy.md. */
export function reportScans(outcomes: readonly ScanOutcome[], seed: number): string {
  return `## Rosters as pictures

Made by \`npm run accuracy -- scans\` from seed ${seed}: ${pagesOf(outcomes)} (letters, statistics, tables,
charts, maps), drawn, then spoiled as scanners, faxes, cameras and compression do it (\`test/fixtures/scans\`). Each goes through a whole inspection.
The drawn fonts are three; real print-outs have more, so figures on real scans will be lower.

${figures(outcomes)}
`;
}

/** The section for docs/accuracy.md about pages that a browser printed. */
export function reportPrinted(outcomes: readonly ScanOutcome[], seed: number): string {
  return `## Rosters printed by a browser

Made by \`npm run accuracy -- printed\` from seed ${seed}: ${pagesOf(outcomes)} in ${groups(outcomes, 'kind').length} layouts, set by
Chromium in sixteen fonts of the machine (Debian's), then scanned, faxed, copied, photographed or taken from the screen, as PNG, JPEG, WebP, TIFF and
PDF (\`test/fixtures/printed\`).

${figures(outcomes)}
`;
}

const pagesOf = (outcomes: readonly ScanOutcome[]): string =>
  `${outcomes.filter(({ people }) => people > 0).length} pages of invented rosters and ${outcomes.filter(({ people }) => people === 0).length} ordinary pages`;

function figures(outcomes: readonly ScanOutcome[]): string {
  const rosters = outcomes.filter(({ people }) => people > 0);
  const ordinary = outcomes.filter(({ people }) => people === 0);
  const rows = (by: 'way' | 'kind') =>
    groups(rosters, by).map(([name, list]) => [
      name,
      String(list.length),
      percent(list.filter(found).length, list.length),
      percent(list.filter(isCounted).length, list.length),
    ]);
  const wrong = outcomes.map(saying).filter((line) => line !== undefined);
  return `${table(
    ['what', 'figure'],
    [
      ['rosters found (above low)', percent(rosters.filter(found).length, rosters.length)],
      ['people counted within 10 %', percent(rosters.filter(isCounted).length, rosters.length)],
      [
        'ordinary pages with a finding that should not be there',
        `${ordinary.filter(isFalse).length} of ${ordinary.length}`,
      ],
    ],
  )}

${table(['what happened to the page', 'pages', 'found', 'counted within 10 %'], rows('way'))}

${table(['roster', 'pages', 'found', 'counted within 10 %'], rows('kind'))}

What went wrong, page by page:

${wrong.length === 0 ? 'nothing.' : wrong.map((line) => `- ${line}`).join('\n')}`;
}
