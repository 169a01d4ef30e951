// What opens with the password that Excel itself tries is read; what needs another one is not.
import { describe, expect, it } from 'vitest';
import { DEFAULT_PASSWORD, Rc4 } from '../../../../utils/inspect/container/office-crypto/keys.ts';
import { cell, latin, writeBiff } from '../../../fixtures/biff.ts';
import { writeCompound } from '../../../fixtures/compound.ts';
import {
  encryptAgile,
  encryptBiff,
  encryptStandard,
  lockProvided,
  lockRc4,
  lockXor,
} from '../../../fixtures/encrypted.ts';
import { seen } from '../../../fixtures/inspected.ts';
import { writeWorkbook } from '../../../fixtures/workbook.ts';

const many = Array.from({ length: 700 }, (_, i) => [`Station ${i}`, `Shift ${i * 7}`]);
const plain = writeWorkbook({ sheets: [{ name: 'Duty', rows: many }] });
const other = 'Correct horse';
/** What is said of a file that is encrypted and was read all the same. */
const opened = { rule: 'encrypted', severity: 'low', hidden: [] };

describe('an encrypted package', () => {
  it.each([
    ['of Office 2010 and later', encryptAgile],
    ['of Office 2007', encryptStandard],
  ])('%s is read where it opens for everybody', async (_, encrypt) => {
    const { inspection, tables } = await seen(encrypt(plain, DEFAULT_PASSWORD), 'a.xlsx');
    expect(inspection).toMatchObject({ format: 'xlsx', inspected: 'full', findings: [opened] });
    expect(tables).toEqual([{ where: 'a.xlsx > sheet "Duty"', cells: many.flat(), hidden: [] }]);
    const locked = await seen(encrypt(plain, other), 'a.xlsx');
    expect(locked.inspection).toMatchObject({ format: 'ooxml-encrypted', inspected: 'none' });
    expect([locked.findings, locked.tables]).toEqual([['encrypted @ a.xlsx'], []]);
  });

  it('is not waited for where it asks for endless rounds, and is no defect where it is broken', async () => {
    const whole = encryptAgile(plain, DEFAULT_PASSWORD);
    const text = Buffer.from(whole).toString('latin1');
    for (const [from, to] of [
      ['spinCount="100"', 'spinCount="9e9"'],
      ['hashAlgorithm="SHA512"', 'hashAlgorithm="SHA999"'],
      ['keyBits="256"', 'keyBits="255"'],
      ['saltValue="', 'saltValue="!'],
      ['<keyData', '<kexData'],
    ]) {
      const broken = Buffer.from(text.replaceAll(from!, to!).padEnd(text.length), 'latin1');
      const { findings } = await seen(new Uint8Array(broken), 'a.xlsx');
      expect(findings).toHaveLength(1);
      expect(findings[0]).toMatch(/^(encrypted|damaged) @/);
    }
  });
});

describe('an encrypted .xls', () => {
  it.each([
    ['RC4 of Excel 97', (password: string) => lockRc4(password)],
    ['a provider with 128 bits', (password: string) => lockProvided(password, 128)],
    ['a provider with 40 bits', (password: string) => lockProvided(password, 40)],
  ])('by %s is read where it opens for everybody', async (_, lockWith) => {
    const write = (password: string) => {
      const lock = lockWith(password);
      const records = many.map(([text], row) => cell.text(row, 0, text!));
      const stream = writeBiff({ globals: [[0x2f, lock.filepass]], sheets: [{ name: 'Duty', records }] });
      return writeCompound({ Workbook: encryptBiff(stream, lock) });
    };
    const { inspection, tables } = await seen(write(DEFAULT_PASSWORD), 'a.xls');
    expect(inspection).toMatchObject({ format: 'xls', inspected: 'full', findings: [opened] });
    expect(tables).toEqual([
      { where: 'a.xls > sheet "Duty"', cells: many.map(([text]) => text), hidden: [] },
    ]);
    const locked = await seen(write(other), 'a.xls');
    expect([locked.findings, locked.tables]).toEqual([['encrypted @ a.xls'], []]);
  });
});

describe('an .xls behind XOR', () => {
  it('is read where it opens for everybody', async () => {
    const lock = lockXor();
    const records = many.map(([text], row) => cell.text(row, 0, text!));
    const stream = writeBiff({ globals: [[0x2f, lock.filepass]], sheets: [{ name: 'Duty', records }] });
    const { inspection, tables } = await seen(
      writeCompound({ Workbook: encryptBiff(stream, lock) }),
      'a.xls',
    );
    expect(inspection).toMatchObject({ format: 'xls', inspected: 'full', findings: [opened] });
    expect(tables[0]!.cells).toEqual(many.map(([text]) => text));
  });
});

describe('Rc4', () => {
  it('gives the published key stream', () => {
    // https://en.wikipedia.org/wiki/RC4#Test_vectors
    const out = new Rc4(latin('Wiki')).apply(latin('pedia'));
    expect(Buffer.from(out).toString('hex')).toBe('1021bf0420');
  });
});
