// PDF: every page's text and tables, and all that PDFs carry beside what they show. PDFium reads the pages.
import { OverLimit } from '../../errors.ts';
import type { Reader } from '../../reader.ts';
import { openedByOwner } from '../opened.ts';
import { Attachments } from './attachments.ts';
import { Findings } from './findings.ts';
import { Images } from './images.ts';
import { readPage, type Walk } from './page.ts';
import { STARVED, withPdfium } from './pdfium.ts';
import { putText, readBookmarks, readInfo, readScripts, readXfa, reportProperties } from './properties.ts';
import { readRevisions, Vocabulary } from './revisions.ts';
import { checkStreams } from './streams.ts';
import { readStructure, revisionsOf } from './structure.ts';
import { creatorsOf } from './xmp.ts';

/** More pages than any document has; a page tree that goes round in circles has. */
const MOST_PAGES = 50_000;

export const pdfReader: Reader = {
  formats: ['pdf'],
  read: (file, _format, context) =>
    withPdfium(context.asset, async (pdfium) => {
      const { sink, place, hidden, budget, signal } = context;
      budget.spend(file.size);
      pdfium.expect(file.size);
      const bytes = new Uint8Array(await file.arrayBuffer());
      await checkStreams(bytes, budget);
      const document = pdfium.open(bytes);
      const attachments = new Attachments(context);
      const found = new Findings();
      const walk: Walk = {
        context,
        pdfium,
        form: document.form(),
        layersOff: false,
        attachments,
        images: new Images(context),
        tables: new Map(),
        found,
        vocabulary: undefined,
      };
      let damaged = 0;
      try {
        const isLocked = pdfium.call.EPDF_IsEncrypted!(document.handle) !== 0;
        if (isLocked) sink.finding(openedByOwner([...place], [...hidden]));
        // Without encryption, so that streams can be unpacked here too.
        const structure = await readStructure(isLocked ? pdfium.decrypted(bytes) : bytes, budget);
        const revisions = revisionsOf(bytes);
        walk.layersOff = structure.layersOff;
        if (revisions.length > 0) walk.vocabulary = new Vocabulary();
        reportProperties(context, readInfo(pdfium, document), structure.xmp.flatMap(creatorsOf));
        putText(context, [...place, 'bookmarks'], readBookmarks(pdfium, document));
        putText(context, [...place, 'form data'], readXfa(pdfium, document, budget));
        const scripts = readScripts(pdfium, document);
        if (scripts.length > 0) {
          putText(context, [...place, 'scripts'], scripts, [...hidden, 'macros']);
          sink.finding({
            rule: 'macros',
            severity: 'low',
            where: [...place, 'scripts'],
            hidden: [...hidden, 'macros'],
            message: 'The PDF has scripts that run when it is opened.',
            counts: { entries: scripts.length },
          });
        }
        attachments.encrypted = structure.filesEncrypted;
        await attachments.ofDocument(pdfium, document);
        if (document.pages > MOST_PAGES) throw new OverLimit(`The PDF has more than ${MOST_PAGES} pages.`);
        for (let i = 0; i < document.pages; i++) {
          signal.throwIfAborted();
          const read = await document.withPage(i, async (page) => {
            await readPage(walk, document, page, i + 1);
            return true;
          });
          if (!read) damaged++;
        }
        // Those that neither a list nor a page names come last.
        for (const { name, read } of structure.files) {
          const inner = await read();
          if (inner.length > 0) await attachments.put(name, inner, place);
        }
        if (walk.vocabulary) await readRevisions(walk, bytes, revisions, walk.vocabulary);
      } finally {
        for (const stream of walk.tables.values()) stream.end();
        found.say(context);
        walk.images.say();
        document.close();
      }
      if (pdfium.starved) {
        sink.finding({
          rule: 'over-limit',
          severity: 'medium',
          where: [...place],
          hidden: [...hidden],
          message: STARVED,
        });
        return damaged === document.pages ? 'none' : 'partial';
      }
      if (damaged === 0 && document.pages > 0) return 'full';
      sink.finding({
        rule: 'damaged',
        severity: 'medium',
        where: [...place],
        hidden: [...hidden],
        message:
          document.pages === 0
            ? 'The PDF is damaged: no page of it can be read.'
            : 'The PDF is damaged: not all of its pages can be read.',
        counts: { pages: damaged },
      });
      return damaged === document.pages ? 'none' : 'partial';
    }),
};
