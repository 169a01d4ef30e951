// What stands in a story of a Word document without being its text: the codes of fields, the choices of forms, the
// descriptions of pictures.
import type { Place } from '../../part.ts';
import type { RuleId } from '../../rules.ts';
import type { Attributes } from '../../xml/reader.ts';
import type { Walk } from '../ooxml/walk.ts';
import { withRule } from './flow.ts';

export class Asides {
  private readonly instructions: string[] = [];
  private readonly choices: string[] = [];
  private readonly descriptions: string[] = [];
  private instruction = '';

  /** A piece of a field's code. */
  code(text: string): void {
    this.instruction += text;
  }

  /** The code at hand is whole. */
  endCode(): void {
    this.field(this.instruction);
    this.instruction = '';
  }

  /** A whole code. */
  field(code: string | undefined): void {
    const text = code?.trim();
    if (text) this.instructions.push(text);
  }

  /** What a form or a drop-down list keeps in attributes. */
  choice(attributes: Attributes, names: readonly string[]): void {
    for (const name of names) {
      const value = attributes.get(name)?.trim();
      if (value && value !== this.choices[this.choices.length - 1]) this.choices.push(value);
    }
  }

  describe(attributes: Attributes): void {
    for (const name of ['descr', 'title']) {
      const text = attributes.get(name)?.trim();
      if (text) this.descriptions.push(text);
    }
  }

  /** To be called at the story's end. @param hidden how the story itself is hidden. */
  give(walk: Walk, root: Place, hidden: readonly RuleId[]): void {
    walk.text([...root, 'field codes'], withRule(hidden, 'hidden-text'), this.instructions.join('\n'));
    walk.text([...root, 'form fields'], withRule(hidden, 'hidden-text'), this.choices.join('\n'));
    walk.text([...root, 'descriptions'], withRule(hidden, 'metadata'), this.descriptions.join('\n'));
  }
}
