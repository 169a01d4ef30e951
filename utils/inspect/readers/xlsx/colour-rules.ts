// Conditional formats that hide whatever stands in their cells: rules that always hold, and whose format gives the letters the
// colour of what is behind them, or shows nothing (`;;;`). Rules that hold for some values only (zeros, errors, repeats) are
// how people keep their tables tidy, and are left alone. The rules stand behind the cells in the file: a sheet that has
// one of these is read once more.
import { CELL_FLAG } from '../../part.ts';
import { type Attributes, isTrue, readXml } from '../ooxml/xml.ts';
import type { CellContext, PartSource, ScanSheet } from './scan.ts';
import { colourOf, type Look } from './styles.ts';

/** A rule for the cells of some ranges, as the sheet has it. */
export interface ColourRule {
  ranges: string;
  type: string;
  operator: string | undefined;
  /** Index into the workbook's differential formats. */
  format: number;
  formula: string;
}

/** A number that is not 0, TRUE, or one of the ways of saying that a cell is not blank. */
const ALWAYS = [
  /^(?:TRUE(?:\(\))?|[1-9]\d*)$/i,
  /^\$?[A-Z]{1,3}\$?\d+<>""$/i,
  /^LEN\((?:TRIM\()?\$?[A-Z]{1,3}\$?\d+\)?\)>0$/i,
  /^NOT\(ISBLANK\(\$?[A-Z]{1,3}\$?\d+\)\)$/i,
];

/** `1=1`, `"a"="a"`: the same constant on both sides. */
function isSameTwice(formula: string): boolean {
  const [left = '', right, more] = formula.split('=', 3);
  return left === right && more === undefined && /^(?:\w+|"\w*")$/.test(left);
}

/** Whether a rule holds for every cell that has something in it. */
export function alwaysHolds({ type, operator, formula }: ColourRule): boolean {
  if (type === 'notContainsBlanks') return true;
  if (type === 'cellIs') return operator === 'notEqual' && /^\s*""\s*$/.test(formula);
  const bare = formula.replace(/\s+/g, '').replace(/^=/, '');
  return type === 'expression' && (isSameTwice(bare) || ALWAYS.some((always) => always.test(bare)));
}

/** The differential formats of a workbook, by their index: what each changes of a cell's look. */
export async function readFormats(
  source: AsyncIterable<Uint8Array>,
  theme: readonly number[],
): Promise<Look[]> {
  const looks: Look[] = [];
  let inFormats = false;
  let inFont = false;
  const colour = (attributes: Attributes) =>
    isTrue(attributes.auto) ? undefined : colourOf(attributes, theme);
  await readXml(source, {
    open(name, attributes) {
      if (name === 'dxfs') inFormats = true;
      else if (!inFormats) return;
      else if (name === 'dxf') looks.push({});
      const look = looks.at(-1);
      if (!look) return;
      if (name === 'font') inFont = true;
      else if (name === 'color' && inFont) look.letters = colour(attributes);
      // A differential format has its plain fill the other way round.
      else if (name === 'bgColor') look.background = colour(attributes);
      else if (name === 'gradientFill') look.mixed = true;
      else if (name === 'patternFill') look.mixed = !/^(?:solid|none|)$/.test(attributes.patternType ?? '');
      else if (name === 'numFmt') look.code = attributes.formatCode;
    },
    close(name) {
      if (name === 'dxfs') inFormats = false;
      else if (name === 'font') inFont = false;
    },
  });
  return looks;
}

export interface Range {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

/** `A1:B9 D4` → bounds from 0. Whole rows and columns go to the sheet's end. */
export function rangesOf(text: string): Range[] {
  const corner = (said: string) => {
    const [, letters = '', digits = ''] = /^\$?([A-Z]*)\$?(\d*)$/i.exec(said) ?? [];
    let column = 0;
    for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
    return { column: column - 1, row: Number(digits || 0) - 1 };
  };
  return text
    .trim()
    .split(/\s+/)
    .map((range) => {
      const [from = '', to = from] = range.split(':');
      const [first, last] = [corner(from), corner(to)];
      return {
        top: Math.max(0, first.row),
        left: Math.max(0, first.column),
        bottom: last.row < 0 ? Number.POSITIVE_INFINITY : last.row,
        right: last.column < 0 ? Number.POSITIVE_INFINITY : last.column,
      };
    });
}

/**
 * How many cells with something in them cannot be seen by a rule.
 * @param styles those of the workbook with the rule's format over them.
 */
export async function countUnseen(
  scan: ScanSheet,
  source: () => PartSource,
  cells: CellContext,
  rule: ColourRule,
  styles: Uint8Array,
): Promise<number> {
  const ranges = rangesOf(rule.ranges);
  let unseen = 0;
  await scan(
    source(),
    { ...cells, styles },
    { write: () => undefined, hiddenColumns: new Uint8Array(0), lowRows: false },
    ({ count, rows, cols, values, flags, strings }) => {
      for (let i = 0; i < count; i++) {
        if (!(flags[i]! & CELL_FLAG.hiddenText) || strings[values[i]!]!.trim() === '') continue;
        const [row, column] = [rows[i]!, cols[i]!];
        if (ranges.some((r) => row >= r.top && row <= r.bottom && column >= r.left && column <= r.right)) {
          unseen++;
        }
      }
    },
  );
  return unseen;
}
