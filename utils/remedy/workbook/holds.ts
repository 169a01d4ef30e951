// Whether what a formula says still holds in the copy, over all the sheets of a workbook.

import { overlaps } from './area.ts';
import { type SheetFacts, staysSeen, staysWhole } from './facts.ts';
import { parseFormula } from './formula.ts';

/** The texts that stay: a text written out in a formula may stay where it is seen anyway. */
export class SeenTexts {
  private readonly texts = new Set<string>();

  add(text: string): void {
    this.texts.add(text.trim().toLowerCase());
  }

  /** Does this very text stand in a cell that is seen? */
  has(text: string): boolean {
    return this.texts.has(text.trim().toLowerCase());
  }

  /** A literal may stay where it says nothing, is a number format, or stands in a cell that is seen. */
  allows(literal: string): boolean {
    const text = literal.trim().toLowerCase();
    if (!/[\p{L}\p{N}]/u.test(text)) return true;
    if (/^[dmyhs#0.,:/ \-%]+$/.test(text)) return true;
    return this.texts.has(text.replace(/^[<>=]+/, '').replaceAll('*', ''));
  }
}

/** Words by which people are named in the columns that are emptied. */
export class NamedWords {
  private readonly words = new Set<string>();

  add(text: string): void {
    for (const word of wordsOf(text)) this.words.add(word);
  }

  /** Does a text have one of them in it? */
  isIn(text: string): boolean {
    return this.words.size > 0 && wordsOf(text).some((word) => this.words.has(word));
  }
}

/** Words of three letters or more, and numbers of four digits or more: shorter ones are everywhere. */
const wordsOf = (text: string): string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).flatMap((word) => [
    ...(word.match(/\p{L}{3,}/gu) ?? []),
    ...(/\p{N}{4,}/u.test(word) ? [word] : []),
  ]);

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

  /** Does a cell that is seen say this and nothing else? */
  isSeen(text: string): boolean {
    return this.seen.has(text);
  }

  /** Is nothing that is seen lost from the cells that it refers to? What was in hidden rows and columns does not count. */
  seenCells(formula: string, own: SheetFacts): boolean {
    const parsed = parseFormula(formula);
    if (!parsed || parsed.areas.length === 0 || parsed.literals.length > 0) return false;
    return parsed.areas.every((area) => {
      const facts = this.sheetOf(area.sheet, own);
      return facts !== undefined && staysSeen(facts, area);
    });
  }

  /** Does it refer to cells that are emptied because they name people? */
  isMasked(formula: string, own: SheetFacts): boolean {
    return (parseFormula(formula)?.areas ?? []).some((area) =>
      this.sheetOf(area.sheet, own)?.masked.some((masked) => overlaps(masked, area)),
    );
  }

  private sheetOf(name: string | undefined, own: SheetFacts): SheetFacts | undefined {
    return name === undefined ? own : this.sheets.get(name.toLowerCase());
  }

  private parsed(
    { areas, literals }: NonNullable<ReturnType<typeof parseFormula>>,
    own: SheetFacts,
  ): boolean {
    if (!literals.every((literal) => this.seen.allows(literal))) return false;
    return areas.every((area) => {
      const facts = this.sheetOf(area.sheet, own);
      return facts !== undefined && staysWhole(facts, area);
    });
  }
}
