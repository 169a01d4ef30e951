import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readExif } from '../../../../utils/inspect/readers/image/exif.ts';
import { seen } from '../../../fixtures/inspected.ts';
import { writeExif, writeHeic, writeIptc, writeJpeg, writePng } from '../../../fixtures/pictures.ts';
import { writeZip } from '../../../fixtures/zip.ts';

const XMP = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description exif:GPSLatitude="52,37.1N" exif:GPSLongitude="1,17.2E">
<dc:creator><rdf:Seq><rdf:li>Quentin &amp; Zoë</rdf:li></rdf:Seq></dc:creator>
<Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>Sgt Example</rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImage>
</rdf:Description></rdf:RDF></x:xmpmeta>`;
const PLAIN_XMP = '<x:xmpmeta><rdf:Description xmp:CreatorTool="Paint" dc:format="image/jpeg"/></x:xmpmeta>';
const exifSegment = (exif: Buffer) => Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exif]);
const xmpSegment = (xmp: string) => Buffer.from(`http://ns.adobe.com/xap/1.0/\0${xmp}`);

const BOTH = ['image-location @ p', 'metadata @ p'];
const exif = writeExif({ texts: { 315: 'Quentin Example', 33432: 'The Force' }, gps: [52.6, 1.28] });

describe('pictures', () => {
  it.each<[string, Uint8Array<ArrayBuffer>, string, string[]]>([
    ['a JPEG with nothing to tell', writeJpeg([[0xe0, Buffer.from('JFIF\0\x01\x01')]]), 'jpeg', []],
    ['Exif in JPEG', writeJpeg([[0xe1, exifSegment(exif)]]), 'jpeg', BOTH],
    ['XMP in JPEG', writeJpeg([[0xe1, xmpSegment(XMP)]]), 'jpeg', BOTH],
    ['XMP that names a program only', writeJpeg([[0xe1, xmpSegment(PLAIN_XMP)]]), 'jpeg', []],
    [
      'IPTC in JPEG',
      writeJpeg([[0xed, Buffer.concat([Buffer.from('Photoshop 3.0\0'), writeIptc({ 80: 'Q. Example' })])]]),
      'jpeg',
      ['metadata @ p'],
    ],
    [
      'a GPS block without a position',
      writeJpeg([[0xe1, exifSegment(writeExif({ gps: [0, 0] }))]]),
      'jpeg',
      [],
    ],
    ['Exif in PNG', writePng([['eXIf', exif]]), 'png', BOTH],
    [
      'XMP in PNG, packed',
      writePng([
        ['iTXt', Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\x01\0\0\0', 'latin1'), deflateSync(XMP)])],
      ]),
      'png',
      BOTH,
    ],
    ['an author in PNG', writePng([['tEXt', Buffer.from('Author\0Quentin')]]), 'png', ['metadata @ p']],
    ['Exif and XMP in HEIC', writeHeic(exif, XMP), 'heic', BOTH],
    ['only XMP in HEIC', writeHeic(writeExif({}), XMP), 'heic', BOTH],
    ['a TIFF', new Uint8Array(exif), 'tiff', BOTH],
  ])('%s', async (_, bytes, format, expected) => {
    const { images, findings, inspection } = await seen(bytes, 'p');
    // The files of the last kinds have no pixels in them, which is said as well.
    const told = findings.filter((finding) => finding !== 'damaged @ p');
    expect([told, inspection.format]).toEqual([expected, format]);
    expect(images).toEqual([{ where: 'p', name: 'p', format, size: bytes.length, hidden: [] }]);
  });

  it('reads past a block of Photoshop that says it has gigabytes', async () => {
    const unexpected: string[] = [];
    const block = Buffer.from('8BIM\x04\x05\0\0\xff\xff\xff\xf080', 'latin1');
    const bytes = writeJpeg([[0xed, Buffer.concat([Buffer.from('Photoshop 3.0\0'), block])]]);
    await seen(bytes, 'p.jpg', { onUnexpected: (error) => unexpected.push(String(error)) });
    expect(unexpected).toEqual([]);
  });

  it('hands on what people wrote, marked as metadata', async () => {
    const bytes = writeJpeg([
      [0xe1, xmpSegment(XMP)],
      [0xed, Buffer.concat([Buffer.from('Photoshop 3.0\0'), writeIptc({ 120: 'On parade' })])],
      [0xfe, Buffer.from('A comment')],
    ]);
    const { texts } = await seen(bytes, 'p.jpg');
    expect(texts).toEqual([
      {
        where: 'p.jpg > metadata',
        hidden: ['metadata'],
        text: 'Quentin & Zoë\nSgt Example\nOn parade\nA comment',
      },
    ]);
  });

  it('finds the thumbnail, and names the place of a picture in an archive', async () => {
    const thumbnail = writeJpeg([]);
    const { thumbnail: range } = readExif(writeExif({ texts: { 315: 'x' }, thumbnail }))!;
    expect(range?.length).toBe(thumbnail.length);
    const { images, findings } = await seen(
      writeZip([{ name: 'faces/12345.jpg', data: writeJpeg([[0xe1, exifSegment(exif)]]) }]),
      'x.zip',
    );
    expect(images.map((i) => i.where)).toEqual(['x.zip > faces/12345.jpg']);
    expect(findings).toEqual([
      'image-location @ x.zip > faces/12345.jpg',
      'metadata @ x.zip > faces/12345.jpg',
    ]);
  });

  it('comes to an end on Exif that points to itself or beyond', () => {
    const loop = Buffer.from(exif);
    loop.writeUInt32LE(8, 8 + 2 + 3 * 12);
    expect(readExif(loop)?.location).toBe(true);
    for (let i = 0; i < exif.length; i++) {
      const broken = Buffer.from(exif);
      broken[i] = 255;
      expect(readExif(broken) ?? 'none').toBeTruthy();
      expect(readExif(exif.subarray(0, i)) ?? 'none').toBeTruthy();
    }
  });
});

describe('what stands behind the end of a picture', () => {
  const jpeg = writeJpeg([[0xc4, Buffer.from([1, 0xff, 0xd9, 2])]]);
  const png = writePng([]);
  const behind = async (picture: Uint8Array, tail: Uint8Array | string) => {
    const { texts, tables, images, findings } = await seen(
      new Uint8Array(Buffer.concat([picture, Buffer.from(tail as Uint8Array)])),
      'p',
    );
    return {
      texts: texts.map(({ where, text }) => [where, text]),
      tables: tables.map(({ where, hidden }) => [where, hidden]),
      images: images.length,
      findings,
    };
  };

  it.each([
    ['JPEG', jpeg],
    ['PNG', png],
  ])('is read: a file behind a %s', async (_, picture) => {
    const zip = writeZip([{ name: 'a.csv', data: 'Station,Shift\nNorthgate,Early\n' }]);
    expect(await behind(picture, zip)).toEqual({
      texts: [],
      tables: [['p > behind the picture > a.csv', ['embedded-file']]],
      images: 1,
      findings: ['embedded-file @ p > behind the picture'],
    });
    expect(await behind(picture, 'PC Northgate, early turn\n')).toEqual({
      texts: [['p > behind the picture', 'PC Northgate, early turn']],
      tables: [],
      images: 1,
      findings: [],
    });
  });

  it('is nothing where it is padding, or what a camera puts there', async () => {
    const quiet = { texts: [], tables: [], images: 1, findings: [] };
    expect(await behind(jpeg, new Uint8Array(500))).toEqual(quiet);
    expect(await behind(png, new Uint8Array(3))).toEqual(quiet);
    expect(
      await behind(jpeg, Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0isommp42 and a video', 'latin1')),
    ).toEqual(quiet);
    // The second picture of a pair: one more to look at.
    expect(await behind(jpeg, jpeg)).toEqual({ ...quiet, images: 2 });
  });
});
