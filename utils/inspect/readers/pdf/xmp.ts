// Who made a document, as its XMP says.
import { elements } from '../../xml/elements.ts';

/** Names under `dc:creator`, and of those who are said to have written or changed it. */
export function creatorsOf(xmp: string): string[] {
  const names = new Set<string>();
  for (const list of elements(xmp, 'dc:creator')) {
    for (const name of elements(list, 'rdf:li')) if (!name.includes('<')) add(name);
  }
  for (const [, name] of xmp.matchAll(
    /<(?:pdf:Author|pdfx:(?:Author|Manager|Company|SourceModifiedBy|LastModifiedBy))>([^<]*)</g,
  )) {
    add(name!);
  }
  return [...names];

  function add(name: string): void {
    const plain = name
      .replace(/&(?:amp|#38);/g, '&')
      .replace(/&(?:apos|#39);/g, "'")
      .trim();
    // Programs leave "unknown" and blanks there.
    if (plain !== '' && !/^(?:unknown|anonymous|none)$/i.test(plain)) names.add(plain);
  }
}
