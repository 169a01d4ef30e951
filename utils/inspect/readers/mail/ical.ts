// Calendars (.ics): who attends what as a table, what is said of it as text, attached files as files.
import type { Reader } from '../../reader.ts';
import { CellBuffer } from '../cell-buffer.ts';
import { Members } from '../members.ts';
import { contentLines, fileText, unescapeText } from './content-lines.ts';
import { decodeBase64 } from './mime.ts';

const TEXTS = ['SUMMARY', 'DESCRIPTION', 'LOCATION', 'COMMENT', 'CONTACT', 'CATEGORIES', 'X-ALT-DESC'];
const HEADS = ['Name', 'Email', 'Role', 'Event'];

export const icalReader: Reader = {
  formats: ['ics'],
  async read(file, _format, context) {
    const { sink, place, hidden } = context;
    const members = new Members(context);
    const people: string[][] = [];
    const files: { name: string; bytes: Blob }[] = [];
    let texts: string[] = [];
    let attending: string[][] = [];
    let summary = '';
    let events = 0;
    for (const { name, parameters, value } of contentLines(await fileText(file))) {
      context.signal.throwIfAborted();
      if (name === 'END' && /^V(EVENT|TODO|JOURNAL|FREEBUSY)$/i.test(value.trim())) {
        events++;
        if (texts.length > 0)
          sink.text({ place: [...place, `event ${events}`], hidden, text: texts.join('\n') });
        for (const person of attending) people.push([...person, summary]);
        texts = [];
        attending = [];
        summary = '';
      } else if (name === 'ATTENDEE' || name === 'ORGANIZER') {
        const address = value.replace(/^mailto:/i, '').trim();
        attending.push([
          parameters.get('CN') ?? '',
          address,
          name === 'ORGANIZER' ? 'organiser' : 'attendee',
        ]);
      } else if (name === 'ATTACH' && /^base64$/i.test(parameters.get('ENCODING') ?? '')) {
        const title =
          parameters.get('FILENAME') ?? parameters.get('X-FILENAME') ?? `attachment ${files.length + 1}`;
        files.push({ name: title, bytes: new Blob([decodeBase64(new TextEncoder().encode(value))]) });
      } else if (TEXTS.includes(name)) {
        const text = unescapeText(value).trim();
        if (name === 'SUMMARY') summary = text;
        if (text !== '') texts.push(text);
      }
    }
    if (people.length > 0) {
      const table = sink.table({ place: [...place, 'attendees'], hidden, addressing: 'rows' });
      const cells = new CellBuffer(table);
      for (const [row, line] of [HEADS, ...people].entries()) {
        for (const [column, text] of line.entries()) cells.add(row, column, text);
      }
      cells.flush();
      table.end();
    }
    for (const { name, bytes } of files) {
      context.budget.member();
      await members.file(name, bytes);
    }
    return members.result();
  },
};
