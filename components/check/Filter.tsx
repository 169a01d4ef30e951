// Which results are shown: by what is to be done with them, and by what was found.
import type { RuleId } from '../../utils/inspect/rules.ts';
import { snake, type Translator } from '../../utils/wording/translator.ts';
import type { Result, Standing } from './results.ts';

export interface FilterState {
  standing: Standing | '';
  rule: RuleId | '';
}

/** The results that the filter lets through, in their order. */
export function filtered(results: readonly Result[], { standing, rule }: FilterState): Result[] {
  return results.filter(
    (result) =>
      (standing === '' || result.standing === standing) &&
      (rule === '' || result.report?.findings.some((finding) => finding.rule === rule)),
  );
}

interface Props {
  results: readonly Result[];
  state: FilterState;
  words: Translator;
  onChange(state: FilterState): void;
}

export function Filter({ results, state, words, onChange }: Props) {
  const standings = [...new Set(results.map(({ standing }) => standing))];
  const rules = [
    ...new Set(results.flatMap(({ report }) => report?.findings.map(({ rule }) => rule) ?? [])),
  ].sort();
  return (
    <div class="filter code">
      <label>
        {words.t('check_filter_standing')}
        <select
          name="standing"
          value={state.standing}
          onChange={({ currentTarget: { value } }) =>
            onChange({ ...state, standing: standings.find((standing) => standing === value) ?? '' })
          }
        >
          <option value="">{words.t('check_filter_all')}</option>
          {standings.map((standing) => (
            <option value={standing} key={standing}>
              {words.t(`verdict_${standing}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {words.t('check_filter_rule')}
        <select
          name="rule"
          value={state.rule}
          onChange={({ currentTarget: { value } }) =>
            onChange({ ...state, rule: rules.find((rule) => rule === value) ?? '' })
          }
        >
          <option value="">{words.t('check_filter_any')}</option>
          {rules.map((rule) => (
            <option value={rule} key={rule}>
              {words.t(`rule_${snake(rule)}`)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
