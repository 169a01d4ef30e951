// A few rows of a place, masked. What stands here has left the worker masked; there is nothing behind it to uncover.
import type { Look } from '../../utils/look/look.ts';
import { capital } from '../../utils/wording/story.ts';
import { snake, type Translator } from '../../utils/wording/translator.ts';

export function LookTable({ look, words }: { look: Look; words: Translator }) {
  return (
    <div class="look">
      {/* A wide table scrolls by itself, also by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard. */}
      <section class="scroll" tabIndex={0} aria-label={words.t('look_caption')}>
        <table>
          <caption>{words.t('look_caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{words.t('look_row')}</th>
              {look.columns.map(({ letter, field }) => (
                <th scope="col" key={letter}>
                  {field ? capital(words.t(`field_${snake(field)}`)) : words.t('look_column', letter)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {look.rows.map(({ number, values }) => (
              <tr key={number}>
                <th scope="row">{words.number(number)}</th>
                {values.map((value, at) => (
                  <td key={look.columns[at]?.letter}>
                    <bdi>{value}</bdi>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="hint">{words.t('look_masked')}</p>
    </div>
  );
}
