// One Finding as facts under their labels: where, what it shows, who could see it, what to do.
import type { ComponentChildren } from 'preact';
import { capital, type FindingStory } from '../../utils/wording/story.ts';
import type { Translator } from '../../utils/wording/translator.ts';

interface Props {
  finding: FindingStory | undefined;
  /** Who could see it; left out where no site is known. */
  audience?: string;
  /** Does the file stand in a page, so that it has to be taken out first? */
  takeOut?: boolean;
  /** Is a cleaned copy offered, which is the quickest way? */
  copy?: boolean | undefined;
  /** Stands with the place. */
  children?: ComponentChildren;
  words: Translator;
}

export function FindingFacts({ finding, audience, takeOut, copy, children, words }: Props) {
  if (!finding) return null;
  const own = takeOut ? words.t('todo_take_out', finding.todo) : finding.todo;
  const withCopy = words.t(takeOut ? 'todo_copy' : 'todo_save_copy');
  const where = words.t('label_where');
  const rows = [
    [where, capital(finding.where)],
    [words.t('label_fields'), capital(finding.fields)],
    [words.t('label_audience'), audience ?? ''],
    [words.t('label_todo'), copy ? withCopy : own],
  ];
  return (
    <dl class="facts">
      {rows
        .filter(([, value]) => value)
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {value}
              {label === where && children}
            </dd>
          </div>
        ))}
    </dl>
  );
}
