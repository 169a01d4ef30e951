// A custom configuration profile for Intune, as Microsoft Graph takes it (POST /deviceManagement/deviceConfigurations):
// it brings in the ADMX and sets each key of the sample by it.
import { admx, BROWSER_NAMES, mdmValue } from './admx.ts';
import type { ChromiumBrowser, Rollout } from './rollout.ts';

/** The profile for one browser. */
export function intuneProfile(browser: ChromiumBrowser, { chromiumId, settings }: Rollout): object {
  const app = `Cordon${browser === 'edge' ? 'Edge' : 'Chrome'}`;
  const setting = (displayName: string, omaUri: string, value: string) => ({
    '@odata.type': '#microsoft.graph.omaSettingString',
    displayName,
    omaUri,
    value,
  });
  return {
    '@odata.type': '#microsoft.graph.windows10CustomConfiguration',
    displayName: `Cordon for ${BROWSER_NAMES[browser]}`,
    description:
      'Settings of the Cordon extension. Installing it is a setting of the browser (ExtensionSettings).',
    omaSettings: [
      setting(
        'Cordon ADMX',
        `./Device/Vendor/MSFT/Policy/ConfigOperations/ADMXInstall/${app}/Policy/${app}`,
        admx(browser, chromiumId),
      ),
      ...Object.entries(settings).map(([key, value]) =>
        setting(key, `./Device/Vendor/MSFT/Policy/Config/${app}~Policy~Cordon/${key}`, mdmValue(key, value)),
      ),
    ],
  };
}
