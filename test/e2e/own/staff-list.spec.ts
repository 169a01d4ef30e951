// The force's own list in its policy, in the real extension: numbers that are nothing by themselves are held when they are its people's.
import { makeFingerprints } from '../../../utils/inspect/fingerprints/make.ts';
import { Random } from '../../fixtures/people.ts';
import { listOf } from '../../fixtures/staff-list.ts';
import { expect, test } from '../harness/test.ts';
import { ASKED, WARNED, WATCH } from '../harness/texts.ts';

const FORCE = listOf(new Random(31), 500);
const { text } = makeFingerprints(FORCE, new Uint8Array(16).fill(8), '2026-01-02');

test.use({ background: 'real', policy: { staffFingerprints: text } });

const FORM = `${WATCH}<form method=post action=/upload enctype=multipart/form-data><input type=file name=file_1 id=f></form>`;
const sheet = (numbers: readonly string[]) => ['', ...numbers].map((number) => `${number},done`).join('\n');

test('a column of their numbers is held, one of other numbers arrives', async ({ tab, server, file }) => {
  await tab.open(server.page('/', FORM));
  const others = Array.from({ length: 40 }, (_, i) => `${310_000 + i * 977}`);
  await tab.chooseFiles('#f', [await file('other.csv', sheet(others))]);
  await tab.waitFor('seen.length === 2', 30_000);
  expect(await tab.evaluate(WARNED)).toBe(false);
  await tab.open(server.page('/', FORM));
  const theirs = FORCE.slice(100, 140).map(({ numbers }) => numbers[0] ?? '');
  await tab.chooseFiles('#f', [await file('theirs.csv', sheet(theirs))]);
  await tab.waitFor(ASKED, 30_000);
  expect(await tab.evaluate('[seen.length, f.files.length]')).toEqual([0, 0]);
});
