// Charts, wherever they stand: what they show stays, the data behind them does not.
import { isTrue } from '../../inspect/readers/ooxml/xml.ts';
import { type Ledger, Refused } from '../remedy.ts';
import type { PartKind } from './copy.ts';
import { namelessShapes, plainPictures } from './kinds.ts';
import type { XmlElement } from './xml.ts';

type Hold = (formula: string, unplotted: boolean) => boolean;

/** Which of what is kept in a chart stays; outside of workbooks nothing does. */
interface Stays {
  /**
   * Does a reference still hold in the copy? `unplotted` where hidden rows and columns are not drawn, so that nothing is lost
   * with what was in them.
   */
  holds: Hold;
  /** Is this text seen in a cell of the copy? */
  isSeen(text: string): boolean;
}
const NOTHING: Stays = { holds: () => false, isSeen: () => false };

const DRAWINGML = 'application/vnd.openxmlformats-officedocument.drawingml';

/**
 * Charts and the shapes drawn upon them. The workbook behind a chart stays behind.
 * @param folder `xl`, `word` or `ppt`.
 */
export function chartKinds(folder: string, ledger: Ledger, stays: Stays = NOTHING): Record<string, PartKind> {
  return {
    chart: {
      stem: `${folder}/charts/chart`,
      type: `${DRAWINGML}.chart+xml`,
      children: { image: 'image', chartUserShapes: 'chartUserShapes', themeOverride: 'themeOverride' },
      implicit: ['themeOverride'],
      clean: (tree) => cleanChart(tree, ledger, stays),
    },
    chartUserShapes: {
      stem: `${folder}/drawings/userShapes`,
      type: `${DRAWINGML}.chartshapes+xml`,
      children: { image: 'image' },
      clean(tree) {
        for (const shape of tree.all()) shape.set('textlink', undefined);
        namelessShapes(tree);
        plainPictures(tree);
      },
    },
  };
}

/** What a chart draws point by point. */
const PLOTTED = new Set(['c:cat', 'c:val', 'c:xVal', 'c:yVal', 'c:bubbleSize']);

/**
 * References that hold stay, without the values kept beside them (every program draws from the cells) but for names that are
 * seen in cells anyway, from which programs make a title; others become the values that the chart shows.
 */
function cleanChart(tree: XmlElement, ledger: Ledger, { holds, isSeen }: Stays): void {
  for (const element of tree.all()) {
    // Labels taken from cells have their texts in an extension: without it the chart would show a placeholder.
    if (/datalabelsRange$/i.test(element.raw)) throw new Refused('new-chart');
  }
  tree.prune(
    (element) =>
      [
        'c:extLst',
        'c:externalData',
        'c:pivotSource',
        'c:pivotFmts',
        'c:printSettings',
        'mc:AlternateContent',
        'a:extLst',
      ].includes(element.name) && !(element.name === 'mc:AlternateContent' && /style/.test(element.inner())),
  );
  for (const element of tree.all('c:pivotFmt')) element.children = [];
  const [visibleOnly] = tree.all('c:plotVisOnly');
  const unplotted = visibleOnly !== undefined && isTrue(visibleOnly.get('val') ?? '1');
  // The name of a series is shown even where the cell that it stands in is hidden.
  const plotted = new Set<XmlElement>();
  for (const data of tree.all())
    if (PLOTTED.has(data.name)) for (const one of data.elements()) plotted.add(one);
  let frozen = 0;
  tree.map((element) => {
    const literal: Record<string, string> = {
      'c:numRef': 'numLit',
      'c:strRef': 'strLit',
      'c:multiLvlStrRef': 'strLit',
    };
    const local = literal[element.name];
    if (local === undefined) return element;
    const formula = element.first('c:f')?.text() ?? '';
    const cache = element.elements().find((child) => /Cache$/.test(child.raw));
    if (holds(formula, unplotted && plotted.has(element))) {
      const texts = plotted.has(element) ? undefined : cache?.elements('c:pt').map((pt) => pt.text());
      const kept = texts?.every(isSeen) ? [cache as XmlElement] : [];
      element.children = [...element.elements('c:f'), ...kept];
      return element;
    }
    frozen++;
    const points = cache?.elements() ?? [];
    if (element.name !== 'c:multiLvlStrRef') return element.sibling(local, {}, points);
    // Literals have one level: the innermost one stands at the axis.
    const [innermost] = cache?.elements('c:lvl') ?? [];
    const count = cache?.first('c:ptCount');
    return element.sibling(local, {}, [...(count ? [count] : []), ...(innermost?.elements() ?? [])]);
  });
  // A series' name and a title have no literals: a name is written as it is, a title becomes rich text.
  for (const tx of tree.all('c:tx')) {
    const literal = tx.elements().find((child) => /(^|:)strLit$/.test(child.raw));
    if (!literal) continue;
    const text = literal
      .elements('c:pt')
      .map((pt) => pt.text())
      .join(' ');
    const ofSeries = seriesOf(tree, tx);
    if (ofSeries) tx.children = [literal.sibling('v', {}, [text])];
    else throw new Refused('no-stored-values');
  }
  ledger.add('chart-to-values', frozen);
}

/** Is this `tx` the name of a series (and not a title's)? */
function seriesOf(tree: XmlElement, tx: XmlElement): boolean {
  for (const series of tree.all('c:ser')) if (series.elements('c:tx').includes(tx)) return true;
  return false;
}
