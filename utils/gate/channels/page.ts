// What only the page's world sees: bodies of fetch and XHR, messages of sockets, files from pickers, `form.submit()`.
// The adapter collects them and asks; the answer is given within the call wherever there is nothing to judge.
import type { HeldItem } from '../../messages/protocol.ts';
import { type Gate, heldFiles, heldText, judgeWith, unknownOf } from '../channel.ts';
import { isElement } from '../forms.ts';
import type { Ask, PageRequests } from '../page-link.ts';
import { looksLikeFile } from '../sniff.ts';
import { findIn } from '../text.ts';
import { guard, takeBack, takeChoice } from './input.ts';
import { holdForm } from './submit.ts';

/** A text in a blob without a name that is larger than this, in bytes, is judged as a file: as a whole, whatever is in it. */
const MOST_TEXT = 8 << 20;

const isGzip = (head: Uint8Array) => head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;

/** Applications compress their telemetry; what is inside decides. */
async function unpack(blob: Blob): Promise<File> {
  const reader = blob.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const chunks: BlobPart[] = [];
  for (let size = 0; size <= MOST_TEXT; ) {
    const { done, value } = await reader.read();
    if (done) return new File(chunks, '');
    chunks.push(value);
    size += value.length;
  }
  await reader.cancel();
  return new File(chunks, '');
}

interface Unjudged {
  items: HeldItem[];
  texts: string[];
  files: File[];
}

function addText(gate: Gate, into: Unjudged, name: string, text: string): void {
  for (const found of findIn(name, text)) {
    if (found.file) into.items.push(...heldFiles([found.file]));
    else if (found.text !== undefined && !gate.known.hasText(found.text)) {
      into.texts.push(found.text);
      into.items.push(heldText(found.name, found.text));
    }
  }
}

/**
 * A blob that the page made itself, without a name: a file if its bytes say so, a text if they are text; anything else
 * is the page's own packing (protocol buffers, encrypted or compressed chunks) and can't be inspected.
 */
async function addBlob(gate: Gate, into: Unjudged, blob: File): Promise<void> {
  const head = new Uint8Array(await blob.slice(0, 64).arrayBuffer());
  if (looksLikeFile(head)) {
    into.items.push(...heldFiles([blob]));
    return;
  }
  if (isGzip(head)) {
    const unpacked = await unpack(blob).catch(() => undefined);
    if (unpacked) return addBlob(gate, into, unpacked);
    // Damaged, or only the beginning of one: it is judged as what it is.
    into.items.push(...heldFiles([blob]));
    return;
  }
  let text: string;
  try {
    const start = await blob.slice(0, MOST_TEXT).arrayBuffer();
    // What the end cuts in two is no error.
    text = new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
  } catch {
    return; // Not text.
  }
  if (blob.size > MOST_TEXT) into.items.push(...heldFiles([blob]));
  else addText(gate, into, '', text);
}

export function createPageRequests(gate: () => Gate, rearm: () => void): PageRequests {
  const controls = new Map<number, AbortController>();

  const judged = async ({ channel, files }: Ask, unjudged: Unjudged, blobs: File[], id: number) => {
    const control = new AbortController();
    controls.set(id, control);
    try {
      for (const blob of blobs) await addBlob(gate(), unjudged, blob);
      const items = await unknownOf(gate(), unjudged.items);
      if (control.signal.aborted) return false;
      if (items.length === 0) return true;
      const { outcome, replacements } = await judgeWith(
        gate(),
        channel,
        items,
        unjudged.texts,
        control.signal,
      );
      // What a page sends is one thing, of which the background takes no part out (`goesInParts`).
      if (outcome !== 'release') return false;
      for (const [index, file] of replacements) {
        const original = items[index]?.bytes;
        const at = files.indexOf(original as File);
        // A text or an embedded file has no place that a cleaned copy could be put into.
        if (at < 0) return false;
        gate().page.replace(id, at, file);
        gate().known.addFiles([file]);
      }
      gate().known.addSent(unjudged.files);
      for (const text of unjudged.texts) gate().known.addText(text);
      return true;
    } finally {
      controls.delete(id);
    }
  };

  return {
    ask(ask) {
      const unjudged: Unjudged = { items: [], texts: [], files: [] };
      const blobs: File[] = [];
      for (const { name, text } of ask.texts) addText(gate(), unjudged, name, text);
      for (const file of ask.files) {
        if (gate().known.hasFile(file)) continue;
        if (file.name === '') blobs.push(file);
        else {
          unjudged.files.push(file);
          unjudged.items.push(...heldFiles([file]));
        }
      }
      if (unjudged.items.length === 0 && blobs.length === 0) return 'pass';
      const verdict = judged(ask, unjudged, blobs, ask.id);
      // Requests go side by side in the page as well; what has an order (a socket) keeps it in the adapter.
      void verdict
        // What can't be read any more is not sent, and the page is told so.
        .catch(() => false)
        .then((released) => gate().page.settle(ask.id, released));
      return 'wait';
    },
    form(id, target) {
      if (!isElement(target, 'form')) return 'pass';
      return holdForm(gate(), target, false, (released) => gate().page.settle(id, released));
    },
    cancel: (id) => controls.get(id)?.abort(),
    guardInput(input) {
      guard(gate(), input);
      gate().prepare();
    },
    chosen: (input, type) => (takeChoice(gate(), input, type) ? 'wait' : 'pass'),
    emptied: takeBack,
    rearm,
  };
}
