// The results as a page to print, for the disclosure log: every file, worst first, with what was found and where. It
// stands in the document only while the browser prints, because thousands of files in full would slow the page down.
import { render } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { SiteKind } from '../../utils/policy/policy.ts';
import { showName } from '../../utils/wording/names.ts';
import { capital, tellReport } from '../../utils/wording/story.ts';
import type { Translator } from '../../utils/wording/translator.ts';
import { type Result, sayCounts } from './results.ts';

interface Props {
  results: readonly Result[];
  words: Translator;
  /** Where the files would go. */
  kind: Exclude<SiteKind, 'trusted'>;
  /** When the check came to its end, milliseconds since 1970. */
  time: number;
  version: string;
  /** Are the settings the force's? */
  managed: boolean;
}

export function PrintReport({ results, words, kind, time, version, managed }: Props) {
  const found = results.filter(({ standing, report }) => standing !== 'allow' || report?.findings.length);
  const clear = results.filter((result) => !found.includes(result));
  const facts = [
    [words.t('print_time'), words.dateTime(time)],
    [words.t('print_for'), words.t(`site_${kind}`)],
    [words.t('check_results'), sayCounts(results, words)],
    [words.t('print_with'), `Cordon ${version}. ${words.t(managed ? 'popup_managed' : 'popup_unmanaged')}`],
  ];
  return (
    <main class="print" lang={words.language}>
      <h1>{words.t('print_title')}</h1>
      <dl class="facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {found.map((result) => (
        <FileInFull result={result} words={words} key={result.path} />
      ))}
      {clear.length > 0 && (
        <section>
          <h2>{words.t('verdict_allow')}</h2>
          <ul>
            {clear.map(({ path, report }) => (
              <li key={path}>
                <bdi>{showName(path)}</bdi> {report && <span class="hint">{words.size(report.bytes)}</span>}
              </li>
            ))}
          </ul>
        </section>
      )}
      <p>{words.t('print_note')}</p>
      <p class="sign">
        <span>{words.t('print_by')}</span>
        <span>{words.t('print_signed')}</span>
      </p>
    </main>
  );
}

function FileInFull({ result: { path, standing, report }, words }: { result: Result; words: Translator }) {
  const story = report && tellReport(report, 'file', words);
  return (
    <section>
      <h2>
        <bdi>{showName(path)}</bdi>
      </h2>
      <p>
        <strong>{words.t(`verdict_${standing}`)}</strong> {story && <span class="hint">{story.size}</span>}
      </p>
      {standing === 'failed' && <p>{words.t('check_failed_body')}</p>}
      {story && (
        <ul>
          {story.findings.map(({ headline, where, fields }, at) => (
            // Two findings can read the same; the list never changes its order.
            <li key={at}>
              {headline}
              {[where, fields].filter(Boolean).map((detail) => (
                <span class="hint" key={detail}>
                  {capital(detail)}
                </span>
              ))}
            </li>
          ))}
          {story.also.map((line) => (
            <li key={line}>{capital(line)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Puts the page to print into the document when the browser is about to print, by the button or by its own menu. */
export function usePrintReport(props: Props | undefined): void {
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    const page = document.createElement('div');
    page.id = 'print';
    document.body.append(page);
    // Rendered there and then: the browser takes its picture of the document right after this event.
    window.addEventListener(
      'beforeprint',
      () => render(latest.current ? <PrintReport {...latest.current} /> : null, page),
      { signal },
    );
    window.addEventListener('afterprint', () => render(null, page), { signal });
    return () => {
      stop.abort();
      page.remove();
    };
  }, []);
}
