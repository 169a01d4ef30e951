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

export function RemoveButton({ view, words, aside }: Props) {
  const files = Math.max(view.reports.length + view.failed.length, 1);
  return (
    <Button action="remove" main={!aside}>
      {isText(view) ? words.t('warning_remove_text') : words.plural('warning_remove', files)}
    </Button>
  );
}
