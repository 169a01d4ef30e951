// Fields: those that number, refer and link stay; of the others (who wrote it, where it lies, what it was merged from) only
// what they show stays.
import type { XmlElement } from '../package/xml.ts';

const KEPT = /^\s*(PAGE|NUMPAGES|SECTIONPAGES|SECTION|TOC|REF|PAGEREF|NOTEREF|SEQ|STYLEREF|=)(\s|$)/i;
const OPEN_LINK = /^\s*HYPERLINK\s+(\\l\s+)?"(https?:|mailto:|[^"\\/:]*")/i;

const stays = (code: string): boolean => KEPT.test(code) || OPEN_LINK.test(code);

/** What behind a kept code changes what is shown: switches, a bookmark's or a style's name, a format. A tip (`\o`) does not. */
const TIP = /\\o\s+(?:"[^"]*"|[^\s"]+)/gi;
/** Numbers of pages and sections, which take formats and nothing else. */
const BARE = /^\s*(PAGE|NUMPAGES|SECTIONPAGES|SECTION)\b/i;
const FORMAT = /\\[*#]\s*(?:"[^"]*"|[^\s"\\]+)/g;

/** A kept code without words that nobody sees. */
function plain(code: string): string {
  const bare = BARE.exec(code);
  if (bare) return [bare[0], ...(code.match(FORMAT) ?? [])].join(' ');
  return OPEN_LINK.test(code) ? code.replace(TIP, '') : code;
}

/** Takes the codes of fields away that may not stay; what they show is text then. */
export function closeFields(tree: XmlElement): void {
  const gone = new Set<XmlElement>();
  const open: { parts: XmlElement[]; codes: XmlElement[]; code: string; shown: boolean }[] = [];
  for (const element of tree.all()) {
    const field = open.at(-1);
    if (element.name === 'w:fldChar') {
      const type = element.ns('w:fldCharType');
      if (type === 'begin') open.push({ parts: [element], codes: [], code: '', shown: false });
      else if (type === 'separate' && field) {
        field.parts.push(element);
        field.shown = true;
      } else if (type === 'end' && field) {
        open.pop();
        field.parts.push(element);
        if (!stays(field.code)) for (const part of field.parts) gone.add(part);
        else if (plain(field.code) !== field.code)
          for (const [at, part] of field.codes.entries()) part.children = at === 0 ? [plain(field.code)] : [];
      }
    } else if (element.name === 'w:instrText' || element.name === 'w:delInstrText') {
      if (!field) gone.add(element);
      else {
        field.parts.push(element);
        field.codes.push(element);
        field.code += element.text();
      }
    }
  }
  // A field without an end is none.
  for (const { parts } of open) for (const part of parts) gone.add(part);
  tree.prune((element) => gone.has(element) || element.name === 'w:fldData' || element.name === 'w:ffData');
  tree.map((element) => {
    if (element.name !== 'w:fldSimple') return element;
    const code = element.ns('w:instr') ?? '';
    if (!stays(code)) return element.children;
    element.setNs('w:instr', plain(code));
    return element;
  });
}
