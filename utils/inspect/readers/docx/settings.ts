// Document settings: variables that macros keep, the template the document was made from, the source of a mail merge.
import { readXml } from '../../xml/reader.ts';
import type { PlaceReader } from '../ooxml/walk.ts';

/** Elements of `w:mailMerge` that say where the people to write to are listed. */
const SOURCES = new Set([
  'w:connectString',
  'w:query',
  'w:table',
  'w:udl',
  'w:mailSubject',
  'w:addressFieldName',
]);

export const readSettings: PlaceReader = async (walk, { target }, place) => {
  const variables: string[] = [];
  const sources: string[] = [];
  let merge = 0;
  await readXml(walk.pack.source(target).inflated(), {
    open(name, attributes) {
      const value = attributes.get('w:val')?.trim() ?? '';
      if (name === 'w:mailMerge') merge++;
      else if (name === 'w:docVar' && value !== '')
        variables.push(`${attributes.get('w:name') ?? ''}: ${value}`);
      else if (SOURCES.has(name) && value !== '') sources.push(value);
    },
  });
  for (const related of await walk.pack.relationships(target)) {
    if (related.kind === 'attachedTemplate' && related.external && !isStandard(related.target)) {
      walk.found(
        'metadata',
        [...place, 'template'],
        'The document names the template that it was made from, with its path.',
      );
    }
  }
  if (variables.length > 0) {
    const here = [...place, 'document variables'];
    walk.text(here, ['metadata'], variables.join('\n'));
    walk.found('metadata', here, 'The document keeps variables that no page shows.', {
      variables: variables.length,
    });
  }
  if (merge > 0 && sources.length > 0) {
    const here = [...place, 'mail merge'];
    walk.text(here, ['connections'], sources.join('\n'));
    walk.found('connections', here, 'The document is set up for a mail merge, and says where its data are.');
  }
  await walk.follow(target, place);
};

/** A template's bare name says nothing of a person or a place. */
function isStandard(path: string): boolean {
  return /^(file:\/*)?[^/\\]*$/i.test(path);
}
