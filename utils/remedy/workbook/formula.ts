// Does a formula still hold once the hidden cells are gone? It does where it is made of cells that stay, known functions,
// numbers and texts that are seen anyway; any other becomes the value that it shows.

import { type Area, columnIndex, columnLetters } from './area.ts';

/** A place that a formula refers to. */
interface Reference extends Area {
  /** The sheet's name; undefined for the formula's own. */
  sheet: string | undefined;
}

interface Parsed {
  /** Every place that it refers to. */
  areas: Reference[];
  /** Texts written out in it. */
  literals: string[];
}

const LAST_ROW = 1_048_575;
export const LAST_COL = 16_383;

/**
 * Functions whose result follows from their arguments alone. Those that look at which rows are hidden (SUBTOTAL), that
 * build references out of texts (INDIRECT, OFFSET) or that ask other programs are not among them.
 */
const FUNCTIONS = new Set(
  `ABS ACOS AND ASIN ATAN ATAN2 AVERAGE AVERAGEA AVERAGEIF AVERAGEIFS CEILING CHAR CHOOSE CLEAN CODE COLUMN COLUMNS
  CONCATENATE CONCAT TEXTJOIN CORREL COS COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS DATE DATEVALUE DATEDIF DAY DAYS DAYS360 EDATE EOMONTH
  EVEN EXACT EXP FACT FALSE FIND FIXED FLOOR FORECAST FREQUENCY GEOMEAN HLOOKUP HOUR IF IFERROR IFNA IFS INDEX INT INTERCEPT
  ISBLANK ISERR ISERROR ISEVEN ISLOGICAL ISNA ISNONTEXT ISNUMBER ISODD ISTEXT LARGE LEFT LEN LN LOG LOG10 LOOKUP LOWER
  MATCH MAX MAXA MAXIFS MEDIAN MID MIN MINA MINIFS MINUTE MOD MODE MONTH MROUND N NA NETWORKDAYS NOT ODD OR PERCENTILE
  PERCENTRANK PI POWER PRODUCT PROPER QUARTILE QUOTIENT RANK REPLACE REPT RIGHT ROUND ROUNDDOWN ROUNDUP ROW ROWS SEARCH
  SECOND SIGN SIN SLOPE SMALL SQRT STDEV STDEVP SUBSTITUTE SUM SUMIF SUMIFS SUMPRODUCT SUMSQ SWITCH T TAN TEXT TIME
  TIMEVALUE TRIM TRUE TRUNC UPPER VALUE VAR VARP VLOOKUP WEEKDAY WEEKNUM WORKDAY XLOOKUP XMATCH YEAR YEARFRAC`.split(
    /\s+/,
  ),
);

const STRING = /"((?:[^"]|"")*)"/y;
const SHEET = /(?:'((?:[^']|'')+)'|([\p{L}_][\p{L}\p{N}_.]*))!/uy;
const CELLS = /(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})(?::(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7}))?(?![\w(.!:])/y;
const COLS = /(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})(?![\w(.!:])/y;
const ROWS = /(\$?)(\d{1,7}):(\$?)(\d{1,7})(?![\w(.!:])/y;
const FUNCTION = /(?:_xlfn\.)?([A-Za-z][A-Za-z0-9.]*)\(/y;
const LOGICAL = /(?:TRUE|FALSE)(?![\w(.!])/iy;
const NUMBER = /\d+(?:\.\d*)?(?:E[+-]?\d+)?|\.\d+(?:E[+-]?\d+)?/iy;
const ERROR = /#(?:N\/A|DIV\/0!|VALUE!|NUM!|NULL!|NAME\?)/iy;
const OPERATOR = /[-+*/^&=<>%(),;\s]/y;

/** Everything that a formula is made of, or undefined where it has something in it that is not known to hold. */
export function parseFormula(formula: string): Parsed | undefined {
  const parsed: Parsed = { areas: [], literals: [] };
  const whole = walk(formula, parsed, 0, 0);
  return whole === undefined ? undefined : parsed;
}

/** The formula as it reads some rows and columns further on (shared formulas). undefined where a place falls off the sheet. */
export function shiftFormula(formula: string, rows: number, cols: number): string | undefined {
  return walk(formula, { areas: [], literals: [] }, rows, cols);
}

function walk(formula: string, parsed: Parsed, rows: number, cols: number): string | undefined {
  let at = 0;
  let out = '';
  let sheet: string | undefined;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(formula);
    if (match) at = pattern.lastIndex;
    return match;
  };
  const row = (fixed: string | undefined, digits: string): number => Number(digits) - 1 + (fixed ? 0 : rows);
  const col = (fixed: string | undefined, letters: string): number =>
    columnIndex(letters) + (fixed ? 0 : cols);
  const add = (firstRow: number, lastRow: number, firstCol: number, lastCol: number): boolean => {
    if (Math.min(firstRow, lastRow, firstCol, lastCol) < 0) return false;
    if (Math.max(firstRow, lastRow) > LAST_ROW || Math.max(firstCol, lastCol) > LAST_COL) return false;
    parsed.areas.push({
      sheet,
      firstRow: Math.min(firstRow, lastRow),
      lastRow: Math.max(firstRow, lastRow),
      firstCol: Math.min(firstCol, lastCol),
      lastCol: Math.max(firstCol, lastCol),
    });
    sheet = undefined;
    return true;
  };
  while (at < formula.length) {
    let m: RegExpExecArray | null;
    if (sheet === undefined) {
      m = take(STRING);
      if (m) {
        parsed.literals.push((m[1] as string).replaceAll('""', '"'));
        out += m[0];
        continue;
      }
      m = take(SHEET);
      if (m) {
        sheet = m[1] === undefined ? m[2] : m[1].replaceAll("''", "'");
        // A workbook in brackets, or a run of sheets: neither is looked after here.
        if (sheet === undefined || /[[\]:]/.test(sheet)) return undefined;
        out += m[0];
        continue;
      }
    }
    m = take(CELLS);
    if (m) {
      const r1 = row(m[3], m[4] as string);
      const c1 = col(m[1], m[2] as string);
      const r2 = m[8] === undefined ? r1 : row(m[7], m[8]);
      const c2 = m[6] === undefined ? c1 : col(m[5], m[6]);
      if (!add(r1, r2, c1, c2)) return undefined;
      out += `${m[1]}${columnLetters(c1)}${m[3]}${r1 + 1}`;
      if (m[8] !== undefined) out += `:${m[5]}${columnLetters(c2)}${m[7]}${r2 + 1}`;
      continue;
    }
    m = take(COLS);
    if (m) {
      const c1 = col(m[1], m[2] as string);
      const c2 = col(m[3], m[4] as string);
      if (!add(0, LAST_ROW, c1, c2)) return undefined;
      out += `${m[1]}${columnLetters(c1)}:${m[3]}${columnLetters(c2)}`;
      continue;
    }
    m = take(ROWS);
    if (m) {
      const r1 = row(m[1], m[2] as string);
      const r2 = row(m[3], m[4] as string);
      if (!add(r1, r2, 0, LAST_COL)) return undefined;
      out += `${m[1]}${r1 + 1}:${m[3]}${r2 + 1}`;
      continue;
    }
    // A sheet's name wants a place behind it.
    if (sheet !== undefined) return undefined;
    m = take(LOGICAL) ?? take(NUMBER) ?? take(ERROR) ?? take(OPERATOR);
    if (m) {
      out += m[0];
      continue;
    }
    m = take(FUNCTION);
    if (m && FUNCTIONS.has((m[1] as string).toUpperCase())) {
      out += m[0];
      continue;
    }
    return undefined;
  }
  return sheet === undefined ? out : undefined;
}
