// A policy in words: what will happen to people and files under it.
import * as v from 'valibot';
import { decode } from '../../utils/inspect/fingerprints/format.ts';
import { SEVERITIES, VERDICTS, type VerdictKind } from '../../utils/inspect/report.ts';
import { CATALOGUE } from '../../utils/policy/catalogue.ts';
import { isWholeWeb, overlap } from '../../utils/policy/match-pattern.ts';
import { type Policy, SITE_KINDS, type SiteKind, STRICT_POLICY } from '../../utils/policy/policy.ts';
import { POLICY_KEYS, type PolicyKey } from '../../utils/policy/schema.ts';
import { isGuarded } from '../../utils/policy/site.ts';
import { isListByMistake, isListLost, isUnwritable, validatePolicy } from '../../utils/policy/validate.ts';
import { naming, type Tree as Settings } from '../deploy/rollout.ts';

type Tree = Record<string, unknown>;

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Cordon's own settings, where a browser's policy file (Chrome, Edge, Firefox) was given. */
export function settingsIn(given: unknown): unknown {
  if (!isTree(given)) return given;
  const policies = isTree(given.policies) ? given.policies : given;
  const third = policies['3rdparty'];
  if (!isTree(third)) return given;
  const extensions = third.extensions ?? third.Extensions;
  if (!isTree(extensions)) return given;
  const all = Object.values(extensions);
  return all.length === 1 ? all[0] : given;
}

const KIND_WORDS: Record<SiteKind, string> = {
  publication: 'sites that publish',
  supplier: "suppliers' sites",
  webmail: 'webmail and file transfer',
  trusted: 'trusted sites',
  other: 'sites in no list',
};

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

function describeList(text: string): string {
  const list = decode(text)?.header;
  return list
    ? `The force's own staff list is used: ${plural(list.people, 'person', 'people')}, made on ${list.made} (${text.length} characters).`
    : "The force's own staff list is not used: its text is not whole.";
}

/** What a sound value means. */
const WORDS: { [K in PolicyKey]: (policy: Policy) => string[] } = {
  mode: ({ mode }) => [
    {
      observe: 'Nothing is stopped and nobody is warned: Cordon only counts.',
      warn: 'Nothing is blocked: whoever is warned may send anyway, with a reason.',
      enforce: 'Files are stopped, warned of or let go, as the other keys say.',
    }[mode],
  ],
  sites: ({ sites }) =>
    sites.length === 0
      ? ['No sites beside the bundled catalogue (docs/sites.md).']
      : sites.map(({ kind, match }) =>
          kind === 'trusted'
            ? `${match.join(', ')}: trusted, Cordon does not look at what is sent there.`
            : `${match.join(', ')}: counts as ${kind}.`,
        ),
  everywhere: ({ everywhere }) => [
    everywhere
      ? 'Sites in no list are guarded too.'
      : 'Sites in no list are NOT guarded: files leave there unseen.',
  ],
  verdicts: ({ verdicts }) =>
    SITE_KINDS.filter((kind) => kind !== 'trusted').map(
      (kind) =>
        `On ${KIND_WORDS[kind]}: ${SEVERITIES.map((severity) => `${severity} → ${verdicts[kind][severity]}`).join(', ')}.`,
    ),
  peopleWarn: ({ peopleWarn }) => [
    `A finding that names ${plural(peopleWarn, 'person', 'people')} or more is warned of.`,
  ],
  peopleBlock: ({ peopleBlock }) => [
    `A finding that names ${plural(peopleBlock, 'person', 'people')} or more is blocked.`,
  ],
  onUninspectable: ({ onUninspectable }) => [
    `A file that cannot be read to its end (password, damage, too large): ${onUninspectable}.`,
  ],
  limits: ({ limits }) => [
    `One inspection may unpack ${limits.bytes} bytes and ${limits.members} members of archives, ${limits.depth} deep, and take ${limits.seconds} s.`,
  ],
  reasons: ({ reasons }) => [
    reasons.length === 0
      ? 'No reasons: nobody can send anyway.'
      : `Whoever is warned may send anyway for one of these reasons: ${reasons.join('; ')}.`,
  ],
  secondPerson: ({ secondPerson, releaseKey }) => [
    secondPerson ? 'A second person can release a blocked file.' : 'Nobody can release a blocked file.',
    ...(secondPerson && releaseKey === ''
      ? ['There is no releaseKey, so that nobody can do so all the same.']
      : []),
  ],
  releaseKey: ({ releaseKey }) => [
    releaseKey === ''
      ? 'No codes can be made.'
      : `Codes are made with a key of ${releaseKey.length} characters.`,
  ],
  staffNumberPatterns: ({ staffNumberPatterns }) => [
    staffNumberPatterns.length === 0
      ? "No patterns for the force's own staff numbers."
      : `Staff numbers look like ${staffNumberPatterns.join(' or ')}.`,
  ],
  staffFingerprints: ({ staffFingerprints }) => [
    staffFingerprints === '' ? "The force's own staff list is not used." : describeList(staffFingerprints),
  ],
  contact: ({ contact }) => {
    const ways = Object.values(contact).filter(Boolean);
    return [
      ways.length === 0 ? 'Warnings name nobody to ask.' : `Warnings name whom to ask: ${ways.join(', ')}.`,
    ];
  },
  messages: ({ messages }) => {
    const languages = Object.keys(messages);
    return [
      languages.length === 0 ? "Cordon's own words." : `The force's own words in ${languages.join(', ')}.`,
    ];
  },
  collector: ({ collector }) => [
    collector.endpoint
      ? `Events go to ${collector.endpoint}${collector.headers ? `, with the headers ${Object.keys(collector.headers).join(', ')}` : ''}.`
      : 'Events stay on the workstation.',
  ],
  recordFileNames: ({ recordFileNames }) => [
    recordFileNames
      ? 'The local record keeps file names, which can name people.'
      : 'File names are not recorded.',
  ],
  expectKeys: ({ expectKeys }) => [
    expectKeys.length === 0
      ? 'Nobody is told of a key that the browser drops because its value has a wrong type.'
      : `Where one of these does not arrive it counts as wrong, and popup and record say so: ${expectKeys.join(', ')}.`,
  ],
};

/** The line that names every key of a policy, to be put into it. */
const expectLine = (written: Tree) =>
  `"expectKeys": ${JSON.stringify(naming(written as Settings).expectKeys)}`;

/** Advice on `expectKeys`, where the policy has none or not all of its keys in it. */
function unexpected(written: Tree, { expectKeys }: Policy): string[] {
  const keys = Object.keys(written).filter((name) => name !== 'expectKeys');
  if (keys.length === 0 || keys.every((name) => expectKeys.includes(name))) return [];
  const left = keys.filter((name) => !expectKeys.includes(name));
  return [
    expectKeys.length === 0
      ? 'expectKeys does not name the keys of this policy.'
      : `expectKeys does not name ${left.join(', ')}.`,
    'Chrome and Edge drop a key whose value has a wrong type; Cordon can tell only of those that are named. The line for it:',
    expectLine(written),
  ];
}

/** How strict a verdict is: the higher, the less gets out. */
const strictness = (verdict: VerdictKind) => VERDICTS.indexOf(verdict);

/** Verdicts by which more gets out than by the strict ones, a line for each kind of site. */
function looserVerdicts({ verdicts }: Policy): string[] {
  return SITE_KINDS.flatMap((kind) => {
    const changed = SEVERITIES.filter(
      (severity) => strictness(verdicts[kind][severity]) < strictness(STRICT_POLICY.verdicts[kind][severity]),
    ).map(
      (severity) =>
        `${severity} → ${verdicts[kind][severity]} (${STRICT_POLICY.verdicts[kind][severity]} by itself)`,
    );
    return changed.length === 0 ? [] : [`verdicts on ${KIND_WORDS[kind]}: ${changed.join(', ')}.`];
  });
}

/** Services of the catalogue that a rule takes out of what is guarded. */
function takenOut({ match }: Policy['sites'][number]): string[] {
  return CATALOGUE.filter((entry) =>
    entry.match.some((theirs) => match.some((ours) => overlap(ours, theirs))),
  ).map(({ name }) => name);
}

function looserSites({ sites, everywhere }: Policy): string[] {
  return sites.flatMap((rule) => {
    if (isGuarded(rule.kind, everywhere)) return [];
    const wide = rule.match.filter(isWholeWeb);
    if (wide.length > 0)
      return wide.map((pattern) => `sites: ${pattern} leaves sites of all sorts unguarded.`);
    const services = takenOut(rule);
    return services.length === 0
      ? []
      : [`sites: ${rule.match.join(', ')} leaves sites of the catalogue unguarded: ${services.join(', ')}.`];
  });
}

/** Keys with which files get out more easily than by the strict values, where that is so. */
function looser(policy: Policy): string[] {
  const warnings: string[] = [];
  if (policy.mode !== 'enforce') warnings.push('mode: nothing is blocked.');
  if (!policy.everywhere) warnings.push('everywhere: sites in no list are not guarded.');
  warnings.push(...looserVerdicts(policy), ...looserSites(policy));
  if (policy.onUninspectable !== 'block')
    warnings.push('onUninspectable: what could not be read can get out.');
  if (policy.peopleBlock > STRICT_POLICY.peopleBlock)
    warnings.push(`peopleBlock: files with ${policy.peopleBlock - 1} people can get out.`);
  if (policy.peopleWarn > STRICT_POLICY.peopleWarn && policy.peopleWarn <= policy.peopleBlock)
    warnings.push(`peopleWarn: nobody is warned of ${policy.peopleWarn - 1} people.`);
  if (policy.peopleWarn > policy.peopleBlock)
    warnings.push('peopleWarn is above peopleBlock, so it does nothing.');
  if (policy.secondPerson && policy.releaseKey !== '')
    warnings.push('secondPerson: what is blocked gets out with the code of a colleague.');
  return warnings;
}

const NO_SUCH = '    there is no such key';
const MISSING = '    expectKeys names it, and it is not here';

/** Why a value is wrong, from the schema's own words, with the place inside it. */
function reasons(key: PolicyKey, written: Tree): string[] {
  if (!Object.hasOwn(written, key)) return [MISSING];
  const value = written[key];
  if (isUnwritable(value)) return ['    it holds a character that no file for macOS or Windows can carry'];
  if (isListByMistake(key, value)) return ['    a list stands where names with values belong'];
  const { issues = [] } = v.safeParse(POLICY_KEYS[key].schema, value);
  return issues.map((issue) => {
    const place = v.getDotPath(issue);
    return `    ${place ? `at ${place}: ` : ''}${issue.message}`;
  });
}

/** Where the value in force comes from. */
function origin(key: PolicyKey, sound: boolean, sitesLost: boolean): string {
  if (sitesLost && key === 'everywhere') return 'strict value, because sites is wrong';
  if (sitesLost && key === 'verdicts') return 'the strictest of all kinds, because sites is wrong';
  return sound ? 'set' : 'strict value';
}

/** The explanation, line by line, and whether every key was sound. */
export function explainPolicy(given: unknown): { lines: string[]; sound: boolean } {
  const settings = settingsIn(given);
  const { policy, invalidKeys } = validatePolicy(settings);
  const written = isTree(settings) ? settings : {};
  const lines: string[] = [];
  if (invalidKeys.length > 0) {
    lines.push('These keys are wrong or missing, count for nothing and have their strict values:');
    for (const key of invalidKeys) {
      if (Object.hasOwn(POLICY_KEYS, key)) lines.push(`  ${key}`, ...reasons(key as PolicyKey, written));
      else if (key === '(policy)') lines.push('  the policy as a whole: it has to be a JSON object');
      else if (!Object.hasOwn(written, key)) lines.push(`  ${key}`, MISSING, NO_SUCH);
      else lines.push(`  ${key}`, NO_SUCH);
    }
    lines.push('');
  }
  const warnings = looser(policy);
  if (warnings.length > 0)
    lines.push('Less strict than Cordon by itself:', ...warnings.map((warning) => `  ${warning}`), '');
  const advice = unexpected(written, policy);
  if (advice.length > 0) lines.push(...advice, '');
  const sitesLost = isListLost(written, invalidKeys);
  for (const key of Object.keys(POLICY_KEYS) as PolicyKey[]) {
    const sound = Object.hasOwn(written, key) && !invalidKeys.includes(key);
    lines.push(`${key} (${origin(key, sound, sitesLost)})`, ...WORDS[key](policy).map((text) => `  ${text}`));
  }
  return { lines, sound: invalidKeys.length === 0 };
}
