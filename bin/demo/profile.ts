// A fresh Chromium profile in which an unpacked extension comes back after a reload.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Makes one in the temporary folder; gives its path, and a way to remove it once its browser is closed. */
export async function freshProfile(): Promise<{ profile: string; remove(): Promise<void> }> {
  const profile = await mkdtemp(path.join(tmpdir(), 'cordon-chromium-'));
  // Without developer mode an unpacked extension that is reloaded stays off.
  await mkdir(path.join(profile, 'Default'));
  const preferences = { extensions: { ui: { developer_mode: true } } };
  await writeFile(path.join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
  return { profile, remove: () => rm(profile, { recursive: true, force: true, maxRetries: 3 }) };
}
