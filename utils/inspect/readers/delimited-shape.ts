// Whether a text is a table, and by which separator: comma, semicolon, tab, bar, and those of old exports.

export const SEPARATORS = [',', ';', '\t', '|', '^', '~'] as const;
export type Separator = (typeof SEPARATORS)[number];

/** Records looked at for the shape. */
const SAMPLE = 400;

/**
 * The separator that divides `text` into a table, or undefined where it is running text.
 * @param text the beginning of the file.
 * @param whole it is all of it; otherwise its last record may be cut off and is left out.
 */
export function separatorOf(text: string, whole: boolean): Separator | undefined {
  // Excel's own hint, which it reads and does not show.
  const hint = /^\ufeff?sep=([,;\t|^~])\r?\n/i.exec(text)?.[1];
  if (hint) return hint as Separator;
  let best: { separator: Separator; score: number } | undefined;
  for (const separator of SEPARATORS) {
    if (!text.includes(separator)) continue;
    const score = tableScore(fieldCounts(text, separator, whole), separator);
    if (score > (best?.score ?? 0)) best = { separator, score };
  }
  return best?.separator;
}

interface Counts {
  /** Fields of each record that is not blank. */
  counts: number[];
  /** Separators followed by a blank: prose has nothing else. */
  spaced: number;
  separators: number;
}

/**
 * A quoted field of so many line ends whose closing quote is followed by more text did not close there: that quote
 * opens another field, and the first one was a stray. A cell holds an address or a note of a few lines.
 */
export const STRAY_LINES = 4;
/** Characters in the head's last field beyond which its quote is a stray: a cell of a spreadsheet holds no more. */
const LONGEST_CELL = 32_767;

/** Fields a record, quotes with separators and line ends in them counted as one field. */
function fieldCounts(text: string, separator: string, whole: boolean): Counts {
  const counts: number[] = [];
  let fields = 1;
  let length = 0;
  let quoted = false;
  let opened = 0;
  let lines = 0;
  let fieldStart = true;
  let spaced = 0;
  let separators = 0;
  for (let i = text.charCodeAt(0) === 0xfeff ? 1 : 0; i <= text.length && counts.length < SAMPLE; i++) {
    if (i === text.length) {
      // Read again from the stray quote. All quotes behind it stand in pairs, so that this happens once.
      const stray = quoted && (whole || (lines >= STRAY_LINES && i - opened > LONGEST_CELL));
      if (!stray) break;
      quoted = false;
      i = opened;
      continue;
    }
    const c = text[i]!;
    if (quoted) {
      if (c === '\n' || (c === '\r' && text[i + 1] !== '\n')) lines++;
      if (c !== '"') continue;
      const next = text[i + 1];
      if (next === '"') i++;
      else {
        quoted = false;
        const ends = next === undefined || next === separator || next === '\n' || next === '\r';
        if (!ends && lines >= STRAY_LINES) i = opened;
      }
      continue;
    }
    if (c === '"' && fieldStart) {
      quoted = true;
      opened = i;
      lines = 0;
      fieldStart = false;
      length++;
    } else if (c === separator) {
      fields++;
      fieldStart = true;
      separators++;
      if (text[i + 1] === ' ') spaced++;
    } else if (c === '\n' || c === '\r') {
      if (length > 0 || fields > 1) counts.push(fields);
      fields = 1;
      length = 0;
      fieldStart = true;
    } else if (c !== ' ') {
      fieldStart = false;
      length++;
    }
  }
  if (whole && (length > 0 || fields > 1) && counts.length < SAMPLE) counts.push(fields);
  return { counts, spaced, separators };
}

/**
 * How much like a table: 0 for none. A table's records have one number of fields; title lines above it and notes below
 * have fewer. Sentences with commas have many numbers, and a blank after each comma.
 */
function tableScore({ counts, spaced, separators }: Counts, separator: Separator): number {
  const several = counts.filter((count) => count > 1);
  if (several.length === 0) return 0;
  const tally = new Map<number, number>();
  for (const count of several) tally.set(count, (tally.get(count) ?? 0) + 1);
  const [mode, times] = [...tally].reduce((a, b) => (b[1] > a[1] || (b[1] === a[1] && b[0] > a[0]) ? b : a));
  const share = several.length / counts.length;
  const agreement = times / several.length;
  const prose = separator === ',' && separators > 0 && spaced / separators > 0.8;
  if (several.length === 1) {
    // One record of several fields: a header without rows. A sentence has blanks after its commas.
    return counts.length === 1 && !prose && (mode > 2 || separator !== ',') ? mode / 100 : 0;
  }
  // Two columns, or blanks after commas, are what sentences have by chance as well: then nearly every line must agree.
  const strict = mode === 2 || prose;
  if (share < (strict ? 0.8 : 0.4) || agreement < (strict ? 0.9 : 0.6)) {
    // Ragged exports: every line is divided, most of them often, and no comma is followed by a blank.
    const ragged = !prose && share > 0.9 && mode > 3 && several.length > 2 && spaced / separators < 0.1;
    return ragged ? 0.1 : 0;
  }
  return share * agreement * (1 + Math.min(mode, 20) / 20);
}
