// The force's settings, in one table: shape, strict default and meaning of every key. Types, validation, the browsers'
// managed schema, documentation and samples are all made from it.
import * as v from 'valibot';
import { DEFAULT_LIMITS } from '../inspect/budget.ts';
import { isFingerprints } from '../inspect/fingerprints/format.ts';
import { VERDICTS } from '../inspect/report.ts';
import { isMatchPattern } from './match-pattern.ts';

export const SITE_KINDS = ['publication', 'supplier', 'webmail', 'trusted', 'other'] as const;

/** Reasons that Cordon has words for in every language (message keys `reason_…`). */
export const BUILT_IN_REASONS = ['published', 'agreed', 'required', 'not-personal'] as const;

/** A day. The browsers' timers run for 24 days at most, and what is asked for beyond that is over at once. */
const MOST_SECONDS = 86_400;

const verdict = v.picklist(VERDICTS);
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const filled = v.pipe(v.string(), v.trim(), v.minLength(1));

const pattern = v.pipe(
  v.string(),
  v.maxLength(200),
  v.check((text) => {
    try {
      new RegExp(text, 'u');
      return true;
    } catch {
      return false;
    }
  }),
);

const bySeverity = v.strictObject({
  low: v.exactOptional(verdict),
  medium: v.exactOptional(verdict),
  high: v.exactOptional(verdict),
});

/** Browsers refuse to fetch an address with a password in it. */
const isPlainAddress = (text: string) => {
  if (!URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
};

/** Headers that browsers set themselves, or that say how the body is encoded, which is Cordon's to say. */
const NOT_SETTABLE =
  /^(content-(type|length|encoding)|accept-(charset|encoding)|access-control-.*|connection|cookie2?|date|dnt|expect|host|keep-alive|origin|referer|set-cookie|te|trailer|transfer-encoding|upgrade|via|proxy-.*|sec-.*)$/i;

/** Would a browser send these headers? A name is a token, a value one line of Latin letters. */
const areHeaders = (headers: Record<string, string>) =>
  Object.entries(headers).every(
    ([name, value]) =>
      /^[\w!#$%&'*+.^`|~-]+$/.test(name) &&
      !NOT_SETTABLE.test(name) &&
      /^[\t\x20-\x7e\x80-\xff]*$/.test(value),
  );

/** One key: its shape, the strictest value, and what it does, in words for an administrator. */
interface Key<S extends v.GenericSchema> {
  schema: S;
  strict: v.InferOutput<S>;
  about: string;
}

const key = <const S extends v.GenericSchema>(
  schema: S,
  strict: v.InferOutput<S>,
  about: string,
): Key<S> => ({
  schema,
  strict,
  about,
});

const STRICT_VERDICTS = { low: 'allow', medium: 'warn', high: 'block' } as const;

export const POLICY_KEYS = {
  mode: key(
    v.picklist(['observe', 'warn', 'enforce']),
    'enforce',
    'observe: record only. warn: people may always send anyway, with a reason. enforce: verdicts as they are.',
  ),
  sites: key(
    v.array(
      v.strictObject({
        match: v.array(v.pipe(v.string(), v.check(isMatchPattern, 'Browsers take no such match pattern.'))),
        kind: v.picklist(SITE_KINDS),
      }),
    ),
    [],
    'Sites by match pattern, each with its kind. They go before the bundled catalogue; the first match counts. Kind trusted leaves a site alone.',
  ),
  everywhere: key(
    v.boolean(),
    true,
    'Guard sites that are in no list too, as kind other. Counts as true where sites is wrong or did not arrive.',
  ),
  verdicts: key(
    v.strictObject({
      publication: v.exactOptional(bySeverity),
      supplier: v.exactOptional(bySeverity),
      webmail: v.exactOptional(bySeverity),
      trusted: v.exactOptional(bySeverity),
      other: v.exactOptional(bySeverity),
    }),
    {
      publication: STRICT_VERDICTS,
      supplier: STRICT_VERDICTS,
      webmail: STRICT_VERDICTS,
      trusted: { low: 'allow', medium: 'allow', high: 'allow' },
      other: STRICT_VERDICTS,
    },
    'What a finding of each severity leads to, by kind of site. What is left out stays strict. Where sites is wrong or did not arrive, every site has the strictest of all kinds.',
  ),
  peopleWarn: key(count, 5, 'Distinct people in one finding from which a warning is given.'),
  peopleBlock: key(count, 10, 'Distinct people in one finding from which sending is blocked.'),
  onUninspectable: key(
    verdict,
    'block',
    'What happens to a file that could not be read to its end (password, damage, unknown kind, too large, too slow).',
  ),
  limits: key(
    v.strictObject({
      bytes: v.exactOptional(count),
      seconds: v.exactOptional(v.pipe(count, v.maxValue(MOST_SECONDS))),
      depth: v.exactOptional(count),
      members: v.exactOptional(count),
    }),
    DEFAULT_LIMITS,
    'Bounds for one inspection: bytes unpacked, seconds, depth of nesting, members of archives.',
  ),
  reasons: key(
    v.array(filled),
    [...BUILT_IN_REASONS],
    `Reasons that people can choose for sending anyway: the force's own words, or any of ${BUILT_IN_REASONS.join(', ')}. An empty list takes sending anyway away.`,
  ),
  secondPerson: key(
    v.boolean(),
    false,
    'A file that may not be sent can be released by a second person, who signs it off on the check page and gives the sender a code. Needs releaseKey.',
  ),
  releaseKey: key(
    v.pipe(v.string(), v.regex(/^(.{32,})?$/, 'It has to have 32 characters at least.')),
    '',
    "What codes for a second person's release are made with: at least 32 random characters, the same for senders and reviewers. Without one nobody can release anything.",
  ),
  staffNumberPatterns: key(
    v.array(pattern),
    [],
    "Regular expressions for the force's own staff, collar and pay numbers; a whole value has to match.",
  ),
  staffFingerprints: key(
    v.pipe(
      v.string(),
      v.trim(),
      v.check(isFingerprints, 'It is not what cordon fingerprint made, or it was cut.'),
    ),
    '',
    "The force's own staff list as a filter, made by cordon fingerprint (base64).",
  ),
  contact: key(
    v.strictObject({
      name: v.exactOptional(v.string()),
      email: v.exactOptional(v.string()),
      phone: v.exactOptional(v.string()),
      link: v.exactOptional(v.string()),
    }),
    {},
    'Whom people can ask; shown in warnings and in the popup.',
  ),
  messages: key(
    v.record(v.string(), v.record(v.string(), v.string())),
    {},
    "The force's own words in warnings, popup and check page, by language (en, cy) and message key; the keys stand in public/_locales/en/messages.json.",
  ),
  collector: key(
    v.strictObject({
      endpoint: v.exactOptional(
        v.pipe(
          v.string(),
          v.url(),
          v.regex(/^https?:/),
          v.check(isPlainAddress, 'An address cannot carry a user name or password: use headers.'),
        ),
      ),
      headers: v.exactOptional(
        v.pipe(v.record(v.string(), v.string()), v.check(areHeaders, 'Browsers send no such header.')),
      ),
    }),
    {},
    "The force's own OpenTelemetry collector (OTLP over HTTP). Nothing is sent where there is none.",
  ),
  recordFileNames: key(v.boolean(), false, 'Keep file names in the local record. They can name people.'),
  expectKeys: key(
    v.array(v.string()),
    [],
    'Names of the keys that this policy sets. Browsers drop a key whose value has a wrong type before anybody sees it: one that is named here and does not arrive counts as wrong.',
  ),
} as const;

export type PolicyKey = keyof typeof POLICY_KEYS;
