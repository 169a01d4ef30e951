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
    const { defaults, byId } = this.styles;
    const character = runStyle === undefined ? undefined : byId.get(runStyle);
    const styleId = paragraph.style ?? this.styles.paragraph;
    const style = styleId === undefined ? undefined : byId.get(styleId);
    const vanish = run.vanish ?? character?.vanish ?? style?.vanish ?? defaults.vanish ?? false;
    if (vanish) {
      this.vanished++;
      return true;
    }
    const size = run.size ?? character?.size ?? style?.size ?? defaults.size;
    if (size !== undefined && size < TINY) return true;
    const letters = run.colour ?? character?.colour ?? style?.colour ?? defaults.colour;
    if (letters === undefined || letters === 'auto') return false;
    const fills = [run.fill, character?.fill, paragraph.fill, style?.fill];
    const fill = fills.find((f) => f !== undefined && f !== 'auto') ?? behind;
    return fill !== 'pattern' && fill !== 'unknown' && isSame(letters, fill);
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
