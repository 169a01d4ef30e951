// What the metadata of a picture say of people and places, wherever the picture was found: by itself, on a slide, in a letter.
import type { ImagePart, PartSink } from '../../part.ts';
import { decodeText } from '../mail/mime.ts';
import { findBlocks } from './blocks.ts';
import { readExif } from './exif.ts';
import { readIptc } from './iptc.ts';
import { readXmp } from './xmp.ts';

/** Reports what a picture's metadata tell. @returns the picture, with the thumbnail that they hold. */
export async function tellMetadata(part: ImagePart, sink: PartSink): Promise<ImagePart> {
  const { bytes, format, place, hidden } = part;
  if (part.pixels) return part;
  const where = [...place];
  let found: PictureMetadata;
  try {
    found = await readPictureMetadata(bytes, format);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    sink.finding({
      rule: 'damaged',
      severity: 'medium',
      where,
      hidden: [...hidden],
      message: 'The metadata of the picture are damaged, so they could not be read.',
    });
    return part;
  }
  const { texts, authors, rights, people, location, thumbnail } = found;
  if (location) {
    sink.finding({
      rule: 'image-location',
      severity: 'medium',
      where,
      hidden: [...hidden],
      message: 'The picture says where it was taken.',
    });
  }
  const named = [
    authors && 'its author',
    rights && 'the holder of its copyright',
    people && 'people who are in it',
  ].filter((what) => what !== false);
  if (named.length > 0) {
    sink.finding({
      rule: 'metadata',
      severity: 'low',
      where,
      hidden: [...hidden],
      message: `The picture's metadata name ${named.join(' and ')}.`,
    });
  }
  if (texts.length > 0) {
    sink.text({ place: [...place, 'metadata'], hidden: [...hidden, 'metadata'], text: texts.join('\n') });
  }
  return thumbnail ? { ...part, thumbnail } : part;
}

interface PictureMetadata {
  /** What people wrote, for detectors. */
  texts: string[];
  authors: boolean;
  rights: boolean;
  people: boolean;
  location: boolean;
  thumbnail?: Blob;
}

async function readPictureMetadata(file: Blob, format: string): Promise<PictureMetadata> {
  const blocks = await findBlocks(file, format);
  const texts = new Set<string>();
  const found: PictureMetadata = { texts: [], authors: false, rights: false, people: false, location: false };
  const xmp = [...blocks.xmp];
  const iptc = [...blocks.iptc];
  for (const block of blocks.exif) {
    const exif = readExif(block);
    if (!exif) continue;
    for (const [name, text] of exif.texts) {
      if (name === 'author' || name === 'owner') found.authors = true;
      else if (name === 'copyright') found.rights = true;
      texts.add(text);
    }
    found.location ||= exif.location;
    const range = ({ offset, length }: { offset: number; length: number }) =>
      block.subarray(offset, offset + length);
    xmp.push(...exif.xmp.map(range));
    iptc.push(...exif.iptc.map(range));
    if (exif.thumbnail) found.thumbnail = new Blob([range(exif.thumbnail).slice()]);
  }
  for (const block of xmp) {
    const read = readXmp(decodeText(block));
    found.authors ||= read.authors.length > 0;
    found.rights ||= read.rights.length > 0;
    found.people ||= read.people.length > 0;
    found.location ||= read.location;
    if (read.text !== '') texts.add(read.text);
  }
  for (const block of iptc) {
    for (const [name, text] of readIptc(block)) {
      if (name === 'author' || name === 'writer' || name === 'contact') found.authors = true;
      else if (name === 'copyright') found.rights = true;
      texts.add(text);
    }
  }
  for (const { name, text } of blocks.texts) {
    if (/^(author|artist|creator)$/i.test(name)) found.authors = true;
    else if (/^copyright$/i.test(name)) found.rights = true;
    texts.add(text);
  }
  found.texts = [...texts];
  return found;
}
