// Each file in deploy/ is read back by the rules of the program that it is for, and has to say what the one source says.
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { deployFiles } from '../../../bin/deploy/files.ts';
import { chromiumPolicies, firefoxPolicies, naming, SAMPLE, type Tree } from '../../../bin/deploy/rollout.ts';
import { managedSchema } from '../../../bin/docs/managed-schema.ts';
import { makeFingerprints } from '../../../utils/inspect/fingerprints/make.ts';
import { CORDON_FIREFOX_ID } from '../../../utils/policy/ids.ts';
import { POLICY_KEYS } from '../../../utils/policy/schema.ts';
import { validatePolicy, withYesAndNo } from '../../../utils/policy/validate.ts';
import { Random } from '../../fixtures/people.ts';
import { listOf } from '../../fixtures/staff-list.ts';

/** The sample with every kind of value that a key can have, odd characters and numbers beyond 2^31 among them. */
const ROLLOUT = {
  ...SAMPLE,
  settings: naming({
    ...SAMPLE.settings,
    limits: { bytes: 8_589_934_592, seconds: 30 },
    peopleWarn: 3,
    messages: { cy: { greeting: 'Dŵr & "tân" <\\>\n\t\r\n' } },
    peopleBlock: 3_000_000_000,
    releaseKey: `a key\twith\ttabs and "quotes" ${'x'.repeat(20)}`,
    staffNumberPatterns: ['łańcuch'],
    staffFingerprints: makeFingerprints(listOf(new Random(1), 300), new Uint8Array(16), '2026-01-02').text,
  }),
};
const FILES = new Map(deployFiles(ROLLOUT).map(({ file, text }) => [file, text]));
const textOf = (file: string): string => FILES.get(file) ?? '';

interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

function parseXml(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = {
      name,
      attributes: attributes as Record<string, string>,
      children: [],
      text: '',
    };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element) element.text += text;
  });
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  return root;
}

const all = (element: Element, name: string): Element[] =>
  element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);

describe('the sample settings', () => {
  it('are sound', () => {
    expect(validatePolicy(SAMPLE.settings).invalidKeys).toEqual([]);
    expect(validatePolicy(ROLLOUT.settings).invalidKeys).toEqual([]);
  });
});

it('every file names the keys that it sets', () => {
  const { expectKeys: _, ...unnamed } = ROLLOUT.settings as Tree;
  const names = Object.keys(unnamed);
  for (const settings of [unnamed, { ...unnamed, expectKeys: ['mode', 'gone'] }]) {
    const files = deployFiles({ ...ROLLOUT, settings }).filter(({ text }) =>
      text.includes('recordFileNames'),
    );
    const setting = files.filter(({ file }) => !/\.adm[xl]$/.test(file));
    expect(setting.length).toBeGreaterThan(7);
    for (const { file, text } of setting) expect(text, file).not.toContain('gone');
    const policy = JSON.parse(files.find(({ file }) => file === 'cordon-policy.json')?.text ?? '{}');
    expect(policy.expectKeys).toEqual(names);
    expect(validatePolicy(policy).invalidKeys).toEqual([]);
  }
});

describe('Linux and Firefox JSON', () => {
  it('holds the policies as they are', () => {
    expect(JSON.parse(textOf('linux/chrome.json'))).toEqual(chromiumPolicies('chrome', ROLLOUT));
    expect(JSON.parse(textOf('linux/edge.json'))).toEqual(chromiumPolicies('edge', ROLLOUT));
    expect(JSON.parse(textOf('firefox/policies.json')).policies).toEqual(firefoxPolicies(ROLLOUT));
    expect(JSON.parse(textOf('cordon-policy.json'))).toEqual(ROLLOUT.settings);
  });
});

/** A .reg file as the registry holds it: key → value name → number (DWORD) or string. */
function readRegistry(text: string): Map<string, Map<string, string | number>> {
  // A line that ends in a backslash goes on in the next one.
  const [head, ...lines] = text.replaceAll(/,\\\r\n {2}/g, ',').split('\r\n');
  expect(head).toBe('Windows Registry Editor Version 5.00');
  const keys = new Map<string, Map<string, string | number>>();
  let key: Map<string, string | number> | undefined;
  for (const line of lines) {
    if (line === '') continue;
    const path = /^\[(HKEY_LOCAL_MACHINE\\.+)\]$/.exec(line)?.[1];
    if (path) {
      key = new Map();
      keys.set(path, key);
      continue;
    }
    const [, name = '', value = ''] = /^"((?:[^"\\]|\\.)*)"=(.+)$/.exec(line) ?? [];
    const unquote = (quoted: string) => quoted.replace(/\\(.)/g, '$1');
    if (value.startsWith('dword:')) key?.set(unquote(name), Number.parseInt(value.slice(6), 16) | 0);
    else if (value.startsWith('hex(1):')) {
      const bytes = value
        .slice(7)
        .split(',')
        .map((byte) => Number.parseInt(byte, 16));
      key?.set(unquote(name), Buffer.from(bytes).toString('utf16le').replace(/\0$/, ''));
    } else key?.set(unquote(name), unquote(/^"(.*)"$/.exec(value)?.[1] ?? ''));
  }
  return keys;
}

/** What Chromium makes of a registry value where its schema asks for `type` (registry_dict.cc). */
function asChromium(value: string | number, type: string | undefined): unknown {
  if (type === 'boolean') return Number(value) !== 0;
  if (type === 'number' || type === 'integer') return Number(value);
  if (type === 'object' || type === 'array') return JSON.parse(String(value));
  return value;
}

describe('.reg files', () => {
  const types = managedSchema().properties as Record<string, { type?: string }>;
  it.each([
    ['chrome', 'Google\\Chrome'],
    ['edge', 'Microsoft\\Edge'],
  ] as const)('%s: come out of the registry as they went in', (browser, root) => {
    const text = textOf(`windows/${browser}.reg`);
    expect(text).toMatch(/^[\x20-\x7e\r\n]*$/);
    for (const line of text.split('\r\n')) expect(line.length).toBeLessThan(5000);
    const keys = readRegistry(text);
    const path = `HKEY_LOCAL_MACHINE\\Software\\Policies\\${root}`;
    const { ExtensionSettings, ...flags } = Object.fromEntries(keys.get(path) ?? []);
    const { ExtensionSettings: wanted, '3rdparty': _, ...others } = chromiumPolicies(browser, ROLLOUT);
    expect(JSON.parse(String(ExtensionSettings))).toEqual(wanted);
    expect(flags).toEqual(
      Object.fromEntries(Object.entries(others).map(([name, value]) => [name, Number(value)])),
    );
    const settings = keys.get(`${path}\\3rdparty\\extensions\\${ROLLOUT.chromiumId}\\policy`) ?? new Map();
    const read = Object.fromEntries(
      Array.from(settings, ([name, value]) => [name, asChromium(value, types[name]?.type)]),
    );
    expect(read).toEqual(ROLLOUT.settings);
  });
});

/** What an element may hold, by Microsoft's published schema (MS-GPREG, 7.2 and 7.3): attributes, `!` for those it needs, and children in this order. */
interface Rule {
  attributes?: string[];
  children?: string[];
}
const ELEMENT = ['id!', 'key', 'valueName!', 'required', 'clientExtension', 'soft'];
const ADMX_RULES: Record<string, Rule> = {
  policyDefinitions: {
    attributes: ['xmlns!', 'revision!', 'schemaVersion!'],
    children: ['policyNamespaces', 'resources', 'supportedOn', 'categories', 'policies'],
  },
  policyNamespaces: { children: ['target', 'using'] },
  target: { attributes: ['prefix!', 'namespace!'] },
  resources: { attributes: ['minRequiredRevision!', 'fallbackCulture'] },
  'policyDefinitions/supportedOn': { children: ['products', 'definitions'] },
  definitions: { children: ['definition'] },
  definition: { attributes: ['name!', 'displayName!'] },
  categories: { children: ['category'] },
  category: { attributes: ['name!', 'displayName!', 'explainText'], children: ['parentCategory'] },
  policies: { children: ['policy'] },
  policy: {
    attributes: ['name!', 'class!', 'displayName!', 'explainText', 'presentation', 'key!', 'valueName'],
    children: ['parentCategory', 'supportedOn', 'enabledValue', 'disabledValue', 'elements'],
  },
  parentCategory: { attributes: ['ref!'] },
  'policy/supportedOn': { attributes: ['ref!'] },
  enabledValue: { children: ['decimal'] },
  disabledValue: { children: ['decimal'] },
  'enabledValue/decimal': { attributes: ['value!'] },
  'disabledValue/decimal': { attributes: ['value!'] },
  // Exactly one of them in each of our policies.
  elements: { children: ['decimal', 'text', 'enum'] },
  'elements/decimal': { attributes: [...ELEMENT, 'minValue', 'maxValue', 'storeAsText'] },
  'elements/text': { attributes: [...ELEMENT, 'maxLength', 'expandable'] },
  'elements/enum': { attributes: ELEMENT, children: ['item'] },
  item: { attributes: ['displayName!'], children: ['value'] },
  value: { children: ['string'] },
  'value/string': {},
};
const ADML_RULES: Record<string, Rule> = {
  policyDefinitionResources: {
    attributes: ['xmlns!', 'revision!', 'schemaVersion!'],
    children: ['displayName', 'description', 'resources'],
  },
  displayName: {},
  description: {},
  resources: { children: ['stringTable', 'presentationTable'] },
  stringTable: { children: ['string'] },
  'stringTable/string': { attributes: ['id!'] },
  presentationTable: { children: ['presentation'] },
  presentation: { attributes: ['id!'], children: ['dropdownList', 'decimalTextBox', 'textBox'] },
  dropdownList: { attributes: ['refId!', 'noSort', 'defaultItem'] },
  decimalTextBox: { attributes: ['refId!', 'defaultValue', 'spin', 'spinStep'] },
  textBox: { attributes: ['refId!'], children: ['label', 'defaultValue'] },
  label: {},
};

/** Where an element is not as the rules say; empty where all are. */
function againstRules(element: Element, rules: Record<string, Rule>, parent = ''): string[] {
  const place = `${parent}/${element.name}`;
  const rule = rules[place] ?? rules[element.name];
  if (!rule) return [`${place} is not known`];
  const { attributes = [], children = [] } = rule;
  const needed = attributes.filter((name) => name.endsWith('!')).map((name) => name.slice(0, -1));
  const known = attributes.map((name) => name.replace('!', ''));
  const names = element.children.map(({ name }) => name);
  const order = names.map((name) => children.indexOf(name));
  return [
    ...needed.filter((name) => !element.attributes[name]).map((name) => `${place} has no ${name}`),
    ...Object.keys(element.attributes)
      .filter((name) => !known.includes(name))
      .map((name) => `${place} has a ${name}`),
    ...(order.some((at, index) => at < (order[index - 1] ?? 0)) ? [`${place}: ${names} stand wrong`] : []),
    ...element.children.flatMap((child) => againstRules(child, rules, element.name)),
  ];
}

describe('ADMX and ADML', () => {
  it.each(['chrome', 'edge'])(
    '%s: are as the published schema asks, and need no other template',
    (browser) => {
      const admx = textOf(`windows/cordon-${browser}.admx`);
      const [templates] = parseXml(admx).children;
      const [words] = parseXml(textOf(`windows/en-US/cordon-${browser}.adml`)).children;
      expect(againstRules(templates!, ADMX_RULES)).toEqual([]);
      expect(againstRules(words!, ADML_RULES)).toEqual([]);
      // Intune refuses a template that names another one which was not brought in before it.
      expect(admx).not.toContain('<using');
      for (const { attributes } of all(templates!, 'policy')) {
        expect(attributes.name).toMatch(/^[A-Za-z][A-Za-z0-9_]*$/);
        expect(attributes.class).toBe('Machine');
        expect(attributes.key).toMatch(/^Software\\Policies\\[^\\]/);
      }
      const [category] = all(templates!, 'category');
      const definition = all(templates!, 'definition')[0];
      for (const { attributes } of all(templates!, 'parentCategory'))
        expect(attributes.ref).toBe(category?.attributes.name);
      for (const { attributes } of all(templates!, 'supportedOn'))
        if (attributes.ref) expect(attributes.ref).toBe(definition?.attributes.name);
      for (const { attributes } of [...all(templates!, 'decimal'), ...all(templates!, 'text')])
        for (const name of ['minValue', 'maxValue', 'maxLength', 'value'])
          if (attributes[name]) expect(Number(attributes[name])).toBeLessThanOrEqual(0xffffffff);
    },
  );

  it.each(['chrome', 'edge'])('%s: define every key once, and every word that they use', (browser) => {
    const admx = textOf(`windows/cordon-${browser}.admx`);
    const templates = parseXml(admx);
    const words = parseXml(textOf(`windows/en-US/cordon-${browser}.adml`));
    const policies = all(templates, 'policy');
    expect(policies.map(({ attributes }) => attributes.name)).toEqual(Object.keys(POLICY_KEYS));
    for (const { attributes } of policies) expect(attributes.key).toContain(ROLLOUT.chromiumId);
    const strings = all(words, 'string').map(({ attributes }) => attributes.id);
    const presentations = all(words, 'presentation').map(({ attributes }) => attributes.id);
    expect(new Set(strings).size).toBe(strings.length);
    const used = (kind: string) => [
      ...new Set(
        Array.from(admx.matchAll(new RegExp(`\\$\\(${kind}\\.(\\w[\\w-]*)\\)`, 'g')), ([, id]) => id),
      ),
    ];
    expect(used('string').sort()).toEqual(strings.sort());
    expect(used('presentation').sort()).toEqual(presentations.sort());
    // Each element has its box.
    const elements = all(templates, 'elements').flatMap(({ children }) => children);
    const boxes = all(words, 'presentation').flatMap(({ children }) => children);
    expect(boxes.map(({ attributes }) => attributes.refId)).toEqual(
      elements.map(({ attributes }) => attributes.id),
    );
  });
});

describe('Intune', () => {
  it.each(['chrome', 'edge'])('%s: brings in the ADMX and sets every key of the sample', (browser) => {
    const { omaSettings } = JSON.parse(textOf(`intune/${browser}.json`));
    const [install, ...settings] = omaSettings as { '@odata.type': string; omaUri: string; value: string }[];
    expect(install?.value).toBe(textOf(`windows/cordon-${browser}.admx`));
    // ADMXInstall/APP/Policy/FILE, and then Config/APP~Policy~CATEGORY/SETTING (Policy CSP).
    const policies = './Device/Vendor/MSFT/Policy';
    const [, app] = /ADMXInstall\/(\w+)\/Policy\/\w+$/.exec(install?.omaUri ?? '') ?? [];
    expect(install?.omaUri).toBe(`${policies}/ConfigOperations/ADMXInstall/${app}/Policy/${app}`);
    const [category] = all(parseXml(install?.value ?? ''), 'category');
    for (const { omaUri, '@odata.type': type } of settings) {
      expect(omaUri).toMatch(`${policies}/Config/${app}~Policy~${category?.attributes.name}/`);
      expect(type).toBe('#microsoft.graph.omaSettingString');
    }
    expect(new Set(settings.map(({ omaUri }) => omaUri)).size).toBe(settings.length);
    const types = managedSchema().properties as Record<string, { type?: string }>;
    const read: Tree = {};
    for (const { omaUri, value } of settings) {
      const key = omaUri.split('/').at(-1) ?? '';
      const { children } = parseXml(`<value>${value}</value>`).children[0] ?? { children: [] };
      const data = children.find(({ name }) => name === 'data')?.attributes.value;
      const on = children.some(({ name }) => name === 'enabled');
      read[key] = (data === undefined ? on : asChromium(data, types[key]?.type)) as Tree[string];
    }
    expect(read).toEqual(ROLLOUT.settings);
  });
});

function plistValue(element: Element | undefined): unknown {
  if (!element) return undefined;
  const { name, text, children } = element;
  if (name === 'string') return text;
  // As Chrome and Edge read them (PropertyToValue in mac_util.mm): whole numbers of 32 bits, and reals.
  if (name === 'integer') return Number(text) === (Number(text) | 0) ? Number(text) : undefined;
  if (name === 'real') return Number(text);
  if (name === 'true' || name === 'false') return name === 'true';
  if (name === 'array') return children.map(plistValue);
  const result: Record<string, unknown> = {};
  for (let at = 0; at < children.length; at += 2) {
    expect([name, children[at]?.name]).toEqual(['dict', 'key']);
    result[children[at]?.text ?? ''] = plistValue(children[at + 1]);
  }
  return result;
}

/** What Firefox makes of a profile's values (nsMacPreferencesReader): every number, and yes and no, a whole number. */
function asFirefoxOnMac(value: unknown): unknown {
  if (typeof value === 'boolean' || typeof value === 'number') return Math.trunc(Number(value));
  if (Array.isArray(value)) return value.map(asFirefoxOnMac);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asFirefoxOnMac(item)]));
}

describe('the macOS profile', () => {
  it('is understood by Cordon in Firefox, which knows no yes and no there', () => {
    for (const everywhere of [true, false]) {
      const settings = { ...ROLLOUT.settings, everywhere, recordFileNames: !everywhere };
      const read = validatePolicy(withYesAndNo(asFirefoxOnMac(settings) as Record<string, unknown>));
      expect(read).toEqual(validatePolicy(settings));
      expect(read.invalidKeys).toEqual([]);
    }
  });

  it('has a payload for every browser and for its settings', () => {
    const plist = parseXml(textOf('macos/cordon.mobileconfig')).children[0];
    const profile = plistValue(plist?.children[0]) as { PayloadContent: Record<string, unknown>[] };
    const payloads = new Map(
      profile.PayloadContent.map((payload) => [
        payload.PayloadType,
        Object.fromEntries(Object.entries(payload).filter(([key]) => !key.startsWith('Payload'))),
      ]),
    );
    const { '3rdparty': _, ...chrome } = chromiumPolicies('chrome', ROLLOUT);
    expect(payloads.get('com.google.Chrome')).toEqual(chrome);
    expect(payloads.get(`com.google.Chrome.extensions.${ROLLOUT.chromiumId}`)).toEqual(ROLLOUT.settings);
    expect(payloads.get(`com.microsoft.Edge.extensions.${ROLLOUT.chromiumId}`)).toEqual(ROLLOUT.settings);
    expect(payloads.get('org.mozilla.firefox')).toEqual({
      EnterprisePoliciesEnabled: true,
      ...firefoxPolicies(ROLLOUT),
    });
    const uuids = profile.PayloadContent.map(({ PayloadUUID }) => PayloadUUID);
    expect(new Set(uuids).size).toBe(uuids.length);
    for (const uuid of uuids)
      expect(uuid).toMatch(/^[0-9A-F]{8}-[0-9A-F]{4}-5[0-9A-F]{3}-8[0-9A-F]{3}-[0-9A-F]{12}$/);
    expect(JSON.stringify(profile)).toContain(CORDON_FIREFOX_ID);
  });
});

describe('the button in the tool bar', () => {
  // Chrome's policy list: toolbar_pin (force_pinned). Microsoft's guide to ExtensionSettings: toolbar_state (force_shown).
  it.each([
    ['linux/chrome.json', 'toolbar_pin', 'force_pinned', 'toolbar_state'],
    ['windows/chrome.reg', 'toolbar_pin', 'force_pinned', 'toolbar_state'],
    ['linux/edge.json', 'toolbar_state', 'force_shown', 'toolbar_pin'],
    ['windows/edge.reg', 'toolbar_state', 'force_shown', 'toolbar_pin'],
  ])('%s: by the browser’s own key', (file, name, value, foreign) => {
    expect(textOf(file).replaceAll('\\', '').replace(/\s/g, '')).toContain(`"${name}":"${value}"`);
    expect(textOf(file)).not.toContain(foreign);
  });

  it('has each key once in the profile for macOS', () => {
    const profile = textOf('macos/cordon.mobileconfig');
    expect(profile.match(/toolbar_pin|toolbar_state/g)).toEqual(['toolbar_pin', 'toolbar_state']);
  });
});
