// The whole way of a file with nothing left out: gate, background, inspector, verdict, warning.
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type SampleId, writeSamples } from '../../fixtures/samples.ts';
import { until } from '../harness/driver.ts';
import { multipart } from '../harness/server.ts';
import { expect, test } from '../harness/test.ts';
import { ASKED, pause, WARNED, WATCH } from '../harness/texts.ts';

test.use({ background: 'real' });

const FORM = `${WATCH}<form method=post action=/upload enctype=multipart/form-data>
<input type=file name=file_1 id=f><textarea name=body id=t></textarea><button id=b>Send</button></form>
<div id=zone style="width:300px;height:200px;background:#ddd">zone</div><script>
window.dropped = []; zone.addEventListener('dragover', (event) => event.preventDefault());
zone.addEventListener('drop', (event) => { event.preventDefault(); for (const file of event.dataTransfer.files) dropped.push(file.name); });</script>`;

const samples = () => writeSamples(path.join(tmpdir(), 'cordon-samples'));
const sample = async (id: SampleId) => (await samples())[id].path;

const SURNAMES =
  'Ainscow Chakraborty Bell Okafor Harding Novak Pritchard Sallis Tranter Uddin Varley Whitlock Yarwood Ashby Brandreth Cope Dunmore Eccles Farrow Gant';
const ROSTER = [
  'Surname\tInitials\tRank\tCollar number\tStation',
  ...SURNAMES.split(' ').map(
    (name, i) => `${name}\t${'ABCDEFGH'[i % 8]}\t${['PC', 'PS'][i % 2]}\t${1207 + i * 37}\tBethel Street`,
  ),
].join('\n');
const ANSWER = `Thank you for your request under the Freedom of Information Act. We hold the information that you asked for.
The force recorded 312 thefts in the district between April and June: 101, 107 and 104 by month. If you are not content with
this answer, please write to us within forty working days and we will review it.`;

test('input: the workbook with the hidden roster never arrives', async ({ tab, server }) => {
  await tab.open(server.page('/', FORM));
  await tab.chooseFiles('#f', [await sample('psni')]);
  await tab.waitFor(ASKED);
  expect(await tab.evaluate('[seen.length, f.files.length]')).toEqual([0, 0]);
  // It takes clicks only after it has stood for half a second; the first stop of Tab is "Take the file out".
  await pause(700);
  await tab.press('Tab');
  await tab.press('Enter');
  await tab.waitFor(`!(${WARNED})`);
  expect(await tab.evaluate('[seen.length, f.files.length]')).toEqual([0, 0]);
  expect(server.received.length).toBe(0);
});

test('input and submit: the same workbook without it arrives byte for byte, with no dialog', async ({
  tab,
  server,
}) => {
  const file = await sample('psniVisibleOnly');
  await tab.open(server.page('/', FORM));
  await tab.chooseFiles('#f', [file]);
  await tab.waitFor('seen.length === 2');
  expect(await tab.evaluate(WARNED)).toBe(false);
  await tab.type('#t', ANSWER);
  await tab.click('#b');
  await until(() => server.received.length === 1, 'the form arrives');
  const [upload, body] = multipart(server.received[0]!);
  expect(upload!.bytes.equals(await readFile(file))).toBe(true);
  // A form sends its line ends as CR LF.
  expect(body!.bytes.toString()).toBe(ANSWER.replaceAll('\n', '\r\n'));
});

test('drop: held with the hidden roster, released without', async ({ tab, server }) => {
  await tab.open(server.page('/', FORM));
  await tab.dropFiles('#zone', [await sample('psniVisibleOnly')]);
  await tab.waitFor('dropped.length === 1');
  expect(await tab.evaluate(WARNED)).toBe(false);
  await tab.dropFiles('#zone', [await sample('psni')]);
  await tab.waitFor(ASKED);
  expect(await tab.evaluate('dropped.length')).toBe(1);
});

test('submit: a roster that was pasted into the text is held', async ({ tab, server }) => {
  await tab.open(server.page('/', FORM));
  await tab.evaluate(`void (t.value = ${JSON.stringify(ROSTER)})`);
  await tab.click('#b');
  await tab.waitFor(ASKED);
  expect(server.received.length).toBe(0);
});

for (const [what, body] of Object.entries({
  text: JSON.stringify(ROSTER),
  JSON: JSON.stringify(
    JSON.stringify(
      ROSTER.split('\n')
        .slice(1)
        .map((line) => {
          const [surname, initials, rank, collar, station] = line.split('\t');
          return { surname, initials, rank, collar, station };
        }),
    ),
  ),
}))
  test(`fetch (${what}): a roster is held, an ordinary answer passes`, async ({ tab, server }) => {
    await tab.open(server.page('/', ''));
    expect(
      await tab.evaluate(
        `fetch('/upload', { method: 'POST', body: JSON.stringify({ text: ${JSON.stringify(ANSWER)} }) }).then(() => 'sent')`,
      ),
    ).toBe('sent');
    expect(await tab.evaluate(WARNED)).toBe(false);
    await tab.evaluate(`void fetch('/upload', { method: 'POST', body: ${body} })`);
    await tab.waitFor(ASKED);
    expect(server.received.length).toBe(1);
  });
