// One story of a Word binary file on its way to the Detectors: paragraphs, tables by the marks that end their cells
// and rows, and apart from these what is deleted or cannot be seen.
import { CELL_FLAG, type Place, type TableSink } from '../../part.ts';
import type { RuleId } from '../../rules.ts';
import { CellBuffer } from '../cell-buffer.ts';
import type { Voice } from '../ole/office.ts';
import { countWords, Prose } from '../prose.ts';
import { isPale, isVanished, LOOK } from './file.ts';

const CELL_END = 7;
const FIELD_BEGIN = 0x13;
const FIELD_MIDDLE = 0x14;
const FIELD_END = 0x15;

/** What a document counts over all of its stories. */
export interface Tally {
  deletedWords: number;
  deletions: number;
  insertions: number;
  hiddenWords: number;
  /** Words in white, on paper as far as can be told. */
  paleWords: number;
}

export class Story {
  private readonly voice: Voice;
  private readonly place: Place;
  private readonly hidden: readonly RuleId[];
  private readonly tally: Tally;
  private readonly prose: Prose;
  private readonly concealed: Prose;
  private readonly deleted: Prose;
  private text = '';
  private concealedText = '';
  private deletedText = '';
  private cells: { text: string; concealed: string }[] = [];
  private table: { sink: TableSink; buffer: CellBuffer; row: number } | undefined;
  private tables = 0;
  private fields: boolean[] = [];
  private code = '';
  private readonly codes: string[] = [];
  private last = 0;
  /** Characters with text so far. */
  size = 0;

  constructor(voice: Voice, place: Place, hidden: readonly RuleId[], tally: Tally, unit?: string) {
    this.voice = voice;
    this.place = place;
    this.hidden = hidden;
    this.tally = tally;
    const give = (where: Place, how: readonly RuleId[], text: string) => voice.text(where, how, text);
    this.prose = new Prose(place, hidden, give, unit);
    this.concealed = new Prose(place, [...hidden, 'hidden-text'], give, unit);
    this.deleted = new Prose(place, [...hidden, 'tracked-changes'], give, unit);
  }

  /** Characters that look alike. @param look LOOK bits. */
  add(characters: string, look: number): void {
    // Counted by stretch: one that goes on is one change.
    if (look & LOOK.deleted && !(this.last & LOOK.deleted)) this.tally.deletions++;
    if (look & LOOK.inserted && !(this.last & LOOK.inserted)) this.tally.insertions++;
    this.last = look;
    let from = 0;
    for (let i = 0; i < characters.length; i++) {
      const code = characters.charCodeAt(i);
      if (code >= 32 && code !== 0x1e) continue;
      this.put(characters.slice(from, i), look);
      from = i + 1;
      this.mark(code, look);
    }
    this.put(characters.slice(from), look);
  }

  private put(text: string, look: number): void {
    if (text === '') return;
    if (this.fields.at(-1)) this.code += text;
    else if (look & LOOK.deleted) this.deletedText += text;
    else if (look & LOOK.tiny || isVanished(look)) {
      this.concealedText += text;
      this.tally.hiddenWords += countWords(text);
    } else if (isPale(look)) {
      this.concealedText += text;
      this.tally.paleWords += countWords(text);
    } else this.text += text;
    this.size += text.length;
  }

  private mark(code: number, look: number): void {
    switch (code) {
      case FIELD_BEGIN:
        this.fields.push(true);
        break;
      case FIELD_MIDDLE:
        this.endCode();
        if (this.fields.length > 0) this.fields[this.fields.length - 1] = false;
        break;
      case FIELD_END:
        if (this.fields.pop()) this.endCode();
        break;
      case 9:
        this.put('\t', look);
        break;
      case 0x0b:
        this.put('\n', look);
        break;
      case 0x1e:
        this.put('-', look);
        break;
      case CELL_END:
        if (look & LOOK.rowEnd) this.endRow();
        else this.endCell();
        break;
      case 0x0d:
        // The cell goes on behind its paragraphs.
        if (look & LOOK.inTable) {
          if (this.text !== '') this.text += '\n';
        } else this.endParagraph();
        break;
      case 0x0c:
      case 0x0e:
        this.endParagraph();
        break;
    }
  }

  private endCode(): void {
    const code = this.code.trim();
    if (code !== '' && this.codes.length < 10_000) this.codes.push(code);
    this.code = '';
  }

  private endDeleted(): void {
    if (this.deletedText.trim() !== '') {
      this.tally.deletedWords += countWords(this.deletedText);
      this.deleted.add(this.deletedText);
    }
    this.deletedText = '';
  }

  private endParagraph(): void {
    // Whether a paragraph is in a table is only known by the mark that ends its cell.
    this.endDeleted();
    if (this.table || this.cells.length > 0) this.endTable();
    this.prose.add(this.text);
    if (this.concealedText !== '') this.concealed.add(this.concealedText, this.prose.count);
    this.text = '';
    this.concealedText = '';
  }

  private endCell(): void {
    this.endDeleted();
    this.cells.push({ text: this.text, concealed: this.concealedText });
    this.text = '';
    this.concealedText = '';
    // No table of Word is that wide: marks without rows.
    if (this.cells.length >= 256) this.endRow();
  }

  private endRow(): void {
    if (this.cells.length === 0) return;
    if (!this.table) {
      this.prose.flush();
      const sink = this.voice.context.sink.table({
        place: [...this.place, `table ${++this.tables}`],
        hidden: [...this.voice.context.hidden, ...this.hidden],
        addressing: 'rows',
      });
      this.table = { sink, buffer: new CellBuffer(sink), row: 0 };
    }
    const { buffer, row } = this.table;
    this.cells.forEach(({ text, concealed }, col) => {
      if (text.trim() !== '') buffer.add(row, col, text);
      else if (concealed.trim() !== '') buffer.add(row, col, concealed, CELL_FLAG.hiddenText);
    });
    this.table.row++;
    this.cells = [];
  }

  private endTable(): void {
    this.endRow();
    this.table?.buffer.flush();
    this.table?.sink.end();
    this.table = undefined;
  }

  /** To be called when the story is over. */
  end(): void {
    this.endCode();
    this.endParagraph();
    this.endTable();
    this.prose.flush();
    this.concealed.flush();
    this.deleted.flush();
    this.voice.text([...this.place, 'field codes'], [...this.hidden, 'hidden-text'], this.codes.join('\n'));
  }
}
