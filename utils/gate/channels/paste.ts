// Pastes that carry files: images, files copied in the file manager. Pasted text is judged when it is sent.
import { type Gate, type GateChannel, goingOf, judgeGiven, stop, transferOf } from '../channel.ts';

function onPaste(gate: Gate, event: ClipboardEvent): void {
  const from = event.clipboardData;
  if (gate.isReplay(event) || !from || from.files.length === 0) return;
  const files = Array.from(from.files);
  if (!event.isTrusted && files.every((file) => gate.known.hasFile(file))) return;
  stop(event);

  const target = event.composedPath()[0] ?? event.target ?? document;
  const strings = Array.from(from.types)
    .filter((type) => type !== 'Files')
    .map((type) => [type, from.getData(type)] as const);
  const verdict = judgeGiven(gate, 'paste', event, files);

  gate.inOrder(verdict, async () => {
    const judged = await verdict;
    const { outcome } = judged;
    // A spreadsheet copied as cells comes as text with a picture of it: without the picture, the text remains.
    const kept = outcome === 'release' ? goingOf(files, judged) : [];
    if (outcome !== 'release' && strings.length === 0) return;
    gate.known.addFiles(kept);
    const carried = transferOf(kept);
    for (const [type, value] of strings) carried.setData(type, value);
    const init = { bubbles: true, cancelable: true, composed: true, clipboardData: carried };
    const proceed = gate.replay(() =>
      gate.page.connected
        ? gate.page.paste(target, carried)
        : target.dispatchEvent(new ClipboardEvent('paste', init)),
    );
    // Of a paste that a script makes, a browser inserts nothing.
    if (proceed && event.isTrusted) insert(carried, target);
  });
}

/** What the browser does with a paste that the page leaves alone. The commands keep the field's undo history. */
function insert(transfer: DataTransfer, field: EventTarget): void {
  const plain = transfer.getData('text/plain');
  if (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) {
    if (plain) document.execCommand('insertText', false, plain);
    return;
  }
  // A browser's own paste leaves scripts out, and this command does not. Without `setHTML` it is the plain text.
  const box = document.createElement('div') as Element & { setHTML?(html: string): void };
  box.setHTML?.(transfer.getData('text/html'));
  const html = box.innerHTML;
  if (html) document.execCommand('insertHTML', false, html);
  else if (plain) document.execCommand('insertText', false, plain);
  else
    for (const file of transfer.files)
      if (file.type.startsWith('image/'))
        document.execCommand('insertImage', false, URL.createObjectURL(file));
}

export const paste: GateChannel = { paste: (gate, event) => onPaste(gate, event as ClipboardEvent) };
