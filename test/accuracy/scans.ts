// Runs whole inspections over seeded scans, faxes, photographs and screenshots, and writes what they found as Markdown.
import { loadAsset } from '../../bin/assets.ts';
import { decodePicture } from '../../bin/node-decode-picture.ts';
import { inspect } from '../../utils/inspect/inspect.ts';
import type { Finding } from '../../utils/inspect/report.ts';
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
      const { findings } = await inspect(pngOf(picture), 'scan.png', {
        asset: loadAsset,
        decodePicture,
        // A machine at work on other things is no reason to miss a page here.
        limits: { seconds: 600 },
      });
      const outcome = { ...scan, findings };
      told(outcome);
      outcomes.push(outcome);
    }
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
  return `## Rosters as pictures

Made by \`npm run accuracy -- scans\` from seed ${seed}: ${rosters.length} pages of invented rosters and ${ordinary.length} ordinary pages (letters, statistics, tables,
charts, maps), drawn, then spoiled as scanners, faxes, cameras and compression do it (\`test/fixtures/scans\`). Each goes through a whole inspection.
The drawn fonts are three; real print-outs have more, so figures on real scans will be lower.

${table(
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

${wrong.length === 0 ? 'nothing.' : wrong.map((line) => `- ${line}`).join('\n')}
`;
}
