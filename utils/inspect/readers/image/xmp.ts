// XMP: metadata as RDF, the same in every kind of picture. Read by patterns: it is small, flat and often cut off.
import { wordTable } from '../../word-table.ts';
import { elements } from '../../xml/elements.ts';

export interface Xmp {
  authors: string[];
  rights: string[];
  /** People tagged in the picture. */
  people: string[];
  location: boolean;
  /** Everything that is text in it, without the mark-up. */
  text: string;
}

const AUTHORS = [
  'dc:creator',
  'photoshop:CaptionWriter',
  'tiff:Artist',
  'aux:OwnerName',
  'exifEX:CameraOwnerName',
];
const RIGHTS = ['dc:rights', 'xmpRights:Owner', 'plus:CopyrightOwnerName', 'tiff:Copyright'];
const PEOPLE = ['Iptc4xmpExt:PersonInImage', 'mwg-rs:Name', 'MPReg:PersonDisplayName'];
/** Elements that people write. Tool names, ids and histories are left out. */
const WORDS = [
  ...AUTHORS,
  ...RIGHTS,
  ...PEOPLE,
  'dc:title',
  'dc:description',
  'dc:subject',
  'photoshop:Headline',
  'photoshop:Instructions',
  'photoshop:AuthorsPosition',
  'photoshop:Credit',
  'photoshop:Source',
  'exif:UserComment',
];

export function readXmp(xml: string): Xmp {
  const values = (names: readonly string[]) => [...new Set(names.flatMap((name) => valuesOf(xml, name)))];
  const latitude = valuesOf(xml, 'exif:GPSLatitude')[0];
  const longitude = valuesOf(xml, 'exif:GPSLongitude')[0];
  return {
    authors: values(AUTHORS),
    rights: values(RIGHTS),
    people: values(PEOPLE),
    location: latitude !== undefined && longitude !== undefined && /[1-9]/.test(latitude + longitude),
    text: values(WORDS).join('\n'),
  };
}

/** An element's text, item by item where it is a list, or the attribute of that name. */
function valuesOf(xml: string, name: string): string[] {
  const found: string[] = [];
  const take = (text: string) => {
    const value = unescapeXml(text.replace(/<[^<>]*>/g, ' '))
      .replace(/\s+/g, ' ')
      .trim();
    if (value !== '') found.push(value);
  };
  for (const inside of elements(xml, name)) {
    const items = [...elements(inside, 'rdf:li')];
    if (items.length === 0) take(inside);
    for (const item of items) take(item);
  }
  for (const match of xml.matchAll(new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'g'))) {
    take(match[1] ?? match[2] ?? '');
  }
  return found;
}

function unescapeXml(text: string): string {
  const named = wordTable<string>({ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" });
  return text.replace(
    /&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi,
    (all, decimal?: string, hex?: string, word?: string) => {
      if (word !== undefined) return named[word] ?? all;
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '';
    },
  );
}
