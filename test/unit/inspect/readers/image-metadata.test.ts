// What a camera writes into a picture goes out with the document that the picture stands in.
import { describe, expect, it } from 'vitest';
import { p, writeDocx } from '../../../fixtures/docx.ts';
import { seen } from '../../../fixtures/inspected.ts';
import { p as odfP, writeOdf } from '../../../fixtures/odf.ts';
import { writePdf } from '../../../fixtures/pdf.ts';
import { writeExif, writeJpeg } from '../../../fixtures/pictures.ts';
import { picture, writePptx } from '../../../fixtures/pptx.ts';

const photo = (exif: Buffer) => writeJpeg([[0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exif])]]);
const told = photo(writeExif({ texts: { 315: 'Quentin Example' }, gps: [52.6, 1.28] }));
const silent = photo(writeExif({}));

const rels = [['pic', 'image', 'media/a.jpg']] as const;
const inLetter = (data: Uint8Array) =>
  writeDocx({ body: p('A letter'), rels, parts: { 'word/media/a.jpg': { data } } });
const onSlide = (data: Uint8Array) =>
  writePptx([{ content: picture('pic'), hidden: true, rels: [['pic', 'image', '../media/a.jpg']] }], {
    'ppt/media/a.jpg': { data },
  });
const inOdt = (data: Uint8Array) =>
  writeOdf({ kind: 'text', body: odfP('A letter'), members: [{ name: 'Pictures/a.jpg', data }] });
const onPage = (data: Uint8Array) =>
  writePdf({
    pages: [{ content: 'q 300 0 0 300 90 90 cm /I0 Do Q\n', resources: '/XObject << /I0 {0} >>' }],
    extra: [
      {
        dictionary:
          '<< /Type /XObject /Subtype /Image /Width 64 /Height 64 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode >>',
        data,
      },
    ],
  });

describe('the metadata of a picture', () => {
  it.each([
    ['in a letter', inLetter, 'a.docx', 'a.docx > image "a.jpg"'],
    ['on a slide', onSlide, 'a.pptx', 'a.pptx > slide 1 > image "a.jpg"'],
    ['in an OpenDocument text', inOdt, 'a.odt', 'a.odt > image "a.jpg"'],
    ['on a page', onPage, 'a.pdf', 'a.pdf > page 1'],
  ])('%s are told with its place', async (_, write, name, place) => {
    const about = ({ findings }: Awaited<ReturnType<typeof seen>>) =>
      findings.filter((finding) => /^(image-location|metadata) @/.test(finding));
    const result = await seen(write(told), name);
    expect(about(result)).toEqual([`image-location @ ${place}`, `metadata @ ${place}`]);
    expect(result.texts.find(({ where }) => where === `${place} > metadata`)?.text).toBe('Quentin Example');
    expect(about(await seen(write(silent), name))).toEqual([]);
  });

  it('are as hidden as the slide is', async () => {
    const { inspection } = await seen(onSlide(told), 'a.pptx');
    const location = inspection.findings.find(({ rule }) => rule === 'image-location');
    expect(location).toMatchObject({ severity: 'medium', hidden: ['hidden-slide'] });
  });
});
