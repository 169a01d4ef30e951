// docs/channels.md: which door is held in which browser, as the last recorded run of the browser tests showed it.
import { DOORS, type Door } from '../../test/e2e/channels.ts';
import type { Results } from '../../test/e2e/harness/channel-results.ts';

/** The run did not have all tests of the door. */
export const NOT_RECORDED = 'not recorded';

const BROWSERS = ['chromium', 'firefox'] as const;

const HEAD = `# Channels

Every door by which a file or a text can enter or leave a page, and what the tests in real browsers show of it. Made by
\`npm run channels\` from the last result of each test; the table of doors and tests is \`test/e2e/channels.ts\`.

- **held**: what is refused never reaches the page, or never leaves it.
- **identical**: what is released arrives as if Cordon were not there: the same bytes, names and order, and the events of the page.
- **limit**: not held, and why. [limits.md](limits.md) says more.
- **not tried**: the test could not run in that browser, and why.
- **not recorded**: its tests have not run yet where this page was made; that they pass is for the next full run to say.

Drops in Firefox, and pastes of pictures there, are events that a script makes: no tool makes real ones. Chunked and
resumable libraries are tried with chunks of 1,000 bytes. TinyMCE 6 and CKEditor 4.22 are the last under free licences; CKEditor 5,
later TinyMCEs and Plupload are under the GPL or AGPL, so no test has them. Angular Material has nothing of its own for files.
`;

/** What the tests show of one door in one browser. Throws where one of them failed. */
function cellOf(door: Door, browser: string, results: Results): string {
  if (door.limit) return `limit: ${door.limit}`;
  const outcomes = new Map(
    [...door.held, ...door.released].map((title) => [title, results[title]?.[browser]]),
  );
  for (const [title, outcome] of outcomes)
    if (outcome === 'failed') throw new Error(`${browser}: "${title}" failed`);
  if ([...outcomes.values()].includes(undefined)) return NOT_RECORDED;
  const reason = [...outcomes.values()].find((outcome) => outcome !== 'passed');
  if (reason) return `not tried: ${reason}`;
  return [...(door.held.length > 0 ? ['held'] : []), ...(door.released.length > 0 ? ['identical'] : [])].join(
    ', ',
  );
}

/** The rows of the table without the browsers' columns: what a test compares without running a browser. */
export function doorsOf(page: string): string[] {
  return page
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---') && !line.startsWith('| Channel '))
    .map((line) => line.split(' | ')[0]!.slice(2).trim());
}

export const doors = (): string[] => Object.values(DOORS).flatMap((list) => list.map(({ door }) => door));

/** Throws, naming the test, where one of the table failed. */
export function channelsPage(results: Results): string {
  const sections = Object.entries(DOORS).map(([group, list]) =>
    [
      `## ${group}`,
      '',
      '| Channel | Chromium | Firefox |',
      '| --- | --- | --- |',
      ...list.map(
        (door) =>
          `| ${[door.door, ...BROWSERS.map((browser) => cellOf(door, browser, results))].join(' | ')} |`,
      ),
    ].join('\n'),
  );
  return `${[HEAD, ...sections].join('\n\n').replace(/\n{3,}/g, '\n\n')}\n`;
}
