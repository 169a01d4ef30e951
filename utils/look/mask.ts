// What may be seen of a value: the first letter of each word of two letters or more, where digits stand, and the marks
// between them. Nothing else of it leaves the worker.

/** Longest value looked at, characters, and the most digits that are shown of one number. */
const LONGEST = 60;
const MOST_DIGITS = 12;
/** Marks that say what kind of value it is: an e-mail, a date, a telephone number. */
const KEPT = new Set(" .,-/@:'()+");

const RUNS = /(\p{L}[\p{L}\p{M}]*)|(\p{N}+)|([\s\S])/gu;

/** `Ainscow` → `A•••`, `PC 1234` → `P••• ####`, `M` → `•`, `j.bell@force.example` → `•.b•••@f•••.e•••`. */
export function maskValue(text: string): string {
  const start = [...text.slice(0, 4 * LONGEST)].slice(0, LONGEST).join('');
  return start.replace(RUNS, (run, letters?: string, digits?: string) => {
    if (letters) {
      const plain = letters.replace(/\p{M}/gu, '');
      const [first = ''] = plain;
      // A word of one letter would be shown whole: M and F in a column of their own say everything.
      return [...plain].length > 1 ? `${first}•••` : '•';
    }
    if (digits) return '#'.repeat(Math.min([...digits].length, MOST_DIGITS));
    return KEPT.has(run) ? run : '·';
  });
}
