// Comments on slides, of the old kind and the threaded ones, and the list of those who wrote them.
import { readXml } from '../../xml/reader.ts';
import type { PlaceReader } from '../ooxml/walk.ts';

export const readDeckComments: PlaceReader = async (walk, { target, kind }, place) => {
  const lines: string[] = [];
  const authors: string[] = [];
  let comments = 0;
  let text = '';
  let take = false;
  await readXml(walk.pack.source(target).inflated(), {
    open(name, attributes) {
      if (name === 'p:cm' || name === 'p188:cm' || name === 'p188:reply') comments++;
      else if (name === 'p:cmAuthor' || name === 'p188:author') {
        authors.push(attributes.get('name') ?? '', attributes.get('userId') ?? '');
      }
      take = name === 'p:text' || name === 'a:t';
    },
    text(piece) {
      if (take) text += piece;
    },
    close(name) {
      if (name === 'p:text' || name === 'a:p') {
        if (text.trim() !== '') lines.push(text.trim());
        text = '';
      }
      take = false;
    },
  });
  if (kind !== 'comments') {
    walk.text([...place, 'comments', 'authors'], ['comments'], authors.filter(Boolean).join('\n'));
    return;
  }
  const here = [...place, 'comments'];
  walk.text(here, ['comments'], lines.join('\n'));
  if (comments > 0) walk.found('comments', here, 'There are comments on the slide.', { comments });
  await walk.follow(target, place);
};
