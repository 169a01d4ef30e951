// The button that takes what is held out of the page.
import type { WarningView } from '../../utils/messages/protocol.ts';
import type { Translator } from '../../utils/wording/translator.ts';
import { Button } from './Button.tsx';

/** Is the hold about text only (typed or pasted), so that there is no file to take out? */
export function isText(view: WarningView): boolean {
  return view.kinds?.length ? view.kinds.every((kind) => kind === 'text') : false;
}

interface Props {
  view: WarningView;
  words: Translator;
  /** Another button is the main one. */
  aside?: boolean;
}

/** How many files, or texts, are held, as far as the warning speaks of them. */
export function heldCount(view: WarningView): number {
  return Math.max(view.reports.length + view.failed.length, 1);
}

export function RemoveButton({ view, words, aside }: Props) {
  return (
    <Button action="remove" main={!aside}>
      {isText(view) ? words.t('warning_remove_text') : words.plural('warning_remove', heldCount(view))}
    </Button>
  );
}
