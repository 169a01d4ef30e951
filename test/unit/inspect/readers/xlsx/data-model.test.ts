import { describe, expect, it } from 'vitest';
import { unpackXpress } from '../../../../../utils/inspect/container/xpress.ts';
import { latin, pack, wide } from '../../../../fixtures/biff.ts';
import { seen } from '../../../../fixtures/inspected.ts';
import { writeWorkbook } from '../../../../fixtures/workbook.ts';

/** Packed without copies: 32 bytes behind each four bytes of flags. */
function literals(bytes: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += 32) pieces.push(pack([4, 0]), bytes.subarray(at, at + 32));
  return pack(...pieces);
}

/** A dictionary of texts. @param packed whether its page claims to be packed once more. */
function dictionary(texts: readonly string[], packed = false): Uint8Array {
  const page = pack(...texts.map((text) => pack(wide(text), [2, 0])));
  const head = pack(new Uint8Array(60), [1, packed ? 1 : 0], [4, 0xaabbccdd], [8, 0]);
  return pack(head, [4, page.length / 2], [4, 0], [4, page.length], [4, 0], page, [4, 0xabcdabcd]);
}

/** A model as Analysis Services backs it up. */
function model(columns: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const blocks = Object.values(columns).map((bytes) => pack([2, bytes.length], [2, bytes.length], bytes));
  const files = Object.keys(columns).map((path, i) => ({
    path: `\\\\?\\C:\\T\\${path}.dictionary`,
    stored: `F${i}`,
  }));
  const log = wide(
    files
      .map((f) => `<BackupFile><Path>${f.path}</Path><StoragePath>${f.stored}</StoragePath></BackupFile>`)
      .join(''),
  );
  let at = 4096;
  const entry = (name: string, size: number) => {
    const xml = `<BackupFile><Path>${name}</Path><Size>${size}</Size><m_cbOffsetHeader>${at}</m_cbOffsetHeader></BackupFile>`;
    at += size;
    return xml;
  };
  const entries = blocks.map((block, i) => entry(`F${i}`, block.length));
  const directory = wide(
    `<VirtualDirectory>${entries.join('')}${entry('LOG', log.length)}</VirtualDirectory>`,
  );
  const first = wide(
    `\ufeffSTREAM_STORAGE_SIGNATURE_)!@#$%^&*(<BackupLog><m_cbOffsetHeader>${at}</m_cbOffsetHeader><DataSize>${directory.length}</DataSize></BackupLog>`,
  );
  return pack(first, new Uint8Array(4096 - first.length), ...blocks, log, directory);
}

const workbook = (dataModel: Uint8Array) =>
  writeWorkbook({ sheets: [{ name: 'S', rows: [['x']] }], dataModel });

describe('the data model of a workbook', () => {
  it('is read column by column: the texts that are in it', async () => {
    const bytes = model({
      'Duty.0.dim\\0.Duty.Station': dictionary(['Northgate', 'Southgate']),
      'Duty.0.dim\\0.Duty.Shift': dictionary(['Early', 'Late', 'Night']),
      'Duty.0.dim\\0.H$Duty$Shift.Shift': dictionary(['of a hierarchy']),
    });
    const { tables, inspection } = await seen(workbook(bytes), 'a.xlsx');
    expect(tables.filter(({ hidden }) => hidden.includes('data-model'))).toEqual([
      {
        where: 'a.xlsx > data model > table "Duty"',
        cells: ['Station', 'Shift', 'Northgate', 'Southgate', 'Early', 'Late', 'Night'],
        hidden: ['data-model'],
      },
    ]);
    const found = inspection.findings.filter(({ rule }) => rule === 'data-model');
    expect(found.map(({ message }) => message)).toEqual([expect.stringContaining('reads the texts')]);
  });

  it('is said not to be read where its texts are packed once more, or nothing is known of it', async () => {
    for (const bytes of [
      model({ 'D\\0.Duty.Station': dictionary(['Northgate'], true) }),
      wide('\ufeffThis backup was created using XPress9 compression.'),
      new Uint8Array(8),
    ]) {
      const { inspection } = await seen(workbook(bytes), 'a.xlsx');
      const found = inspection.findings.filter(({ rule }) => rule === 'data-model');
      expect(found.map(({ message }) => message)).toEqual([expect.stringContaining('cannot read')]);
    }
  });
});

describe('unpackXpress', () => {
  it('unpacks bytes and copies, as [MS-XCA] 3.1 shows', () => {
    const hex = (text: string) => Uint8Array.from(text.split(' '), (byte) => Number.parseInt(byte, 16));
    const alphabet = 'abcdefghijklmnopqrstuvwxyz';
    expect(unpackXpress(pack(hex('3f 00 00 00'), latin(alphabet)), 26)).toEqual(latin(alphabet));
    const repeated = hex('ff ff ff 1f 61 62 63 17 00 0f ff 26 01');
    expect(unpackXpress(repeated, 300)).toEqual(latin('abc'.repeat(100)));
    expect(unpackXpress(literals(latin(alphabet.repeat(3))), 78)).toEqual(latin(alphabet.repeat(3)));
    expect(unpackXpress(repeated.subarray(0, 8), 300).length).toBeLessThan(300);
    expect(unpackXpress(hex('00 00 00 80 ff ff'), 50)).toHaveLength(0);
  });
});
