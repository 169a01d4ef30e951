// What becomes of a paste that carries files: what goes on is pasted again.
import type { Replay } from '../bring.ts';
import { type Gate, goingOf, type Strings, transferWith } from '../channel.ts';
import { judgeGiven } from './unknown.ts';

/** A paste as it was when it was held. */
export interface Pasted {
  event: ClipboardEvent;
  target: EventTarget;
  files: File[];
  strings: Strings;
}

export async function judgePaste(gate: Gate, { event, target, files, strings }: Pasted): Promise<Replay> {
  const judged = await judgeGiven(gate, 'paste', event, files);
  return () => {
    const { outcome } = judged;
    // A spreadsheet copied as cells comes as text with a picture of it: without the picture, the text remains.
    const kept = outcome === 'release' ? goingOf(files, judged) : [];
    if (outcome !== 'release' && strings.length === 0) return;
    gate.known.addFiles(kept);
    const carried = transferWith(kept, strings);
    const init = { bubbles: true, cancelable: true, composed: true, clipboardData: carried };
    const proceed = gate.replay(() =>
      gate.page.connected
        ? gate.page.paste(target, carried)
        : target.dispatchEvent(new ClipboardEvent('paste', init)),
    );
    // Of a paste that a script makes, a browser inserts nothing.
    if (proceed && event.isTrusted) insert(carried, target);
  };
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
