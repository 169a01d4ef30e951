// Whether what a formula says still holds in the copy, over all the sheets of a workbook.

import { type SheetFacts, staysWhole } from './facts.ts';
import { type Parsed, parseFormula } from './formula.ts';

/** The texts that stay: a text written out in a formula may stay where it is seen anyway. */
export class SeenTexts {
  private readonly texts = new Set<string>();

  add(text: string): void {
    this.texts.add(text.trim().toLowerCase());
  }

  /** A literal may stay where it says nothing, is a number format, or stands in a cell that is seen. */
  allows(literal: string): boolean {
    const text = literal.trim().toLowerCase();
    if (!/[\p{L}\p{N}]/u.test(text)) return true;
    if (/^[dmyhs#0.,:/ \-%]+$/.test(text)) return true;
    return this.texts.has(text.replace(/^[<>=]+/, '').replaceAll('*', ''));
  }
}

export class Holds {
  private readonly sheets: ReadonlyMap<string, SheetFacts>;
  private readonly seen: SeenTexts;
  private readonly known = new Map<string, boolean>();

  constructor(sheets: readonly SheetFacts[], seen: SeenTexts) {
    this.sheets = new Map(sheets.map((facts) => [facts.name.toLowerCase(), facts]));
    this.seen = seen;
  }

  /** @param own the sheet on which the formula stands. */
  formula(formula: string, own: SheetFacts): boolean {
    const key = `${own.name}\n${formula}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const parsed = parseFormula(formula);
    const holds = parsed !== undefined && this.parsed(parsed, own);
    if (this.known.size < 50_000) this.known.set(key, holds);
    return holds;
  }

  private parsed({ areas, literals }: Parsed, own: SheetFacts): boolean {
    if (!literals.every((literal) => this.seen.allows(literal))) return false;
    return areas.every((area) => {
      const facts = area.sheet === undefined ? own : this.sheets.get(area.sheet.toLowerCase());
      return facts !== undefined && staysWhole(facts, area);
    });
  }
}
