// Saves what Cordon has recorded on this workstation, as a file for the user.
import { useState } from 'preact/hooks';
import type { CordonEvent } from '../../utils/record/event.ts';
import { toCsv, toJsonLines } from '../../utils/record/export.ts';
import type { Translator } from '../../utils/wording/translator.ts';
import { FalseAlarms } from './FalseAlarms.tsx';

const FORMATS = [
  { label: 'record_save_jsonl', ending: 'jsonl', type: 'application/jsonl', write: toJsonLines },
  { label: 'record_save_csv', ending: 'csv', type: 'text/csv', write: toCsv },
] as const;

interface Props {
  words: Translator;
  /** Everything that is kept, oldest first. */
  record(): Promise<readonly CordonEvent[]>;
  save(name: string, content: Blob): void;
  /** False alarms reported on this page so far. */
  reported: number;
}

export function RecordSave({ words, record, save, reported }: Props) {
  const [failed, setFailed] = useState(false);

  async function saveAs({ ending, type, write }: (typeof FORMATS)[number]): Promise<void> {
    try {
      const content = new Blob([write(await record())], { type });
      save(`cordon-record-${new Date().toISOString().slice(0, 10)}.${ending}`, content);
      setFailed(false);
    } catch {
      setFailed(true);
    }
  }

  return (
    <section>
      <h2>{words.t('record_title')}</h2>
      <p class="hint">{words.t('record_about')}</p>
      <FalseAlarms words={words} record={record} reported={reported} />
      <p class="buttons">
        {FORMATS.map((format) => (
          <button type="button" class="button" key={format.ending} onClick={() => void saveAs(format)}>
            {words.t(format.label)}
          </button>
        ))}
      </p>
      <p role="status">{failed && words.t('record_failed')}</p>
    </section>
  );
}
