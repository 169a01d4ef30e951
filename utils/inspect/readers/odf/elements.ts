// What each element of OpenDocument means to the reader of its content: one table for start tags, one for end tags.
import type { RuleId } from '../../rules.ts';
import type { Attributes } from '../../xml/reader.ts';
import type { OdfContent } from './content.ts';

type Opening = (content: OdfContent, attributes: Attributes, name: string) => void;
type Closing = (content: OdfContent) => void;

/** Objects that can have text in them, and frames. */
const SHAPES =
  'custom-shape rect ellipse circle line connector polyline polygon path regular-polygon measure caption g'.split(
    ' ',
  );

const gather: Opening = (content) => {
  content.gathered = '';
};

const paragraph: Opening = (content, attributes) => content.startParagraph(attributes.get('text:style-name'));
const table: Opening = (content, attributes) =>
  content.startTable(
    attributes.get('table:name') ?? '',
    attributes.get('table:style-name'),
    attributes.get('table:protected') === 'true',
  );
const cell: Opening = (content, attributes, name) => content.startCell(attributes, name);
const group: Opening = (content, attributes) => content.startGroup(attributes);
const shape: Opening = (content, attributes, name) => content.startShape(attributes, name);
const comment: Opening = (content, _, name) => {
  content.tally.comments++;
  content.startFlow(name, `comment ${content.next('comment')}`, ['comments']);
};
/** Entries of a list from which one is shown. */
const entry =
  (...said: string[]): Opening =>
  (content, attributes) => {
    for (const name of said) content.conceal(attributes.get(name));
  };

/** A text of its own, numbered. */
const flow =
  (what: string, hidden: readonly RuleId[] = []): Opening =>
  (content, _, name) =>
    content.startFlow(name, `${what} ${content.next(what)}`, hidden);

const changes: Opening = (content, _, name) =>
  content.startFlow(name, 'tracked changes', ['tracked-changes']);

export const OPEN: Readonly<Record<string, Opening>> = Object.assign(Object.create(null), {
  'office:text': (content) => {
    content.kind = 'text';
  },
  'office:spreadsheet': (content) => {
    content.kind = 'spreadsheet';
  },
  'office:chart': (content) => {
    content.kind = 'chart';
  },
  'text:p': paragraph,
  'text:h': paragraph,
  'text:span': (content, attributes) => content.startSpan(attributes.get('text:style-name')),
  'text:s': (content, attributes) =>
    content.put(' '.repeat(Math.min(Number(attributes.get('text:c') ?? 1) || 1, 1000))),
  'text:tab': (content) => content.put('\t'),
  'text:line-break': (content) => content.put('\n'),
  // Text that is shown under a condition: the readings that are not shown are in attributes.
  'text:hidden-text': (content, attributes) => {
    if (attributes.get('text:is-hidden') === 'true') content.conceal(attributes.get('text:string-value'));
  },
  'text:conditional-text': (content, attributes) => {
    const shown = attributes.get('text:current-value') !== 'false';
    content.conceal(attributes.get(shown ? 'text:string-value-if-false' : 'text:string-value-if-true'));
  },
  'text:hidden-paragraph': (content, attributes) => {
    const at = content.paragraphs[content.paragraphs.length - 1];
    if (at && attributes.get('text:is-hidden') === 'true') at.hidden = true;
  },
  'text:section': (content, attributes, name) => {
    if (attributes.get('text:display') !== 'none' && attributes.get('text:is-hidden') !== 'true') return;
    content.startFlow(name, `section ${content.next('section')}`, ['hidden-text']);
  },
  'text:page-number': (content) => {
    // The number that the program puts there is not what the speaker wrote.
    if (content.inNotes) content.skip = 1;
  },
  'text:note': (content, attributes, name) => {
    const what = attributes.get('text:note-class') ?? 'footnote';
    content.startFlow(name, `${what} ${content.next(what)}`, []);
  },
  'text:note-citation': gather,
  'office:annotation': comment,
  // On slides LibreOffice writes them in a namespace of its own.
  'officeooo:annotation': comment,
  'text:label': entry('text:value'),
  'loext:list-item': entry('loext:display-text', 'loext:value'),
  'field:fieldmark-start': (content) => content.startField(),
  'loext:fieldmark-separator': (content) => content.endField(true),
  'field:fieldmark-end': (content) => content.endField(false),
  'field:param': (content, attributes) => {
    if (/ListEntry$/.test(attributes.get('field:name') ?? '')) content.conceal(attributes.get('field:value'));
  },
  'text:tracked-changes': changes,
  'table:tracked-changes': changes,
  'office:change-info': (content) => {
    content.tally.changes++;
  },
  'dc:creator': gather,
  'dc:date': gather,
  'meta:creator-initials': gather,
  'draw:text-box': (content, _, name) => {
    // On a slide every text stands in a box.
    if (content.around === content.root && content.here.unshownWords === undefined)
      content.startFlow(name, `text box ${content.next('text box')}`, []);
  },
  'draw:page': (content, attributes) => content.startPage(attributes),
  'presentation:notes': (content) => content.startNotes(),
  'style:header': flow('header'),
  'style:footer': flow('footer'),
  'style:header-left': flow('header'),
  'style:footer-left': flow('footer'),
  'table:table': table,
  'table:sub-table': table,
  'table:table-column': (content, attributes) => content.addColumns(attributes),
  'table:table-row': (content, attributes) => content.startRow(attributes),
  'table:table-row-group': group,
  'table:table-column-group': group,
  'table:table-cell': cell,
  'table:covered-table-cell': cell,
  'draw:frame': (content, attributes, name) => {
    // What stands in an empty placeholder is a prompt for the writer.
    if (attributes.get('presentation:placeholder') === 'true') content.skip = 1;
    else content.startShape(attributes, name);
  },
  ...Object.fromEntries(SHAPES.map((name) => [`draw:${name}`, shape])),
  'draw:image': (content) => {
    content.binaryKind = 'image';
  },
  'draw:object-ole': (content) => {
    content.binaryKind = 'object';
  },
  'office:binary-data': gather,
  'svg:title': gather,
  'svg:desc': gather,
  'ooo:source-code': (content) => {
    content.tally.macros++;
    content.gathered = '';
  },
  'office:document': (content) => content.startDocument(),
} satisfies Record<string, Opening>);

const endParagraph: Closing = (content) => content.endParagraph();
const endTable: Closing = (content) => content.endTable();
const endCell: Closing = (content) => content.endCell();
const endGroup: Closing = (content) => content.endGroup();
const forget: Closing = (content) => {
  content.gatheredText();
};
const description: Closing = (content) => {
  content.target.text([...content.around, 'descriptions'], ['metadata'], content.gatheredText());
};
const noBinary: Closing = (content) => {
  content.binaryKind = undefined;
};

export const CLOSE: Readonly<Record<string, Closing>> = Object.assign(Object.create(null), {
  'text:p': endParagraph,
  'text:h': endParagraph,
  'text:span': (content) => {
    content.paragraphs[content.paragraphs.length - 1]?.spans?.pop();
  },
  'text:note-citation': forget,
  'dc:creator': (content) => {
    const author = content.gatheredText();
    if (author === '') return;
    const { commentAuthors, changeAuthors } = content.tally;
    (content.here.hidden.includes('comments') ? commentAuthors : changeAuthors).add(author);
  },
  'dc:date': forget,
  'meta:creator-initials': forget,
  'draw:page': (content) => content.endPage(),
  'table:table': endTable,
  'table:sub-table': endTable,
  'table:table-row': (content) => content.endRow(),
  'table:table-row-group': endGroup,
  'table:table-column-group': endGroup,
  'table:table-cell': endCell,
  'table:covered-table-cell': endCell,
  'office:binary-data': (content) => {
    const base64 = content.gatheredText();
    if (content.binaryKind && base64 !== '')
      content.target.binary?.(base64, content.binaryKind, content.around);
  },
  'draw:image': noBinary,
  'draw:object-ole': noBinary,
  'svg:title': description,
  'svg:desc': description,
  'office:document': (content) => content.endDocument(),
  'ooo:source-code': (content) => {
    content.target.text([...content.root, 'macros'], ['macros'], content.gatheredText());
  },
} satisfies Record<string, Closing>);
