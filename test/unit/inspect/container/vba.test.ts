import { describe, expect, it } from 'vitest';
import { openOle } from '../../../../utils/inspect/container/ole.ts';
import { decompressVba, readVbaModules } from '../../../../utils/inspect/container/vba.ts';
import { writeCompound } from '../../../fixtures/compound.ts';
import { packVba, vbaStreams } from '../../../fixtures/vba.ts';

const hex = (text: string) => Uint8Array.from(text.split(' '), (byte) => Number.parseInt(byte, 16));
const text = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);

describe('decompressVba', () => {
  // The three examples of [MS-OVBA] 3.2.
  it.each([
    [
      '01 19 B0 00 61 62 63 64 65 66 67 68 00 69 6A 6B 6C 6D 6E 6F 70 00 71 72 73 74 75 76 2E',
      'abcdefghijklmnopqrstuv.',
    ],
    [
      '01 2F B0 00 23 61 61 61 62 63 64 65 82 66 00 70 61 67 68 69 6A 01 38 08 61 6B 6C 00 30 6D 6E 6F 70 06 71 02 70 04 10 72 73 74 75 76 10 77 78 79 7A 00 3C',
      '#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa',
    ],
    ['01 03 B0 02 61 45 00', 'a'.repeat(73)],
  ])('unpacks the examples of the specification', (packed, plain) => {
    expect(text(decompressVba(hex(packed)))).toBe(plain);
  });

  it('gives what there is of a container that is cut off or broken, and no more than is asked for', () => {
    const whole = packVba(Uint8Array.from({ length: 9000 }, (_, i) => i % 251));
    expect(decompressVba(whole)).toHaveLength(9000);
    expect(decompressVba(whole.subarray(0, 5000)).length).toBeGreaterThan(3000);
    expect(decompressVba(whole, 100)).toHaveLength(100);
    expect(decompressVba(hex('01 05 B0 01 FF FF'))).toHaveLength(0);
    expect(decompressVba(hex('02 05 B0 01 FF FF'))).toHaveLength(0);
    expect(decompressVba(new Uint8Array(0))).toHaveLength(0);
  });
});

describe('readVbaModules', () => {
  it('reads every module from where it begins in its stream, without the lines that are in all', async () => {
    const modules = { Rota: "' Early turn\nSub Fill()\nEnd Sub", ThisWorkbook: '' };
    const ole = await openOle(new Blob([writeCompound(vbaStreams(modules))]));
    let spent = 0;
    const found = await readVbaModules(ole, ole.root, (bytes) => {
      spent += bytes;
    });
    expect(found).toEqual([{ name: 'Rota', source: "' Early turn\nSub Fill()\nEnd Sub" }]);
    expect(spent).toBeGreaterThan(100);
  });
});
