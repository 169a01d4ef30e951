// What a Word document counts over all of its stories, and says once for the whole of it: tracked changes, comments, cropped
// pictures.
import type { Place } from '../../part.ts';
import type { Attributes } from '../../xml/reader.ts';
import { CROPPED } from '../crop.ts';
import type { Walk } from '../ooxml/walk.ts';
import { countWords, isSubstance } from '../prose.ts';

export class Tally {
  private readonly changes = { insertions: 0, deletions: 0, moves: 0, formats: 0 };
  private deletedWords = 0;
  private readonly authors = new Set<string>();
  private comments = 0;
  private readonly commentAuthors = new Set<string>();
  /** Pictures of which a part is cut off. */
  private pictures = 0;

  change(kind: 'insertions' | 'deletions' | 'moves' | 'formats', attributes: Attributes): void {
    this.changes[kind]++;
    const author = attributes.get('w:author');
    if (author) this.authors.add(author);
  }

  /** Text that was deleted with changes tracked. */
  deleted(text: string): void {
    this.deletedWords += countWords(text);
  }

  remark(attributes: Attributes): void {
    this.comments++;
    const author = attributes.get('w:author');
    if (author) this.commentAuthors.add(author);
  }

  cropped(): void {
    this.pictures++;
  }

  /** To be called when the whole document has been read. */
  tell(walk: Walk, place: Place): void {
    const { changes, deletedWords, authors, comments, commentAuthors, pictures } = this;
    walk.text([...place, 'tracked changes', 'authors'], ['tracked-changes'], [...authors].join('\n'));
    walk.text([...place, 'comments', 'authors'], ['comments'], [...commentAuthors].join('\n'));
    // Deleted text need not stand in an element that says who deleted it.
    if (Object.values(changes).some((count) => count > 0) || deletedWords > 0) {
      walk.found(
        'tracked-changes',
        place,
        'The document keeps its changes: what was deleted can still be read.',
        { ...changes, words: deletedWords, authors: authors.size },
        isSubstance(deletedWords),
      );
    }
    if (pictures > 0) walk.found('cropped-image', place, CROPPED, { pictures });
    if (comments > 0) {
      walk.found('comments', [...place, 'comments'], 'There are comments in the document.', {
        comments,
        authors: commentAuthors.size,
      });
    }
  }
}
