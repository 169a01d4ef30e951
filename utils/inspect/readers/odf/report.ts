// What the readers of OpenDocument packages and of flat files have in common: where content goes, and what is said of a
// file as a whole.
import type { Place } from '../../part.ts';
import type { ReadContext } from '../../reader.ts';
import type { RuleId } from '../../rules.ts';
import { isSubstance } from '../prose.ts';
import type { OdfTally, OdfTarget } from './content.ts';
import type { OdfMetadata } from './metadata.ts';

/** Characters of text in one piece at most. */
const TEXT_PIECE = 1 << 18;

export function newTally(): OdfTally {
  return {
    comments: 0,
    commentAuthors: new Set(),
    changes: 0,
    changeAuthors: new Set(),
    deletedWords: 0,
    macros: 0,
  };
}

/** A target that puts `hidden` before all that is found. Each finding is said once for each place. */
export function targetFor(context: ReadContext, hidden: readonly RuleId[] = context.hidden): OdfTarget {
  const said = new Set<string>();
  return {
    sink: context.sink,
    hidden,
    text(place, how, text) {
      for (let at = 0; at < text.length; at += TEXT_PIECE) {
        const piece = text.slice(at, at + TEXT_PIECE);
        if (piece.trim() !== '') context.sink.text({ place, hidden: [...hidden, ...how], text: piece });
      }
    },
    found(rule, place, message, counts, medium = false) {
      const key = JSON.stringify([rule, place]);
      if (said.has(key)) return;
      said.add(key);
      context.sink.finding({
        rule,
        severity: medium ? 'medium' : 'low',
        where: [...place],
        hidden: hidden.includes(rule) ? [...hidden] : [...hidden, rule],
        message,
        ...(counts ? { counts } : {}),
      });
    },
  };
}

export function reportMetadata(target: OdfTarget, place: Place, { lines, named }: OdfMetadata): void {
  const here = [...place, 'properties'];
  target.text(here, ['metadata'], lines.join('\n'));
  if (named.size === 0) return;
  const message = `The document properties are filled in: ${[...named].join(', ')}.`;
  target.found('metadata', here, message, { entries: named.size });
}

export function reportTally(target: OdfTarget, place: Place, tally: OdfTally): void {
  const { comments, commentAuthors, changes, changeAuthors, deletedWords, macros } = tally;
  target.text([...place, 'comments', 'authors'], ['comments'], [...commentAuthors].join('\n'));
  target.text([...place, 'tracked changes', 'authors'], ['tracked-changes'], [...changeAuthors].join('\n'));
  if (comments > 0) {
    const counts = { comments, authors: commentAuthors.size };
    target.found('comments', [...place, 'comments'], 'There are comments in the document.', counts);
  }
  if (changes > 0) {
    target.found(
      'tracked-changes',
      place,
      'The document keeps its changes: what was deleted can still be read.',
      { changes, words: deletedWords, authors: changeAuthors.size },
      isSubstance(deletedWords),
    );
  }
  if (macros > 0) target.found('macros', [...place, 'macros'], 'There are macros in the file.');
}
