// Running text on its way to the Detectors: paragraphs are gathered into blocks, so that a list with one name a line
// is seen as a list, and each block knows which paragraphs it is made of.
import type { Place } from '../part.ts';
import type { RuleId } from '../rules.ts';

/** Characters in a block before it is handed on. */
const BLOCK = 1 << 16;

/** More words than this in a hidden place are worth a warning of their own. */
const HANDFUL_OF_WORDS = 12;

/** Takes a finished block. */
export type GiveText = (place: Place, hidden: readonly RuleId[], text: string) => void;

/** `paragraph 3`, `paragraphs 3 to 9` */
export function range(what: string, first: number, last: number): string {
  return first === last ? `${what} ${first}` : `${what}s ${first} to ${last}`;
}

/** Gathers the paragraphs of one flow of text (a body, a header, a note). */
export class Prose {
  private readonly place: Place;
  private readonly hidden: readonly RuleId[];
  private readonly give: GiveText;
  /** What its paragraphs are called in `where`; undefined where the place says enough. */
  private readonly unit: string | undefined;
  private lines: string[] = [];
  private size = 0;
  private first = 0;
  private last = 0;
  /** Paragraphs with text so far. */
  count = 0;

  constructor(place: Place, hidden: readonly RuleId[], give: GiveText, unit?: string) {
    this.place = place;
    this.hidden = hidden;
    this.give = give;
    this.unit = unit;
  }

  add(text: string, at = ++this.count): void {
    if (text.trim() === '') return;
    if (this.lines.length === 0) this.first = at;
    this.last = at;
    this.lines.push(text);
    this.size += text.length;
    if (this.size > BLOCK) this.flush();
  }

  flush(): void {
    if (this.lines.length === 0) return;
    const place = this.unit ? [...this.place, range(this.unit, this.first, this.last)] : this.place;
    this.give(place, this.hidden, this.lines.join('\n'));
    this.lines = [];
    this.size = 0;
  }
}

/** Words of a text, roughly: runs without white space. */
export function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

/** Whether so many words are more than a stray remark. */
export function isSubstance(words: number): boolean {
  return words > HANDFUL_OF_WORDS;
}
