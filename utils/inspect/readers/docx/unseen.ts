// Which runs of a Word document cannot be seen: marked as hidden, in the colour of what is behind them, or of no size. Counts
// them, and says once for a story that they are there.
import type { Place } from '../../part.ts';
import { isSame } from '../colour.ts';
import type { Walk } from '../ooxml/walk.ts';
import { countWords, isSubstance, range } from '../prose.ts';
import type { Paragraph } from './flow.ts';
import type { RunLook, Styles } from './styles.ts';

/** Half points: smaller letters cannot be read. */
const TINY = 4;

/** Per cent of their usual width: letters so narrow are strokes. */
const NARROW = 10;

/** What makes letters go unseen: they are marked as hidden, have no size or width, or the colour of what is behind them. */
export type Concealment = 'vanish' | 'tiny' | 'colour';

/** @param behind what is behind the paragraph, as `Flow` has it. @returns undefined for letters that can be seen. */
export function howConcealed(
  { defaults, byId, paragraph: usual }: Styles,
  run: RunLook,
  runStyle: string | undefined,
  paragraph: Pick<Paragraph, 'style' | 'fill'>,
  behind: string,
): Concealment | undefined {
  const character = runStyle === undefined ? undefined : byId.get(runStyle);
  // Programs take the usual style for one that there is not.
  const style = byId.get(paragraph.style ?? '') ?? byId.get(usual ?? '');
  const vanish = run.vanish ?? character?.vanish ?? style?.vanish ?? defaults.vanish ?? false;
  if (vanish) return 'vanish';
  const size = run.size ?? character?.size ?? style?.size ?? defaults.size;
  if (size !== undefined && size < TINY) return 'tiny';
  const width = run.width ?? character?.width ?? style?.width ?? defaults.width;
  if (width !== undefined && width < NARROW) return 'tiny';
  const letters = run.colour ?? character?.colour ?? style?.colour ?? defaults.colour;
  if (letters === undefined || letters === 'auto') return undefined;
  const fills = [run.fill, character?.fill, paragraph.fill, style?.fill];
  const fill = fills.find((f) => f !== undefined && f !== 'auto') ?? behind;
  return fill !== 'pattern' && fill !== 'unknown' && isSame(letters, fill) ? 'colour' : undefined;
}

export class Unseen {
  private readonly styles: Styles;
  private words = 0;
  private runs = 0;
  private first = 0;
  private last = 0;
  private vanished = 0;

  constructor(styles: Styles) {
    this.styles = styles;
  }

  /** Whether a text cannot be seen, which counts it then. @param fill what is behind the paragraph, as `Flow` has it. */
  takes(
    text: string,
    run: RunLook,
    runStyle: string | undefined,
    paragraph: Paragraph,
    fill: string,
  ): boolean {
    if (text.trim() === '' || !this.isConcealed(run, runStyle, paragraph, fill)) return false;
    this.runs++;
    this.words += countWords(text);
    return true;
  }

  /** Notes that paragraph `at` of the story has some. */
  note(at: number): void {
    this.first ||= at;
    this.last = at;
  }

  private isConcealed(
    run: RunLook,
    runStyle: string | undefined,
    paragraph: Paragraph,
    behind: string,
  ): boolean {
    const how = howConcealed(this.styles, run, runStyle, paragraph, behind);
    if (how === 'vanish') this.vanished++;
    return how !== undefined;
  }

  /** To be called at the story's end. */
  tell(walk: Walk, root: Place): void {
    if (this.runs === 0) return;
    const where = this.last > 0 ? [...root, range('paragraph', this.first, this.last)] : root;
    // Letters in the colour of the paper may yet stand on a picture: only what is marked as hidden is sure.
    const sure = this.vanished > 0;
    const message = sure
      ? 'There is hidden text in the document.'
      : 'There is text in the document that cannot be seen: it has the colour of what is behind it, or no size.';
    walk.found('hidden-text', where, message, { words: this.words }, sure && isSubstance(this.words));
  }
}
