// A cleaned copy of a deck of slides (.pptx, .potx, .ppsx and their macro-enabled kinds): the slides that the show shows,
// with the layouts and masters that they use. Notes, comments, hidden slides and what stands beside a slide stay behind.
import type { Budget } from '../../inspect/reader.ts';
import { OpcPackage, type Relationship } from '../../inspect/readers/ooxml/package.ts';
import { isTrue, readXml } from '../../inspect/readers/ooxml/xml.ts';
import { backdrops } from '../../inspect/readers/pptx/backdrop.ts';
import { chartKinds } from '../package/chart.ts';
import { type CopyOptions, PackageCopy, type PartAtWork, type PartKind } from '../package/copy.ts';
import { applicationOf, DIAGRAM_PARTS, isStrict, noteLeftBehind, sharedKinds } from '../package/kinds.ts';
import { readTree, type XmlElement } from '../package/xml.ts';
import { Ledger, Refused } from '../remedy.ts';
import { cleanSlide, type Deck } from './slide.ts';

const PRESENTATION = 'application/vnd.openxmlformats-officedocument.presentationml';

const SLIDE = 'ppt/slides/slide';

/** What may stand in the main part: lists of slides and masters, sizes, and how text looks (ECMA-376 part 1, 19.2.1.26). */
const KEPT = new Set([
  'p:sldMasterIdLst',
  'p:sldIdLst',
  'p:sldSz',
  'p:notesSz',
  'p:kinsoku',
  'p:defaultTextStyle',
]);

/** What PowerPoint takes where a deck does not say how large its slides are. */
const USUAL = { width: 9_144_000, height: 6_858_000 };

export interface DeckOptions {
  budget: Budget;
  picture: CopyOptions['picture'];
}

/** @throws Refused; Damaged, OverLimit and others of errors.ts where the original cannot be read. */
export async function cleanDeck(
  file: Blob,
  { budget, picture }: DeckOptions,
): Promise<{ file: Blob; ledger: Ledger }> {
  const ledger = new Ledger();
  const pack = await OpcPackage.open(file, budget);
  const main = await pack.main();
  if (main === undefined || pack.directory.damaged !== undefined || pack.ambiguous > 0)
    throw new Refused('unread');
  const root = await readTree(pack.source(main).inflated());
  const listed = await listedSlides(pack, main, root);
  const shown: string[] = [];
  for (const slide of listed) if (await isShown(pack, slide)) shown.push(slide);
  if (shown.length === 0) throw new Refused('no-visible-sheet');
  ledger.add('hidden-slide', (await pack.related(main, 'slide')).length - shown.length);

  const size = root.first('p:sldSz');
  const deck: Deck = {
    width: Number(size?.get('cx')) || USUAL.width,
    height: Number(size?.get('cy')) || USUAL.height,
    shown: new Set(shown.map(lower)),
    ledger,
  };
  const { layouts, masters } = await usedBy(pack, shown);
  const backdropOf = backdrops(pack);
  const page = (stem: string, type: string, more: Partial<PartKind>): PartKind => ({
    stem,
    type: `${PRESENTATION}.${type}+xml`,
    ...more,
    children: {
      image: 'image',
      chart: 'chart',
      themeOverride: 'themeOverride',
      ...DIAGRAM_PARTS,
      ...more.children,
    },
    implicit: ['themeOverride', 'diagramDrawing', ...(more.implicit ?? [])],
    async clean(tree, part) {
      await more.clean?.(tree, part);
      await cleanSlide(tree, part, deck, stem === SLIDE ? await backdropOf(part.source) : undefined);
    },
  });
  const copy = new PackageCopy({
    pack,
    ledger,
    picture,
    strict: isStrict(root),
    kinds: {
      ...sharedKinds('ppt'),
      ...chartKinds('ppt', ledger),
      presentation: {
        stem: 'ppt/presentation',
        single: true,
        type: `${PRESENTATION}.presentation.main+xml`,
        children: {
          slide: 'slide',
          slideMaster: 'slideMaster',
          presProps: 'presProps',
          tableStyles: 'tableStyles',
          theme: 'theme',
        },
        implicit: ['presProps', 'tableStyles', 'theme'],
        clean(tree, part) {
          tree.children = tree.elements().filter((element) => KEPT.has(element.name));
          keepListed(tree, 'p:sldIdLst', part, deck.shown);
          keepListed(tree, 'p:sldMasterIdLst', part, masters);
          tree.prune((element) => element.name === 'p:extLst' || element.name === 'a:extLst');
        },
      },
      slide: page(SLIDE, 'slide', {
        children: { slideLayout: 'slideLayout', slide: 'slide' },
        implicit: ['slideLayout'],
      }),
      slideLayout: page('ppt/slideLayouts/slideLayout', 'slideLayout', {
        children: { slideMaster: 'slideMaster' },
        implicit: ['slideMaster'],
      }),
      slideMaster: page('ppt/slideMasters/slideMaster', 'slideMaster', {
        children: { slideLayout: 'slideLayout', theme: 'theme' },
        implicit: ['theme'],
        clean: (tree, part) => keepListed(tree, 'p:sldLayoutIdLst', part, layouts),
      }),
      presProps: {
        stem: 'ppt/presProps',
        single: true,
        type: `${PRESENTATION}.presProps+xml`,
        clean: cleanShow,
      },
      tableStyles: {
        stem: 'ppt/tableStyles',
        single: true,
        type: `${PRESENTATION}.tableStyles+xml`,
        children: { image: 'image' },
        clean(tree) {
          tree.prune((element) => element.name === 'a:extLst');
          tree.elements().forEach((style, at) => {
            style.set('styleName', `Table style ${at + 1}`);
          });
        },
      },
    },
  });
  await noteLeftBehind(pack, [main, '', ...shown, ...layouts, ...masters], ledger);
  const name = await copy.part(main, 'presentation');
  return {
    file: await copy.end(name, await applicationOf(pack, copy.strict), `${PRESENTATION}.presentation`),
    ledger,
  };
}

/** Part names compare without case. */
const lower = (part: string): string => part.toLowerCase();

/** The slides of the show in their order. @throws Refused where one is listed twice, or cannot be found. */
async function listedSlides(pack: OpcPackage, main: string, root: XmlElement): Promise<string[]> {
  const related = await pack.related(main, 'slide');
  const byId = new Map(related.map(({ id, target }) => [id, target]));
  const slides = (root.first('p:sldIdLst')?.elements('p:sldId') ?? []).map((entry) =>
    byId.get(entry.ns('r:id') ?? ''),
  );
  if (slides.some((slide) => slide === undefined) || new Set(slides).size !== slides.length)
    throw new Refused('unread');
  return slides as string[];
}

async function isShown(pack: OpcPackage, slide: string): Promise<boolean> {
  let shown = false;
  await readXml(pack.source(slide).inflated(), {
    open(name, attributes) {
      if (name === 'sld') shown = isTrue(attributes.show ?? '1');
    },
  });
  return shown;
}

/** Layouts and masters that these slides are drawn upon. @throws Refused where one is missing. */
async function usedBy(
  pack: OpcPackage,
  slides: readonly string[],
): Promise<{ layouts: Set<string>; masters: Set<string> }> {
  const layouts = new Set<string>();
  const masters = new Set<string>();
  for (const slide of slides) {
    const [layout] = await pack.related(slide, 'slideLayout');
    const [master] = layout ? await pack.related(layout.target, 'slideMaster') : [];
    if (!layout || !master) throw new Refused('unread');
    layouts.add(lower(layout.target));
    masters.add(lower(master.target));
  }
  return { layouts, masters };
}

/** Leaves the entries of a list that lead to parts that stay. */
function keepListed(tree: XmlElement, list: string, part: PartAtWork, stay: ReadonlySet<string>): void {
  const targets = new Map(part.relationships.map((one: Relationship) => [one.id, one.target]));
  for (const element of tree.elements(list))
    element.children = element
      .elements()
      .filter((entry) => stay.has(lower(targets.get(entry.ns('r:id') ?? '') ?? '')));
  tree.children = tree.elements().filter((element) => element.name !== list || element.children.length > 0);
}

/** How the show runs stays, without a choice of slides and without what programs keep beside it. */
function cleanShow(tree: XmlElement): void {
  tree.children = tree.elements().filter((element) => element.name === 'p:showPr');
  for (const show of tree.elements())
    show.children = show
      .elements()
      .filter(({ name }) => ['p:present', 'p:browse', 'p:kiosk', 'p:penClr'].includes(name));
}
