// What stays in a document although nothing leads to it any more: notes whose mark was deleted, headers of pages that there are
// none of, bookmarks, and the older way to show what every program of today shows in the newer one.
import { type Node, XmlElement } from '../package/xml.ts';

/** Names of bookmarks that fields and links lead to, in all the texts of a document. */
export class Bookmarks {
  private readonly named = new Set<string>();

  /** Takes what a text leads to. */
  look(tree: XmlElement): void {
    const codes: string[] = [];
    for (const element of tree.all()) {
      if (element.name === 'w:instrText') codes.push(element.text());
      const said = element.name === 'w:fldSimple' ? element.ns('w:instr') : element.ns('w:anchor');
      if (said !== undefined) codes.push(said);
      const link = element.name.startsWith('v:') ? element.get('href') : undefined;
      if (link?.startsWith('#')) this.named.add(link.slice(1));
    }
    // A code may stand in pieces.
    for (const code of [codes.join(''), codes.join(' ')])
      for (const word of code.split(/[\s"\\=+\-*/(),<>]+/)) this.named.add(word);
  }

  /** Takes away those that nothing leads to. */
  drop(tree: XmlElement): void {
    const gone = new Set<string>();
    for (const start of tree.all('w:bookmarkStart'))
      if (!this.named.has(start.ns('w:name') ?? '')) gone.add(idOf(start));
    tree.prune((element) => /^w:bookmark(Start|End)$/.test(element.name) && gone.has(idOf(element)));
  }
}

const idOf = (element: XmlElement): string => element.ns('w:id') ?? '';

/** Numbers of the notes that a text refers to. */
export function* notesOf(tree: XmlElement, kind: 'footnote' | 'endnote'): Generator<string> {
  for (const mark of tree.all(`w:${kind}Reference`)) yield idOf(mark);
}

/** Notes that no text refers to go; those that draw the line above notes stay. @returns how many went. */
export function dropNotes(
  tree: XmlElement,
  kind: 'footnote' | 'endnote',
  marked: ReadonlySet<string>,
): number {
  return tree.prune(
    (note) =>
      note.name === `w:${kind}` && /^(normal)?$/.test(note.ns('w:type') ?? '') && !marked.has(idOf(note)),
  );
}

const isOn = (element: XmlElement | undefined): boolean =>
  element !== undefined && !/^(0|false|off)$/.test(element.ns('w:val') ?? '1');

/**
 * Headers and footers of first pages where no section has one of its own, and of even pages where they are not switched on.
 * @returns how many went.
 */
export function dropHeaders(tree: XmlElement, evenAndOdd: boolean): number {
  // A section takes over the header of the one before it, so that all are asked together.
  const first = [...tree.all('w:sectPr')].some((section) => isOn(section.first('w:titlePg')));
  const unused = new Set([...(first ? [] : ['first']), ...(evenAndOdd ? [] : ['even'])]);
  return tree.prune(
    (element) =>
      (element.name === 'w:headerReference' || element.name === 'w:footerReference') &&
      unused.has(element.ns('w:type') ?? ''),
  );
}

/** Do even pages have headers of their own? @param settings of the document. */
export const hasEvenHeaders = (settings: XmlElement | undefined): boolean =>
  isOn(settings?.first('w:evenAndOddHeaders'));

/**
 * Namespaces of shapes that every program since 2010 draws. Of what only measures a place in shares of the page, both ways stay:
 * not all understand it.
 */
const SINCE_2010 =
  /^http:\/\/schemas\.microsoft\.com\/office\/word\/2010\/wordprocessing(Shape|Group|Canvas)$/;

/**
 * Where a drawing is told twice, the newer telling is read, and only it is inspected. The older one, for programs of before, says
 * the same then; where that cannot be seen to, it goes.
 */
export function chooseNewer(tree: XmlElement): void {
  for (const both of tree.all('mc:AlternateContent')) {
    const [choice] = both.elements('mc:Choice');
    const needed = choice?.get('Requires')?.trim().split(/\s+/) ?? [];
    if (!choice || choice.elements().length === 0 || needed.length === 0) continue;
    if (!needed.every((prefix) => SINCE_2010.test(choice.scope.get(prefix) ?? ''))) continue;
    const fallback = both.first('mc:Fallback');
    both.children = fallback && saysTheSame(choice, fallback) ? [choice, fallback] : [choice];
  }
}

/** Gives the boxes of the older telling the text of the newer one. @returns whether nothing else can be told there. */
function saysTheSame(choice: XmlElement, fallback: XmlElement): boolean {
  const [newer, older] = [[...choice.all('w:txbxContent')], [...fallback.all('w:txbxContent')]];
  if (newer.length !== older.length || newer.length === 0) return false;
  if ([...fallback.all()].some(({ name }) => /^(v:imagedata|v:textpath|w:object|w:drawing)$/.test(name)))
    return false;
  for (const [at, box] of older.entries()) box.children = (newer[at] as XmlElement).children.map(copyOf);
  return true;
}

const copyOf = (node: Node): Node =>
  typeof node === 'string'
    ? node
    : new XmlElement(node.raw, new Map(node.attributes), node.scope, node.children.map(copyOf));

/** What a content control may keep: how it is typed in, not what it is called or bound to, nor what could be chosen. */
const CONTROL =
  /^(w:(rPr|id|lock|temporary|showingPlcHdr|text|richText|picture|group|equation|citation|bibliography|docPartObj|docPartList|dropDownList|comboBox|date)|w14:checkbox)$/;

export function plainControls(tree: XmlElement): void {
  for (const properties of tree.all('w:sdtPr')) {
    properties.children = properties
      .elements()
      .filter(({ name, raw }) => CONTROL.test(name) || raw === 'w14:checkbox');
    for (const kind of properties.elements()) {
      if (/^w:(date|dropDownList|comboBox)$/.test(kind.name)) {
        kind.children = [];
        for (const { raw } of [...kind.canonicalAttributes()]) kind.attributes.delete(raw);
      }
      if (/:checkbox$/.test(kind.raw))
        kind.children = kind.elements().filter(({ raw }) => /:checked$/.test(raw));
    }
  }
}
