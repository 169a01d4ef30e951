// A look at the place: the right rows and columns, and no value of a cell in what leaves the worker.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadAsset } from '../../../bin/assets.ts';
import { decodePicture } from '../../../bin/node-decode-picture.ts';
import type { FromWorker } from '../../../utils/inspector/jobs.ts';
import { createServer } from '../../../utils/inspector/serve.ts';
import { lookAt, MOST_ROWS } from '../../../utils/look/look.ts';
import { canLook } from '../../../utils/look/place.ts';
import { makeSamples } from '../../fixtures/samples.ts';
import { writeZip } from '../../fixtures/zip.ts';

const look = (text: string, where: string[], name = 'a.csv') =>
  lookAt(new Blob([text]), name, where, { asset: loadAsset });
const ROSTER = 'Surname,Rank,Collar number,Notes\nAinscow,PC,1207,early\nBell,PS,88,late\nCope,PC,1300,\n';

describe('a look', () => {
  it('names the columns that the lexicon knows, and masks all else', async () => {
    expect(await look(ROSTER, ['a.csv', 'rows 2 to 4'])).toEqual({
      columns: [
        { letter: 'A', field: 'surname' },
        { letter: 'B', field: 'rank' },
        { letter: 'C', field: 'staff-number' },
        { letter: 'D' },
      ],
      rows: [
        { number: 2, values: ['A•••', 'P•••', '####', 'e•••'] },
        { number: 3, values: ['B•••', 'P•••', '##', 'l•••'] },
        { number: 4, values: ['C•••', 'P•••', '####', ''] },
      ],
    });
  });
  it('finds the headings also where the place begins with them', async () => {
    const seen = await look(ROSTER, ['a.csv', 'rows 1 to 4']);
    expect(seen?.rows.map(({ number }) => number)).toEqual([2, 3, 4]);
    expect(seen?.columns[0]?.field).toBe('surname');
  });
  it('of a table without headings names none: its first row is people', async () => {
    const seen = await look('Ainscow,PC,1207\nBell,PS,88\n', ['a.csv', 'rows 1 to 2']);
    expect(seen?.columns.every(({ field }) => field === undefined)).toBe(true);
    expect(seen?.rows).toHaveLength(2);
  });
  it('keeps to the columns and to a few rows', async () => {
    const rows = Array.from({ length: 500 }, (_, n) => `x${n},Ainscow,PC,${n}`).join('\n');
    const seen = await look(`Key,Surname,Rank,Collar number\n${rows}\n`, ['a.csv', 'rows 2 to 501']);
    expect(seen?.rows).toHaveLength(MOST_ROWS);
    expect(seen?.columns).toHaveLength(4);
  });
  it.each([
    [['a.csv']],
    [['a.csv', 'page 3']],
    [['a.csv', 'sheet "S"', 'A1:B9']],
    [['a.csv', 'rows 900 to 950']],
  ])('shows nothing at %j', async (where) => expect(await look(ROSTER, where)).toBeUndefined());
  it('is offered where there is a table only', () => {
    expect(canLook({ where: ['a.xlsx', 'sheet "S"', 'A1:I9'] })).toBe(true);
    expect(canLook({ where: ['a.csv', 'rows 2 to 9'] })).toBe(true);
    expect(canLook({ where: ['a.docx', 'paragraph 3'] })).toBe(false);
    expect(canLook({ where: ['rows 2 to 9'] })).toBe(false);
  });
  it('is stopped as an inspection is', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(
      lookAt(new Blob([ROSTER]), 'a.csv', ['a.csv', 'rows 2 to 4'], { asset: loadAsset, signal }),
    ).rejects.toThrow('enough');
  });
});

/** What a worker says when it is asked to look. */
async function answer(source: Blob, name: string, where: string[]): Promise<FromWorker[]> {
  const posted: FromWorker[] = [];
  const serve = createServer({
    asset: loadAsset,
    decodePicture,
    open: () => Promise.reject(new Error('no paths')),
    post: (message) => void posted.push(structuredClone(message)),
  });
  const options = { limits: {}, staffNumberPatterns: [], staffFingerprints: '' };
  await serve({ type: 'look', job: { id: 1, name, source, options, where } });
  return posted;
}

describe('a worker', () => {
  it('shows the hidden sheet of the sample, also within a zip', async () => {
    const { bytes, name } = makeSamples().psni;
    const where = [name, 'sheet "Data 2"', 'A1:I60'];
    const alone = (await answer(new Blob([bytes]), name, where)).at(-1);
    const zip = writeZip([{ name, data: bytes }]);
    const packed = (await answer(new Blob([zip]), 'a.zip', ['a.zip', ...where])).at(-1);
    for (const said of [alone, packed]) {
      if (said?.type !== 'looked' || !said.look) throw new Error('nothing was seen');
      expect(said.look.columns.filter(({ field }) => field).length).toBeGreaterThanOrEqual(5);
      expect(said.look.rows).toHaveLength(MOST_ROWS);
    }
  });
  it('never lets a value of a cell out', async () => {
    const value = fc.oneof(
      fc.stringMatching(/^[A-Z][a-z]{2,9}$/).map((text) => `Qz${text}`),
      fc.stringMatching(/^[1-9]\d{2,8}$/),
      fc.stringMatching(/^[a-z]{3,8}@[a-z]{3,6}\.[a-z]{3}$/).map((text) => `qz${text}`),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(value, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 }),
        fc.constantFrom('Surname,Rank,Collar number\n', 'Qzkey,Qzother,Qzthird\n', ''),
        async (rows, head) => {
          const csv = head + rows.map((row) => row.join(',')).join('\n');
          const first = head ? 2 : 1;
          const where = ['a.csv', `rows ${first} to ${rows.length + first - 1}`];
          const posted = await answer(new Blob([csv]), 'a.csv', where);
          const looked = JSON.stringify(posted.filter(({ type }) => type === 'looked'));
          expect(JSON.stringify(posted)).not.toMatch(/qz/i);
          for (const number of rows.flat().filter((text) => /^\d+$/.test(text)))
            expect(looked.replace(/"(?:id|number)":\d+/g, '')).not.toContain(number);
        },
      ),
      { numRuns: 40 },
    );
  });
});
