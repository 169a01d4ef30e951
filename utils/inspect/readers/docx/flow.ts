// One flow of text in a Word document: a body, a note, a text box or a cell, with what of it is hidden and what was deleted
// beside it.
import type { Place } from '../../part.ts';
import type { RuleId } from '../../rules.ts';
import type { Walk } from '../ooxml/walk.ts';
import { Prose } from '../prose.ts';
import type { RunLook } from './styles.ts';

export interface Flow {
  place: Place;
  hidden: readonly RuleId[];
  prose: Prose;
  concealed: Prose;
  deleted: Prose;
  /** How many tables began in it. */
  tables: number;
  /** What is behind the text here, where it is known: a hex colour, or `unknown`. */
  fill: string;
  /** Set for a cell: its text is gathered here. */
  cell?: Cell;
}

export interface Cell {
  texts: string[];
  concealed: string[];
  deleted: string[];
  span: number;
  /** What it says of its width, and in which unit. */
  width?: string | undefined;
  kind?: string | undefined;
  /** Nobody sees what is in it: it lies under the cell that it was merged with, or has no height or width. */
  unseen: boolean;
  /** It goes on what a cell above began, or one before it. */
  merged?: 'down' | 'across';
}

/** A paragraph while it is read. */
export interface Paragraph {
  text: string;
  concealed: string;
  deleted: string;
  style: string | undefined;
  fill: RunLook['fill'];
}

/** @param unit what its paragraphs are called in `where`; undefined where the place says enough. */
export function newFlow(
  walk: Walk,
  place: Place,
  hidden: readonly RuleId[],
  fill: string,
  unit?: string,
): Flow {
  const give = (where: Place, how: readonly RuleId[], text: string) => walk.text(where, how, text);
  return {
    place,
    hidden,
    prose: new Prose(place, hidden, give, unit),
    concealed: new Prose(place, withRule(hidden, 'hidden-text'), give, unit),
    deleted: new Prose(place, withRule(hidden, 'tracked-changes'), give, unit),
    tables: 0,
    fill,
  };
}

/** Hands on what has been gathered. */
export function flush(flow: Flow): void {
  flow.prose.flush();
  flow.concealed.flush();
  flow.deleted.flush();
}

/** `rule` behind the others, once. */
export function withRule(hidden: readonly RuleId[], rule: RuleId): readonly RuleId[] {
  return hidden.includes(rule) ? hidden : [...hidden, rule];
}
