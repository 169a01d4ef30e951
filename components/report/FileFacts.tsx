// Everything that was found in one file, in short.
import { capital, type FileStory } from '../../utils/wording/story.ts';
import type { Translator } from '../../utils/wording/translator.ts';

interface Props {
  story: FileStory;
  /** Findings already told above this list. */
  skip: number;
  words: Translator;
}

/** Findings shown before the rest is folded away. */
const SHOWN = 3;

export function FileFacts({ story, skip, words }: Props) {
  const findings = story.findings.slice(skip);
  const lines = findings.map((finding) => ({
    head: finding.headline,
    detail: [finding.where, finding.fields].filter(Boolean),
  }));
  const shown = lines.slice(0, SHOWN);
  const folded = [
    ...lines.slice(SHOWN),
    ...story.also.map((line) => ({ head: capital(line), detail: [] as string[] })),
  ];
  if (shown.length === 0 && folded.length === 0) return null;
  return (
    <div class="also">
      {skip > 0 && shown.length > 0 && <p class="label">{words.t('label_also')}</p>}
      {shown.length > 0 && <Lines lines={shown} />}
      {folded.length > 0 && (
        <details>
          <summary>{words.t('warning_details')}</summary>
          <Lines lines={folded} />
        </details>
      )}
    </div>
  );
}

function Lines({ lines }: { lines: { head: string; detail: string[] }[] }) {
  return (
    <ul>
      {lines.map((line, index) => (
        // Two findings can read the same; the list never changes its order.
        <li key={index}>
          {line.head}
          {line.detail.map((detail) => (
            <span class="hint" key={detail}>
              {capital(detail)}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}
