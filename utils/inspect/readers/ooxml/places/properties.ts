// Document properties, and what printers leave behind: who wrote, who saved last, which firm, which print server.

import { wordTable } from '../../../word-table.ts';
import type { PlaceReader } from '../walk.ts';
import { readXml } from '../xml.ts';

/** Properties that name people or organisations, by their element in core.xml and app.xml. */
const NAMING = wordTable<string>({
  creator: 'author',
  lastModifiedBy: 'last modified by',
  Manager: 'manager',
  Company: 'company',
  HyperlinkBase: 'link base',
  Template: 'template',
});

/** Elements of app.xml that say nothing about people: counts, versions, and the titles that sheets have anyway. */
const TECHNICAL =
  /^(Application|AppVersion|DocSecurity|ScaleCrop|LinksUpToDate|SharedDoc|HyperlinksChanged|TitlesOfParts|HeadingPairs|vector|variant|lpstr|i4|TotalTime|Pages|Words|Characters.*|Lines|Paragraphs|created|modified|revision|lastPrinted|version|language|Slides|Notes|HiddenSlides|MMClips|PresentationFormat|Properties|coreProperties)$/;

const STEPS = wordTable<string>({
  'core-properties': 'properties',
  'extended-properties': 'application properties',
  'custom-properties': 'custom properties',
});

export const readProperties: PlaceReader = async (walk, relationship, place) => {
  const here = [...place, STEPS[relationship.kind] ?? 'properties'];
  const custom = relationship.kind === 'custom-properties';
  const lines: string[] = [];
  const named = new Set<string>();
  let text = '';
  let property = '';
  await readXml(walk.pack.source(relationship.target).inflated(), {
    open(tag, attributes) {
      text = '';
      if (tag === 'property') property = attributes.name ?? '';
    },
    text(piece) {
      text += piece;
    },
    close(tag) {
      const value = text.trim();
      text = '';
      if (value === '') return;
      if (custom) {
        lines.push(property ? `${property}: ${value}` : value);
        named.add('custom properties');
      } else if (!TECHNICAL.test(tag)) {
        lines.push(value);
        const what = NAMING[tag];
        // A template's bare name says nothing of anybody; its path does.
        if (what && (tag !== 'Template' || /[/\\]/.test(value))) named.add(what);
      }
    },
  });
  walk.text(here, ['metadata'], lines.join('\n'));
  if (named.size > 0) {
    walk.found('metadata', here, `The document properties are filled in: ${[...named].join(', ')}.`, {
      entries: named.size,
    });
  }
};

/** Printer settings are a Windows structure: the printer's path in UTF-16 first, more texts in the driver's own part. */
export const readPrinterSettings: PlaceReader = async (walk, relationship, place) => {
  const here = [...place, 'printer settings'];
  const bytes: number[] = [];
  for await (const piece of walk.pack.source(relationship.target).inflated()) {
    for (let i = 0; i < piece.length && bytes.length < 65_536; i++) bytes.push(piece[i]!);
  }
  const runs = textRuns(Uint8Array.from(bytes));
  walk.text(here, ['metadata'], runs.join('\n'));
  if (runs.length > 0) {
    walk.found('metadata', here, 'The settings of the printer last used are in the file, with its name.', {
      entries: runs.length,
    });
  }
};

/** Latin letters, digits and signs: what else two bytes of a structure make would be text in no language of ours. */
function isPrintable(code: number): boolean {
  return (code >= 32 && code < 127) || (code >= 0xa1 && code < 0x250);
}

/** Runs of at least four printable characters, as UTF-16 and as ASCII. */
export function textRuns(bytes: Uint8Array): string[] {
  const runs: string[] = [];
  for (const [step, offset] of [
    [2, 0],
    [1, 0],
  ] as const) {
    let run = '';
    for (let i = offset; i + step <= bytes.length; i += step) {
      const code = step === 2 ? bytes[i]! | (bytes[i + 1]! << 8) : bytes[i]!;
      if (isPrintable(code) && (step === 2 || code < 127)) run += String.fromCharCode(code);
      else {
        if (run.length >= 4 && /[A-Za-z]{3}/.test(run)) runs.push(run);
        run = '';
      }
    }
    if (run.length >= 4 && /[A-Za-z]{3}/.test(run)) runs.push(run);
  }
  return runs;
}
