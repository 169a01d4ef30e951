// Fields: those that number, refer and link stay; of the others (who wrote it, where it lies, what it was merged from) only
// what they show stays.
import type { XmlElement } from '../package/xml.ts';

const KEPT = /^\s*(PAGE|NUMPAGES|SECTIONPAGES|SECTION|TOC|REF|PAGEREF|NOTEREF|SEQ|STYLEREF|=)(\s|$)/i;
const OPEN_LINK = /^\s*HYPERLINK\s+(\\l\s+)?"(https?:|mailto:|[^"\\/:]*")/i;

const stays = (code: string): boolean => KEPT.test(code) || OPEN_LINK.test(code);

/** Takes the codes of fields away that may not stay; what they show is text then. */
export function closeFields(tree: XmlElement): void {
  const gone = new Set<XmlElement>();
  const open: { parts: XmlElement[]; code: string; shown: boolean }[] = [];
  for (const element of tree.all()) {
    const field = open.at(-1);
    if (element.name === 'w:fldChar') {
      const type = element.ns('w:fldCharType');
      if (type === 'begin') open.push({ parts: [element], code: '', shown: false });
      else if (type === 'separate' && field) {
        field.parts.push(element);
        field.shown = true;
      } else if (type === 'end' && field) {
        open.pop();
        field.parts.push(element);
        if (!stays(field.code)) for (const part of field.parts) gone.add(part);
      }
    } else if (element.name === 'w:instrText' || element.name === 'w:delInstrText') {
      if (!field) gone.add(element);
      else {
        field.parts.push(element);
        field.code += element.text();
      }
    }
  }
  // A field without an end is none.
  for (const { parts } of open) for (const part of parts) gone.add(part);
  tree.prune((element) => gone.has(element) || element.name === 'w:fldData' || element.name === 'w:ffData');
  tree.map((element) =>
    element.name === 'w:fldSimple' && !stays(element.ns('w:instr') ?? '') ? element.children : element,
  );
}
