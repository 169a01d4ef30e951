// Reads RTF: text and tables, hidden and struck passages, comments, notes, properties, pictures, embedded files, and
// the page that Outlook packs into it.
import { joinBytes } from '../../container/join-bytes.ts';
import { Damaged } from '../../errors.ts';
import { identify } from '../../identify.ts';
import type { Place, TableSink } from '../../part.ts';
import type { ReadContext, Reader } from '../../reader.ts';
import type { RuleId } from '../../rules.ts';
import { CellBuffer } from '../cell-buffer.ts';
import { isSame } from '../colour.ts';
import { HtmlPage } from '../markup-html.ts';
import { countWords, isSubstance, Prose } from '../prose.ts';
import { CHARACTERS, CHARSETS, codePage, DESTINATIONS } from './destinations.ts';
import { fromHex, objectOf } from './object.ts';
import { type RtfHandlers, readTokens } from './tokens.ts';

/** Half points: smaller letters cannot be read. */
const TINY = 4;
const LARGEST = 512 * 1024 ** 2;

/** Things gathered that name people or places, as the Report calls them. */
const NAMING = new Set([
  'author',
  'last modified by',
  'manager',
  'company',
  'link base',
  'property',
  'variable',
]);

export const rtfReader: Reader = {
  formats: ['rtf'],
  async read(file, _format, context) {
    context.budget.spend(file.size);
    if (file.size > LARGEST) throw new Damaged('The RTF file is larger than Cordon reads at once.');
    const data = new Uint8Array(await file.arrayBuffer());
    const document = new RtfDocument(context);
    readTokens(data, document, () => context.signal.throwIfAborted());
    await document.end();
    if (document.depth > 0) throw new Damaged('The document is cut off.');
    return 'full';
  },
};

interface Flow {
  prose: Prose;
  concealed: Prose;
  deleted: Prose;
}

interface Group {
  kind: 'text' | 'gather' | 'skip';
  what: string;
  flow: Flow;
  /** Set where this group began its flow. */
  ownFlow: boolean;
  ownGather: boolean;
  /** The line around a flow, to be gone on with behind it. */
  around?: { line: string; hiddenLine: string; deletedLine: string; inTable: boolean };
  hidden: boolean;
  deleted: boolean;
  size: number;
  letters: number;
  fill: number;
  font: number;
  unicodeSkip: number;
  htmlrtf: boolean;
}

class RtfDocument implements RtfHandlers {
  depth = 0;
  private readonly context: ReadContext;
  private readonly main: Flow;
  private group: Group;
  private readonly stack: Group[] = [];
  private starred = false;
  private skipCharacters = 0;
  private decoder = new TextDecoder('windows-1252');
  private encoding = 'windows-1252';
  private readonly decoders = new Map<string, TextDecoder>();
  private readonly fonts = new Map<number, string>();
  private readonly colours: string[] = [];
  private colour = { red: -1, green: 0, blue: 0 };
  private gathered = '';
  private binaryPieces: Uint8Array[] = [];
  private line = '';
  private hiddenLine = '';
  private deletedLine = '';
  private inTable = false;
  private cells: string[] = [];
  private table: { sink: TableSink; buffer: CellBuffer; row: number } | undefined;
  private readonly counters = new Map<string, number>();
  private readonly properties: string[] = [];
  private readonly named = new Set<string>();
  private readonly fields: string[] = [];
  private readonly authors = { comments: new Set<string>(), changes: new Set<string>() };
  private readonly waiting: { kind: 'picture' | 'object'; bytes: Uint8Array<ArrayBuffer>; name: string }[] =
    [];
  private html: string | undefined;
  private comments = 0;
  private changes = 0;
  private hiddenWords = 0;
  private deletedWords = 0;

  constructor(context: ReadContext) {
    this.context = context;
    this.main = this.flow(context.place, [], 'paragraph');
    this.group = {
      kind: 'text',
      what: '',
      flow: this.main,
      ownFlow: false,
      ownGather: false,
      hidden: false,
      deleted: false,
      size: 24,
      letters: 0,
      fill: 0,
      font: -1,
      unicodeSkip: 1,
      htmlrtf: false,
    };
  }

  private flow(place: Place, rules: readonly RuleId[], unit?: string): Flow {
    const { sink, hidden } = this.context;
    const give = (where: Place, how: readonly RuleId[], text: string) =>
      sink.text({ place: where, hidden: [...hidden, ...how], text });
    return {
      prose: new Prose(place, rules, give, unit),
      concealed: new Prose(place, [...rules, 'hidden-text'], give, unit),
      deleted: new Prose(place, [...rules, 'tracked-changes'], give, unit),
    };
  }

  private next(what: string): number {
    const count = (this.counters.get(what) ?? 0) + 1;
    this.counters.set(what, count);
    return count;
  }

  open(): void {
    this.depth++;
    this.stack.push(this.group);
    this.group = { ...this.group, ownFlow: false, ownGather: false };
    this.starred = false;
    this.skipCharacters = 0;
  }

  close(): void {
    const { group } = this;
    const outer = this.stack.pop();
    if (!outer) return;
    this.depth--;
    if (group.ownFlow) {
      this.endLine();
      flushAll(group.flow);
      Object.assign(this, group.around);
    }
    if (group.ownGather) this.endGather(group.what);
    this.group = outer;
    this.starred = false;
    this.skipCharacters = 0;
  }

  symbol(symbol: string): void {
    if (symbol === '*') this.starred = true;
    else if (symbol === '~') this.say(' ');
    else if (symbol === '_') this.say('-');
    else if (symbol === '\n' || symbol === '\r') this.word('par', undefined);
    else if (symbol === '\\' || symbol === '{' || symbol === '}') this.say(symbol);
  }

  bytes(bytes: Uint8Array): void {
    let from = 0;
    if (this.skipCharacters > 0) {
      from = Math.min(this.skipCharacters, bytes.length);
      this.skipCharacters -= from;
    }
    this.starred = false;
    if (from >= bytes.length) return;
    this.say(this.decoder.decode(bytes.subarray(from)));
  }

  binary(bytes: Uint8Array): void {
    if (this.group.kind === 'gather') this.binaryPieces.push(bytes);
  }

  word(word: string, parameter: number | undefined): void {
    const { group } = this;
    if (Object.hasOwn(DESTINATIONS, word)) {
      this.startDestination(word);
      return;
    }
    if (this.starred) {
      // A group that nobody knows may be left out: so says the star.
      this.starred = false;
      group.kind = 'skip';
      return;
    }
    if (Object.hasOwn(CHARACTERS, word)) {
      this.say(CHARACTERS[word]!);
      return;
    }
    const on = parameter !== 0;
    switch (word) {
      case 'par':
      case 'sect':
      case 'page':
        if (this.html !== undefined) this.say('\n');
        else if (group.kind === 'text') this.endLine();
        break;
      case 'u':
        this.say(String.fromCharCode((parameter ?? 63) & 0xffff));
        this.skipCharacters = group.unicodeSkip;
        break;
      case 'uc':
        group.unicodeSkip = parameter ?? 1;
        break;
      case 'v':
        group.hidden = on;
        break;
      case 'deleted':
        group.deleted = on;
        if (on) this.changes++;
        break;
      case 'revised':
        if (on) this.changes++;
        break;
      case 'fs':
        group.size = parameter ?? 24;
        break;
      case 'cf':
        group.letters = parameter ?? 0;
        break;
      case 'cb':
      case 'chcbpat':
      case 'highlight':
        group.fill = parameter ?? 0;
        break;
      case 'plain':
        Object.assign(group, { hidden: false, deleted: false, size: 24, letters: 0, fill: 0 });
        break;
      case 'pard':
        this.inTable = false;
        break;
      case 'intbl':
        this.inTable = true;
        break;
      case 'cell':
      case 'nestcell':
        this.endCell();
        break;
      case 'row':
      case 'nestrow':
        this.endRow();
        break;
      case 'f':
        this.useFont(parameter ?? -1);
        break;
      case 'fcharset':
        if (group.what === 'fonts' && parameter !== undefined && CHARSETS[parameter]) {
          this.fonts.set(group.font, CHARSETS[parameter]);
        }
        break;
      case 'ansicpg':
        this.encoding = codePage(parameter ?? 1252);
        this.decoder = this.decoderFor(this.encoding);
        break;
      case 'mac':
        this.encoding = 'macintosh';
        this.decoder = this.decoderFor(this.encoding);
        break;
      case 'red':
      case 'green':
      case 'blue':
        if (this.colour.red < 0) this.colour.red = 0;
        this.colour[word] = parameter ?? 0;
        break;
      case 'fromhtml':
        this.html = '';
        break;
      case 'htmlrtf':
        group.htmlrtf = on;
        break;
      default:
    }
  }

  private startDestination(word: string): void {
    const { group } = this;
    this.starred = false;
    // What stands in a group that is left out is left out with it.
    if (group.kind === 'skip' && !group.ownGather) return;
    const destination = DESTINATIONS[word]!;
    if (destination.kind === 'flow') {
      if (destination.step === 'comment') this.comments++;
      const step = `${destination.step} ${this.next(destination.step)}`;
      const { line, hiddenLine, deletedLine, inTable } = this;
      group.around = { line, hiddenLine, deletedLine, inTable };
      Object.assign(this, { line: '', hiddenLine: '', deletedLine: '', inTable: false });
      group.kind = 'text';
      group.ownFlow = true;
      group.flow = this.flow([...this.context.place, step], destination.hidden);
    } else if (destination.kind === 'gather') {
      group.kind = 'gather';
      group.ownGather = true;
      group.what = destination.what;
      this.gathered = '';
      this.binaryPieces = [];
    } else group.kind = destination.kind;
  }

  private useFont(font: number): void {
    this.group.font = font;
    if (this.group.what === 'fonts' && this.group.kind === 'gather') return;
    this.decoder = this.decoderFor(this.fonts.get(font) ?? this.encoding);
  }

  private decoderFor(label: string): TextDecoder {
    const known = this.decoders.get(label) ?? new TextDecoder(label);
    this.decoders.set(label, known);
    return known;
  }

  private say(text: string): void {
    const { group } = this;
    if (group.kind === 'skip') return;
    if (group.kind === 'gather') {
      if (group.what === 'colours') this.addColours(text);
      else if (group.what !== 'fonts') this.gathered += text;
      return;
    }
    if (this.html !== undefined) {
      if (!group.htmlrtf) this.html += text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
      return;
    }
    if (group.deleted) this.deletedLine += text;
    else if (text.trim() !== '' && this.isConcealed(group)) this.hiddenLine += text;
    else this.line += text;
  }

  private isConcealed({ hidden, size, letters, fill }: Group): boolean {
    if (hidden || size < TINY) return true;
    const text = letters > 0 ? this.colours[letters] : undefined;
    if (!text) return false;
    // In a table the cell may be of any colour.
    if (fill === 0 && this.inTable) return false;
    return isSame(text, (fill > 0 ? this.colours[fill] : undefined) ?? 'FFFFFF');
  }

  private addColours(text: string): void {
    for (let i = 0; i < text.length; i++) {
      if (text[i] !== ';') continue;
      const { red, green, blue } = this.colour;
      this.colours.push(
        red < 0
          ? ''
          : [red, green, blue]
              .map((c) => (c & 255).toString(16).padStart(2, '0'))
              .join('')
              .toUpperCase(),
      );
      this.colour = { red: -1, green: 0, blue: 0 };
    }
  }

  private endLine(): void {
    const { flow } = this.group;
    const { line, hiddenLine, deletedLine } = this;
    this.hiddenLine = '';
    this.deletedLine = '';
    if (this.inTable && flow === this.main) {
      this.line = line === '' ? '' : `${line}\n`;
    } else {
      if (line.trim() !== '' && flow === this.main) this.endTable();
      this.line = '';
      flow.prose.add(line.trim());
    }
    if (hiddenLine.trim() !== '') {
      flow.concealed.add(hiddenLine.trim(), flow.prose.count);
      this.hiddenWords += countWords(hiddenLine);
    }
    if (deletedLine.trim() !== '') {
      flow.deleted.add(deletedLine.trim(), flow.prose.count);
      this.deletedWords += countWords(deletedLine);
    }
  }

  private endCell(): void {
    this.inTable = true;
    this.endLine();
    this.cells.push(this.line.trim());
    this.line = '';
  }

  private endRow(): void {
    if (this.cells.length === 0) return;
    if (!this.table) {
      this.main.prose.flush();
      const { sink, place, hidden } = this.context;
      const table = sink.table({
        place: [...place, `table ${this.next('table')}`],
        hidden,
        addressing: 'rows',
      });
      this.table = { sink: table, buffer: new CellBuffer(table), row: 0 };
    }
    const { buffer, row } = this.table;
    for (const [column, text] of this.cells.entries()) buffer.add(row, column, text);
    this.table.row++;
    this.cells = [];
  }

  private endTable(): void {
    const { table } = this;
    if (!table) return;
    this.table = undefined;
    table.buffer.flush();
    table.sink.end();
  }

  private endGather(what: string): void {
    const text = this.gathered;
    this.gathered = '';
    if (what === 'picture' || what === 'object') {
      const bytes = this.binaryPieces.length > 0 ? joinBytes(this.binaryPieces) : fromHex(text);
      this.binaryPieces = [];
      if (bytes.length > 0) this.waiting.push({ kind: what, bytes, name: what });
      return;
    }
    if (what === 'html') {
      this.html = (this.html ?? '') + text;
      return;
    }
    const value = text.trim();
    if (value === '' || value === ';') return;
    if (what === 'comment author') this.authors.comments.add(value);
    else if (what === 'change author') for (const author of value.split(';')) this.addReviser(author);
    else if (what === 'field' || what === 'form field') this.fields.push(value);
    else if (what === 'object class' || what === 'fonts' || what === 'colours') return;
    else {
      this.properties.push(`${what}: ${value}`);
      if (NAMING.has(what)) this.named.add(what);
      if (what === 'template' && /[/\\]/.test(value)) this.named.add('template');
    }
  }

  private addReviser(author: string): void {
    const name = author.trim();
    if (name !== '' && name !== 'Unknown') this.authors.changes.add(name);
  }

  /** Puts out what is left, then pictures and files. */
  async end(): Promise<void> {
    this.inTable = false;
    while (this.depth > 0 && this.stack.length > 1) {
      const { depth } = this;
      this.close();
      // How many were open is still to be said.
      this.depth = depth;
      if (this.stack.length === 0) break;
    }
    this.endRow();
    this.endLine();
    this.endTable();
    flushAll(this.main);
    const { context } = this;
    if (this.html?.trim()) {
      const page = new HtmlPage(context);
      page.write(this.html);
      page.end();
      await page.pictures();
    }
    const { sink, place, hidden } = context;
    const text = (step: string, rule: RuleId, lines: Iterable<string>) => {
      const all = [...lines].join('\n');
      if (all !== '') sink.text({ place: [...place, step], hidden: [...hidden, rule], text: all });
    };
    text('properties', 'metadata', this.properties);
    text('field codes', 'hidden-text', this.fields);
    text('comment authors', 'comments', this.authors.comments);
    text('change authors', 'tracked-changes', this.authors.changes);
    this.report();
    for (const { kind, bytes } of this.waiting.splice(0)) {
      if (kind === 'picture') await this.picture(bytes);
      else await this.object(bytes);
    }
  }

  private report(): void {
    const { hiddenWords, deletedWords, comments, changes, named } = this;
    if (named.size > 0) {
      const message = `The document properties are filled in: ${[...named].join(', ')}.`;
      this.found('metadata', ['properties'], message, { entries: named.size });
    }
    if (comments > 0)
      this.found('comments', ['comments'], 'There are comments in the document.', { comments });
    if (changes > 0) {
      const message = 'The document keeps its changes: what was deleted can still be read.';
      this.found('tracked-changes', [], message, { changes, words: deletedWords }, isSubstance(deletedWords));
    }
    if (hiddenWords > 0) {
      const message = 'There is hidden text in the document.';
      this.found('hidden-text', [], message, { words: hiddenWords }, isSubstance(hiddenWords));
    }
  }

  private found(
    rule: RuleId,
    steps: readonly string[],
    message: string,
    counts: Record<string, number>,
    medium = false,
  ): void {
    const { sink, place, hidden } = this.context;
    sink.finding({
      rule,
      severity: medium ? 'medium' : 'low',
      where: [...place, ...steps],
      hidden: [...hidden, rule],
      message,
      counts,
    });
  }

  private async picture(data: Uint8Array<ArrayBuffer>): Promise<void> {
    const { sink, place, hidden } = this.context;
    const bytes = new Blob([data]);
    const { format } = await identify(bytes);
    const name = `image ${this.next('image')}`;
    await sink.image({ place: [...place, name], hidden, name, format, bytes });
  }

  private async object(data: Uint8Array<ArrayBuffer>): Promise<void> {
    const found = objectOf(data);
    if (!found) return;
    const { sink, place, hidden } = this.context;
    const step = `embedded "${found.name}"`;
    this.found('embedded-file', [step], 'There is a file inside the file.', { bytes: found.bytes.length });
    await sink.file({
      place: [...place, step],
      hidden: [...hidden, 'embedded-file'],
      name: found.name,
      bytes: new Blob([found.bytes]),
    });
  }
}

function flushAll({ prose, concealed, deleted }: Flow): void {
  prose.flush();
  concealed.flush();
  deleted.flush();
}
