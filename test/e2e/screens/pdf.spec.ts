// A PDF in the real worker: PDFium's glue comes as a chunk of its own and its WebAssembly out of the package, both
// under the extension's content security policy.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import type { Report } from '../../../utils/inspect/report.ts';
import { box, grid, show, writePdf } from '../../fixtures/pdf.ts';
import { makePeople, Random, rankOf } from '../../fixtures/people.ts';
import { test } from './extension.ts';

test.use({ alone: false });

test('reads a PDF with a roster and with text under a box', async ({ cordon }) => {
  const people = makePeople(new Random(7), 40);
  const rows = [
    ['Surname', 'Forename', 'Rank', 'Collar Number', 'Station'],
    ...people.map((p) => [p.surname, p.forename, rankOf(p), p.number, p.station]),
  ];
  const pages = [
    { content: grid(rows, { widths: [90, 80, 110, 90, 120] }) },
    { content: show('Under the box', 50, 700) + box(40, 690, 400, 30) },
  ];
  const file = path.join(test.info().outputPath('files'), 'reply.pdf');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, writePdf({ pages }));

  const page = await cordon.context.newPage();
  await page.goto(`chrome-extension://${cordon.id}/check.html`);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files' }).click();
  await (await chooser).setFiles(file);
  await expect(page.locator('.progress [role=status]')).toHaveText('1 file checked', { timeout: 60_000 });
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the report' }).click();
  const [report] = JSON.parse(await readFile(await (await download).path(), 'utf8')) as Report[];
  expect(report).toMatchObject({ format: 'pdf', inspected: 'full', verdict: 'block' });
  expect(report?.findings.map(({ rule, where }) => `${rule} @ ${where.slice(1).join(' > ')}`)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^staff-roster @ page 1 > table 1/),
      'covered-text @ page 2',
    ]),
  );
});
