// What texts, sheets and slides have in common: changes, comments, hidden text, fields, links, pictures and objects.
import type { OdfStyles } from '../../inspect/readers/odf/styles.ts';
import { isOpenLink } from '../package/kinds.ts';
import type { Node, XmlElement } from '../package/xml.ts';
import { type ChangeId, type Ledger, Refused } from '../remedy.ts';

/** Elements that go with all in them, and what is said of it; undefined where it is not worth a line. */
const DROPPED: ReadonlyMap<string, ChangeId | undefined> = new Map<string, ChangeId | undefined>([
  ['text:tracked-changes', 'tracked-changes'],
  ['table:tracked-changes', 'tracked-changes'],
  ['text:change', undefined],
  ['text:change-start', undefined],
  ['text:change-end', undefined],
  ['office:annotation', 'comments'],
  ['office:annotation-end', undefined],
  // Comments on slides, as LibreOffice writes them.
  ['officeooo:annotation', 'comments'],
  ['office:scripts', undefined],
  ['office:event-listeners', 'links'],
  ['office:forms', undefined],
  ['office:binary-data', 'other-parts'],
  ['office:dde-source', 'connections'],
  ['text:script', 'macros'],
  ['text:section-source', 'links'],
  ['text:user-field-decls', undefined],
  ['text:variable-decls', undefined],
  ['text:dde-connection-decls', 'connections'],
  ['text:alphabetical-index-auto-mark-file', undefined],
  // What a field could say instead, and what an index would: neither is seen.
  ['text:label', 'input-rules'],
  ...['alphabetical-index', 'toc', 'user-index'].flatMap((index) =>
    ['', '-start', '-end'].map((end) => [`text:${index}-mark${end}`, undefined] as const),
  ),
  ['table:table-source', 'connections'],
  ['table:cell-range-source', 'connections'],
  ['presentation:sound', 'other-parts'],
  ['svg:title', undefined],
  ['svg:desc', undefined],
]);

/** What cannot be cleaned. */
const BARRED: ReadonlyMap<string, 'controls' | 'media' | 'foreign-content'> = new Map([
  ['draw:control', 'controls'],
  ['draw:plugin', 'media'],
  ['anim:audio', 'media'],
  ['draw:applet', 'foreign-content'],
  ['draw:floating-frame', 'foreign-content'],
] as const);

/** Fields that say who, where and by which data: only what they show stays. Those that number and refer stay. */
const FIELDS =
  /^text:(sender-[\w-]+|author-(name|initials)|initial-creator|creator|printed-by|file-name|template-name|title|subject|keywords|description|user-defined|editing-(cycles|duration)|(modification|creation|print)-(date|time)|database-[\w-]+|user-field-(get|input)|user-index-entry|variable-(set|get|input)|expression|text-input|dde-connection|execute-macro|placeholder|meta|meta-field|measure|drop-down)$/;

const SHAPE =
  /^draw:(frame|custom-shape|rect|ellipse|circle|line|connector|polyline|polygon|path|regular-polygon|measure|caption|g)$/;
/** Headers and footers that are switched off. */
const MARGIN = /^style:(header|footer)(-left|-first)?$/;
const PARAGRAPH = /^text:(p|h)$/;
/** Marks of sittings, names that programs and people give to shapes, and the like: on any element. */
const MARKS =
  /^(officeooo|loext):(rsid|paragraph-rsid)$|^(office:title|table:protection-key|text:protection-key|draw:notify-on-update-of-ranges)$/;

/** Namespaces in which programs write what the standard does not have. */
const EXTENSION = /^(loext|officeooo|drawooo|tableooo|calcext|field|formx|rpt):/;
/** Of these, elements that decide how something looks. All others go, or stand in the way where there is text in them. */
const LOOKS =
  /^(loext:(graphic-properties|[\w-]*complex-color|theme[\w-]*|color|table-protection|sparkline[\w-]*)|calcext:[\w-]+|table:table-protection)$/;
/** And attributes by which things are drawn; with them go measures and switches, which say nothing. */
const DRAWN_BY =
  /^(calcext:value-type|loext:([\w-]+-style-name|rel-(width|height)-rel|decorative)|drawooo:(enhanced-path|sub-view-size))$/;
const MEASURE = /^(true|false|-?\d+(\.\d+)?(%|cm|mm|in|pt)?)$/;
/** Where looks are defined. Headers and footers stand among the master styles. */
const LOOKS_ONLY = new Set([
  'office:styles',
  'office:automatic-styles',
  'office:font-face-decls',
  // Charts draw by more than the standard has, and are cleaned by themselves.
  'office:chart',
]);

/** Takes out of a tree what no page shows. @throws Refused */
export function cleanContent(tree: XmlElement, styles: OdfStyles, ledger: Ledger): void {
  for (const element of tree.all()) {
    const reason = BARRED.get(element.name);
    if (reason) throw new Refused(reason);
    if (element.name === 'office:annotation' && element.ns('office:display') === 'true')
      throw new Refused('visible-comments');
  }
  for (const scripts of tree.all('office:scripts')) if (scripts.elements().length > 0) ledger.add('macros');
  tree.prune((element) => {
    if (!DROPPED.has(element.name)) return false;
    const what = DROPPED.get(element.name);
    if (what) ledger.add(what, Math.max(1, [...element.all('office:change-info')].length));
    return true;
  });
  // Where a source was found, by whom and when: of that only its mark is shown.
  for (const source of tree.all('text:bibliography-mark'))
    for (const { raw, name } of [...source.canonicalAttributes()])
      if (!/^text:(bibliography-type|identifier)$/.test(name)) source.attributes.delete(raw);
  ledger.add('hidden-text', dropHidden(tree, styles));
  settleFields(tree);
  cleanExtensions(tree);
  tree.map((element) => {
    if (element.name === 'text:hidden-text') return shownBy(element, 'text:is-hidden');
    if (element.name === 'text:conditional-text' || FIELDS.test(element.name)) return element.children;
    return element;
  });
  for (const cell of tree.all('table:covered-table-cell')) {
    if (cell.text().trim() !== '') ledger.add('hidden-text');
    emptyCell(cell);
  }
  // A text that a cell keeps beside the one that it shows: programs draw the latter.
  for (const cell of tree.all('table:table-cell'))
    if (cell.first('text:p')) cell.setNs('office:string-value', undefined);
  fillEmptied(tree);
  for (const element of tree.all())
    for (const { raw, name } of [...element.canonicalAttributes()])
      if (MARKS.test(name) || (name === 'draw:name' && SHAPE.test(element.name)))
        element.attributes.delete(raw);
}

/** What a cell keeps beside what it shows. */
const FORMULA = ['table:formula', 'table:number-matrix-columns-spanned', 'table:number-matrix-rows-spanned'];
const VALUE =
  /^(office|calcext):(value|value-type|date-value|time-value|boolean-value|string-value|currency)$/;

/** Leaves a cell with its looks and nothing in it. */
export function emptyCell(cell: XmlElement): void {
  cell.children = [];
  closeFormula(cell);
  for (const { raw, name } of [...cell.canonicalAttributes()])
    if (VALUE.test(name)) cell.attributes.delete(raw);
}

export function closeFormula(cell: XmlElement): void {
  for (const name of FORMULA) cell.setNs(name, undefined);
}

const shownBy = (element: XmlElement, attribute: string): Node[] =>
  element.ns(attribute) === 'true' ? [] : element.children;

/** @returns how many sections, paragraphs, spans and shapes went, and headers and footers that were emptied. */
function dropHidden(tree: XmlElement, styles: OdfStyles): number {
  const isOff = (family: string, element: XmlElement) =>
    styles.get(family, element.ns('text:style-name'), 'textHidden');
  // A header that is switched off stays, empty: a page style without one has that of the program.
  let emptied = 0;
  for (const element of tree.all()) {
    if (!MARGIN.test(element.name) || element.ns('style:display') !== 'false') continue;
    if (element.text().trim() !== '' || !element.all('draw:frame').next().done) emptied++;
    element.children = [];
  }
  const pruned = tree.prune((element) => {
    if (element.name === 'text:section')
      return element.ns('text:display') === 'none' || element.ns('text:is-hidden') === 'true';
    if (SHAPE.test(element.name)) return styles.isUnshown((name) => element.ns(name));
    if (element.name === 'text:span') return isOff('text', element) === true;
    if (!PARAGRAPH.test(element.name)) return false;
    if ([...element.all('text:hidden-paragraph')].some((mark) => mark.ns('text:is-hidden') === 'true'))
      return true;
    if (!isOff('paragraph', element)) return isWhollyOff(element, isOff);
    // A span in a style of its own may be seen all the same.
    const seen = element.elements('text:span').filter((span) => isOff('text', span) === false);
    element.children = seen;
    return seen.length === 0;
  });
  return emptied + pruned;
}

/**
 * Fields of forms that other programs know: what they show stays. Text between a field's start and its separator says what to
 * fetch, and is not shown.
 */
function settleFields(tree: XmlElement): void {
  for (const paragraph of tree.all())
    if (PARAGRAPH.test(paragraph.name) && paragraph.children.length > 0) dropCodes(paragraph, []);
  tree.map((element) => {
    if (element.name === 'loext:content-control') return element.children;
    if (element.name === 'field:fieldmark') return shownIn(element);
    return /^(field:fieldmark-(start|end)|loext:fieldmark-separator)$/.test(element.name) ? [] : element;
  });
}

interface OpenField {
  texts: { element: XmlElement; at: number }[];
}

function dropCodes(element: XmlElement, open: OpenField[]): void {
  element.children.forEach((child, at) => {
    if (typeof child === 'string') {
      for (const field of open) field.texts.push({ element, at });
    } else if (child.name === 'field:fieldmark-start') open.push({ texts: [] });
    else if (child.name === 'field:fieldmark-end') open.pop();
    else if (child.name === 'loext:fieldmark-separator') {
      for (const text of open.pop()?.texts ?? []) text.element.children[text.at] = '';
    } else dropCodes(child, open);
  });
}

/** What a field without text of its own draws: the chosen entry of its list, or a box. */
function shownIn(field: XmlElement): Node[] {
  const said = field
    .elements('field:param')
    .map((param) => [param.ns('field:name') ?? '', param.ns('field:value') ?? ''] as const);
  if (/CHECKBOX$/.test(field.ns('field:type') ?? '')) {
    const isTicked = said.some(([name, value]) => /Checked$/.test(name) && /^(true|1)$/.test(value));
    return [isTicked ? '\u2612' : '\u2610'];
  }
  const entries = said.filter(([name]) => /ListEntry$/.test(name));
  const chosen = said.find(([name]) => /Selected$/.test(name));
  return [entries[Number(chosen?.[1] ?? -1)]?.[1] ?? ''];
}

/**
 * What programs write beyond the standard: how something looks stays; what says or keeps something (names of fields, who signs,
 * where data came from) goes. @throws Refused where there is text in what nobody knows: it may be shown or not.
 */
function cleanExtensions(element: XmlElement): void {
  if (LOOKS_ONLY.has(element.name)) return;
  element.children = element.children.filter((child) => {
    if (typeof child === 'string' || !EXTENSION.test(child.name) || LOOKS.test(child.name)) return true;
    if (child.text().trim() !== '') throw new Refused('foreign-content');
    return false;
  });
  if (!EXTENSION.test(element.name))
    for (const { raw, name, value } of [...element.canonicalAttributes()])
      if (EXTENSION.test(name) && !DRAWN_BY.test(name) && !MEASURE.test(value))
        element.attributes.delete(raw);
  for (const child of element.elements()) cleanExtensions(child);
}

/** Do spans that are hidden make up all of a paragraph? Then it takes no room, as one that is hidden as a whole. */
function isWhollyOff(
  paragraph: XmlElement,
  isOff: (family: string, element: XmlElement) => boolean | undefined,
): boolean {
  const spans = paragraph.children.filter((child) => typeof child !== 'string' || child.trim() !== '');
  return (
    spans.length > 0 &&
    spans.every(
      (child) => typeof child !== 'string' && child.name === 'text:span' && isOff('text', child) === true,
    )
  );
}

/** Lists and cells from which everything went. */
function fillEmptied(tree: XmlElement): void {
  for (const list of ['text:list-item', 'text:list'])
    tree.prune((element) => element.name === list && element.elements().length === 0);
  for (const cell of tree.all('table:table-cell'))
    if (cell.elements().length === 0 && cell.ns('office:value-type') === 'string')
      cell.setNs('office:string-value', undefined);
}

/** What stands behind the links of pictures and objects: its path in the copy, undefined where it stays behind. */
export interface Drawn {
  picture(path: string): Promise<string | undefined>;
  object(path: string): Promise<string | undefined>;
}

const HREF = 'xlink:href';
/** Elements that lead somewhere when they are clicked. */
const LINKS = new Set(['text:a', 'draw:a']);
/** Elements that show a picture. */
const PICTURES = new Set(['style:background-image', 'draw:fill-image', 'text:list-level-style-image']);

const pathOf = (href: string): string => href.replace(/^\.\//, '').replace(/\/$/, '');

/** Brings along what is shown, under new names, and takes away links that lead to drives and into what stays behind. */
export async function settleLinks(tree: XmlElement, drawn: Drawn, ledger: Ledger): Promise<void> {
  const settled = new Set<XmlElement>();
  const gone = new Set<XmlElement>();
  for (const frame of tree.all('draw:frame')) {
    for (const element of await settleFrame(frame, drawn)) gone.add(element);
    for (const element of frame.elements()) if (element.ns(HREF) !== undefined) settled.add(element);
  }
  for (const element of tree.all()) {
    const href = element.ns(HREF);
    if (href === undefined || settled.has(element) || LINKS.has(element.name)) continue;
    const path = PICTURES.has(element.name) ? await drawn.picture(pathOf(href)) : undefined;
    if (path === undefined) {
      if (PICTURES.has(element.name) && isElsewhere(href)) throw new Refused('foreign-content');
      if (href !== '') ledger.add('other-parts');
      gone.add(element);
    } else element.setNs(HREF, path);
  }
  tree.prune((element) => gone.has(element));
  tree.map((element) => {
    if (!LINKS.has(element.name)) return element;
    const href = element.ns(HREF) ?? '';
    element.setNs('office:name', undefined);
    if (href.startsWith('#') || isOpenLink(href)) return element;
    ledger.add('links');
    return element.children;
  });
}

/** @returns what of a frame goes. @throws Refused where nothing would be left to show. */
async function settleFrame(frame: XmlElement, drawn: Drawn): Promise<XmlElement[]> {
  const gone: XmlElement[] = [];
  const objects = [...frame.elements('draw:object'), ...frame.elements('draw:object-ole')];
  const images = frame.elements('draw:image');
  let shown = false;
  for (const object of objects) {
    const href = object.ns(HREF);
    const path =
      href !== undefined && object.name === 'draw:object' && !shown
        ? await drawn.object(pathOf(href))
        : undefined;
    if (path === undefined) gone.push(object);
    else {
      object.setNs(HREF, `./${path}`);
      object.children = [];
      shown = true;
    }
  }
  // Programs draw formulas and charts afresh: a picture of an earlier one may say something else.
  if (shown) return [...gone, ...images];
  let refused: unknown;
  for (const image of images) {
    const path = shown ? undefined : await pictureOf(image, drawn).catch(keep);
    if (path === undefined) gone.push(image);
    else {
      image.setNs(HREF, path);
      shown = true;
    }
  }
  function keep(error: unknown): undefined {
    if (!(error instanceof Refused)) throw error;
    refused = error;
  }
  if (!shown && refused) throw refused;
  // A picture that is fetched from elsewhere, or that stands in the text itself, would be lost.
  if (!shown && images.some((image) => isElsewhere(image.ns(HREF)))) throw new Refused('foreign-content');
  if (!shown && objects.length > 0) throw new Refused('foreign-content');
  return gone;
}

/** Is what this leads to not in the package: on a drive, in the web, or nowhere? */
const isElsewhere = (href: string | undefined): boolean =>
  href === undefined || /^([a-z][a-z\d+.-]*:|\/|\.\.\/)/i.test(href);

async function pictureOf(image: XmlElement, drawn: Drawn): Promise<string | undefined> {
  const href = image.ns(HREF);
  return href === undefined ? undefined : drawn.picture(pathOf(href));
}

/** @throws Refused where a picture is shown in part. */
export function refuseCropped(tree: XmlElement, styles: OdfStyles): void {
  for (const frame of tree.all('draw:frame')) {
    if (frame.first('draw:image') === undefined) continue;
    const style = frame.ns('draw:style-name') ?? frame.ns('presentation:style-name');
    if (styles.get('graphic', style, 'cropped') ?? styles.get('presentation', style, 'cropped'))
      throw new Refused('cropped');
  }
}
