// Files in the PDF: those attached to the document (portfolios too) and those pinned to a page.
import { crc32 } from '../../container/crc32.ts';
import type { Place } from '../../part.ts';
import type { ReadContext } from '../../reader.ts';
import type { Document, Pdfium, Pointer } from './pdfium.ts';

/** Hands on each attached file once. */
export class Attachments {
  /** Attached files cannot be read: they need a password, though the pages do not. */
  encrypted = false;
  private readonly context: ReadContext;
  private readonly seen = new Set<string>();

  constructor(context: ReadContext) {
    this.context = context;
  }

  async ofDocument(pdfium: Pdfium, document: Document): Promise<void> {
    const count = pdfium.call.FPDFDoc_GetAttachmentCount!(document.handle);
    for (let i = 0; i < count; i++) {
      this.context.signal.throwIfAborted();
      const attachment = pdfium.call.FPDFDoc_GetAttachment!(document.handle, i);
      if (attachment !== 0) await this.one(pdfium, attachment, this.context.place);
    }
  }

  /** @param attachment a handle of PDFium's. */
  async one(pdfium: Pdfium, attachment: Pointer, place: Place): Promise<void> {
    const name = pdfium.utf16((at, room) => pdfium.call.FPDFAttachment_GetName!(attachment, at, room));
    const bytes = fileOf(pdfium, attachment, this.context);
    if (bytes) await this.put(name, bytes, place);
  }

  /** Says that a file is attached and has it inspected, unless it was there before. */
  async put(name: string, bytes: Uint8Array<ArrayBuffer>, place: Place): Promise<void> {
    const key = `${bytes.length} ${crc32(bytes)}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.context.budget.member();
    const here = [...place, name === '' ? 'attachment' : name];
    const hidden = [...this.context.hidden, 'pdf-attachment' as const];
    this.context.sink.finding({
      rule: 'pdf-attachment',
      severity: 'low',
      where: [...here],
      hidden: [...hidden],
      message: 'A file is attached to the PDF.',
      counts: { bytes: bytes.length },
    });
    if (this.encrypted) {
      this.context.sink.finding({
        rule: 'encrypted',
        severity: 'medium',
        where: [...here],
        hidden: [...hidden],
        message: 'The attached file is protected with a password, so Cordon cannot see what is in it.',
      });
      return;
    }
    await this.context.sink.file({ place: here, hidden, name, bytes: new Blob([bytes]) });
  }
}

function fileOf(
  pdfium: Pdfium,
  attachment: Pointer,
  context: ReadContext,
): Uint8Array<ArrayBuffer> | undefined {
  const { call, scratch } = pdfium;
  // Asked without room, PDFium unpacks the file and says its size.
  pdfium.view.setUint32(scratch, 0, true);
  if (!call.FPDFAttachment_GetFile!(attachment, 0, 0, scratch)) return undefined;
  const length = pdfium.int(0);
  context.budget.spend(length);
  const at = pdfium.alloc(length);
  try {
    if (!call.FPDFAttachment_GetFile!(attachment, at, length, scratch)) return undefined;
    return new Uint8Array(pdfium.bytes(at, Math.min(length, pdfium.int(0))));
  } finally {
    pdfium.free(at);
  }
}
