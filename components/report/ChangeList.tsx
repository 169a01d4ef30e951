// What a cleaned copy leaves out or changes, a line each.
import { RULE_IDS, type RuleId } from '../../utils/inspect/rules.ts';
import type { Change } from '../../utils/remedy/remedy.ts';
import { capital } from '../../utils/wording/story.ts';
import { snake, type Translator } from '../../utils/wording/translator.ts';

const isRule = (what: Change['what']): what is RuleId => RULE_IDS.some((rule) => rule === what);

function line({ what, count }: Change, words: Translator): string {
  const text = capital(isRule(what) ? words.t(`rule_${snake(what)}`) : words.t(`change_${snake(what)}`));
  return count > 1 ? words.t('change_count', text, count) : text;
}

export function ChangeList({ changes, words }: { changes: readonly Change[]; words: Translator }) {
  if (changes.length === 0) return <p>{words.t('change_nothing')}</p>;
  return (
    <>
      <p class="label">{words.t('change_title')}</p>
      <ul>
        {changes.map((change) => (
          <li key={change.what}>{line(change, words)}</li>
        ))}
      </ul>
    </>
  );
}
