// Contacts (.vcf): a table with a row for each, as rosters are, and their pictures.
import type { Reader } from '../../reader.ts';
import { CellBuffer } from '../cell-buffer.ts';
import { Members } from '../members.ts';
import { contentLines, fileText, unescapeText, valueParts } from './content-lines.ts';
import { decodeBase64 } from './mime.ts';

/** Heads of the columns, in words that a roster has. */
const COLUMNS = [
  'Name',
  'Surname',
  'Forename',
  'Organisation',
  'Job title',
  'Role',
  'Email',
  'Phone',
  'Address',
  'Date of birth',
  'Notes',
] as const;
type Column = (typeof COLUMNS)[number];

/** Property → column, where the value goes there as it is. */
const PLAIN: Readonly<Record<string, Column>> = {
  FN: 'Name',
  TITLE: 'Job title',
  ROLE: 'Role',
  EMAIL: 'Email',
  TEL: 'Phone',
  BDAY: 'Date of birth',
  NOTE: 'Notes',
};

export const vcardReader: Reader = {
  formats: ['vcf'],
  async read(file, _format, context) {
    const { sink, place, hidden } = context;
    const members = new Members(context);
    const table = sink.table({ place: [...place, 'contacts'], hidden, addressing: 'rows' });
    const cells = new CellBuffer(table);
    for (const [column, head] of COLUMNS.entries()) cells.add(0, column, head);
    let row = 0;
    let depth = 0;
    const card = new Map<Column, string[]>();
    const photos: { name: string; bytes: Blob }[] = [];
    const put = (column: Column, value: string) => {
      const text = value.trim();
      if (text !== '') card.set(column, [...(card.get(column) ?? []), text]);
    };
    for (const { name, parameters, value } of contentLines(await fileText(file))) {
      context.signal.throwIfAborted();
      if (name === 'BEGIN') depth++;
      else if (name === 'END') {
        depth--;
        if (depth > 0 || card.size === 0) continue;
        row++;
        for (const [column, head] of COLUMNS.entries()) {
          cells.add(row, column, (card.get(head) ?? []).join('; '));
        }
        card.clear();
      } else if (name === 'N') {
        const [surname = '', forename = ''] = valueParts(value);
        put('Surname', surname);
        put('Forename', forename);
      } else if (name === 'ORG') put('Organisation', valueParts(value).filter(Boolean).join(', '));
      else if (name === 'ADR') put('Address', valueParts(value).filter(Boolean).join(', '));
      else if (name === 'PHOTO' || name === 'LOGO') {
        const data = /^data:[^,]*;base64,([\s\S]*)$/i.exec(value)?.[1];
        const encoded = data ?? (/^(b|base64)$/i.test(parameters.get('ENCODING') ?? '') ? value : undefined);
        if (encoded) {
          const bytes = decodeBase64(new TextEncoder().encode(encoded));
          photos.push({ name: `photo ${photos.length + 1}`, bytes: new Blob([bytes]) });
        }
      } else if (Object.hasOwn(PLAIN, name)) put(PLAIN[name]!, unescapeText(value));
    }
    cells.flush();
    table.end();
    for (const photo of photos) {
      context.budget.member();
      await members.file(photo.name, photo.bytes);
    }
    return members.result();
  },
};
