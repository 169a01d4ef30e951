// The signs of RTF: groups, control words, characters, raw bytes. The bytes are gone through once.

export interface RtfHandlers {
  open(): void;
  close(): void;
  /** `\word123`; the parameter is undefined where there is none. */
  word(word: string, parameter: number | undefined): void;
  /** A control symbol: `\~`, `\*`, `\-`… */
  symbol(symbol: string): void;
  /** `\'e9` and plain bytes: what they mean is the code page's to say. */
  bytes(bytes: Uint8Array): void;
  /** The bytes behind `\bin`. */
  binary(bytes: Uint8Array): void;
}

const OPEN = 123;
const CLOSE = 125;
const BACKSLASH = 92;
const QUOTE = 39;

const isLetter = (code: number) => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
const isDigit = (code: number) => code >= 48 && code <= 57;

/** @param check called now and then, so that a long file can be given up. */
export function readTokens(data: Uint8Array, handlers: RtfHandlers, check: () => void): void {
  const one = new Uint8Array(1);
  let at = 0;
  let tokens = 0;
  const { length } = data;
  while (at < length) {
    if ((++tokens & 0xffff) === 0) check();
    const code = data[at]!;
    if (code === OPEN) {
      handlers.open();
      at++;
    } else if (code === CLOSE) {
      handlers.close();
      at++;
    } else if (code === 13 || code === 10 || code === 0) at++;
    else if (code !== BACKSLASH) {
      const from = at;
      while (at < length) {
        const next = data[at]!;
        if (next === OPEN || next === CLOSE || next === BACKSLASH || next === 13 || next === 10) break;
        at++;
      }
      handlers.bytes(data.subarray(from, at));
    } else {
      at++;
      const next = data[at] ?? 0;
      if (next === QUOTE) {
        one[0] = Number.parseInt(String.fromCharCode(data[at + 1] ?? 48, data[at + 2] ?? 48), 16) || 63;
        handlers.bytes(one);
        at += 3;
      } else if (isLetter(next)) {
        const from = at;
        while (at < length && isLetter(data[at]!) && at - from < 64) at++;
        const word = String.fromCharCode(...data.subarray(from, at));
        let parameter: number | undefined;
        const digits = at;
        if (data[at] === 45) at++;
        while (at < length && isDigit(data[at]!) && at - digits < 12) at++;
        if (at > digits) parameter = Number(String.fromCharCode(...data.subarray(digits, at))) || 0;
        if (data[at] === 32) at++;
        if (word === 'bin' && parameter !== undefined && parameter > 0) {
          const end = Math.min(length, at + parameter);
          handlers.binary(data.subarray(at, end));
          at = end;
        } else handlers.word(word, parameter);
      } else {
        handlers.symbol(String.fromCharCode(next));
        at++;
      }
    }
  }
}
