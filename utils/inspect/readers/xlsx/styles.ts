// What cell styles do to what is seen: which show a number as a date, and which make a text invisible (number format
// `;;;`, letters in the colour of their background).
import { CELL_FLAG } from '../../part.ts';
import { type Attributes, isTrue, readXml } from '../ooxml/xml.ts';

/** Built-in number formats that show dates or times (ECMA-376 part 1, 18.8.30, with the East Asian ones). */
const DATE_FORMATS: readonly (readonly [number, number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];

/** Whether a number format shows a date or time: a date letter outside quotes, brackets and escapes. */
function isDateFormat(code: string): boolean {
  const bare = code
    .replace(/"[^"]*"?/g, '')
    .replace(/\\.|_.|\*./g, '')
    .replace(/\[([^[\]]*)\]/g, (all, inside: string) => (/^(?:h+|m+|s+)$/i.test(inside) ? all : ''))
    .split(';')[0]!;
  if (/general/i.test(bare) && !/[ymdhs]{2}/i.test(bare)) return false;
  return /[ymdhs]/i.test(bare.replace(/E[+-]/gi, ''));
}

/** The 56 colours of `indexed`; 64 is the system's text, 65 its window. */
export const INDEXED =
  '000000FFFFFFFF000000FF000000FFFFFF00FF00FF00FFFF000000FFFFFFFF000000FF000000FFFFFF00FF00FF00FFFF800000008000000080808000800080008080C0C0C08080809999FF993366FFFFCCCCFFFF660066FF80800066CCCCCCFF000080FF00FFFFFF0000FFFF800080800000008080000000FF00CCFFCCFFFFCCFFCCFFFF9999CCFFFF99CCCC99FFFFCC993366FF33CCCC99CC00FFCC00FF9900FF66006666999696960033663399660033003333009933009933663333993333333';

/** Theme colours in the order of `theme=`: lt1, dk1, lt2, dk2, accents, links. Office's own, until the theme part is read. */
const THEME_ORDER = [
  'lt1',
  'dk1',
  'lt2',
  'dk2',
  'accent1',
  'accent2',
  'accent3',
  'accent4',
  'accent5',
  'accent6',
  'hlink',
  'folHlink',
];
export const OFFICE_THEME: readonly number[] = [
  0xffffff, 0x000000, 0xeeece1, 0x1f497d, 0x4f81bd, 0xc0504d, 0x9bbb59, 0x8064a2, 0x4bacc6, 0xf79646,
  0x0000ff, 0x800080,
];

/** Reads a theme part's colours. */
export async function readTheme(source: AsyncIterable<Uint8Array>): Promise<number[]> {
  const theme = [...OFFICE_THEME];
  let slot = -1;
  await readXml(source, {
    open(name, attributes) {
      const index = THEME_ORDER.indexOf(name);
      if (index >= 0) slot = index;
      else if (slot >= 0 && (name === 'srgbClr' || name === 'sysClr')) {
        const value = Number.parseInt((name === 'sysClr' ? attributes.lastClr : attributes.val) ?? '', 16);
        if (Number.isFinite(value)) theme[slot] = value;
        slot = -1;
      }
    },
  });
  return theme;
}

/** 0xRRGGBB, or undefined for automatic. */
export function colourOf(attributes: Attributes, theme: readonly number[]): number | undefined {
  let colour: number | undefined;
  if (attributes.rgb) colour = Number.parseInt(attributes.rgb.slice(-6), 16);
  else if (attributes.theme) colour = theme[Number(attributes.theme)];
  else if (attributes.indexed) {
    const index = Number(attributes.indexed);
    if (index === 65) colour = 0xffffff;
    else if (index < 64) colour = Number.parseInt(INDEXED.slice(index * 6, index * 6 + 6), 16);
  }
  if (colour === undefined || !Number.isFinite(colour)) return undefined;
  const tint = Number(attributes.tint ?? 0);
  return tint ? tinted(colour, tint) : colour;
}

function tinted(colour: number, tint: number): number {
  const channel = (shift: number) => {
    const c = (colour >> shift) & 255;
    return Math.round(tint < 0 ? c * (1 + tint) : c * (1 - tint) + 255 * tint) & 255;
  };
  return (channel(16) << 16) | (channel(8) << 8) | channel(0);
}

/** Whether two colours cannot be told apart on a screen. */
function alike(a: number, b: number): boolean {
  const apart = (shift: number) => Math.abs(((a >> shift) & 255) - ((b >> shift) & 255));
  return Math.max(apart(16), apart(8), apart(0)) <= 4;
}

/**
 * `CELL_FLAG` bits of a cell style.
 * @param code the number format where it is no built-in one.
 * @param letters 0xRRGGBB; undefined for automatic. @param background undefined where it is not one colour.
 */
export function styleFlags(
  id: number,
  code: string | undefined,
  letters: number | undefined,
  background: number | undefined,
): number {
  let flag = 0;
  if (code === undefined ? DATE_FORMATS.some(([a, b]) => id >= a && id <= b) : isDateFormat(code)) {
    flag |= CELL_FLAG.date;
  }
  const invisible = letters !== undefined && background !== undefined && alike(letters, background);
  if (invisible || (code !== undefined && /^\s*;;;\s*$/.test(code))) flag |= CELL_FLAG.hiddenText;
  return flag;
}

/** What a rule's format puts over the look of a cell; what it does not name stays. */
export interface Look {
  letters?: number | undefined;
  background?: number | undefined;
  /** Its fill is a pattern or a gradient, which has no one colour. */
  mixed?: boolean;
  /** A number format. */
  code?: string | undefined;
}

interface Fill {
  /** undefined: a pattern, of which no one colour is the background. */
  background: number | undefined;
}

/**
 * Reads styles: one byte of `CELL_FLAG` bits for each entry of `cellXfs`.
 * @param over what lies over each of them.
 */
export async function readStyles(
  source: AsyncIterable<Uint8Array>,
  theme: readonly number[] = OFFICE_THEME,
  over: Look = {},
): Promise<Uint8Array> {
  const formats = new Map<number, string>();
  const fonts: { colour: number | undefined }[] = [];
  const fills: Fill[] = [];
  const flags: number[] = [];
  let section = '';
  let pattern = 'none';
  await readXml(source, {
    open(name, attributes) {
      if (
        name === 'fonts' ||
        name === 'fills' ||
        name === 'cellXfs' ||
        name === 'cellStyleXfs' ||
        name === 'dxfs'
      ) {
        section = name;
      } else if (name === 'numFmt' && section !== 'dxfs') {
        formats.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
      } else if (section === 'fonts') {
        if (name === 'font') fonts.push({ colour: undefined });
        else if (name === 'color' && fonts.length) {
          fonts[fonts.length - 1]!.colour = isTrue(attributes.auto) ? undefined : colourOf(attributes, theme);
        }
      } else if (section === 'fills') {
        if (name === 'fill') fills.push({ background: 0xffffff });
        else if (name === 'gradientFill' && fills.length) fills[fills.length - 1]!.background = undefined;
        else if (name === 'patternFill' && fills.length) {
          pattern = attributes.patternType ?? 'none';
          fills[fills.length - 1]!.background = pattern === 'none' ? 0xffffff : undefined;
        } else if (name === 'fgColor' && fills.length && pattern === 'solid') {
          fills[fills.length - 1]!.background = colourOf(attributes, theme);
        }
      } else if (section === 'cellXfs' && name === 'xf') {
        const id = Number(attributes.numFmtId ?? 0);
        const code = over.code ?? formats.get(id);
        const letters = over.letters ?? fonts[Number(attributes.fontId ?? 0)]?.colour;
        const own = (fills[Number(attributes.fillId ?? 0)] ?? { background: 0xffffff }).background;
        const background = over.mixed ? undefined : (over.background ?? own);
        flags.push(styleFlags(id, code, letters, background));
      }
    },
    close(name) {
      if (name === section) section = '';
    },
  });
  return Uint8Array.from(flags);
}
