// A draft that a page saves as it is left has no time to be judged then. What is typed or pasted is judged ahead, while the
// user pauses: where there is nothing in it, the same text is known when the page sends it.
import { type Gate, heldText } from '../channel.ts';
import { isElement } from '../forms.ts';
import { newId, send } from '../runtime.ts';
import { findIn } from '../text.ts';

/** As a page may read it: of a field its value, of an editor its text or what it is made of. */
function writtenIn(field: Element): string[] {
  if (isElement(field, 'textarea') || isElement(field, 'input')) return [field.value];
  return [(field as HTMLElement).innerText, field.textContent, field.innerHTML];
}

export async function judgeAhead(gate: Gate, field: Element): Promise<void> {
  const texts = new Set<string>();
  for (const written of writtenIn(field))
    for (const { text } of findIn('', written))
      if (text !== undefined && !gate.known.hasText(text)) texts.add(text);
  if (texts.size === 0) return;
  const items = Array.from(texts, (text) => heldText('', text));
  if ((await send('ahead', { id: newId(), items })) !== true) return;
  for (const text of texts) gate.known.addText(text);
}
