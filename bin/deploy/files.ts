// Every file of a rollout, for every browser and system, made from one Rollout.
import { CORDON_FIREFOX_ID } from '../../utils/policy/ids.ts';
import { adml, admx, settingsKey } from './admx.ts';
import { intuneProfile } from './intune.ts';
import { mobileconfig } from './mobileconfig.ts';
import { registryFile } from './registry.ts';
import {
  type ChromiumBrowser,
  chromiumPolicies,
  firefoxPolicies,
  naming,
  type Rollout,
  type Tree,
} from './rollout.ts';

export interface DeployFile {
  /** Path below deploy/. */
  file: string;
  text: string;
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** Registry keys of a Chromium browser: plain policies in one key, the extension's own settings in theirs. */
function registryKeys(browser: ChromiumBrowser, rollout: Rollout): Record<string, Tree> {
  const { '3rdparty': _settings, ...policies } = chromiumPolicies(browser, rollout);
  const root = browser === 'edge' ? 'Microsoft\\Edge' : 'Google\\Chrome';
  return {
    [`HKEY_LOCAL_MACHINE\\Software\\Policies\\${root}`]: policies,
    [`HKEY_LOCAL_MACHINE\\${settingsKey(browser, rollout.chromiumId)}`]: rollout.settings,
  };
}

/** Preference domains of macOS. Chrome and Edge read an extension's settings from a domain of its own. */
function macDomains(rollout: Rollout): Record<string, Tree> {
  const domains: Record<string, Tree> = {};
  for (const [browser, domain] of [
    ['chrome', 'com.google.Chrome'],
    ['edge', 'com.microsoft.Edge'],
  ] as const) {
    const { '3rdparty': _settings, ...policies } = chromiumPolicies(browser, rollout);
    domains[domain] = policies;
    domains[`${domain}.extensions.${rollout.chromiumId}`] = rollout.settings;
  }
  domains['org.mozilla.firefox'] = { EnterprisePoliciesEnabled: true, ...firefoxPolicies(rollout) };
  return domains;
}

/** Every file, with its path below deploy/. */
export function deployFiles(given: Rollout): DeployFile[] {
  const rollout = { ...given, settings: naming(given.settings) };
  return [
    { file: 'cordon-policy.json', text: json(rollout.settings) },
    { file: 'linux/chrome.json', text: json(chromiumPolicies('chrome', rollout)) },
    { file: 'linux/edge.json', text: json(chromiumPolicies('edge', rollout)) },
    { file: 'firefox/policies.json', text: json({ policies: firefoxPolicies(rollout) }) },
    { file: 'windows/chrome.reg', text: registryFile(registryKeys('chrome', rollout)) },
    { file: 'windows/edge.reg', text: registryFile(registryKeys('edge', rollout)) },
    { file: 'windows/cordon-chrome.admx', text: admx('chrome', rollout.chromiumId) },
    { file: 'windows/cordon-edge.admx', text: admx('edge', rollout.chromiumId) },
    { file: 'windows/en-US/cordon-chrome.adml', text: adml('chrome') },
    { file: 'windows/en-US/cordon-edge.adml', text: adml('edge') },
    { file: 'intune/chrome.json', text: json(intuneProfile('chrome', rollout)) },
    { file: 'intune/edge.json', text: json(intuneProfile('edge', rollout)) },
    { file: 'macos/cordon.mobileconfig', text: mobileconfig(macDomains(rollout)) },
    { file: 'README.md', text: readme(rollout) },
  ];
}

function readme({ chromiumId }: Rollout): string {
  return `# Files to roll Cordon out with

Made by \`npm run docs\` (this folder) or \`npm run release\` (with your own id, addresses and settings) from one source,
\`bin/deploy\`. [docs/admin.md](../docs/admin.md) says how to use them.

Chrome and Edge id: \`${chromiumId}\`. Firefox id: \`${CORDON_FIREFOX_ID}\`.

| file | goes to |
|---|---|
| \`cordon-policy.json\` | Cordon's own settings alone: \`npm run policy -- check deploy/cordon-policy.json\` explains them |
| \`linux/chrome.json\` | \`/etc/opt/chrome/policies/managed/cordon.json\`; Chromium: \`/etc/chromium/policies/managed/cordon.json\` |
| \`linux/edge.json\` | \`/etc/opt/edge/policies/managed/cordon.json\` |
| \`firefox/policies.json\` | \`/etc/firefox/policies/policies.json\`; Windows: \`distribution\\policies.json\` beside \`firefox.exe\` |
| \`windows/chrome.reg\`, \`windows/edge.reg\` | \`reg import\` on one machine, or Group Policy Preferences |
| \`windows/*.admx\`, \`windows/en-US/*.adml\` | the central store: \`\\\\DOMAIN\\SYSVOL\\DOMAIN\\Policies\\PolicyDefinitions\` |
| \`intune/*.json\` | Intune by Microsoft Graph: \`POST /deviceManagement/deviceConfigurations\` |
| \`macos/cordon.mobileconfig\` | any MDM for macOS |
`;
}
