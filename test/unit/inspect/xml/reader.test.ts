import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { type XmlHandlers, XmlReader } from '../../../../utils/inspect/xml/reader.ts';

type Event =
  | [kind: 'open', name: string, attributes: [string, string][]]
  | [kind: 'close' | 'text', text: string];

/** All that is told of a document, neighbouring texts joined, fed in pieces of `step` bytes. */
function events(xml: string | Uint8Array, step = 7): Event[] {
  const list: Event[] = [];
  const handlers: XmlHandlers = {
    open: (name, attributes) => list.push(['open', name, attributes.entries()]),
    close: (name) => list.push(['close', name]),
    text: (text) => {
      const last = list.at(-1);
      if (last?.[0] === 'text') last[1] += text;
      else list.push(['text', text]);
    },
  };
  const reader = new XmlReader(handlers);
  const bytes = typeof xml === 'string' ? new TextEncoder().encode(xml) : xml;
  for (let at = 0; at < bytes.length; at += step) reader.write(bytes.subarray(at, at + step));
  reader.end();
  return list;
}

/** The same by saxes. */
function reference(xml: string): Event[] {
  const list: Event[] = [];
  const parser = new SaxesParser();
  const text = (piece: string) => {
    const last = list.at(-1);
    if (last?.[0] === 'text') last[1] += piece;
    else list.push(['text', piece]);
  };
  parser.on('opentag', (tag) => list.push(['open', tag.name, Object.entries(tag.attributes as object)]));
  parser.on('closetag', (tag) => list.push(['close', tag.name]));
  parser.on('text', text);
  parser.on('cdata', text);
  parser.write(xml).close();
  return list;
}

const name = fc.constantFrom('a', 'b', 'long-name', 'x.y', '_z');
const chars = fc.string({
  unit: fc.constantFrom('a', 'é', '€', '😀', ' ', '&', '<', '>', '"', "'", ']', ';', '#', 'x'),
  maxLength: 12,
});
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&#62;');
const { node } = fc.letrec<{ node: string }>((tie) => ({
  node: fc
    .tuple(
      name,
      fc.dictionary(name, chars, { maxKeys: 3 }),
      fc.array(
        fc.oneof(
          { depthSize: 'small' },
          chars.map(escaped),
          chars.map((text) => `<![CDATA[${text.replaceAll(']]>', '')}]]>`),
          chars.map((text) => `<!--${text.replaceAll('-', '')}-->`),
          fc.constant('<?pi x?>'),
          tie('node'),
        ),
        { maxLength: 4 },
      ),
    )
    .map(([tag, attributes, content]) => {
      const list = Object.entries(attributes).map(
        ([key, value]) => ` ${key}="${escaped(value).replaceAll('"', '&quot;')}"`,
      );
      return content.length
        ? `<${tag}${list.join('')}>${content.join('')}</${tag}>`
        : `<${tag}${list.join('')}/>`;
    }),
}));

describe('XmlReader', () => {
  it('tells the same as saxes, however the bytes are cut', () => {
    fc.assert(
      fc.property(node, fc.integer({ min: 1, max: 40 }), (xml, step) => {
        expect(events(xml, step)).toEqual(reference(xml));
      }),
      { numRuns: 400, seed: 11 },
    );
  });

  it('names by namespace, whatever the prefix, and by the nearest declaration', () => {
    const w = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
    const strict = 'http://purl.oclc.org/ooxml/wordprocessingml/main';
    const xml = `<q:p xmlns:q="${w}" q:id="1" id="2"><p xmlns="${strict}"><r/></p><q:r xmlns:q="urn:other"/><w:r xmlns:w="urn:else"/><q:r/></q:p>`;
    expect(events(xml).flatMap((e) => (e[0] === 'open' ? [e[1]] : []))).toEqual([
      'w:p',
      'w:p',
      'w:r',
      'q:r',
      'w?:r',
      'w:r',
    ]);
    expect(events(xml)[0]).toEqual([
      'open',
      'w:p',
      [
        ['w:id', '1'],
        ['id', '2'],
      ],
    ]);
  });

  it('finds an attribute by its canonical name', () => {
    const values: (string | undefined)[] = [];
    const reader = new XmlReader({
      open: (_, attributes) =>
        values.push(attributes.get('w:id'), attributes.get('id'), attributes.get('w:none')),
    });
    reader.writeText(
      '<q:p xmlns:q="http://schemas.openxmlformats.org/wordprocessingml/2006/main" q:id="&#65;&amp;" id=\'2>1\'/>',
    );
    reader.end();
    expect(values).toEqual(['A&', '2>1', undefined]);
  });

  it.each([
    ['utf-16le', [0xff, 0xfe], true],
    ['utf-16be', [0xfe, 0xff], false],
    ['utf-16le without a mark', [], true],
  ])('reads %s', (_, mark, little) => {
    const text = '<a>é€</a>';
    const bytes = [...mark];
    for (const char of text) {
      const code = char.charCodeAt(0);
      bytes.push(...(little ? [code & 255, code >> 8] : [code >> 8, code & 255]));
    }
    expect(events(Uint8Array.from(bytes), 64)).toEqual([
      ['open', 'a', []],
      ['text', 'é€'],
      ['close', 'a'],
    ]);
  });

  it.each([
    ['cut off in text', '<a>text'],
    ['cut off in a tag', '<a><b c="'],
    ['tags that do not match', '<a><b></a></b>'],
    ['nothing', ''],
    ['a DOCTYPE', '<!DOCTYPE a [<!ENTITY b "c">]><a/>'],
  ])('says that it is damaged: %s', (_, xml) => {
    expect(() => events(xml)).toThrow(expect.objectContaining({ rule: 'damaged' }));
  });

  it('keeps on where a reader of documents would: bare ampersands, undeclared prefixes, forbidden characters', () => {
    expect(events('<w:a>R&D \u0001 &unknown;</w:a>')).toEqual([
      ['open', 'w:a', []],
      ['text', 'R&D \u0001 &unknown;'],
      ['close', 'w:a'],
    ]);
  });
});
