// What a rollout consists of, and from it the browsers' own policies as plain objects: the one source of every file in
// deploy/ and of those that `npm run release` makes.
import { CORDON_FIREFOX_ID } from '../../utils/policy/ids.ts';

/** JSON as policies hold it. */
export type Json = string | number | boolean | Json[] | { [key: string]: Json };
export type Tree = { [key: string]: Json };

export interface Rollout {
  /** Cordon's id in Chrome and Edge: 32 letters from a to p, which follow from the signing key. */
  chromiumId: string;
  /** Where the update manifest of the CRX stands. */
  updateUrl: string;
  /** Where the signed XPI stands. */
  xpiUrl: string;
  /** Cordon's own settings, as in docs/policy.md. */
  settings: Tree;
}

/** Settings that say which keys they have, so that it is seen when a browser drops one (docs/admin.md). */
export const naming = ({ expectKeys: _, ...settings }: Tree): Tree => ({
  ...settings,
  expectKeys: Object.keys(settings),
});

/** A made-up force, for the files in deploy/. Everything with "example" in it is to be replaced. */
export const SAMPLE: Rollout = {
  // The id that stands in Chrome's own documentation: no extension has it.
  chromiumId: 'abcdefghijklmnopabcdefghijklmnop',
  updateUrl: 'https://cordon.force.example/update.xml',
  xpiUrl: 'https://cordon.force.example/cordon.xpi',
  settings: naming({
    mode: 'enforce',
    everywhere: true,
    sites: [
      {
        match: ['https://intranet.force.example/*', 'https://force.sharepoint.example/*'],
        kind: 'trusted',
      },
      { match: ['https://publish.force.example/*'], kind: 'publication' },
    ],
    onUninspectable: 'block',
    reasons: ['published', 'agreed', 'required', 'not-personal'],
    staffNumberPatterns: ['[A-Z]{2}[0-9]{5}'],
    contact: {
      name: 'Information Management',
      email: 'information.management@force.example',
      phone: '101',
    },
    collector: { endpoint: 'https://otel.force.example', headers: { authorization: 'Bearer CHANGE-ME' } },
    recordFileNames: false,
  }),
};

export type ChromiumBrowser = 'chrome' | 'edge';

/**
 * Policies for Chrome, Chromium or Edge. Extensions do not run in private windows unless the user lets them, and never
 * for guests: both are closed, or files would leave there unseen.
 */
export function chromiumPolicies(browser: ChromiumBrowser, rollout: Rollout): Tree {
  const { chromiumId, updateUrl, settings } = rollout;
  return {
    ExtensionSettings: {
      [chromiumId]: {
        installation_mode: 'force_installed',
        update_url: updateUrl,
        // Later versions come from here too, whatever address the package itself names.
        override_update_url: true,
        // The browsers' own names for: the button stands in the tool bar.
        ...(browser === 'edge' ? { toolbar_state: 'force_shown' } : { toolbar_pin: 'force_pinned' }),
      },
    },
    [browser === 'edge' ? 'InPrivateModeAvailability' : 'IncognitoModeAvailability']: 1,
    BrowserGuestModeEnabled: false,
    '3rdparty': { extensions: { [chromiumId]: settings } },
  };
}

/** Policies for Firefox; what stands under `policies` in policies.json. */
export function firefoxPolicies({ xpiUrl, settings }: Rollout): Tree {
  return {
    ExtensionSettings: {
      [CORDON_FIREFOX_ID]: {
        installation_mode: 'force_installed',
        install_url: xpiUrl,
        private_browsing: true,
      },
    },
    '3rdparty': { Extensions: { [CORDON_FIREFOX_ID]: settings } },
  };
}
