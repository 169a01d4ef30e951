// What a form is about to send: read field by field, because `new FormData(form)` would fire an event at the page.
import type { HeldItem } from '../messages/protocol.ts';
import { heldFiles, heldText } from './channel.ts';
import { elementsOf, isElement } from './forms.ts';
import type { Known } from './known.ts';
import { findIn, isProse } from './text.ts';

type TextField = HTMLInputElement | HTMLTextAreaElement;

function isTextField(field: Element): field is TextField {
  return isElement(field, 'input') || isElement(field, 'textarea');
}

/** The name that the user knows the field by. */
function labelOf(field: TextField): string {
  return field.labels?.[0]?.textContent?.trim().slice(0, 80) || field.name;
}

/** Five people, each by a rank, a name and a number, have more. In UTF-16 units. */
const FEW_LINES = 60;

const NOT_TEXT = /^(password|checkbox|radio|button|submit|reset|image|range|color)$/;

export interface Unjudged {
  items: HeldItem[];
  /** The texts and the chosen files among them, to be known after a release. */
  texts: string[];
  files: File[];
}

/** Files and long texts in the fields of `form` that were not judged before. */
export function unjudgedOf(form: HTMLFormElement, known: Known): Unjudged {
  const items: HeldItem[] = [];
  const texts: string[] = [];
  const files: File[] = [];
  const short: string[] = [];
  const addText = (name: string, text: string) => {
    if (known.hasText(text)) return;
    texts.push(text);
    items.push(heldText(name, text));
  };
  for (const field of elementsOf(form)) {
    if (!isTextField(field) || field.disabled) continue;
    if (field.type === 'file') {
      for (const file of (field as HTMLInputElement).files ?? [])
        if (!known.hasFile(file)) {
          files.push(file);
          items.push(...heldFiles([file]));
        }
      continue;
    }
    if (NOT_TEXT.test(field.type)) continue;
    const before = items.length;
    for (const found of findIn(labelOf(field), field.value)) {
      if (found.text !== undefined) addText(found.name, found.text);
      else if (found.file) items.push(...heldFiles([found.file]));
    }
    if (items.length === before && field.type !== 'hidden' && !known.hasText(field.value))
      short.push(field.value);
  }
  // Rows typed into many short fields, or a few lines in one. Scripts send texts of this length by the hundred, forms do not.
  const together = short.join('\n');
  if (isProse(together, FEW_LINES)) addText('', together);
  return { items, texts, files };
}
