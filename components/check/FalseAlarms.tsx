// How often somebody at this computer said that Cordon was mistaken, by rule.
import { useEffect, useState } from 'preact/hooks';
import type { CordonEvent } from '../../utils/record/event.ts';
import { countFalseAlarms } from '../../utils/record/false-alarms.ts';
import { capital } from '../../utils/wording/story.ts';
import { snake, type Translator } from '../../utils/wording/translator.ts';

interface Props {
  words: Translator;
  record(): Promise<readonly CordonEvent[]>;
  /** Changes when something was reported. */
  reported: number;
}

export function FalseAlarms({ words, record, reported }: Props) {
  const [counts, setCounts] = useState<ReturnType<typeof countFalseAlarms>>([]);

  useEffect(() => {
    let over = false;
    // A record that cannot be read is said by the buttons that save it.
    record().then(
      (events) => over || setCounts(countFalseAlarms(events)),
      () => undefined,
    );
    return () => {
      over = true;
    };
  }, [record, reported]);

  if (counts.length === 0) return <p>{words.t('false_alarms_none')}</p>;
  return (
    <table class="tally">
      <caption>{words.t('false_alarms_title')}</caption>
      <thead>
        <tr>
          <th scope="col">{words.t('false_alarms_rule')}</th>
          <th scope="col">{words.t('false_alarms_times')}</th>
        </tr>
      </thead>
      <tbody>
        {counts.map(({ rule, times }) => (
          <tr key={rule}>
            <th scope="row">{capital(words.t(`rule_${snake(rule)}`))}</th>
            <td>{words.number(times)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
