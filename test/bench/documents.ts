// Large invented files of the other formats, from a seed; kept in a cache folder between runs.

import { existsSync, writeFileSync } from 'node:fs';
import { open, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as XLSX from 'xlsx';
import { p, run, table, writeDocx } from '../fixtures/docx.ts';
import { grid, show, writePdf } from '../fixtures/pdf.ts';
import { writeZip } from '../fixtures/zip.ts';
import { HEADINGS, row } from './workbooks.ts';

/** Raised when what is written changes, so that old files are not used again. */
const VERSION = 1;

/** @returns the file's path; `write` makes it where it is not there yet. */
async function kept(folder: string, name: string, write: (file: string) => Promise<void>): Promise<string> {
  const dot = name.lastIndexOf('.');
  const file = path.join(folder, `${name.slice(0, dot)}-v${VERSION}${name.slice(dot)}`);
  if (existsSync(file)) return file;
  await write(`${file}.part`);
  await rename(`${file}.part`, file);
  return file;
}

/** A csv of `bytes` at least: every fifth line has a cell in quotes, with a comma and quotes in it. */
export function writeBigCsv(folder: string, bytes: number): Promise<string> {
  return kept(folder, `people-${bytes}.csv`, async (file) => {
    const out = await open(file, 'w');
    let written = 0;
    let block = `${HEADINGS.join(',')}\r\n`;
    for (let r = 1; written < bytes; r++) {
      const cells = row(r);
      if (r % 5 === 0) cells[7] = `"${cells[7]}, ""old"""`;
      block += `${cells.join(',')}\r\n`;
      if (block.length < 1 << 20) continue;
      written += (await out.write(block)).bytesWritten;
      block = '';
    }
    await out.close();
  });
}

/** A workbook of `rows` rows as SheetJS writes it; .xls has room for 65,536 a sheet, so it has two. */
export function writeBinaryWorkbook(
  folder: string,
  kind: 'xls' | 'xlsb' | 'ods',
  rows: number,
): Promise<string> {
  return kept(folder, `people-${rows}.${kind}`, async (file) => {
    const book = XLSX.utils.book_new();
    const sheets = kind === 'xls' ? Math.ceil(rows / 60_000) : 1;
    const each = rows / sheets;
    for (let s = 0; s < sheets; s++) {
      const lines = Array.from({ length: each }, (_, r) => row(s * each + r + 1));
      XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([[...HEADINGS], ...lines]), `Data ${s + 1}`);
    }
    const bookType = kind === 'xls' ? 'biff8' : kind;
    writeFileSync(file, XLSX.write(book, { type: 'buffer', bookType, bookSST: true, compression: true }));
  });
}

/** One page's worth of running text: nine paragraphs, about 450 words. */
function paragraphs(page: number): string[] {
  return Array.from({ length: 9 }, (_, at) =>
    Array.from({ length: 6 }, (_, sentence) => {
      const [, , rank, location, unit, contract, , department] = row(page * 54 + at * 6 + sentence + 1);
      return `The ${rank!.toLowerCase()} of ${unit} moved to ${location} on a ${contract!.toLowerCase()} post.`.concat(
        ` ${department} agreed.`,
      );
    }).join(' '),
  );
}

const LOOK =
  '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="22"/><w:lang w:val="en-GB"/>';

/** A Word document's body: text in runs as Word cuts it, a table on every tenth page. */
function wordBody(first: number, pages: number): string {
  let body = '';
  for (let page = first; page < first + pages; page++) {
    for (const text of paragraphs(page)) {
      const cuts = text.split(/(?<=\. )/);
      body += p(cuts.map((cut) => run(cut, LOOK)).join(''));
    }
    if (page % 10 === 9) {
      body += table(Array.from({ length: 30 }, (_, r) => row(page * 30 + r + 1)));
    }
  }
  return body;
}

export function writeBigDocument(folder: string, pages: number): Promise<string> {
  return kept(folder, `letter-${pages}.docx`, (file) =>
    writeFile(file, writeDocx({ body: wordBody(0, pages) })),
  );
}

/** A PDF of text in lines, a table on every tenth page; streams deflated. */
export function writeBigPdf(folder: string, pages: number): Promise<string> {
  return kept(folder, `letter-${pages}.pdf`, (file) => {
    const contents = Array.from({ length: pages }, (_, page) => {
      if (page % 10 === 9) {
        const rows = Array.from({ length: 45 }, (_, r) => row(page * 45 + r + 1).slice(0, 6));
        return grid(rows, { widths: [70, 40, 80, 90, 80, 80] });
      }
      const lines = paragraphs(page).flatMap((text) => text.match(/.{1,95}(?: |$)/g) ?? []);
      return lines.map((line, at) => show(line.trim(), 50, 800 - at * 14, '', 10)).join('');
    });
    return writeFile(file, writePdf({ pages: contents.map((content) => ({ content })), deflate: true }));
  });
}

/** A zip of documents, no two the same: two letters of two pages to two workbooks of 40 rows and one csv. */
export function writeZipOfDocuments(folder: string, count: number): Promise<string> {
  return kept(folder, `documents-${count}.zip`, async (file) => {
    const members = Array.from({ length: count }, (_, n) => {
      const lines = () => Array.from({ length: 40 }, (_, r) => row(n * 40 + r + 1));
      if (n % 5 < 2) return { name: `letter ${n}.docx`, data: writeDocx({ body: wordBody(n * 2, 2) }) };
      if (n % 5 === 4)
        return {
          name: `list ${n}.csv`,
          data: lines()
            .map((line) => line.join(','))
            .join('\r\n'),
        };
      const book = XLSX.utils.book_new();
      XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(lines()), 'Data');
      return {
        name: `sheet ${n}.xlsx`,
        data: new Uint8Array(XLSX.write(book, { type: 'array', bookSST: true, compression: true })),
      };
    });
    await writeFile(file, writeZip(members));
  });
}
