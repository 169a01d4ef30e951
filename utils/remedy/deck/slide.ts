// One slide, layout or master: what the show shows of it stays.
import { isTrue } from '../../inspect/readers/ooxml/xml.ts';
import type { Backdrop } from '../../inspect/readers/pptx/backdrop.ts';
import type { PartAtWork } from '../package/copy.ts';
import { isCropped, isOpenLink, namelessShapes, plainPictures, refuseBarred } from '../package/kinds.ts';
import type { XmlElement } from '../package/xml.ts';
import { type Ledger, Refused } from '../remedy.ts';
import { objectsToPictures } from './objects.ts';
import { blankPale } from './pale.ts';
import { type Groups, isShapeBeside, SHAPES, within } from './place.ts';

export interface Deck {
  /** Of a slide, in English Metric Units. */
  width: number;
  height: number;
  /** The slides that stay, in lower case. */
  shown: ReadonlySet<string>;
  ledger: Ledger;
}

/** What plays, in place of being shown. */
const MEDIA = /^(a:(videoFile|audioFile|wavAudioFile|quickTimeFile|audioCd)|p:(cMediaNode|sndTgt))$/;

/** Where a click may lead: to another slide, or nowhere. Programs, macros and choices of slides stay behind. */
const OPEN_ACTION = /^(ppaction:\/\/(hlinkshowjump\?|hlinksldjump$|noaction$)|$)/;
const LINKS = new Set(['a:hlinkClick', 'a:hlinkHover', 'a:hlinkMouseOver']);
const TEXT = new Set(['a:rPr', 'a:endParaRPr', 'a:defRPr']);
const FILLS = /^a:(noFill|solidFill|gradFill|blipFill|pattFill|grpFill)$/;

/** Letters of links may keep the text's own colour: that is said in an extension. */
const LINK_COLOUR = '{A12FA001-AC4F-418D-AE19-62706E023703}';

/** Placeholders whose text on a layout or a master is never shown: a slide has its own. Dates name nobody. */
const NEVER_SHOWN = new Set(['ftr', 'hdr']);

/** @param backdrop of a slide, where it is known; of the original, as is `part`. */
export async function cleanSlide(
  tree: XmlElement,
  part: PartAtWork,
  deck: Deck,
  backdrop?: Backdrop,
): Promise<void> {
  refuseBarred(part.relationships);
  for (const element of tree.all()) {
    if (element.name === 'p:contentPart' || element.raw.endsWith(':contentPart'))
      throw new Refused('foreign-content');
    if (element.name === 'p:controls' && element.elements().length > 0) throw new Refused('controls');
    if (/chartex/i.test(element.get('uri') ?? '')) throw new Refused('new-chart');
    if (MEDIA.test(element.name)) throw new Refused('media');
  }
  chooseContent(tree);
  tree.first('p:cSld')?.set('name', undefined);
  tree.prune(
    ({ name }) =>
      name === 'p:custDataLst' || name === 'p:controls' || name === 'p:extLst' || name === 'p:sndAc',
  );
  await objectsToPictures(tree, part);
  dropUnseen(tree, deck);
  deck.ledger.add('hidden-text', emptyCovered(tree) + blankPale(tree, backdrop));
  if (isCropped(tree)) throw new Refused('cropped');
  if (tree.name !== 'p:sld') emptyUnshown(tree);
  closeLinks(tree, part, deck);
  namelessShapes(tree);
  plainPictures(tree);
  tree.prune((element) => element.name === 'a:extLst' && !element.inner().includes(LINK_COLOUR));
}

/** Where a slide offers a newer and an older way to show something: one of them stays. */
function chooseContent(tree: XmlElement): void {
  tree.map((element) => {
    if (element.name !== 'mc:AlternateContent') return element;
    const [choice] = element.elements('mc:Choice');
    const fallback = element.first('mc:Fallback');
    const older = fallback?.elements() ?? [];
    // Formulas: the older way is a picture, which may be of an earlier one.
    if (choice?.get('Requires') === 'a14') {
      element.children = [choice, ...(fallback ? [fallback.sibling('Fallback')] : [])];
      return element;
    }
    if (choice && [...choice.all('p:oleObj')].length > 0 && ![...element.all('p:pic')].length)
      return choice.elements();
    if (older.length === 0 && choice && !/^p:(transition|timing)$/.test(choice.elements()[0]?.name ?? ''))
      throw new Refused('foreign-content');
    return older;
  });
}

/** Shapes that are hidden, or that stand beside the slide, go; what an animation moves can't. */
function dropUnseen(tree: XmlElement, { width, height, ledger }: Deck): void {
  const animated = new Set<string>();
  for (const timing of tree.all('p:timing'))
    for (const element of timing.all()) {
      const id = element.get('spid');
      if (id !== undefined) animated.add(id);
    }
  const gone = new Set<string>();
  const look = (around: XmlElement, groups: Groups, moved: boolean) => {
    around.children = around.children.filter((shape) => {
      if (typeof shape === 'string' || shape.name === 'mc:AlternateContent' || shape.name === 'mc:Choice') {
        if (typeof shape !== 'string') look(shape, groups, moved);
        return true;
      }
      if (!SHAPES.has(shape.name)) return true;
      const [own] = idsOf(shape);
      const isMoved = moved || (own !== undefined && animated.has(own));
      const hidden = propertiesOf(shape)?.get('hidden');
      const rule = isTrue(hidden ?? '0')
        ? 'hidden-text'
        : isShapeBeside(shape, groups, { width, height })
          ? 'off-slide'
          : undefined;
      if (rule === undefined) {
        if (shape.name === 'p:grpSp') look(shape, within(shape, groups), isMoved);
        return true;
      }
      const ids = idsOf(shape);
      if (isMoved || ids.some((id) => animated.has(id))) throw new Refused('animated');
      for (const id of ids) gone.add(id);
      ledger.add(rule);
      return false;
    });
  };
  for (const shapes of tree.all('p:spTree')) look(shapes, [], false);
  // Lines that were tied to a shape stay where they are drawn.
  tree.prune((element) => /^a:(stCxn|endCxn)$/.test(element.name) && gone.has(element.get('id') ?? ''));
}

/** Cells under others that they were merged with. @returns how many had something in them. */
function emptyCovered(tree: XmlElement): number {
  let emptied = 0;
  for (const cell of tree.all('a:tc')) {
    if (!isTrue(cell.get('hMerge') ?? '0') && !isTrue(cell.get('vMerge') ?? '0')) continue;
    if (cell.text().trim() !== '') emptied++;
    cell.prune(({ name }) => /^a:(r|fld|br)$/.test(name) || name === 'mc:AlternateContent');
  }
  return emptied;
}

/** The element that bears a shape's number and name. */
function propertiesOf(shape: XmlElement): XmlElement | undefined {
  for (const group of shape.elements()) if (/^p:nv\w*Pr$/.test(group.name)) return group.first('p:cNvPr');
  return undefined;
}

/** The numbers of a shape and of all in it, its own first. */
function idsOf(shape: XmlElement): string[] {
  return [...shape.all('p:cNvPr')].map((properties) => properties.get('id') ?? '');
}

function emptyUnshown(tree: XmlElement): void {
  for (const shape of tree.all('p:sp')) {
    const [holder] = shape.all('p:ph');
    if (!NEVER_SHOWN.has(holder?.get('type') ?? '')) continue;
    // Not quite empty: a run without any text loses its looks in some programs.
    for (const text of shape.all('a:t')) text.children = [' '];
  }
}

/** Links that lead to hidden slides, to drives or to programs go; the letters look as before. */
function closeLinks(tree: XmlElement, part: PartAtWork, { shown, ledger }: Deck): void {
  const targets = new Map(part.relationships.map((relationship) => [relationship.id, relationship]));
  const leads = (link: XmlElement): boolean => {
    const id = link.ns('r:id') ?? '';
    const target = targets.get(id);
    if (!OPEN_ACTION.test(link.get('action') ?? '')) return false;
    if (id === '') return true;
    return target?.external ? isOpenLink(target.target) : shown.has((target?.target ?? '').toLowerCase());
  };
  for (const holder of tree.all()) {
    for (const link of holder.elements()) {
      if (!LINKS.has(link.name)) continue;
      link.set('tooltip', undefined);
      link.set('invalidUrl', undefined);
      link.prune((element) => element.name === 'a:snd');
      if (leads(link)) continue;
      ledger.add('links');
      holder.children = holder.children.filter((child) => child !== link);
      if (link.name === 'a:hlinkClick' && TEXT.has(holder.name)) showAsLink(holder, link);
    }
  }
}

/** Letters of a link are underlined, in the theme's colour for links unless an extension says otherwise. */
function showAsLink(letters: XmlElement, link: XmlElement): void {
  letters.set('u', 'sng');
  if (link.inner().includes(LINK_COLOUR)) return;
  const outline = letters.elements('a:ln');
  const rest = letters.elements().filter(({ name }) => name !== 'a:ln' && !FILLS.test(name));
  const fill = letters.below('a:solidFill', {}, [letters.below('a:schemeClr', { val: 'hlink' })]);
  letters.children = [...outline, fill, ...rest];
}
