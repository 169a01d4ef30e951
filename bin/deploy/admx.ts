// Group Policy templates (ADMX and ADML) for Cordon's own settings, made from the table of policy keys. Installing
// Cordon is a setting of the browser's own templates.
import { POLICY_KEYS } from '../../utils/policy/schema.ts';
import { managedSchema } from '../docs/managed-schema.ts';
import type { ChromiumBrowser, Json } from './rollout.ts';
import { escapeXml } from './xml.ts';

/** Where a browser looks for the settings of an extension, below HKEY_LOCAL_MACHINE. */
export const settingsKey = (browser: ChromiumBrowser, chromiumId: string): string =>
  `Software\\Policies\\${browser === 'edge' ? 'Microsoft\\Edge' : 'Google\\Chrome'}\\3rdparty\\extensions\\${chromiumId}\\policy`;

export const BROWSER_NAMES: Record<ChromiumBrowser, string> = {
  chrome: 'Google Chrome',
  edge: 'Microsoft Edge',
};

interface SchemaPart {
  type?: string;
  enum?: string[];
}

/** How a key is asked for: a choice, on or off, a number, text, or JSON as text. */
function shapeOf(part: SchemaPart): 'choice' | 'switch' | 'number' | 'text' | 'json' {
  if (part.enum) return 'choice';
  if (part.type === 'boolean') return 'switch';
  if (part.type === 'number' || part.type === 'integer') return 'number';
  return part.type === 'string' ? 'text' : 'json';
}

const PARTS = Object.entries(managedSchema().properties as Record<string, SchemaPart>).map(
  ([key, part]): [string, SchemaPart] => {
    // The managed schema does not list the choices, see there.
    const { schema } = POLICY_KEYS[key as keyof typeof POLICY_KEYS];
    return [key, schema.type === 'picklist' ? { ...part, enum: [...schema.options] } : part];
  },
);

function policyElement(key: string, part: SchemaPart, registryKey: string): string {
  const shape = shapeOf(part);
  const open = `    <policy name="${key}" class="Machine" displayName="$(string.${key})" explainText="$(string.${key}_explain)" key="${escapeXml(registryKey)}"`;
  const head = '      <parentCategory ref="Cordon" />\n      <supportedOn ref="SUPPORTED_WIN10" />';
  if (shape === 'switch') {
    return `${open} valueName="${key}">\n${head}\n      <enabledValue><decimal value="1" /></enabledValue>\n      <disabledValue><decimal value="0" /></disabledValue>\n    </policy>`;
  }
  const element = {
    choice: () =>
      `<enum id="${key}" valueName="${key}" required="true">${(part.enum ?? [])
        .map(
          (item) =>
            `\n          <item displayName="$(string.${key}_${item})"><value><string>${item}</string></value></item>`,
        )
        .join('')}\n        </enum>`,
    number: () =>
      `<decimal id="${key}" valueName="${key}" required="true" minValue="1" maxValue="2147483647" />`,
    text: () => `<text id="${key}" valueName="${key}" required="true" maxLength="1048576" />`,
    json: () => `<text id="${key}" valueName="${key}" required="true" maxLength="1048576" />`,
  }[shape]();
  return `${open} presentation="$(presentation.${key})">\n${head}\n      <elements>\n        ${element}\n      </elements>\n    </policy>`;
}

/** The ADMX for one browser; the registry key holds the extension's id, so the file does too. */
export function admx(browser: ChromiumBrowser, chromiumId: string): string {
  const policies = PARTS.map(([key, part]) => policyElement(key, part, settingsKey(browser, chromiumId)));
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<policyDefinitions xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions" revision="1.0" schemaVersion="1.0">',
    '  <policyNamespaces>',
    `    <target prefix="cordon_${browser}" namespace="Cordon.Policies.${browser}" />`,
    '  </policyNamespaces>',
    '  <resources minRequiredRevision="1.0" />',
    '  <supportedOn>',
    '    <definitions>',
    '      <definition name="SUPPORTED_WIN10" displayName="$(string.SUPPORTED_WIN10)" />',
    '    </definitions>',
    '  </supportedOn>',
    '  <categories>',
    '    <category name="Cordon" displayName="$(string.Cordon)" />',
    '  </categories>',
    '  <policies>',
    ...policies,
    '  </policies>',
    '</policyDefinitions>',
    '',
  ].join('\n');
}

function presentation(key: string, part: SchemaPart): string | undefined {
  const shape = shapeOf(part);
  if (shape === 'switch') return undefined;
  const label = escapeXml(shape === 'json' ? `${key} (JSON)` : key);
  const box = {
    choice: `<dropdownList refId="${key}">${label}</dropdownList>`,
    number: `<decimalTextBox refId="${key}">${label}</decimalTextBox>`,
    text: `<textBox refId="${key}"><label>${label}</label></textBox>`,
    json: `<textBox refId="${key}"><label>${label}</label></textBox>`,
  }[shape];
  return `      <presentation id="${key}">${box}</presentation>`;
}

/** The English words that go with `admx`. */
export function adml(browser: ChromiumBrowser): string {
  const strings = PARTS.flatMap(([key, part]) => {
    const { about, strict } = POLICY_KEYS[key as keyof typeof POLICY_KEYS];
    const hint = shapeOf(part) === 'json' ? ' Written as JSON.' : '';
    return [
      [key, key],
      [`${key}_explain`, `${about}${hint} Strict value: ${JSON.stringify(strict)}`],
      ...(part.enum ?? []).map((item) => [`${key}_${item}`, item]),
    ];
  });
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<policyDefinitionResources xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions" revision="1.0" schemaVersion="1.0">',
    `  <displayName>Cordon for ${BROWSER_NAMES[browser]}</displayName>`,
    `  <description>Settings of the Cordon extension in ${BROWSER_NAMES[browser]}</description>`,
    '  <resources>',
    '    <stringTable>',
    `      <string id="Cordon">Cordon for ${BROWSER_NAMES[browser]}</string>`,
    '      <string id="SUPPORTED_WIN10">Windows 10 or later</string>',
    ...strings.map(([id = '', text = '']) => `      <string id="${id}">${escapeXml(text)}</string>`),
    '    </stringTable>',
    '    <presentationTable>',
    ...PARTS.flatMap(([key, part]) => presentation(key, part) ?? []),
    '    </presentationTable>',
    '  </resources>',
    '</policyDefinitionResources>',
    '',
  ].join('\n');
}

/** What an MDM sends for one setting of an ADMX that it has brought in: the policy is on, with its element's value. */
export function mdmValue(key: string, value: Json): string {
  const part = PARTS.find(([name]) => name === key)?.[1];
  if (!part) throw new Error(`There is no policy key named ${key}.`);
  if (shapeOf(part) === 'switch') return value ? '<enabled/>' : '<disabled/>';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `<enabled/><data id="${key}" value="${escapeXml(text)}"/>`;
}
