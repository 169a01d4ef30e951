// The second look at a worksheet: writes it as it is seen. Hidden rows and columns stay hidden and are emptied, so that
// nothing moves and every reference still points to where it pointed.
import { CELL_FLAG } from '../../inspect/part.ts';
import { isTrue } from '../../inspect/readers/ooxml/xml.ts';
import type { PartAtWork } from '../package/copy.ts';
import { isOpenLink } from '../package/kinds.ts';
import { streamXml, type XmlElement } from '../package/xml.ts';
import { type Ledger, Refused } from '../remedy.ts';
import { areaOf, columnLetters, overlaps } from './area.ts';
import { cellKey, isColoured, isMasked, type SheetFacts } from './facts.ts';
import { shiftFormula } from './formula.ts';
import type { Holds, NamedWords } from './holds.ts';
import type { UsedStyles } from './parts.ts';

export interface SheetCopy {
  facts: SheetFacts;
  holds: Holds;
  /** Words of the texts that go because they name somebody. */
  named: NamedWords;
  styles: Uint8Array;
  /** The values of formulas are placeholders. */
  recalculated: boolean;
  /** Old number of a shared string → new one; -1 where it went. */
  strings: Int32Array;
  /** Told of each style that something in the sheet has. */
  used: UsedStyles;
  /** It is the first sheet that is seen: the workbook opens on it. */
  active: boolean;
  ledger: Ledger;
}

/** What may stand in a worksheet beside the cells (ECMA-376 part 1, 18.3.1.99): everything else stays behind. */
const KEPT = new Set(
  `x:sheetPr x:dimension x:sheetViews x:sheetFormatPr x:cols x:sheetData x:sheetProtection x:autoFilter x:mergeCells
  x:conditionalFormatting x:hyperlinks x:printOptions x:pageMargins x:pageSetup x:headerFooter x:rowBreaks
  x:colBreaks x:ignoredErrors x:drawing x:picture x:tableParts x:extLst`.split(/\s+/),
);

/** Extensions of a sheet that are seen and can be kept: colour rules and sparklines of 2010. */
const KEPT_EXTENSIONS = /^\{(78C0D931-6437-407d-A8EE-F0AAD7539E65|05C60535-1F16-4fd2-B633-F4F36F0B64E0)\}$/i;

/** Writes a worksheet. @param part for the relationships of what comes along. */
export function writeSheet(part: PartAtWork, sheet: SheetCopy): AsyncIterable<string> {
  const { facts, ledger } = sheet;
  let row = -1;
  let col = -1;
  let frozen = 0;
  const keptRelations = new Map(part.relationships.map((r) => [r.id, r]));
  const emptiedCols = new Set<number>();
  const used = new Set<string>();

  function cell(c: XmlElement, hiddenRow: boolean): XmlElement | undefined {
    const at = areaOf(c.get('r'));
    col = at ? at.firstCol : col + 1;
    const here = { row: at ? at.firstRow : row, col };
    const key = cellKey(here.row, here.col);
    const forced = facts.forced.get(key);
    const head = facts.kept.has(key);
    const any = c.elements().some((e) => e.name === 'x:f' || e.name === 'x:v' || e.name === 'x:is');
    // References are written out, so that cells that go leave no gap behind.
    c.set('r', `${columnLetters(here.col)}${here.row + 1}`);
    c.set('cm', undefined);
    c.set('vm', undefined);
    c.set('ph', undefined);
    c.prune((e) => e.name === 'x:extLst');
    if (forced !== undefined) return withText(c, forced);
    if ((hiddenRow || facts.hiddenCols.has(here.col)) && !head) {
      if (any && !hiddenRow) emptiedCols.add(here.col);
      return undefined;
    }
    if (any && facts.merges.covers(here.row, here.col)) {
      ledger.add('hidden-text');
      return emptied(c);
    }
    if (any && isMasked(facts, here.row, here.col)) return emptied(c);
    if (
      any &&
      ((sheet.styles[Number(c.get('s') ?? 0)] ?? 0) & CELL_FLAG.hiddenText) !== 0 &&
      !isColoured(facts, here.row, here.col)
    ) {
      ledger.add('hidden-text');
      return emptied(c);
    }
    value(c, here.row, here.col);
    return c;
  }

  /** The cell's formula where it holds, and its value. */
  function value(c: XmlElement, r: number, at: number): void {
    const f = c.first('x:f');
    const v = c.first('x:v');
    // What a formula brings here from a column that names people.
    if (f && sheet.named.isIn(v?.text() ?? '')) {
      emptied(c);
      frozen++;
      return;
    }
    if (f) {
      const text = formulaOf(f, r, at);
      if (text !== undefined && sheet.holds.formula(text, facts)) {
        f.attributes.clear();
        f.children = [text];
      } else {
        if (sheet.recalculated || !hasStoredValue(c)) throw new Refused('no-stored-values');
        c.children = c.children.filter((child) => child !== f);
        frozen++;
      }
    }
    const kept = c.first('x:f') !== undefined;
    switch (c.get('t')) {
      case 's': {
        const index = sheet.strings[Number(v?.text() ?? '')] ?? -1;
        if (v && index >= 0) v.children = [String(index)];
        else {
          c.children = kept ? [c.first('x:f') as XmlElement] : [];
          c.set('t', undefined);
        }
        break;
      }
      case 'inlineStr':
        c.prune((e) => e.name === 'x:rPh' || e.name === 'x:phoneticPr');
        break;
      case 'str':
        if (!kept) withText(c, v?.text() ?? '');
        break;
    }
  }

  /** The formula as it stands in this cell; undefined for kinds that become values. */
  function formulaOf(f: XmlElement, r: number, at: number): string | undefined {
    const type = f.get('t') ?? 'normal';
    if (type === 'normal') return f.text();
    if (type !== 'shared') return undefined;
    const master = facts.shared.get(f.get('si') ?? '');
    return master && shiftFormula(master.formula, r - master.row, at - master.col);
  }

  const useStyle = (style: string | undefined) => sheet.used.cells.add(Number(style ?? 0));

  function writeRow(element: XmlElement): XmlElement {
    row = Number(element.get('r') ?? 0) > 0 ? Number(element.get('r')) - 1 : row + 1;
    col = -1;
    element.set('r', row + 1);
    element.set('spans', undefined);
    element.set('ph', undefined);
    const hidden = facts.hiddenRows.has(row);
    const cells: XmlElement[] = [];
    useStyle(element.get('s'));
    for (const c of element.elements('x:c')) {
      const made = cell(c, hidden);
      if (!made) continue;
      useStyle(made.get('s'));
      cells.push(made);
    }
    element.children = cells;
    return element;
  }

  /** Pictures of objects stand in the sheet's drawing, or in one that the old drawing becomes. */
  let drawn = false;
  function child(element: XmlElement): XmlElement | undefined {
    if (element.name === 'x:legacyDrawing' && facts.objects.length > 0 && !drawn) {
      used.add(element.ns('r:id') ?? '');
      return element.sibling('drawing', Object.fromEntries(element.attributes));
    }
    if (!KEPT.has(element.name)) {
      note(element.name);
      return undefined;
    }
    switch (element.name) {
      case 'x:sheetPr':
        element.set('codeName', undefined);
        element.set('filterMode', undefined);
        return element;
      case 'x:cols':
        for (const column of element.elements()) useStyle(column.get('style'));
        return element;
      case 'x:dimension': {
        const { used } = facts;
        if (!used) element.set('ref', 'A1');
        else {
          const first = `${columnLetters(used.firstCol)}${used.firstRow + 1}`;
          const last = `${columnLetters(used.lastCol)}${used.lastRow + 1}`;
          element.set('ref', first === last ? first : `${first}:${last}`);
        }
        return element;
      }
      case 'x:sheetViews':
        element.prune((e) => e.name === 'x:pivotSelection' || e.name === 'x:extLst');
        for (const view of element.elements('x:sheetView')) {
          view.set('tabSelected', sheet.active ? '1' : undefined);
          // Nothing scrolls back to what lies before frozen panes: the copy begins with the first cell, so that it is seen.
          if (/^frozen/.test(view.first('x:pane')?.get('state') ?? '')) view.set('topLeftCell', undefined);
        }
        return element;
      case 'x:autoFilter':
        if (element.children.length > 0) ledger.add('filtered-rows');
        element.children = [];
        return element;
      case 'x:conditionalFormatting':
        return conditional(element);
      case 'x:hyperlinks':
        return hyperlinks(element);
      case 'x:pageSetup':
        element.setNs('r:id', undefined);
        return element;
      case 'x:headerFooter':
        // A picture in a header is a drawing of the old kind, which stays behind: its code would print as nothing.
        // Those of the first page and of even ones are printed only where they are switched on.
        element.children = element
          .elements()
          .filter(
            ({ name }) =>
              !(
                (/:first/.test(name) && !isTrue(element.get('differentFirst') ?? '0')) ||
                (/:even/.test(name) && !isTrue(element.get('differentOddEven') ?? '0'))
              ),
          );
        for (const text of element.elements()) text.children = [text.text().replaceAll('&G', '')];
        return element;
      case 'x:extLst':
        return extensions(element);
      case 'x:tableParts': {
        const tables = element
          .elements()
          .filter((e) => keptRelations.get(e.ns('r:id') ?? '')?.kind === 'table');
        if (tables.length === 0) return undefined;
        for (const table of tables) used.add(table.ns('r:id') ?? '');
        element.children = tables;
        element.set('count', tables.length);
        return element;
      }
      case 'x:drawing':
      case 'x:picture': {
        const relationship = keptRelations.get(element.ns('r:id') ?? '');
        if (!relationship || relationship.external) return undefined;
        drawn ||= element.name === 'x:drawing';
        used.add(relationship.id);
        return element;
      }
      default:
        return element;
    }
  }

  /** Says what stayed behind, where it is more than settings. */
  function note(name: string): void {
    if (name === 'x:dataValidations') ledger.add('input-rules');
    else if (name === 'x:controls') throw new Refused('controls');
    else if (name === 'mc:AlternateContent') ledger.add('other-parts');
  }

  function conditional(element: XmlElement): XmlElement | undefined {
    element.prune((e) => e.name === 'x:extLst' && !e.toString().includes('id>'));
    const before = element.elements('x:cfRule').length;
    element.children = element.elements().filter((rule) => rule.name !== 'x:cfRule' || ruleHolds(rule));
    const after = element.elements('x:cfRule').length;
    ledger.add('format-rules', before - after);
    for (const rule of element.elements('x:cfRule')) sheet.used.rules.add(Number(rule.get('dxfId')));
    return after > 0 ? element : undefined;
  }

  function ruleHolds(rule: XmlElement): boolean {
    const text = rule.get('text');
    if (text !== undefined && !sheet.holds.formula(`"${text.replaceAll('"', '""')}"`, facts)) return false;
    for (const limit of rule.all()) {
      // A number, or a place in the workbook.
      const value = /(^|:)cfvo$/.test(limit.raw) ? (limit.get('val') ?? '') : '';
      if (Number.isNaN(Number(value)) && !sheet.holds.formula(value, facts)) return false;
    }
    for (const formula of rule.all()) {
      if (formula.name !== 'x:formula' && !formula.raw.endsWith(':f')) continue;
      if (!sheet.holds.formula(formula.text(), facts)) return false;
    }
    return true;
  }

  function hyperlinks(element: XmlElement): XmlElement | undefined {
    const links = element.elements().filter((link) => {
      link.set('tooltip', undefined);
      link.set('display', undefined);
      for (const { raw, name } of [...link.canonicalAttributes()])
        if (/uid$/.test(name)) link.attributes.delete(raw);
      const at = areaOf(link.get('ref'));
      if (at && facts.masked.some((masked) => overlaps(masked, at))) return false;
      const id = link.ns('r:id');
      const location = link.get('location');
      if (id !== undefined) {
        const relationship = keptRelations.get(id);
        if (!relationship?.external || !isOpenLink(relationship.target)) return false;
        used.add(id);
        return true;
      }
      return location !== undefined && sheet.holds.formula(location, facts);
    });
    ledger.add('links', element.elements().length - links.length);
    element.children = links;
    return links.length > 0 ? element : undefined;
  }

  function extensions(element: XmlElement): XmlElement | undefined {
    element.children = element.elements().filter((ext) => {
      if (!KEPT_EXTENSIONS.test(ext.get('uri') ?? '')) {
        if (/slicer|timeline/i.test(ext.inner())) throw new Refused('controls');
        return false;
      }
      for (const formula of ext.all()) {
        if (formula.raw.endsWith(':f') && !sheet.holds.formula(formula.text(), facts)) {
          ledger.add('format-rules');
          return false;
        }
      }
      for (const group of ext.all())
        for (const { raw, name } of [...group.canonicalAttributes()])
          if (/uid$/.test(name)) group.attributes.delete(raw);
      return true;
    });
    return element.children.length > 0 ? element : undefined;
  }

  async function* whole(): AsyncGenerator<string> {
    const source = part.copy.pack.source(facts.part).inflated();
    yield* streamXml(source, {
      root(root) {
        for (const { raw, name } of [...root.canonicalAttributes()])
          if (/:uid$/.test(name)) root.attributes.delete(raw);
      },
      container: (element) => element.name === 'x:sheetData',
      child(element, container) {
        if (!container) return child(element);
        return element.name === 'x:row' ? writeRow(element) : undefined;
      },
    });
    for (const relationship of part.relationships)
      if (used.has(relationship.id)) await part.keep(relationship);
    ledger.add('hidden-rows', facts.emptiedRows.length);
    ledger.add('hidden-columns', emptiedCols.size);
    ledger.add('formulas-to-values', frozen);
  }
  return whole();
}

/**
 * Does a cell with a formula say what it shows? Programs that do not calculate leave the value out, or empty; a formula
 * whose text is empty is one of type `str`.
 */
function hasStoredValue(c: XmlElement): boolean {
  return c.get('t') === 'str' || (c.first('x:v')?.text() ?? '').trim() !== '';
}

/** A cell with nothing in it, in its own style. */
function emptied(c: XmlElement): XmlElement {
  c.children = [];
  c.set('t', undefined);
  return c;
}

/** Makes a cell one with this text, in its own style. */
function withText(c: XmlElement, text: string): XmlElement {
  c.set('t', 'inlineStr');
  const t = c.sibling('t', { 'xml:space': 'preserve' }, [text]);
  c.children = [c.sibling('is', {}, [t])];
  return c;
}
