// A macOS configuration profile: one payload for each preference domain.
import { createHash } from 'node:crypto';
import type { Json, Tree } from './rollout.ts';
import { escapeXml } from './xml.ts';

/** A UUID that is always the same for the same name, so that a new profile replaces the old one. */
function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ]
    .join('-')
    .toUpperCase();
}

function plistValue(value: Json, indent: string): string {
  if (typeof value === 'string') return `${indent}<string>${escapeXml(value)}</string>`;
  if (typeof value === 'boolean') return `${indent}<${value}/>`;
  // Chrome and Edge drop whole numbers beyond 32 bits (PropertyToValue in mac_util.mm), and take them as reals.
  if (typeof value === 'number')
    return Number.isInteger(value) && Math.abs(value) <= 0x7fffffff
      ? `${indent}<integer>${value}</integer>`
      : `${indent}<real>${value}</real>`;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return `${indent}<array/>`;
    return `${indent}<array>\n${value.map((item) => plistValue(item, inner)).join('\n')}\n${indent}</array>`;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return `${indent}<dict/>`;
  const lines = entries.map(
    ([key, item]) => `${inner}<key>${escapeXml(key)}</key>\n${plistValue(item, inner)}`,
  );
  return `${indent}<dict>\n${lines.join('\n')}\n${indent}</dict>`;
}

/** A profile for the whole machine, with `domains` as payloads: preference domain → its settings. */
export function mobileconfig(domains: Record<string, Tree>): string {
  const payloads = Object.entries(domains).map(
    ([domain, settings]): Tree => ({
      ...settings,
      PayloadType: domain,
      PayloadIdentifier: `cordon.${domain}`,
      PayloadUUID: uuidOf(domain),
      PayloadVersion: 1,
      PayloadDisplayName: `Cordon: ${domain}`,
      PayloadEnabled: true,
    }),
  );
  const profile: Tree = {
    PayloadContent: payloads,
    PayloadDisplayName: 'Cordon',
    PayloadDescription: 'Installs Cordon in Chrome, Edge and Firefox and sets it.',
    PayloadIdentifier: 'cordon',
    PayloadUUID: uuidOf('cordon'),
    PayloadScope: 'System',
    PayloadType: 'Configuration',
    PayloadVersion: 1,
    PayloadRemovalDisallowed: true,
  };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    plistValue(profile, ''),
    '</plist>',
    '',
  ].join('\n');
}
