// What a cleaned copy leaves out or changes, a line each.
import { RULE_IDS, type RuleId } from '../../utils/inspect/rules.ts';
import type { Change, Named } from '../../utils/remedy/remedy.ts';
import { showName } from '../../utils/wording/names.ts';
import { capital } from '../../utils/wording/story.ts';
import { snake, type Translator } from '../../utils/wording/translator.ts';

const isRule = (what: Change['what']): what is RuleId => RULE_IDS.some((rule) => rule === what);

function line({ what, count }: Change, words: Translator): string {
  const text = capital(isRule(what) ? words.t(`rule_${snake(what)}`) : words.t(`change_${snake(what)}`));
  return count > 1 ? words.t('change_count', text, count) : text;
}

/** Which sheets or files, as far as they are named. */
function Names({ named, count, words }: { named: readonly Named[]; count: number; words: Translator }) {
  return (
    <ul>
      {named.map(({ name, rows, reason }, at) => (
        <li key={at}>
          <bdi>{rows ? words.plural('change_sheet_rows', rows, showName(name)) : showName(name)}</bdi>
          {reason && ' '}
          {reason && <span class="hint">{words.t(`refusal_${snake(reason)}`)}</span>}
        </li>
      ))}
      {count > named.length && <li>{words.plural('change_more', count - named.length)}</li>}
    </ul>
  );
}

export function ChangeList({ changes, words }: { changes: readonly Change[]; words: Translator }) {
  if (changes.length === 0) return <p>{words.t('change_nothing')}</p>;
  return (
    <>
      <p class="label">{words.t('change_title')}</p>
      <ul>
        {changes.map((change) => (
          <li key={change.what}>
            {line(change, words)}
            {change.named && <Names named={change.named} count={change.count} words={words} />}
          </li>
        ))}
      </ul>
    </>
  );
}
