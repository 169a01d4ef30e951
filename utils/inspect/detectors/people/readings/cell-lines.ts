// Cells that each hold a whole line of a text table (`Smith,J,PC,1234,North`): a CSV that was pasted into one column.

/** What may stand between the fields, the surest first. */
const SEPARATORS = ['\t', '|', ';', ','] as const;
type Separator = (typeof SEPARATORS)[number];

/** Fields that a line must have; share of the cells with the same number of them; how long a field may be, and a line, in the mean. */
const LINES = { fields: 3, most: 60, share: 0.6, field: 30, line: 1000 };

/** How the lines of a column are built. */
export interface LineShape {
  separator: Separator;
  /** The number of fields that most of them have. */
  fields: number;
}

/** What divides most of the cells into the same number of fields; nothing where they are no lines. */
export function linesOf(texts: readonly string[]): LineShape | undefined {
  for (const separator of SEPARATORS) {
    const times = new Map<number, number>();
    let length = 0;
    for (const text of texts) {
      if (text.length > LINES.line || !text.includes(separator)) continue;
      const fields = fieldsOf(text, separator).length;
      if (fields < LINES.fields || fields > LINES.most) continue;
      times.set(fields, (times.get(fields) ?? 0) + 1);
      length += text.length / fields;
    }
    const lines = [...times.values()].reduce((sum, n) => sum + n, 0);
    const [fields, most] = [...times].reduce((best, next) => (next[1] > best[1] ? next : best), [0, 0]);
    if (most > 0 && most >= LINES.share * texts.length && length <= LINES.field * lines)
      return { separator, fields };
  }
  return undefined;
}

/** The fields of a line, without the blanks around them; one in quotation marks may hold the separator (`"Smith, J",PC`). */
export function fieldsOf(text: string, separator: Separator): string[] {
  if (!text.includes('"')) return text.split(separator).map((field) => field.trim());
  const fields: string[] = [];
  let from = 0;
  let isQuoted = false;
  for (let at = 0; at <= text.length; at++) {
    const c = text[at];
    if (c === '"') isQuoted = !isQuoted;
    // A mark that is never closed holds nothing together.
    else if (c === undefined || (c === separator && !isQuoted)) {
      fields.push(bare(text.slice(from, at)));
      from = at + 1;
    }
  }
  return fields;
}

function bare(field: string): string {
  const text = field.trim();
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"')
    ? text.slice(1, -1).replaceAll('""', '"').trim()
    : text;
}
