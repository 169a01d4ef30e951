// Slides of an OpenDocument deck: those that the show shows, without notes and without what stands beside them.
import { type OdfStyles, points } from '../../inspect/readers/odf/styles.ts';
import type { XmlElement } from '../package/xml.ts';
import { type Ledger, Refused } from '../remedy.ts';

/** Shapes that may stand anywhere on a slide. */
const SHAPES =
  /^draw:(frame|custom-shape|rect|ellipse|circle|line|connector|polyline|polygon|path|regular-polygon|measure|caption|g)$/;

export function cleanSlides(body: XmlElement, styles: OdfStyles, ledger: Ledger): void {
  const pages = body.elements('draw:page');
  const shown = pages.filter((page) => !styles.get('drawing-page', page.ns('draw:style-name'), 'pageHidden'));
  if (shown.length === 0) throw new Refused('no-visible-sheet');
  ledger.add('hidden-slide', pages.length - shown.length);
  ledger.add('speaker-notes', shown.filter((page) => page.first('presentation:notes')?.text().trim()).length);
  // The declarations of headers and footers stand before the slides; choices of slides, behind them, go.
  const declared = body
    .elements()
    .filter((element) => DECLARATION.test(element.name) && isUsed(element, shown));
  body.children = [...declared, ...shown];
  for (const page of shown) {
    page.children = page.elements().filter(({ name }) => name !== 'presentation:notes');
    dropBeside(page, styles, ledger);
  }
}

const DECLARATION = /^presentation:(header|footer|date-time)-decl$/;

/** Headers and footers that no shown slide uses go with the slides that did. */
function isUsed(element: XmlElement, shown: readonly XmlElement[]): boolean {
  const kind = DECLARATION.exec(element.name)?.[1];
  if (kind === undefined) return true;
  const name = element.ns('presentation:name');
  return shown.some((page) => page.ns(`presentation:use-${kind}-name`) === name);
}

function dropBeside(page: XmlElement, styles: OdfStyles, ledger: Ledger): void {
  const size = styles.page(page.ns('draw:master-page-name'));
  if (!size) return;
  const moved = new Set<string>();
  for (const element of page.all())
    for (const { name, value } of element.canonicalAttributes())
      if (/(^|:)targetElement$/.test(name) || name === 'draw:shape-id') moved.add(value);
  const isBeside = (shape: XmlElement): boolean => {
    const [x, y] = [points(shape.ns('svg:x')), points(shape.ns('svg:y'))];
    if (x === undefined || y === undefined || shape.ns('draw:transform') !== undefined) return false;
    const width = points(shape.ns('svg:width')) ?? 0;
    const height = points(shape.ns('svg:height')) ?? 0;
    return x >= size.width || y >= size.height || x + width < 0 || y + height < 0;
  };
  ledger.add(
    'off-slide',
    page.prune((shape) => {
      if (!SHAPES.test(shape.name) || shape.name === 'draw:g' || !isBeside(shape)) return false;
      for (const inner of shape.all())
        for (const id of [inner.ns('draw:id'), inner.ns('xml:id')])
          if (id !== undefined && moved.has(id)) throw new Refused('animated');
      return true;
    }),
  );
}

/** Masters stay where a slide is drawn upon them; handouts and notes have none. */
export function dropMasters(styles: XmlElement, body: XmlElement): void {
  const used = new Set(body.elements('draw:page').map((page) => page.ns('draw:master-page-name')));
  for (const masters of styles.elements('office:master-styles')) {
    masters.children = masters
      .elements()
      .filter(
        (master) =>
          master.name !== 'style:handout-master' &&
          (master.name !== 'style:master-page' || used.has(master.ns('style:name'))),
      );
    masters.prune((element) => element.name === 'presentation:notes');
  }
}
