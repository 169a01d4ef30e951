// Messages by key, with plurals and numbers by language. Pure: where the messages come from is given, so the same
// words are made in the extension (browser.i18n), in tests and in the command line's demo.
import type messages from '../../public/_locales/en/messages.json';

/** Every message that there is: the keys of public/_locales/en/messages.json. */
export type MessageKey = keyof typeof messages;

/** Messages that differ by number: `check_done` for `check_done_one` and `check_done_other`. */
export type PluralKey = MessageKey extends infer K ? (K extends `${infer Base}_other` ? Base : never) : never;

/** A rule id or field as it stands in a message key: `hidden-sheet` → `hidden_sheet`. */
export type Snake<S extends string> = S extends `${infer A}-${infer B}` ? `${A}_${Snake<B>}` : S;

/** `hidden-sheet` → `hidden_sheet`, so that a key can be made from a rule id or a field. */
export function snake<S extends string>(text: S): Snake<S> {
  return text.replaceAll('-', '_') as Snake<S>;
}

export interface Translator {
  /** BCP 47 tag of the language that the messages are in, for `lang` and for number formats. */
  language: string;
  /** The message with `$1`… replaced. Numbers are formatted. */
  t(key: MessageKey, ...values: (string | number)[]): string;
  /** The message for `n` things, by the plural rules of the language. `$1` is `n`, `$2`… the other values. */
  plural(key: PluralKey, n: number, ...values: (string | number)[]): string;
  number(n: number): string;
  /** A day and time where the user is: `30 November 2026, 14:05`. */
  dateTime(time: number): string;
  /** A file size: `284 kB`. */
  size(bytes: number): string;
  /** The same with the force's own words, by language and message key, where policy gives some. */
  withOwn(messages: OwnMessages): Translator;
}

/** The policy's `messages`: language (`en`, `cy`, or with a region), then message key. */
export type OwnMessages = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Reads one message; '' where there is none. The same shape as `browser.i18n.getMessage`. */
export type GetMessage = (key: string, values: string[]) => string;

/** The force's words before Cordon's. Which language is spoken is no word, so that it stays. */
function ownFirst(getMessage: GetMessage, messages: OwnMessages): GetMessage {
  const language = getMessage('languageTag', []);
  const [primary = ''] = language.split('-');
  const own = { ...messages[primary], ...messages[language] };
  const fill = fromMessages(
    Object.fromEntries(Object.entries(own).map(([key, message]) => [key, { message }])),
  );
  return (key, values) =>
    (key !== 'languageTag' && Object.hasOwn(own, key) && fill(key, values)) || getMessage(key, values);
}

const SIZE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A Translator over `getMessage`. */
export function createTranslator(getMessage: GetMessage): Translator {
  const language = getMessage('languageTag', []) || 'en-GB';
  // Browsers carry plural rules for Welsh, but not its number format: British English writes numbers alike.
  const locales = [language, 'en-GB'];
  const numbers = new Intl.NumberFormat(locales);
  const plurals = new Intl.PluralRules(language);
  const put = (key: string, values: (string | number)[]) =>
    getMessage(
      key,
      values.map((value) => (typeof value === 'number' ? numbers.format(value) : value)),
    );
  return {
    language,
    t: (key, ...values) => put(key, values),
    plural: (key, n, ...values) =>
      put(`${key}_${plurals.select(n)}`, [n, ...values]) || put(`${key}_other`, [n, ...values]),
    number: (n) => numbers.format(n),
    dateTime(time) {
      const at = new Date(time);
      // Browsers do not carry the names of Welsh months either.
      const month = put('date_months', []).split(' ')[at.getMonth()] ?? '';
      const clock = [at.getHours(), at.getMinutes()].map((n) => String(n).padStart(2, '0')).join(':');
      return `${at.getDate()} ${month} ${at.getFullYear()}, ${clock}`;
    },
    withOwn: (messages) => createTranslator(ownFirst(getMessage, messages)),
    size(bytes) {
      const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), SIZE_UNITS.length - 1);
      return new Intl.NumberFormat(locales, {
        style: 'unit',
        unit: SIZE_UNITS[power] ?? 'byte',
        // The short form of bytes has no plural: "0 byte".
        unitDisplay: power === 0 ? 'long' : 'short',
        maximumFractionDigits: power > 1 ? 1 : 0,
      }).format(bytes / 1000 ** power);
    },
  };
}

/** GetMessage over the contents of a messages.json: what browser.i18n does, where there is no browser. */
export function fromMessages(entries: Record<string, { message: string }>): GetMessage {
  return (key, values) =>
    entries[key]?.message.replace(/\$(\d)/g, (_, digit: string) => values[Number(digit) - 1] ?? '') ?? '';
}
