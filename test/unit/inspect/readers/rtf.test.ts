import { describe, expect, it } from 'vitest';
import { collect, grid } from '../../../fixtures/collect.ts';
import { writePng } from '../../../fixtures/pictures.ts';

const rtf = (inside: string) =>
  collect(
    String.raw`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}{\f1\fcharset204 Arial;}}{\colortbl;\red255\green255\blue255;\red0\green0\blue0;}` +
      inside +
      '}',
  );
const brief = (inspection: { findings: { rule: string; where: string[] }[] }) =>
  inspection.findings.map((f) => [f.rule, f.where.slice(1).join(' > ')]).sort();

describe('RTF', () => {
  it('is read as text and tables, in any code page', async () => {
    const { inspection, texts, tables } = await rtf(
      String.raw`\pard First \'e9 \u8364? \{x\}\par \f1 \'ef\'f0\f0\par \trowd\intbl Station\cell Shift\cell\row \intbl Northgate\cell Late\cell\row\pard After\par`,
    );
    expect(inspection).toMatchObject({ format: 'rtf', inspected: 'full', findings: [] });
    expect(texts.map((t) => [t.place[1], t.text])).toEqual([
      ['paragraphs 1 to 2', 'First é € {x}\nпр'],
      ['paragraph 3', 'After'],
    ]);
    expect(grid(tables[0])).toEqual([
      ['Station', 'Shift'],
      ['Northgate', 'Late'],
    ]);
  });

  it('tells what is hidden, struck out, remarked, and who wrote it', async () => {
    const { inspection, texts } = await rtf(
      String.raw`{\info{\author Invented Author}{\title T}}{\header on top\par}Seen {\v unseen}{\cf1 white}{\deleted struck}{\*\atnauthor Reviewer One}{\*\annotation a remark}{\footnote below}\par`,
    );
    expect(texts.map((t) => [t.place.slice(1).join(), t.hidden, t.text])).toEqual([
      ['header 1', [], 'on top'],
      ['comment 1', ['comments'], 'a remark'],
      ['footnote 1', [], 'below'],
      ['paragraph 1', [], 'Seen'],
      ['paragraph 1', ['hidden-text'], 'unseenwhite'],
      ['paragraph 1', ['tracked-changes'], 'struck'],
      ['properties', ['metadata'], 'author: Invented Author\ntitle: T'],
      ['comment authors', ['comments'], 'Reviewer One'],
    ]);
    expect(brief(inspection)).toEqual([
      ['comments', 'comments'],
      ['hidden-text', ''],
      ['metadata', 'properties'],
      ['tracked-changes', ''],
    ]);
  });

  it('hands on pictures and embedded files, packaged ones by their names', async () => {
    const hex = (bytes: Iterable<number>) => [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
    const text = (value: string) => [...new TextEncoder().encode(value), 0];
    const u32 = (value: number) => [value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24];
    const content = [...new TextEncoder().encode('Station,Shift\nNorthgate,Late\nSouthgate,Early\n')];
    const native = [
      2,
      0,
      ...text('list.csv'),
      ...text('C:\\list.csv'),
      0,
      0,
      3,
      0,
      ...u32(4),
      ...text('tmp'),
      ...u32(content.length),
      ...content,
    ];
    const kind = text('Package');
    const object = [
      ...u32(0x501),
      ...u32(2),
      ...u32(kind.length),
      ...kind,
      ...u32(0),
      ...u32(0),
      ...u32(native.length),
      ...native,
    ];
    const png = [...writePng([])];
    const { inspection, tables, images } = await rtf(
      `{\\object{\\*\\objdata ${hex(object)}}}{\\pict\\pngblip ${hex(png)}}`,
    );
    expect(brief(inspection)).toEqual([['embedded-file', 'embedded "list.csv"']]);
    expect(tables[0]).toMatchObject({ place: ['file', 'embedded "list.csv"'], hidden: ['embedded-file'] });
    expect(images).toMatchObject([{ format: 'png', size: png.length }]);
  });

  it('reads the page that Outlook packs into it', async () => {
    const { texts } = await collect(
      String.raw`{\rtf1\ansi\fromhtml1{\*\htmltag64 <p>}\htmlrtf \par \htmlrtf0 Hello & you{\*\htmltag72 </p>}}`,
    );
    expect(texts.map((t) => t.text)).toEqual(['Hello & you']);
  });

  it('says where it is cut off, and keeps what was read', async () => {
    const { inspection, texts } = await collect(String.raw`{\rtf1\ansi Read so far\par {\b and more`);
    expect(inspection).toMatchObject({ inspected: 'partial', findings: [{ rule: 'damaged' }] });
    expect(texts.map((t) => t.text).join('\n')).toContain('Read so far');
  });
});
