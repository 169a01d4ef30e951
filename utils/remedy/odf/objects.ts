// Documents inside an OpenDocument file: formulas and charts are drawn by what they say, so they come along cleaned.
import type { XmlElement } from '../package/xml.ts';
import { Refused } from '../remedy.ts';

const MATHML = 'http://www.w3.org/1998/Math/MathML';

/** Is this the content of a formula? It has nothing in it but signs. */
export function isFormula(content: XmlElement): boolean {
  return /(^|:)math$/.test(content.raw) && [...content.scope.values()].includes(MATHML);
}

/** Attributes of a chart that refer to cells. */
const RANGES =
  /^(table:cell-range-address|chart:values-cell-range-address|chart:label-cell-address|chart:label-cell-range)$/;

/**
 * A chart in a workbook draws from its cells: what it keeps of them goes. In a text or on a slide, what it keeps is what
 * it shows.
 * @param sheets names of the sheets that stay; undefined outside of workbooks.
 * @throws Refused where it draws from a sheet that does not stay.
 */
export function cleanChartDocument(content: XmlElement, sheets: ReadonlySet<string> | undefined): void {
  if (!sheets) return;
  for (const element of content.all())
    for (const { name, value } of element.canonicalAttributes())
      if (RANGES.test(name))
        for (const sheet of sheetsIn(value)) if (!sheets.has(sheet)) throw new Refused('no-stored-values');
  for (const table of content.all('table:table'))
    for (const cell of table.all('table:table-cell')) {
      cell.children = [];
      for (const name of ['office:value', 'office:string-value', 'office:value-type'])
        cell.setNs(name, undefined);
    }
}

/** The sheets that `$Data.$A$1:.$A$9 'My sheet'.B1` names. A chart's own table has none. */
function sheetsIn(ranges: string): string[] {
  const found: string[] = [];
  // By quotes: names stand quoted in every second piece, a doubled quote within one as an empty piece between two.
  const pieces = ranges.split("'");
  for (let at = 0; at < pieces.length; at += 2) {
    for (const word of (pieces[at] ?? '').split(/[\s:]/)) {
      const dot = word.indexOf('.');
      if (dot > 0) found.push(word.slice(0, dot).replaceAll('$', ''));
    }
    let quoted = pieces[at + 1];
    while (quoted !== undefined && pieces[at + 2] === '' && at + 3 < pieces.length) {
      quoted += `'${pieces[at + 3]}`;
      at += 2;
    }
    if (quoted !== undefined && pieces[at + 2]?.startsWith('.')) found.push(quoted);
  }
  return found.filter((name) => name !== '' && name !== 'local-table');
}
