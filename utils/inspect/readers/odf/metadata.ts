// Metadata of an OpenDocument file: who wrote, saved and printed it, from which template; and the printer's name, which
// the settings keep.

import { wordTable } from '../../word-table.ts';
import type { XmlHandlers } from '../../xml/reader.ts';

/** Elements that name people or places, and what the Report calls them. */
const NAMING = wordTable<string>({
  'meta:initial-creator': 'author',
  'dc:creator': 'last modified by',
  'meta:printed-by': 'printed by',
  'dc:contributor': 'contributor',
  'dc:publisher': 'publisher',
  'meta:user-defined': 'custom properties',
});

/** Elements that say nothing about people. */
const TECHNICAL = new Set([
  'meta:generator',
  'meta:creation-date',
  'meta:print-date',
  'meta:editing-cycles',
  'meta:editing-duration',
  'dc:date',
  'dc:language',
]);

export interface OdfMetadata {
  lines: string[];
  named: Set<string>;
}

/** Handlers for meta.xml, for settings.xml, and for both within a flat file. */
export function metadataHandlers(found: OdfMetadata): XmlHandlers {
  let depth = 0;
  let text = '';
  let label = '';
  let item = '';
  return {
    open(name, attributes) {
      if (name === 'office:meta') depth++;
      text = '';
      item = name === 'config:config-item' ? (attributes.get('config:name') ?? '') : '';
      label = attributes.get('meta:name') ?? '';
      if (name !== 'meta:template') return;
      const path = attributes.get('xlink:href') ?? '';
      if (path !== '') found.lines.push(path);
      if (/[/\\]/.test(path.replace(/^(\.\.\/)+/, ''))) found.named.add('template');
    },
    text(piece) {
      if ((depth > 0 || item !== '') && text.length < 65_536) text += piece;
    },
    close(name) {
      const value = text.trim();
      text = '';
      if (name === 'office:meta') depth--;
      if (value === '') return;
      if (item === 'PrinterName') {
        found.lines.push(value);
        if (!/generic/i.test(value)) found.named.add('printer');
      } else if (item === 'CurrentDatabaseDataSource') found.lines.push(value);
      else if (depth > 0 && item === '' && !TECHNICAL.has(name)) {
        found.lines.push(label ? `${label}: ${value}` : value);
        const what = NAMING[name];
        if (what) found.named.add(what);
      }
      item = '';
    },
  };
}
