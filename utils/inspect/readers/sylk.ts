// Symbolic link files (.slk), which Excel and LibreOffice read and write: a record a line, `C;Y2;X1;K"Surname"`.
// Fields as in Microsoft's "SYLK File Format": X and Y stay as they were where a record does not name them.
import { detectEncoding, TextPieces } from '../container/text.ts';
import { CELL_FLAG } from '../part.ts';
import type { Reader } from '../reader.ts';
import { CellBuffer } from './cell-buffer.ts';

/** A longer line is no record; it is cut, so that a file without line ends does not stand in memory whole. */
const LONGEST_LINE = 1 << 20;

/** Columns, counted from 1 as SYLK does, that a sheet can have at most; a record beyond is a mistake in the file. */
const MOST_COLUMNS = 16_384;

export const sylkReader: Reader = {
  formats: ['sylk'],
  async read(file, _format, { sink, place, hidden, signal }) {
    const table = sink.table({ place, hidden, addressing: 'a1' });
    const cells = new CellBuffer(table);
    const narrow = new Set<number>();
    const comments: string[] = [];
    let [row, column] = [1, 1];
    for await (const line of linesOf(file, signal)) {
      const [type, ...fields] = fieldsOf(line);
      if (type !== 'C' && type !== 'F') continue;
      let value: string | undefined;
      for (const field of fields) {
        const rest = field.slice(1);
        if (field[0] === 'Y') row = Number.parseInt(rest, 10) || row;
        else if (field[0] === 'X') column = Math.min(Number.parseInt(rest, 10) || column, MOST_COLUMNS);
        else if (type === 'C' && field[0] === 'K') value = rest.replace(/^"([\s\S]*)"$/, '$1');
        else if (type === 'C' && field[0] === 'A') comments.push(rest);
        else if (type === 'F' && field[0] === 'W') {
          const [first = 0, last = 0, width = 1] = rest.split(' ').map(Number);
          for (let at = first; at <= Math.min(last, MOST_COLUMNS); at++)
            if (width === 0) narrow.add(at);
            else narrow.delete(at);
        }
      }
      if (value !== undefined)
        cells.add(row - 1, column - 1, value, narrow.has(column) ? CELL_FLAG.hiddenColumn : 0);
    }
    cells.flush();
    table.end();
    if (comments.length > 0) {
      sink.text({
        place: [...place, 'comments'],
        hidden: [...hidden, 'comments'],
        text: comments.join('\n'),
      });
      sink.finding({
        rule: 'comments',
        severity: 'medium',
        where: [...place, 'comments'],
        hidden: [...hidden],
        message: 'There are comments in the file.',
        counts: { comments: comments.length },
      });
    }
    return 'full';
  },
};

/** `C;Y1;K"a;;b"` → `C`, `Y1`, `K"a;b"`: a semicolon in a value is doubled. */
function fieldsOf(line: string): string[] {
  return (line.match(/(?:[^;]|;;)+/g) ?? []).map((field) => field.replaceAll(';;', ';'));
}

async function* linesOf(file: Blob, signal: AbortSignal): AsyncGenerator<string> {
  const head = new Uint8Array(await file.slice(0, 65_536).arrayBuffer());
  const pieces = new TextPieces(detectEncoding(head, head.length === file.size) ?? 'windows-1252');
  let rest = '';
  for await (const bytes of file.stream() as unknown as AsyncIterable<Uint8Array<ArrayBuffer>>) {
    signal.throwIfAborted();
    const lines = (rest + pieces.decode(bytes)).split(/\r\n|\n|\r/);
    rest = lines.pop()!.slice(0, LONGEST_LINE);
    yield* lines;
  }
  yield* (rest + pieces.decode(new Uint8Array(), true)).split(/\r\n|\n|\r/);
}
