// Comments (notes), threaded comments, and the list of people who wrote them.
import type { PlaceReader } from '../walk.ts';
import { readXml } from '../xml.ts';

/** Both kinds: authors and texts as one text a sheet. */
export const readComments: PlaceReader = async (walk, relationship, place) => {
  const threaded = relationship.kind === 'threadedComment';
  const here = [...place, threaded ? 'threaded comments' : 'comments'];
  const lines: string[] = [];
  let comments = 0;
  let text: string | undefined;
  let current = '';
  await readXml(walk.pack.source(relationship.target).inflated(), {
    open(tag) {
      if (tag === 'comment' || tag === 'threadedComment') {
        comments++;
        current = '';
      } else if (tag === 'author' || tag === 't' || (threaded && tag === 'text')) text = '';
    },
    text(piece) {
      if (text !== undefined) text += piece;
    },
    close(tag) {
      if (tag === 'author' || (threaded && tag === 'text')) {
        if (text?.trim()) lines.push(text.trim());
        text = undefined;
      } else if (tag === 't') {
        current += text ?? '';
        text = undefined;
      } else if (tag === 'comment' && current.trim()) lines.push(current.trim());
    },
  });
  walk.text(here, ['comments'], lines.join('\n'));
  if (comments > 0) {
    const what = comments === 1 ? 'There is a comment' : `There are ${comments} comments`;
    walk.found('comments', here, `${what} on the sheet, with the names of those who wrote.`, { comments });
  }
  await walk.follow(relationship.target, here);
};

/** People known to the workbook: those who wrote or were mentioned, with their account names. */
export const readPersons: PlaceReader = async (walk, relationship, place) => {
  const here = [...place, 'people who commented'];
  const lines: string[] = [];
  await readXml(walk.pack.source(relationship.target).inflated(), {
    open(tag, { displayName, userId }) {
      if (tag !== 'person') return;
      const line = [displayName, userId].filter(Boolean).join(' ');
      if (line) lines.push(line);
    },
  });
  walk.text(here, ['metadata'], lines.join('\n'));
  if (lines.length > 0) {
    walk.found('metadata', here, 'The file lists the accounts of people who commented in it.', {
      entries: lines.length,
    });
  }
};
