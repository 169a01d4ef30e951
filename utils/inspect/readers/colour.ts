// Colours in documents, and when letters cannot be told from what is behind them.
import { wordTable } from '../word-table.ts';

/** `FFFFFF` for white; undefined where the writer leaves it to the program (`auto`) or it is no colour. */
export type Colour = string | undefined;

/** The colour as six upper-case hex digits. @param value `#ffffff`, `FFFFFF`, `white`, `auto`… */
export function colour(value: string | undefined): Colour {
  if (value === undefined) return undefined;
  const hex = /^#?([0-9a-f]{6})$/i.exec(value)?.[1];
  if (hex) return hex.toUpperCase();
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(value);
  if (short) return `${short[1]}${short[1]}${short[2]}${short[2]}${short[3]}${short[3]}`.toUpperCase();
  return NAMES[value.toLowerCase()];
}

const NAMES = wordTable<string>({
  white: 'FFFFFF',
  black: '000000',
  red: 'FF0000',
  green: '00FF00',
  lime: '00FF00',
  blue: '0000FF',
  yellow: 'FFFF00',
  cyan: '00FFFF',
  aqua: '00FFFF',
  magenta: 'FF00FF',
  fuchsia: 'FF00FF',
  darkblue: '000080',
  navy: '000080',
  darkcyan: '008080',
  darkgreen: '008000',
  darkmagenta: '800080',
  darkred: '800000',
  darkyellow: '808000',
  darkgray: '808080',
  gray: '808080',
  grey: '808080',
  lightgray: 'C0C0C0',
  silver: 'C0C0C0',
});

/** Steps of a channel (of 255) that no eye tells apart on a screen. */
const INDISTINCT = 4;

/** Whether text in one colour on the other cannot be seen. */
export function isSame(a: string, b: string): boolean {
  for (let i = 0; i < 6; i += 2) {
    const difference = Number.parseInt(a.slice(i, i + 2), 16) - Number.parseInt(b.slice(i, i + 2), 16);
    if (!(Math.abs(difference) <= INDISTINCT)) return false;
  }
  return true;
}
