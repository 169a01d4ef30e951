import { describe, expect, it } from 'vitest';
import { STRICT_POLICY } from '../../../../utils/policy/policy.ts';
import { decide } from '../../../../utils/verdict/decide.ts';
import { writeCompound } from '../../../fixtures/compound.ts';
import { seen } from '../../../fixtures/inspected.ts';
import { writeJpeg } from '../../../fixtures/pictures.ts';
import { writeZip } from '../../../fixtures/zip.ts';

/** An invented mp4: brands, then a box of metadata, then noise. */
const MP4 = new Uint8Array(
  Buffer.concat([
    Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1'),
    Buffer.from('\0\0\0\x30udta\xa9ART\0\x1a\0\0Recorded by Quentin Example\0', 'latin1'),
    Buffer.from(Uint8Array.from({ length: 5000 }, (_, i) => (i * 197) & 255)),
  ]),
);
const UNKNOWN = new Uint8Array(
  Buffer.concat([
    Buffer.from([0xfe, 1, 0, 0x99, 7]),
    Buffer.from('Sergeant Example, North\0\x01\x02', 'latin1'),
  ]),
);

describe('media', () => {
  it('judges the text in a video and says what it has not seen', async () => {
    const { inspection, texts, findings } = await seen(MP4, 'clip.mp4');
    expect([inspection.format, inspection.inspected, findings]).toEqual([
      'mp4',
      'partial',
      ['unknown-format @ clip.mp4'],
    ]);
    expect(texts.some(({ text }) => text.includes('Recorded by Quentin Example'))).toBe(true);
    const on = (kind: 'publication' | 'supplier') =>
      decide(inspection, STRICT_POLICY, { kind, host: '', guarded: true }).verdict;
    expect([on('publication'), on('supplier')]).toEqual(['warn', 'allow']);
  });

  it('finds nothing to say of an empty file, nor of what macOS leaves in archives', async () => {
    const { inspection, findings } = await seen(
      writeZip([
        { name: 'empty.txt', data: '' },
        { name: '.DS_Store', data: new Uint8Array(Buffer.from('\0\0\0\x01Bud1\0\0', 'latin1')) },
        {
          name: '__MACOSX/._a',
          data: new Uint8Array(Buffer.from('\0\x05\x16\x07\0\x02\0\0Mac OS X', 'latin1')),
        },
      ]),
      'x.zip',
    );
    expect([inspection.inspected, findings]).toEqual(['full', []]);
  });
});

describe('unknown formats', () => {
  it('hands on the text and says that nothing else is known', async () => {
    const { inspection, texts, findings } = await seen(UNKNOWN, 'x.bin');
    expect(texts.map(({ text }) => text)).toEqual(['Sergeant Example, North']);
    expect([inspection.format, inspection.inspected, findings]).toEqual([
      'unknown',
      'none',
      ['unknown-format @ x.bin'],
    ]);
    expect(decide(inspection, STRICT_POLICY, { kind: 'supplier', host: '', guarded: true }).verdict).toBe(
      'block',
    );
  });
});

describe('compound files of unknown kinds', () => {
  const picture = writeJpeg([]);

  it('hands on the previews of Thumbs.db, and has nothing else to say', async () => {
    const { images, inspection, findings } = await seen(
      writeCompound({
        Catalog: new Uint8Array(16),
        '1': new Uint8Array([...new Uint8Array(12), ...picture]),
      }),
      'Thumbs.db',
    );
    expect(images.map(({ where, format, size }) => [where, format, size])).toEqual([
      ['Thumbs.db > 1', 'jpeg', picture.length],
    ]);
    expect([inspection.inspected, findings]).toEqual(['full', []]);
  });

  it('judges streams by their text, and says that the kind is not known', async () => {
    const { texts, inspection, findings } = await seen(
      writeCompound({ 'Inner/Notes': Buffer.from('Sergeant Example, North', 'utf16le') }),
      'x.dat',
    );
    expect(texts.map(({ where, text }) => [where, text])).toEqual([
      ['x.dat > Inner/Notes', 'Sergeant Example, North'],
    ]);
    expect([inspection.format, findings]).toEqual(['ole', ['unknown-format @ x.dat']]);
  });
});
