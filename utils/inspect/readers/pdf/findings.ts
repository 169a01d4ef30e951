// What a PDF's own findings say: one for each way of hiding and page, with how much is there.
import type { ReadContext } from '../../reader.ts';
import type { Severity } from '../../report.ts';
import type { RuleId } from '../../rules.ts';
import type { Amount, PageFindings } from './page.ts';

/** Fewer hidden words a page than this are a page number, a mark for printers, a template's leftover. */
const HANDFUL = 50;
/** Findings of one rule beyond this are told as one for all further pages. */
const MOST_FINDINGS = 25;

/** Rule → what its message says, and how grave it is before people were looked for. */
const SAYINGS: Partial<
  Record<RuleId, { say: (amount: string) => string; severity: (words: number) => Severity }>
> = {
  'covered-text': {
    say: (amount) => `Text can still be read under a box: ${amount}.`,
    severity: () => 'medium',
  },
  'invisible-text': {
    say: (amount) => `The page has text that cannot be seen: ${amount}.`,
    severity: (words) => (words > HANDFUL ? 'medium' : 'low'),
  },
  'pdf-layer-off': {
    say: (amount) => `A layer that is switched off has content: ${amount}.`,
    severity: (words) => (words > HANDFUL ? 'medium' : 'low'),
  },
  'pdf-cropped': {
    say: (amount) => `The cropped part of the page has content: ${amount}.`,
    severity: (words) => (words > HANDFUL ? 'medium' : 'low'),
  },
  'pdf-comments': { say: (amount) => `The page has comments: ${amount}.`, severity: () => 'low' },
};

const UNITS = { words: 'word', images: 'picture', drawings: 'drawing', entries: 'comment' } as const;

/** Gathers while pages are read; `say` afterwards. */
export class Findings implements PageFindings {
  readonly recognised: number[] = [];
  readonly redactions: number[] = [];
  private readonly byRule = new Map<RuleId, Map<number, Amount>>();

  add(rule: RuleId, page: number, amount: Amount): void {
    let pages = this.byRule.get(rule);
    if (!pages) {
      pages = new Map();
      this.byRule.set(rule, pages);
    }
    const sum = pages.get(page) ?? {};
    for (const [unit, count] of Object.entries(amount) as [keyof Amount, number][]) {
      sum[unit] = (sum[unit] ?? 0) + count;
    }
    pages.set(page, sum);
  }

  say(context: ReadContext): void {
    for (const [rule, pages] of this.byRule) {
      const saying = SAYINGS[rule];
      if (!saying) continue;
      for (const { from, to, amount } of joined([...pages])) {
        context.sink.finding({
          rule,
          severity: saying.severity((amount.words ?? 0) / (to - from + 1)),
          where: [...context.place, from === to ? `page ${from}` : `pages ${from} to ${to}`],
          hidden: [...context.hidden, rule],
          message: saying.say(inWords(amount)),
          counts: { ...amount },
        });
      }
    }
    if (this.redactions.length > 0) {
      context.sink.finding({
        rule: 'covered-text',
        severity: 'medium',
        where: [...context.place, pagesOf(this.redactions)],
        hidden: [...context.hidden, 'covered-text'],
        message: 'Redactions were drawn but never carried out: what is under them can still be read.',
        counts: { pages: this.redactions.length },
      });
    }
    if (this.recognised.length > 0) {
      context.sink.finding({
        rule: 'invisible-text',
        severity: 'low',
        where: [...context.place, pagesOf(this.recognised)],
        hidden: [...context.hidden],
        message:
          'Scanned pages carry the text that a program has recognised in the picture. It says what the picture shows.',
        counts: { pages: this.recognised.length },
      });
    }
  }
}

/** Pages behind one another are one finding: a printer's mark on every page is said once. */
function joined(
  pages: readonly (readonly [number, Amount])[],
): { from: number; to: number; amount: Amount }[] {
  const list: { from: number; to: number; amount: Amount }[] = [];
  for (const [page, amount] of pages) {
    const last = list.at(-1);
    if (last && (page === last.to + 1 || list.length >= MOST_FINDINGS)) {
      last.to = page;
      for (const [unit, count] of Object.entries(amount) as [keyof Amount, number][]) {
        last.amount[unit] = (last.amount[unit] ?? 0) + count;
      }
    } else list.push({ from: page, to: page, amount: { ...amount } });
  }
  return list;
}

function inWords(amount: Amount): string {
  return (Object.entries(amount) as [keyof Amount, number][])
    .map(([unit, count]) => `${count} ${UNITS[unit]}${count === 1 ? '' : 's'}`)
    .join(', ');
}

function pagesOf(pages: readonly number[]): string {
  const first = pages[0]!;
  const last = pages.at(-1)!;
  return first === last ? `page ${first}` : `pages ${first} to ${last}`;
}
