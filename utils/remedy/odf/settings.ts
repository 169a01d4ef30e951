// Settings and properties of an OpenDocument file: what decides how pages look stays, all else says who, where and when.
import type { XmlElement } from '../package/xml.ts';

/** Numbers and switches say nothing by themselves, but these tell which text was typed in which sitting. */
const SITTINGS = /^Rsid/i;
/** Settings in words that decide how pages look. */
const WORDS = new Set(['PrinterIndependentLayout', 'CharacterCompressionType', 'EmbedFonts']);
const SWITCH = /^(boolean|short|int|long|double)$/;

/** Views (which sheet was open, where the cursor stood) go as a whole. */
export function cleanSettings(tree: XmlElement): XmlElement {
  for (const settings of tree.elements()) {
    settings.children = settings
      .elements('config:config-item-set')
      .filter((set) => set.ns('config:name') === 'ooo:configuration-settings');
    for (const set of settings.elements()) set.children = set.elements('config:config-item').filter(stays);
  }
  return tree;
}

function stays(item: XmlElement): boolean {
  const name = item.ns('config:name') ?? '';
  const value = item.text().trim();
  if (SITTINGS.test(name)) return false;
  if (SWITCH.test(item.ns('config:type') ?? '')) return /^(true|false|-?\d+(\.\d+)?)$/.test(value);
  return WORDS.has(name) && /^[\w-]*$/.test(value);
}

/** Which program wrote it, where that is all that stands there. */
export function generatorOf(meta: XmlElement): string | undefined {
  const text = meta.first('office:meta')?.first('meta:generator')?.text().trim() ?? '';
  return /^(LibreOffice|OpenOffice(\.org)?|MicrosoftOffice|Collabora_?Office|Collabora_?OfficeDev)\/[\w.$:()/ -]*$/i.test(
    text,
  )
    ? text
    : undefined;
}
