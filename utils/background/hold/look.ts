// A look at the places in which people stand, masked, in a window of ours.
import { browser } from 'wxt/browser';
import type { LookView } from '../../messages/protocol.ts';
import { inspectionSettings, type Policy } from '../../policy/policy.ts';
import type { Inspector } from '../inspector.ts';
import type { Asked } from './asked.ts';
import { awake } from './awake.ts';
import type { HeldFiles } from './kept.ts';
import { placeOf } from './view.ts';

/** The window, CSS pixels. */
const LOOK_WIDTH = 860;
const LOOK_HEIGHT = 560;

export async function openLook(id: string): Promise<void> {
  const url = `${browser.runtime.getURL('/look.html' as '/')}#${id}`;
  await browser.windows.create({ url, type: 'popup', width: LOOK_WIDTH, height: LOOK_HEIGHT });
}

/** Of each file in which people stand in a table, the gravest place. */
export async function lookAt(
  inspector: Inspector,
  policy: Policy,
  { view, items }: Asked,
  files: HeldFiles,
): Promise<LookView> {
  const settings = inspectionSettings(policy);
  const places: Extract<LookView, { outcome: 'seen' }>['places'] = [];
  for (const [at, report] of view.reports.entries()) {
    const finding = placeOf(report);
    const item = files.items[items[at] as number];
    if (!finding || item?.kind !== 'file') continue;
    const job = crypto.randomUUID();
    const { name, bytes } = item;
    const { where } = finding;
    const look = await awake(inspector.look({ job, name, bytes, where, ...settings }));
    places.push({ finding, look: look ?? undefined });
  }
  return { outcome: 'seen', places };
}
