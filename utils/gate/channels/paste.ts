// Pastes that carry files: images, files copied in the file manager. Pasted text is judged when it is sent.
import { type Gate, type GateChannel, stop, stringsOf } from '../channel.ts';

function onPaste(gate: Gate, event: ClipboardEvent): void {
  const from = event.clipboardData;
  if (gate.isReplay(event) || !from || from.files.length === 0) return;
  const files = Array.from(from.files);
  if (!event.isTrusted && files.every((file) => gate.known.hasFile(file))) return;
  stop(event);

  const target = event.composedPath()[0] ?? event.target ?? document;
  const strings = stringsOf(from);
  gate.later(
    files.map(({ name }) => name),
    (held) => held.paste({ event, target, files, strings }),
  );
}

export const paste: GateChannel = { paste: (gate, event) => onPaste(gate, event as ClipboardEvent) };
