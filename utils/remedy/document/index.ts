// A cleaned copy of a text document (.docx, .docm and their templates): changes accepted, comments, hidden text, notes of
// programs and everything that no page shows left behind.

import type { Budget } from '../../inspect/reader.ts';
import { NO_STYLES, type Styles, stylesHandlers } from '../../inspect/readers/docx/styles.ts';
import { OpcPackage } from '../../inspect/readers/ooxml/package.ts';
import { readXml } from '../../inspect/xml/reader.ts';
import { chartKinds } from '../package/chart.ts';
import { type CopyOptions, PackageCopy, type PartKind } from '../package/copy.ts';
import {
  applicationOf,
  DIAGRAM_PARTS,
  isCropped,
  isCroppedVml,
  isOpenLink,
  isStrict,
  namelessShapes,
  noteLeftBehind,
  plainPictures,
  refuseBarred,
  sharedKinds,
} from '../package/kinds.ts';
import { readTree, type XmlElement } from '../package/xml.ts';
import { Ledger, Refused } from '../remedy.ts';
import { acceptChanges } from './changes.ts';
import { closeFields } from './fields.ts';
import { dropHidden, type HidingStyles, hidingStyles } from './hidden.ts';
import { blankUnseen, hasFloating } from './unseen.ts';
import {
  Bookmarks,
  chooseNewer,
  dropHeaders,
  dropNotes,
  hasEvenHeaders,
  notesOf,
  plainControls,
} from './unused.ts';

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml';

/** Settings that change how pages look; all others say who, when and by which template. */
const KEPT_SETTINGS = new Set(
  `w:zoom w:mirrorMargins w:alignBordersAndEdges w:bordersDoNotSurroundHeader w:bordersDoNotSurroundFooter w:gutterAtTop
  w:displayBackgroundShape w:defaultTabStop w:autoHyphenation w:consecutiveHyphenLimit w:hyphenationZone w:doNotHyphenateCaps
  w:evenAndOddHeaders w:bookFoldPrinting w:bookFoldRevPrinting w:drawingGridHorizontalSpacing w:drawingGridVerticalSpacing
  w:displayHorizontalDrawingGridEvery w:displayVerticalDrawingGridEvery w:characterSpacingControl w:footnotePr w:endnotePr
  w:compat m:mathPr w:themeFontLang w:clrSchemeMapping w:decimalSymbol w:listSeparator`.split(/\s+/),
);

/** Around content, and nothing of its own to see. */
const WRAPPERS = new Set(['w:customXml', 'w:smartTag']);

/** Marks of comments, of who may edit what, and of how a text was proofed. */
const MARKS =
  /^w:(commentRangeStart|commentRangeEnd|commentReference|annotationRef|permStart|permEnd|proofErr|customXmlPr|smartTagPr|lastRenderedPageBreak)$/;

export interface DocumentOptions {
  budget: Budget;
  picture: CopyOptions['picture'];
}

/** @throws Refused; Damaged, OverLimit and others of errors.ts where the original cannot be read. */
export async function cleanDocument(
  file: Blob,
  { budget, picture }: DocumentOptions,
): Promise<{ file: Blob; ledger: Ledger }> {
  const ledger = new Ledger();
  const pack = await OpcPackage.open(file, budget);
  const main = await pack.main();
  if (main === undefined || pack.directory.damaged !== undefined || pack.ambiguous > 0)
    throw new Refused('unread');
  const [stylesPart] = await pack.related(main, 'styles');
  const styles = stylesPart ? await readTree(pack.source(stylesPart.target).inflated()) : undefined;
  const hidden = hidingStyles(styles);
  const looks = stylesPart ? await readStyles(pack.source(stylesPart.target).inflated()) : NO_STYLES;
  const bookmarks = new Bookmarks();
  let floating = false;
  for (const part of await textsOf(pack, main)) {
    const tree = await readTree(pack.source(part).inflated());
    bookmarks.look(tree);
    // What floats in headers and footers lies behind the text of their pages.
    floating ||= hasFloating(tree);
  }
  const [settingsPart] = await pack.related(main, 'settings');
  const settings = settingsPart ? await readTree(pack.source(settingsPart.target).inflated()) : undefined;
  const marked = { footnote: new Set<string>(), endnote: new Set<string>() };
  let strict = false;

  const story = (stem: string, type: string, single?: true): PartKind => ({
    stem,
    ...(single ? { single } : {}),
    type: `${WORD}.${type}+xml`,
    children: { image: 'image', chart: 'chart', ...DIAGRAM_PARTS },
    implicit: ['diagramDrawing'],
    clean(tree, part) {
      refuseBarred(part.relationships);
      cleanStory(tree, ledger, hidden);
      bookmarks.drop(tree);
      ledger.add('hidden-text', blankUnseen(tree, looks, !floating));
    },
  });
  /** A part with notes: it is written after the text, which then says which of them it still refers to. */
  const notes = (kind: 'footnote' | 'endnote'): PartKind => {
    const plain = story(`word/${kind}s`, `${kind}s`, true);
    return {
      ...plain,
      async clean(tree, part) {
        ledger.add('hidden-text', dropNotes(tree, kind, marked[kind]));
        await plain.clean?.(tree, part);
      },
    };
  };
  const tidy = (tree: XmlElement) => {
    forgetSaves(tree);
    // What lists and styles are called beside their name, which other programs need.
    tree.prune(({ name }) => name === 'w:aliases');
    for (const list of tree.elements('w:abstractNum')) list.prune(({ name }) => name === 'w:name');
  };
  const document = story('word/document', 'document.main', true);
  const copy = new PackageCopy({
    pack,
    ledger,
    picture,
    get strict() {
      return strict;
    },
    kinds: {
      ...sharedKinds('word'),
      ...chartKinds('word', ledger),
      document: {
        ...document,
        async clean(tree, part) {
          ledger.add('other-parts', dropHeaders(tree, hasEvenHeaders(settings)));
          await document.clean?.(tree, part);
          for (const kind of ['footnote', 'endnote'] as const)
            for (const id of notesOf(tree, kind)) marked[kind].add(id);
        },
        children: {
          ...document.children,
          styles: 'styles',
          numbering: 'numbering',
          settings: 'settings',
          fontTable: 'fontTable',
          theme: 'theme',
          footnotes: 'footnotes',
          endnotes: 'endnotes',
          header: 'header',
          footer: 'footer',
        },
        implicit: [
          'styles',
          'numbering',
          'settings',
          'fontTable',
          'theme',
          'footnotes',
          'endnotes',
          'diagramDrawing',
        ],
      },
      header: story('word/header', 'header'),
      footer: story('word/footer', 'footer'),
      footnotes: notes('footnote'),
      endnotes: notes('endnote'),
      styles: { stem: 'word/styles', single: true, type: `${WORD}.styles+xml`, clean: tidy },
      numbering: {
        stem: 'word/numbering',
        single: true,
        type: `${WORD}.numbering+xml`,
        children: { image: 'image' },
        clean: tidy,
      },
      fontTable: { stem: 'word/fontTable', single: true, type: `${WORD}.fontTable+xml` },
      settings: {
        stem: 'word/settings',
        single: true,
        type: `${WORD}.settings+xml`,
        clean(tree) {
          tree.children = tree.elements().filter((element) => KEPT_SETTINGS.has(element.name));
          tree.prune((element) => element.name === 'w:extLst');
        },
      },
    },
  });
  const root = await readTree(pack.source(main).inflated());
  strict = isStrict(root);
  await noteLeftBehind(pack, [main, ''], ledger);
  const name = await copy.part(main, 'document');
  const type = `${WORD}.document`;
  return { file: await copy.end(name, await applicationOf(pack, strict), type), ledger };
}

async function readStyles(source: AsyncIterable<Uint8Array>): Promise<Styles> {
  const styles: Styles = { defaults: {}, byId: new Map(), shadedTables: new Set(), paragraph: undefined };
  const { handlers, resolve } = stylesHandlers(styles);
  await readXml(source, handlers);
  resolve();
  return styles;
}

/** The parts of a document that have text in them. */
async function textsOf(pack: OpcPackage, main: string): Promise<string[]> {
  const related = await pack.related(main, 'header', 'footer', 'footnotes', 'endnotes');
  return [main, ...related.map(({ target }) => target)];
}

/** Numbers that tell which text was typed in which sitting. */
function forgetSaves(tree: XmlElement): void {
  tree.prune((element) => element.name === 'w:rsid' || element.name === 'w:rsids');
  for (const element of tree.all())
    for (const { raw, name } of [...element.canonicalAttributes()])
      if (/^w:rsid/.test(name)) element.attributes.delete(raw);
}

function cleanStory(tree: XmlElement, ledger: Ledger, hidden: HidingStyles): void {
  for (const element of tree.all()) {
    if (element.name === 'w:altChunk' || element.name === 'w:subDoc') throw new Refused('foreign-content');
    if (element.name === 'w:control') throw new Refused('controls');
    if (element.name === 'w:movie') throw new Refused('media');
    if (/:contentPart$/.test(element.raw)) throw new Refused('foreign-content');
    if (/chartex/i.test(element.get('uri') ?? '')) throw new Refused('new-chart');
  }
  if (isCropped(tree) || [...tree.all('v:imagedata')].some(isCroppedVml)) throw new Refused('cropped');
  ledger.add('tracked-changes', acceptChanges(tree));
  // Deleted text that stands in no change is shown by no program.
  ledger.add(
    'hidden-text',
    tree.prune((element) => element.name === 'w:delText'),
  );
  // Of a list only what was chosen is shown.
  ledger.add(
    'input-rules',
    tree.prune((element) => element.name === 'w:listItem' || element.name === 'w:listEntry'),
  );
  for (const list of tree.all())
    if (list.name === 'w:dropDownList' || list.name === 'w:comboBox') list.setNs('w:lastValue', undefined);
  closeFields(tree);
  ledger.add('hidden-text', dropHidden(tree, hidden));
  tree.prune((element) => MARKS.test(element.name));
  tree.map((element) => {
    if (WRAPPERS.has(element.name)) return element.children;
    // The strict kind has a drawing as the picture of the object.
    if (element.name === 'w:object')
      return element.first('w:drawing')
        ? element.elements('w:drawing')
        : element.sibling('pict', {}, element.children);
    return element;
  });
  ledger.add(
    'embedded-file',
    tree.prune((element) => /^(o:OLEObject|w:objectEmbed|w:objectLink)$/.test(element.name)),
  );
  plainControls(tree);
  chooseNewer(tree);
  ledger.add(
    'hidden-text',
    tree.prune((element) => isHiddenShape(element)),
  );
  for (const element of tree.all()) {
    for (const { raw, name, value } of [...element.canonicalAttributes()]) {
      // A drawing's second version, packed; alt texts; where a picture came from.
      if (
        name === 'o:gfxdata' ||
        (element.name.startsWith('v:') &&
          /^(alt|title|src|althref|target|o:(title|href|althref))$/.test(name))
      )
        element.attributes.delete(raw);
      // A shape of the old kind names where it leads without a relationship.
      if (element.name.startsWith('v:') && name === 'href' && !isOpenLink(value)) {
        element.attributes.delete(raw);
        ledger.add('links');
      }
      if (element.name === 'w:hyperlink' && /^w:(tooltip|docLocation)$/.test(name))
        element.attributes.delete(raw);
    }
  }
  // A table's alt text.
  tree.prune(({ name }) => name === 'w:tblCaption' || name === 'w:tblDescription');
  namelessShapes(tree);
  plainPictures(tree);
  forgetSaves(tree);
}

function isHiddenShape(element: XmlElement): boolean {
  if (element.name.startsWith('v:')) return /visibility\s*:\s*hidden/i.test(element.get('style') ?? '');
  if (element.name !== 'w:drawing') return false;
  return [...element.all('wp:docPr')].some((docPr) => /^(1|true)$/.test(docPr.get('hidden') ?? ''));
}
