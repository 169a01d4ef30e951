// Reads HTML: text as it would be shown, tables as tables, and what a page keeps from its readers: hidden elements,
// comments, hidden fields, pictures within the page. Parsed by htmlparser2, which forgives as browsers do.
import { Parser } from 'htmlparser2';
import { detectEncoding, TextPieces } from '../container/text.ts';
import { readStream } from '../container/zip.ts';
import { OverLimit } from '../errors.ts';
import { identify } from '../identify.ts';
import type { Place, TableSink } from '../part.ts';
import type { ReadContext, Reader } from '../reader.ts';
import type { RuleId } from '../rules.ts';
import { CellBuffer } from './cell-buffer.ts';
import { colour, isSame } from './colour.ts';
import { countWords, isSubstance, Prose } from './prose.ts';

/** Elements that stand on lines of their own. */
const BLOCKS = new Set(
  'address article aside blockquote body br caption dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol option p pre section select summary table tbody td tfoot th thead title tr ul'.split(
    ' ',
  ),
);

/** Elements whose text is for the program. */
const CODE = new Set(['script', 'style', 'template', 'noembed', 'noframes']);

/** Elements without an end. */
const VOID = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'source',
  'wbr',
]);

const HIDING =
  /(^|;)\s*(display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|mso-hide\s*:\s*all|font-size\s*:\s*0(px|pt|em|%)?|opacity\s*:\s*0)\s*(?:!important\s*)?(;|$)/i;

/** The parser takes longer for each element the deeper it stands; browsers go no deeper than 512. */
const MOST_DEPTH = 10_000;

interface Table {
  sink: TableSink;
  cells: CellBuffer;
  row: number;
  column: number;
  span: number;
  text: string | undefined;
}

export const htmlReader: Reader = {
  formats: ['html'],
  async read(file, _format, context) {
    const page = new HtmlPage(context);
    const head = new Uint8Array(await file.slice(0, 65_536).arrayBuffer());
    const decoder = htmlDecoder(head, file.size <= head.length);
    for await (const bytes of readStream(file.stream())) {
      context.signal.throwIfAborted();
      context.budget.spend(bytes.length);
      page.write(decoder.decode(bytes));
      await page.pictures();
    }
    page.write(decoder.decode(new Uint8Array(0), true));
    page.end();
    await page.pictures();
    return 'full';
  },
};

/** By byte order mark, then by what the page says of itself, then by its bytes. */
function htmlDecoder(
  head: Uint8Array,
  whole: boolean,
): { decode(bytes: Uint8Array, last?: boolean): string } {
  const found = detectEncoding(head, whole) ?? 'windows-1252';
  const latin = String.fromCharCode(...head.subarray(0, 4096));
  const label = /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(latin)?.[1];
  if (label && found === 'windows-1252' && !/^utf-?16/i.test(label)) {
    try {
      const decoder = new TextDecoder(label);
      return { decode: (bytes, last) => decoder.decode(bytes, { stream: !last }) };
    } catch {
      // A label that nobody knows says nothing.
    }
  }
  return new TextPieces(found);
}

/** How an element paints, with what it inherits. */
interface Look {
  depth: number;
  letters: string | undefined;
  /** `unknown` where a picture or a gradient is behind. */
  fill: string | undefined;
  same: boolean;
}

/** A colour as HTML and CSS write it. */
function webColour(value: string | undefined): string | undefined {
  const said = value?.trim() ?? '';
  const rgb = /^rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)\s*(?:[,/]\s*(?:1|100%|1\.0)\s*)?\)$/i.exec(said);
  if (!rgb) return colour(said);
  return rgb
    .slice(1)
    .map((part) => Math.min(255, Number(part)).toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
}

/** What an element says of its letters and of what is behind them, in its own attributes. */
function paintOf(attributes: Record<string, string>): { letters?: string; fill?: string } {
  const style = attributes.style ?? '';
  const property = (name: string) =>
    style
      .split(';')
      .map((one) => one.split(':', 2).map((side) => side.replace('!important', '').trim()))
      .find(([key, value]) => key?.toLowerCase() === name && value)?.[1];
  const paint: { letters?: string; fill?: string } = {};
  const letters = webColour(property('color') ?? attributes.color ?? attributes.text);
  if (letters) paint.letters = letters;
  const behind = property('background-color') ?? property('background') ?? attributes.bgcolor;
  if (property('background-image') ?? attributes.background) paint.fill = 'unknown';
  else if (behind !== undefined && !/^(transparent|none|inherit|initial)$/i.test(behind)) {
    paint.fill = webColour(behind) ?? 'unknown';
  }
  return paint;
}

/** One page; also for pages that come as text (a mail's body, a page within RTF). */
export class HtmlPage {
  private readonly context: ReadContext;
  private readonly parser: Parser;
  private readonly prose: Prose;
  private readonly concealed: Prose;
  private readonly comments: Prose;
  private readonly tables: Table[] = [];
  private readonly waiting: { base64: string; place: Place }[] = [];
  /** Open elements that hide what is in them. */
  private readonly hiding: { name: string; depth: number }[] = [];
  private depth = 0;
  private code = 0;
  private line = '';
  private readonly looks: Look[] = [];
  private sheets = false;
  private hiddenLine = '';
  private hiddenWords = 0;
  private commentWords = 0;
  private tableCount = 0;
  private pictureCount = 0;
  private author = false;

  constructor(context: ReadContext) {
    this.context = context;
    const { sink, place, hidden } = context;
    const give = (where: Place, how: readonly RuleId[], text: string) =>
      sink.text({ place: where, hidden: how, text });
    this.prose = new Prose(place, hidden, give);
    this.concealed = new Prose(place, [...hidden, 'hidden-text'], give);
    this.comments = new Prose([...place, 'comments'], [...hidden, 'comments'], give);
    this.parser = new Parser(
      {
        onopentag: (name, attributes) => this.open(name, attributes),
        onclosetag: (name) => this.close(name),
        ontext: (text) => this.text(text),
        oncomment: (text) => this.comment(text),
      },
      { decodeEntities: true },
    );
  }

  write(text: string): void {
    this.parser.write(text);
  }

  end(): void {
    this.parser.end();
    while (this.tables.length > 0) this.endTable();
    this.endLine();
    this.prose.flush();
    this.concealed.flush();
    this.comments.flush();
    const { sink, place, hidden } = this.context;
    const say = (rule: RuleId, message: string, words: number) =>
      sink.finding({
        rule,
        severity: isSubstance(words) ? 'medium' : 'low',
        where: [...place],
        hidden: [...hidden, rule],
        message,
        ...(words > 0 ? { counts: { words } } : {}),
      });
    if (this.hiddenWords > 0)
      say('hidden-text', 'There is text in the page that is not shown.', this.hiddenWords);
    if (isSubstance(this.commentWords)) {
      say('comments', 'There are comments in the source of the page.', this.commentWords);
    }
    if (this.author) say('metadata', 'The page names its author.', 0);
  }

  /** Hands on the pictures that stood in what was written so far. */
  async pictures(): Promise<void> {
    for (const { base64, place } of this.waiting.splice(0)) {
      let binary: string;
      try {
        binary = atob(base64.replace(/\s+/g, ''));
      } catch {
        continue; // No base64: no browser shows a picture there.
      }
      const bytes = new Blob([Uint8Array.from(binary, (char) => char.charCodeAt(0))]);
      const { format } = await identify(bytes);
      const name = `image ${++this.pictureCount}`;
      await this.context.sink.image({
        place: [...place, name],
        hidden: this.context.hidden,
        name,
        format,
        bytes,
      });
    }
  }

  /** Letters in the colour of what is behind them. Where a style sheet may say more, paper is not taken for white. */
  private paint(attributes: Record<string, string>): void {
    const around = this.looks.at(-1);
    const { letters = around?.letters, fill = around?.fill } = paintOf(attributes);
    if (letters === around?.letters && fill === around?.fill) return;
    const behind = fill ?? (this.sheets ? undefined : 'FFFFFF');
    const same =
      letters !== undefined && behind !== undefined && behind !== 'unknown' && isSame(letters, behind);
    this.looks.push({ depth: this.depth, letters, fill, same });
  }

  private open(name: string, attributes: Record<string, string>): void {
    this.depth++;
    if (this.depth > MOST_DEPTH) {
      throw new OverLimit(`The page has elements in one another more than ${MOST_DEPTH} deep.`);
    }
    if (name === 'style' || name === 'link') this.sheets = true;
    if (!VOID.has(name)) this.paint(attributes);
    if (CODE.has(name)) this.code++;
    if (BLOCKS.has(name)) this.endLine();
    if (!VOID.has(name) && ('hidden' in attributes || HIDING.test(attributes.style ?? ''))) {
      this.hiding.push({ name, depth: this.depth });
    }
    const table = this.tables[this.tables.length - 1];
    if (name === 'table') this.startTable();
    else if (name === 'tr' && table) {
      this.endCell(table);
      table.row++;
      table.column = 0;
    } else if ((name === 'td' || name === 'th') && table) {
      this.endCell(table);
      table.text = '';
      table.span = Math.min(Math.max(Number.parseInt(attributes.colspan ?? '1', 10) || 1, 1), 1000);
    } else if (name === 'img') {
      const inline = /^data:image\/[\w.+-]+;base64,(.+)$/is.exec(attributes.src ?? '')?.[1];
      if (inline) this.waiting.push({ base64: inline, place: this.context.place });
      if (attributes.alt) this.text(` ${attributes.alt} `);
    } else if (name === 'input') {
      const value = attributes.value ?? '';
      if (attributes.type?.toLowerCase() === 'hidden') this.concealed.add(value);
      else if (!/^(submit|button|reset|checkbox|radio|image)$/i.test(attributes.type ?? ''))
        this.text(` ${value} `);
    } else if (name === 'meta' && /^(author|dcterms\.creator|dc\.creator)$/i.test(attributes.name ?? '')) {
      if (attributes.content?.trim()) {
        this.author = true;
        const { sink, place, hidden } = this.context;
        sink.text({
          place: [...place, 'properties'],
          hidden: [...hidden, 'metadata'],
          text: attributes.content,
        });
      }
    }
  }

  private close(name: string): void {
    if (CODE.has(name)) this.code--;
    if (BLOCKS.has(name)) this.endLine();
    const table = this.tables[this.tables.length - 1];
    if (table && (name === 'td' || name === 'th' || name === 'tr')) this.endCell(table);
    else if (table && name === 'table') this.endTable();
    const hiding = this.hiding[this.hiding.length - 1];
    if (hiding && hiding.depth >= this.depth) this.hiding.pop();
    const look = this.looks[this.looks.length - 1];
    if (look && look.depth >= this.depth) this.looks.pop();
    this.depth--;
  }

  private text(text: string): void {
    if (this.code > 0) return;
    const said = text.replace(/[\s\u00a0]+/g, ' ');
    if (this.hiding.length > 0 || this.looks.at(-1)?.same) this.hiddenLine += said;
    else this.line += said;
  }

  private comment(text: string): void {
    // Conditions for old browsers, and code, are for programs.
    if (/^\s*\[|^\s*<!\[|[{}<>]/.test(text)) return;
    this.comments.add(text.trim());
    this.commentWords += countWords(text);
  }

  private endLine(): void {
    const line = this.line.trim();
    const hiddenLine = this.hiddenLine.trim();
    this.line = '';
    this.hiddenLine = '';
    if (hiddenLine !== '') {
      this.concealed.add(hiddenLine);
      this.hiddenWords += countWords(hiddenLine);
    }
    if (line === '') return;
    const table = this.tables[this.tables.length - 1];
    if (table?.text !== undefined) table.text += table.text === '' ? line : `\n${line}`;
    else this.prose.add(line);
  }

  private startTable(): void {
    if (this.tables.length === 0) this.prose.flush();
    const { sink, place, hidden } = this.context;
    const table = sink.table({
      place: [...place, `table ${++this.tableCount}`],
      hidden: this.hiding.length > 0 ? [...hidden, 'hidden-text'] : hidden,
      addressing: 'rows',
    });
    this.tables.push({
      sink: table,
      cells: new CellBuffer(table),
      row: -1,
      column: 0,
      span: 1,
      text: undefined,
    });
  }

  private endCell(table: Table): void {
    if (table.text === undefined) return;
    this.endLine();
    table.cells.add(Math.max(table.row, 0), table.column, table.text);
    table.column += table.span;
    table.text = undefined;
  }

  private endTable(): void {
    const table = this.tables[this.tables.length - 1]!;
    this.endCell(table);
    this.tables.pop();
    table.cells.flush();
    table.sink.end();
  }
}
