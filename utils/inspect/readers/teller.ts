// How a Reader of many parts says what it found: texts in pieces, each thing that is there once. What goes from part to part
// (ooxml/walk.ts) and what reads streams of compound files (ole/office.ts) build on it.
import type { Place } from '../part.ts';
import type { ReadContext } from '../reader.ts';
import type { RuleId } from '../rules.ts';

/** Characters of text in one piece at most. */
export const TEXT_PIECE = 1 << 18;

export class Teller {
  context: ReadContext;
  /** What could not be read to its end. */
  damaged = 0;
  protected readonly said = new Set<string>();
  private readonly counters = new Map<string, number>();

  constructor(context: ReadContext) {
    this.context = context;
  }

  /** 1, 2, 3… for the things of one kind that have no names of their own. */
  next(kind: string): number {
    const count = (this.counters.get(kind) ?? 0) + 1;
    this.counters.set(kind, count);
    return count;
  }

  /** Hands on a text, in pieces where it is long. @param hidden beside how the file itself is hidden. */
  text(place: Place, hidden: readonly RuleId[], text: string): void {
    for (let at = 0; at < text.length; ) {
      let end = Math.min(text.length, at + TEXT_PIECE);
      if (end < text.length) {
        const line = text.lastIndexOf('\n', end);
        if (line > at) end = line + 1;
      }
      const piece = text.slice(at, end);
      if (piece.trim() !== '')
        this.context.sink.text({ place, hidden: [...this.context.hidden, ...hidden], text: piece });
      at = end;
    }
  }

  /** Says that something is there; once for each place, however many parts it comes in. */
  found(
    rule: RuleId,
    place: Place,
    message: string,
    counts?: Record<string, number>,
    medium = false,
    hidden: readonly RuleId[] = [],
  ): void {
    const key = JSON.stringify([rule, place]);
    if (this.said.has(key)) return;
    this.said.add(key);
    this.context.sink.finding({
      rule,
      severity: medium ? 'medium' : 'low',
      where: [...place],
      hidden: [...this.context.hidden, ...hidden, rule],
      message,
      ...(counts ? { counts } : {}),
    });
  }
}
