// Cleaned copies of PDFs: nothing hidden left in any stream or string, what is seen as it was, in another reader too.
import { describe, expect, it } from 'vitest';
import { loadAsset } from '../../../bin/assets.ts';
import { inspect } from '../../../utils/inspect/inspect.ts';
import { remedy } from '../../../utils/remedy/index.ts';
import { box, increment, type PdfOptions, show, writePdf } from '../../fixtures/pdf.ts';
import { innards, textOfPages } from '../../remedy/pdf.ts';

const clean = (bytes: Uint8Array<ArrayBuffer>, name = 'reply.pdf') =>
  remedy(new Blob([bytes]), name, { kind: 'clean', asset: loadAsset });

async function cleaned(bytes: Uint8Array<ArrayBuffer>) {
  const made = await clean(bytes);
  if (made.outcome !== 'cleaned') throw new Error(made.reason);
  const copy = new Uint8Array(await made.file.arrayBuffer());
  return {
    ...made,
    copy,
    inside: await innards(made.file),
    pages: await textOfPages(copy),
    counts: Object.fromEntries(made.changes.map(({ what, count }) => [what, count])),
  };
}

const VISIBLE = show('In plain sight', 60, 700);
const page = (content: string) => ({ content: VISIBLE + content });
const stream = (data: string, dictionary = '<< >>') => ({ dictionary, data });

/** One way of hiding each: what is planted begins with `needle`. */
const HIDDEN: Readonly<Record<string, PdfOptions>> = {
  'the Info dictionary': { pages: [page('')], info: { Author: 'needle-author', Company: 'needle-company' } },
  XMP: {
    pages: [page('')],
    catalog: '/Metadata {0}',
    extra: [stream('<x:xmpmeta>needle-xmp</x:xmpmeta>', '<< /Type /Metadata /Subtype /XML >>')],
  },
  'what programs keep for themselves': {
    pages: [{ ...page(''), resources: '>> /PieceInfo << /App << /Private {0} >> >> /X <<' }],
    extra: [stream('needle-private')],
  },
  'a thumbnail': {
    pages: [{ ...page(''), resources: '>> /Thumb {0} /X <<' }],
    extra: [
      stream(
        'needle-thumbnail'.padEnd(48),
        '<< /Width 4 /Height 4 /ColorSpace /DeviceRGB /BitsPerComponent 8 >>',
      ),
    ],
  },
  'an attachment': { pages: [page('')], attachments: { 'needle-name.txt': 'needle-attached' } },
  'a file pinned to the page': {
    pages: [
      {
        ...page(''),
        annotations: ['/Subtype /FileAttachment /Rect [10 10 30 30] /Contents (needle-pinned) /FS {1}'],
      },
    ],
    extra: [stream('needle-file'), '<< /Type /Filespec /F (needle-name) /EF << /F {0} >> >>'],
  },
  'a comment': {
    pages: [
      {
        ...page(''),
        annotations: ['/Subtype /Text /Rect [10 10 30 30] /T (needle-writer) /Contents (needle-comment)'],
      },
    ],
  },
  scripts: {
    pages: [page('')],
    catalog:
      '/OpenAction << /S /JavaScript /JS (needle-open) >> /Names << /JavaScript << /Names [(needle-js) << /S /JavaScript /JS (needle-script) >>] >> >>',
  },
  bookmarks: {
    pages: [page('')],
    catalog: '/Outlines << /First {0} /Last {0} /Count 1 >>',
    extra: ['<< /Title (needle-bookmark) /Dest [0 /Fit] >>'],
  },
  'labels of pages': {
    pages: [page('')],
    catalog: '/PageLabels << /Nums [0 << /P (needle-label) >>] >>',
  },
  'the structure for reading aloud': {
    pages: [page('')],
    catalog: '/StructTreeRoot << /K << /S /P /Alt (needle-alt) /ActualText (needle-actual) >> >>',
  },
  'text under a box': { pages: [page(show('needle-covered', 60, 600) + box(55, 595, 200, 20))] },
  'text under a white box': {
    pages: [page(show('needle-covered', 60, 600) + box(55, 595, 200, 20, '1 1 1'))],
  },
  'white text': { pages: [page(show('needle-white', 60, 600, '1 1 1 rg'))] },
  'text that is not drawn': { pages: [page(show('needle-mode', 60, 600, '3 Tr'))] },
  'text too small to be seen': { pages: [page(show('needle-tiny', 60, 600, '', 0.5))] },
  'text beside the page': { pages: [page(show('needle-beside', 900, 600))] },
  'text beyond the crop': {
    pages: [{ ...page(show('needle-cropped', 20, 20)), cropBox: [0, 100, 595, 842] }],
  },
  'text that a clip leaves out': {
    pages: [page(`q 0 0 10 10 re W n ${show('needle-clipped', 60, 600)} Q`)],
  },
  'a layer that is switched off': {
    pages: [
      {
        ...page(`/OC /L BDC ${show('needle-layer', 60, 600)} EMC /X Do`),
        resources: '/Properties << /L {0} >> /XObject << /X {1} >>',
      },
    ],
    catalog: '/OCProperties << /OCGs [{0}] /D << /OFF [{0}] >> >>',
    extra: [
      '<< /Type /OCG /Name (needle-layer-name) >>',
      stream(
        show('needle-in-form', 60, 560),
        '<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /OC {0} >>',
      ),
    ],
  },
  'a comment among the instructions': { pages: [page('% needle-remark\n')] },
  'a text for what is drawn': {
    pages: [page(`/Span << /ActualText (needle-actual) >> BDC ${show('as drawn', 60, 600)} EMC`)],
  },
  'a word that is no instruction': { pages: [page('(needle-word) Frob\n')] },
  'values before an instruction that takes none': { pages: [page('(needle-value) q Q\n')] },
  'a form that is never drawn': {
    pages: [{ ...page(''), resources: '/XObject << /Unused {0} >>' }],
    extra: [stream(show('needle-unused', 60, 600), '<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] >>')],
  },
  'an object that nothing refers to': {
    pages: [page('')],
    extra: ['(needle-orphan)', stream('needle-stream')],
  },
  'entries that no standard knows': {
    pages: [{ ...page(''), resources: '>> /Needle (needle-entry) /X <<' }],
    catalog: '/Needle (needle-catalog)',
  },
  'a field that is hidden': {
    pages: [
      {
        ...page(''),
        annotations: [
          '/Subtype /Widget /FT /Tx /T (needle-field) /V (needle-hidden-value) /F 2 /Rect [60 500 260 520]',
        ],
      },
    ],
  },
};

describe('a PDF', () => {
  it.each(Object.entries(HIDDEN))('loses %s', async (_, options) => {
    const bytes = writePdf({ deflate: true, ...options });
    expect(await innards(new Blob([bytes]))).toContain('needle');
    const { inside, pages, counts } = await cleaned(bytes);
    expect(inside).not.toMatch(/needle/i);
    expect(pages[0]).toContain('In plain sight');
    expect(counts['pages-to-pictures']).toBeUndefined();
  });

  it('keeps the words beside a covered one, and where they stand', async () => {
    const line = show('Officer needleton of the east team', 60, 600);
    const bytes = writePdf({ pages: [page(line + box(94.5, 596, 50, 14))] });
    const { inside, pages, counts, file } = await cleaned(bytes);
    expect(inside).not.toMatch(/needle|eedleto/);
    expect(pages).toEqual(['In plain sight Officer of the east team']);
    expect(counts).toMatchObject({ 'covered-text': 1 });
    const { findings } = await inspect(file, 'copy.pdf', { asset: loadAsset });
    expect(findings).toEqual([]);
  });

  it.each([90, 180, 270])('finds a covered word on a page turned by %i degrees', async (rotate) => {
    const line = show('Officer needleton of the east team', 60, 600);
    const { inside, pages } = await cleaned(
      writePdf({ pages: [{ ...page(line + box(94.5, 596, 50, 14)), rotate }] }),
    );
    expect(inside).not.toMatch(/needle|eedleto/);
    expect(pages[0]).toContain('of the east team');
  });

  it('carries out redactions that were only drawn', async () => {
    const bytes = writePdf({
      pages: [
        {
          ...page(show('Officer needleton of the east team', 60, 600)),
          annotations: [
            '/Subtype /Redact /Rect [94.5 596 144.5 612] /QuadPoints [94.5 612 144.5 612 94.5 596 144.5 596]',
          ],
        },
      ],
    });
    const { inside, pages, counts } = await cleaned(bytes);
    expect(inside).not.toMatch(/needle|eedleto/);
    expect(pages[0]).toContain('of the east team');
    expect(counts).toMatchObject({ 'covered-text': 1 });
  });

  it('loses what earlier versions said', async () => {
    const first = writePdf({ pages: [page(show('needle-before', 60, 600))] });
    // The page's instructions are the fourth object.
    const bytes = increment(first, { 4: { dictionary: '', data: VISIBLE } });
    const { inside, pages, counts } = await cleaned(bytes);
    expect(inside).not.toContain('needle');
    expect(pages).toEqual(['In plain sight']);
    expect(counts).toEqual({ 'earlier-version': 1 });
  });

  it('keeps a layer that is shown, the values of fields and typewritten notes', async () => {
    const bytes = writePdf({
      pages: [
        {
          ...page(`/OC /L BDC ${show('On a layer', 60, 600)} EMC`),
          resources: '/Properties << /L {0} >>',
          annotations: [
            '/Subtype /Widget /FT /Tx /T (field) /V (Filled in) /DA (/F1 11 Tf 0 g) /Rect [60 500 260 520] /AP << /N {1} >>',
            '/Subtype /FreeText /Contents (Typed here) /DA (/F1 11 Tf 0 g) /Rect [60 460 260 480] /AP << /N {2} >>',
          ],
        },
      ],
      catalog: '/OCProperties << /OCGs [{0}] /D << /ON [{0}] >> >> /AcroForm << /Fields [] >>',
      extra: [
        '<< /Type /OCG /Name (Layer) >>',
        stream(
          'BT /F1 11 Tf 0 g 4 5 Td (Filled in) Tj ET',
          '<< /Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F1 3 0 R >> >> >>',
        ),
        stream(
          'BT /F1 11 Tf 0 g 4 5 Td (Typed here) Tj ET',
          '<< /Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F1 3 0 R >> >> >>',
        ),
      ],
    });
    const { pages, counts, file } = await cleaned(bytes);
    for (const text of ['In plain sight', 'On a layer', 'Filled in', 'Typed here'])
      expect(pages[0]).toContain(text);
    expect(counts).toEqual({ 'pdf-comments': 1, 'form-fields': 1 });
    const { findings } = await inspect(file, 'copy.pdf', { asset: loadAsset });
    expect(findings).toEqual([]);
  });

  it('makes a picture of a page on which a box lies over a part of a picture', async () => {
    const side = 64;
    // Stripes: something is to be seen under the box.
    const data = Uint8Array.from({ length: side * side }, (_, i) => (Math.floor(i / 8) % 2) * 255);
    const bytes = writePdf({
      pages: [
        {
          ...page(`q 300 0 0 300 60 300 cm /I Do Q ${box(100, 350, 60, 60)}`),
          resources: '/XObject << /I {0} >>',
        },
        page(show('Second page', 60, 600)),
      ],
      extra: [
        {
          dictionary: `<< /Type /XObject /Subtype /Image /Width ${side} /Height ${side} /ColorSpace /DeviceGray /BitsPerComponent 8 >>`,
          data,
        },
      ],
    });
    const { copy, pages, counts } = await cleaned(bytes);
    expect(counts).toEqual({ 'pages-to-pictures': 1 });
    expect(Buffer.from(copy).includes(Buffer.from(data))).toBe(false);
    expect(pages).toEqual(['', 'In plain sight Second page']);
  });

  it('loses a picture that lies under a box', async () => {
    const data = Uint8Array.from({ length: 64 * 64 }, (_, i) => (i * 37) & 255);
    const bytes = writePdf({
      pages: [
        {
          ...page(`q 100 0 0 100 60 300 cm /I Do Q ${box(50, 290, 120, 120)}`),
          resources: '/XObject << /I {0} >>',
        },
      ],
      extra: [
        {
          dictionary:
            '<< /Type /XObject /Subtype /Image /Width 64 /Height 64 /ColorSpace /DeviceGray /BitsPerComponent 8 >>',
          data,
        },
      ],
    });
    const { copy, pages, inside } = await cleaned(bytes);
    expect(Buffer.from(copy).includes(Buffer.from(data))).toBe(false);
    expect(inside).not.toContain('/Subtype /Image');
    expect(pages).toEqual(['In plain sight']);
  });

  it('takes over instructions in every packing', async () => {
    const text = `${VISIBLE}(needle) Frob\n`;
    const hex = `${Buffer.from(text, 'latin1').toString('hex')}>`;
    const bytes = writePdf({
      pages: [{ content: '/X Do', resources: '/XObject << /X {0} >>' }],
      extra: [
        {
          dictionary:
            '<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Filter [/ASCIIHexDecode] /Resources << /Font << /F1 3 0 R >> >> >>',
          data: hex,
        },
      ],
    });
    const { inside, pages } = await cleaned(bytes);
    expect(inside).not.toContain('needle');
    expect(pages).toEqual(['In plain sight']);
  });

  it('is remade open where only its owner has a password', async () => {
    const bytes = writePdf({ pages: [page('')], password: { owner: 'owner', user: '' } });
    const { inside, pages } = await cleaned(bytes);
    expect(inside).not.toContain('/Encrypt');
    expect(pages).toEqual(['In plain sight']);
  });

  it.each([
    ['password', writePdf({ pages: [page('')], password: { owner: 'owner', user: 'user' } })],
    ['unread', new TextEncoder().encode('%PDF-1.7\nnothing\n%%EOF\n')],
    [
      'dynamic-form',
      writePdf({
        pages: [page(show('Please wait', 60, 600))],
        catalog: '/NeedsRendering true /AcroForm << /Fields [] /XFA {0} >>',
        extra: [stream('<xdp:xdp/>')],
      }),
    ],
  ])('is refused: %s', async (reason, bytes) => {
    expect(await clean(bytes as Uint8Array<ArrayBuffer>)).toEqual({ outcome: 'refused', reason });
  });
});
