// Another reading of a text: lines of a log, a chat, a calendar or a dump, each of which names somebody in the same place, whatever
// stands around. Who is named is read as a list.
import { headingOf } from '../../../lexicon/headers.ts';
import { personsWithin } from '../cells/within.ts';
import type { Mentioned } from './mentioned.ts';

/** Lines that are looked at; longer ones, and sentences, are prose. */
const LOOKS = { lines: 20_000, longest: 400, words: 9 };
/** After so many lines, with fewer people than this share of them, nothing more is looked at. */
const IN_VAIN = { lines: 200, share: 0.1 };
/** Lines that begin in one way, up to the name; and share of all lines, where what stands before the names only has the same form. */
const SAME = { lines: 6, share: 0.5 };
/** Letters before a name that are compared. */
const BEFORE = 32;

/** `(2010)`: a study is cited. */
export const STUDY = /\((?:1[89]|20)\d\d[a-z]?\)/;

interface Named {
  /** What stands before the name, back to the one before it: figures as `#`; `^` where it is nothing. */
  before: string;
  line: number;
  isLogin: boolean;
  person: Mentioned;
}

export class WithinLines {
  private count = 0;
  private sure: Named[] = [];
  /** Who may be named, if others are in the same place. */
  private likely: Named[] = [];

  add(text: string, row: number): void {
    if (this.isOver || text.length > LOOKS.longest) return;
    if (/[.!?]$/.test(text) && text.split(' ').length > LOOKS.words) return;
    this.count++;
    if (STUDY.test(text)) return;
    let end = 0;
    for (const { name, number, from, to, isSure } of personsWithin(text)) {
      const before = text
        .slice(Math.max(end, from - BEFORE), from)
        .replace(/\d+/g, '#')
        .trim();
      end = to;
      (isSure ? this.sure : this.likely).push({
        before: before === '' ? '^' : before,
        line: this.count,
        isLogin: /^\p{Ll}/u.test(text.slice(from, to)),
        person: { row, name, number, flags: 0, isSure },
      });
    }
  }

  /** Whether nothing more is looked at. */
  get isOver(): boolean {
    return (
      this.count >= LOOKS.lines ||
      (this.count >= IN_VAIN.lines && this.sure.length < IN_VAIN.share * this.count)
    );
  }

  /** The people of such lines, and the heading that stands before their names, if one does; nothing where there is no such list. */
  list(): { people: Mentioned[]; heading: string; isBare: boolean } | undefined {
    const groups = Map.groupBy(this.sure, ({ before }) => before);
    const same = [...groups.values()]
      .filter((named) => named.length >= SAME.lines && named[0]?.before !== '^')
      .sort((a, b) => b.length - a.length);
    const formed = this.sure.filter(({ before }) => before === '^' || /[^\p{L}\s]$/u.test(before));
    const lines = new Set(formed.map(({ line }) => line)).size;
    const isFormed = formed.length >= SAME.lines && lines >= SAME.share * this.count;
    const chosen = isFormed ? formed : same[0];
    if (!chosen) return undefined;
    const places = new Set(chosen.map(({ before }) => before));
    const likely = this.likely.filter(({ before }) => places.has(before));
    const people = [...chosen, ...likely].map(({ person }) => person).sort((a, b) => a.row - b.row);
    // Lines that begin with a name are a list, which is read as one by its headings, unless they begin with log-ins.
    const bare = chosen.filter(({ before, isLogin }) => before === '^' && !isLogin).length;
    const isBare = bare >= 0.5 * chosen.length;
    return { people, heading: !isFormed && chosen[0] ? wordBefore(chosen[0]) : '', isBare };
  }
}

/** The word before the names, where it is a heading: `author=`, `user: `. */
function wordBefore({ before }: Named): string {
  const word = before.match(/[\p{L}_-]{2,24}/gu)?.at(-1) ?? '';
  return headingOf(word) ? word : '';
}
