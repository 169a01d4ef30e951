// Makes a cleaned copy of every file of the corpus and says what came of it: cleaned, refused and why, broken. Each copy is
// inspected again, held against the checklist of repair causes, and compared cell by cell in another reader. With `--render`
// LibreOffice draws both, and pages that look different are told, or written as pictures side by side into `--pictures FOLDER`.
// Usage: CORDON_CORPUS=FOLDER npm run measure:remedy -- [TYPES] [--render] [--pictures FOLDER] [--only TEXT], TYPES a regular
// expression (xlsx|docx…), TEXT one for files' names.
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import mammoth from 'mammoth';
import PostalMime from 'postal-mime';
import sharp from 'sharp';
import { repairCauses } from '../test/remedy/checklist.ts';
import { textOfPages } from '../test/remedy/pdf.ts';
import { withoutRedrawn } from '../test/remedy/plain.ts';
import { type Difference, differencesSeen, type Pair } from '../test/remedy/rendered.ts';
import { differencesInTime } from '../test/remedy/visible-in-time.ts';
import { inspect } from '../utils/inspect/inspect.ts';
import { familyOf } from '../utils/inspect/rules.ts';
import { remedy } from '../utils/remedy/index.ts';
import { loadAsset } from './assets.ts';
import { decodePicture } from './node-decode-picture.ts';

const corpus = process.env.CORDON_CORPUS;
if (!corpus) throw new Error('Say by CORDON_CORPUS where the corpus is.');
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    render: { type: 'boolean', default: false },
    pictures: { type: 'string' },
    only: { type: 'string', default: '' },
  },
});
const types = new RegExp(`^(${positionals[0] ?? '.*'})$`);
const files = readFileSync(path.join(corpus, 'manifest.tsv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'))
  .filter((line) => types.test(line[2] ?? '') && new RegExp(values.only).test(line[0]!));

const tally = new Map<string, Map<string, number>>();
function count(type: string, what: string): void {
  const of = tally.get(type) ?? new Map<string, number>();
  tally.set(type, of);
  of.set(what, (of.get(what) ?? 0) + 1);
}

/** Pairs that LibreOffice draws in one run: to start it takes as long as to draw ten files. */
const AT_ONCE = 10;
const waiting: { file: string; type: string; pair: Pair }[] = [];

/** Draws what waits for it. */
async function look(): Promise<void> {
  const now = waiting.splice(0);
  if (now.length === 0) return;
  const seen = await differencesSeen(now.map(({ pair }) => pair));
  for (const [i, { file, type }] of now.entries()) {
    const different = seen[i];
    count(type, different ? 'rendered' : 'not rendered');
    if (!different) console.log(`not rendered: ${file}`);
    if (!different || different.length === 0) continue;
    count(type, 'looks different');
    console.log(
      `looks different: ${file}: ${different
        .slice(0, 4)
        .map(({ what }) => what)
        .join('; ')}`,
    );
    if (values.pictures !== undefined) await keep(values.pictures, file, different);
  }
}

/** Before and after, side by side. */
async function keep(folder: string, file: string, different: readonly Difference[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const { page, before, after } of different) {
    if (!before || !after) continue;
    const input = await Promise.all(
      [before, after].map(({ width, height, pixels }) =>
        sharp(pixels.slice(), { raw: { width, height, channels: 4 } })
          .recomb([
            [0, 0, 1],
            [0, 1, 0],
            [1, 0, 0],
          ])
          .removeAlpha()
          .png()
          .toBuffer(),
      ),
    );
    const name = `${file.replaceAll(/[^\w.-]+/g, '_').slice(-120)}-${(page ?? 0) + 1}.png`;
    await sharp({
      create: {
        width: before.width + after.width + 8,
        height: Math.max(before.height, after.height),
        channels: 3,
        background: '#f0f',
      },
    })
      .composite([
        { input: input[0]!, left: 0, top: 0 },
        { input: input[1]!, left: before.width + 8, top: 0 },
      ])
      .png()
      .toFile(path.join(folder, name));
  }
}

for (const [file = '', , type = ''] of files) {
  const bytes = new Uint8Array(readFileSync(path.join(corpus, 'files', file)));
  const made = await remedy(new Blob([bytes]), file, { kind: 'clean', asset: loadAsset });
  if (made.outcome === 'refused') {
    count(type, `refused: ${made.reason}`);
    continue;
  }
  count(type, 'cleaned');
  const say = (what: string, details: readonly string[]) => {
    if (details.length === 0) return;
    count(type, what);
    console.log(`${what}: ${file}: ${details.slice(0, 4).join('; ')}`);
  };
  if (/^(xl|doc|pp|pot)..?.?$/.test(type)) say('repair causes', await repairCauses(made.file));
  if (type === 'pdf') {
    const pictures = made.changes.find(({ what }) => what === 'pages-to-pictures')?.count ?? 0;
    for (let i = 0; i < pictures; i++) count(type, 'pages that became pictures');
    const copy = new Uint8Array(await made.file.arrayBuffer());
    await Promise.all([textOfPages(bytes), textOfPages(copy)]).then(
      ([before, after]) => {
        const other = before.flatMap((text, i) => (text === after[i] ? [] : [`page ${i + 1}`]));
        say(pictures > 0 ? 'other text, with pages that became pictures' : 'other text', other);
      },
      () => count(type, 'not compared'),
    );
  }
  if (type === 'eml') {
    const [before, after] = await Promise.all([
      PostalMime.parse(bytes),
      PostalMime.parse(await made.file.text()),
    ]);
    const facts = ({ from, to = [], cc = [], subject = '', date }: typeof before) =>
      JSON.stringify([
        from?.address,
        to.map((one) => one.address),
        cc.map((one) => one.address),
        subject,
        date,
      ]);
    say('other headers', facts(before) === facts(after) ? [] : ['the headers that are shown']);
    say(
      'other attachments',
      before.attachments.length === after.attachments.length
        ? []
        : [`${before.attachments.length} and ${after.attachments.length}`],
    );
  }
  if (/^do/.test(type)) {
    const copy = Buffer.from(await made.file.arrayBuffer());
    const read = async (buffer: Buffer) => (await mammoth.extractRawText({ buffer })).value.trim();
    await Promise.all([read(Buffer.from(bytes)), read(copy)]).then(
      ([before, after]) =>
        say('other text', before === after ? [] : [`${before.length} and ${after.length} letters`]),
      () => count(type, 'not compared'),
    );
  }
  if (/^(xl|o[dt]s$)/.test(type)) {
    const copy = new Uint8Array(await made.file.arrayBuffer());
    await differencesInTime(bytes, copy).then(
      (cells) => say('other cells', cells),
      // The other reader cannot open the original either, or comes to no end: nothing can be compared.
      () => count(type, 'not compared'),
    );
  }
  if (values.render || values.pictures !== undefined) {
    const copy = new Uint8Array(await made.file.arrayBuffer());
    waiting.push({
      file,
      type,
      pair: {
        before: { name: `a.${type}`, bytes: withoutRedrawn(bytes) },
        after: { name: made.name, bytes: copy },
      },
    });
    if (waiting.length === AT_ONCE) await look();
  }
  const { findings, inspected } = await inspect(made.file, file, { asset: loadAsset, decodePicture });
  if (inspected !== 'full') say('not read again', [inspected]);
  const hidden = findings.filter(
    (finding) => finding.hidden.length > 0 || familyOf(finding.rule) !== 'people',
  );
  say(
    'still hidden',
    hidden.map(({ rule, where }) => [rule, ...where.slice(1)].join(' ')),
  );
}
await look();
for (const [type, of] of [...tally].sort()) {
  const sorted = [...of].sort((a, b) => b[1] - a[1]);
  console.log(`${type}: ${sorted.map(([what, n]) => `${what} ${n}`).join(', ')}`);
}
