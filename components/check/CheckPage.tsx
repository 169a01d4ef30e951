// The check page: files and folders looked through by hand, before any site is involved.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Finding, Inspection } from '../../utils/inspect/report.ts';
import type { Look } from '../../utils/look/look.ts';
import type { CheckedNote, SignOffRequest } from '../../utils/messages/protocol.ts';
import type { Policy, SiteKind } from '../../utils/policy/policy.ts';
import type { CordonEvent } from '../../utils/record/event.ts';
import { hasSecondPerson, reviewReasons, type SignedOff } from '../../utils/release/desk.ts';
import { fileHash } from '../../utils/release/hash.ts';
import type { CheckedCopy } from '../../utils/remedy/checked.ts';
import { makeFitCopy } from '../../utils/remedy/fit.ts';
import type { RemedyKind } from '../../utils/remedy/remedy.ts';
import { showName } from '../../utils/wording/names.ts';
import type { Translator } from '../../utils/wording/translator.ts';
import type { SavedCopy } from './CleanButton.tsx';
import { csvOf } from './csv.ts';
import { Filter, type FilterState, filtered } from './Filter.tsx';
import { fromDrop, fromInput, type GatheredFile } from './gather.ts';
import { usePrintReport } from './PrintReport.tsx';
import { createPause, type Pause } from './pause.ts';
import { RecordSave } from './RecordSave.tsx';
import { ResultRow, type Reviewing } from './ResultRow.tsx';
import { judge, sayCounts } from './results.ts';
import { type Checked, runChecks } from './run.ts';

const KINDS = ['publication', 'supplier', 'webmail', 'other'] as const satisfies SiteKind[];
type Kind = (typeof KINDS)[number];

/** Rows in the document at first, and more at a time: thousands of files must not slow the page down. */
const PAGE_SIZE = 100;
/** How often the list is drawn anew while files are being checked, milliseconds. */
const DRAW_EVERY = 200;

interface Props {
  words: Translator;
  /** What is in force, and whether the force has set it. */
  policy(): Promise<{ policy: Policy; managed: boolean }>;
  /** Cordon's. */
  version: string;
  inspect(file: File, path: string, policy: Policy, signal: AbortSignal): Promise<Inspection>;
  /** Files to have under way at a time. */
  width: number;
  save(name: string, content: Blob): void;
  /** Makes a cleaned copy and inspects it. */
  clean(file: File, path: string, kind: RemedyKind, policy: Policy, without: string[]): Promise<CheckedCopy>;
  /** A cleaned copy was saved. */
  savedCopy(note: CheckedNote): void;
  /** What was found in a file is nothing, the user says. */
  falseAlarm(note: CheckedNote): Promise<void>;
  /** Everything that is recorded on this workstation, oldest first. */
  record(): Promise<readonly CordonEvent[]>;
  /** A masked look at a place. */
  look(file: File, path: string, where: readonly string[], policy: Policy): Promise<Look | undefined>;
  /** Signs a file off as the second person. */
  signOff(request: SignOffRequest): Promise<SignedOff>;
}

type Progress =
  | { is: 'idle' }
  | { is: 'running'; done: number; total: number; current: string; paused: boolean }
  | { is: 'done'; done: number; total: number; cancelled: boolean };

export function CheckPage(props: Props) {
  const { policy: readPolicy, inspect, width, save, clean, savedCopy, record, look, signOff } = props;
  const [inForce, setInForce] = useState<{ policy: Policy; managed: boolean }>();
  const policy = inForce?.policy;
  const [kind, setKind] = useState<Kind>('publication');
  const [checked, setChecked] = useState<readonly Checked[]>([]);
  const [progress, setProgress] = useState<Progress>({ is: 'idle' });
  const running = useRef<{ stop: AbortController; pause: Pause; draw(): void } | null>(null);
  const [doneAt, setDoneAt] = useState(0);
  const [falseAlarms, setFalseAlarms] = useState(0);
  const page = useRef<HTMLElement>(null);
  /** What was checked, by path: a cleaned copy is made of it on request. */
  const originals = useRef<ReadonlyMap<string, File>>(new Map());

  useEffect(() => {
    void readPolicy().then(setInForce);
    return () => running.current?.stop.abort();
  }, [readPolicy]);

  const words = policy ? props.words.withOwn(policy.messages) : props.words;
  const results = useMemo(() => (policy ? judge(checked, policy, kind) : []), [checked, policy, kind]);

  async function check(files: GatheredFile[]): Promise<void> {
    running.current?.stop.abort();
    const stop = new AbortController();
    const pause = createPause();
    const mine = { stop, pause, draw: () => {} };
    running.current = mine;
    const now = await readPolicy();
    setInForce(now);
    const current = now.policy;
    if (files.length === 0) return setProgress({ is: 'done', done: 0, total: 0, cancelled: false });

    originals.current = new Map(files.map(({ path, file }) => [path, file]));
    const total = files.length;
    const found: Checked[] = [];
    let drawnAt = 0;
    let name = '';
    const draw = () => {
      if (running.current !== mine || stop.signal.aborted) return;
      drawnAt = performance.now();
      setChecked([...found]);
      setProgress({ is: 'running', done: found.length, total, current: name, paused: pause.paused });
    };
    mine.draw = draw;
    draw();
    await runChecks(files, {
      width,
      signal: stop.signal,
      pause,
      inspect: (file, path, signal) => inspect(file, path, current, signal),
      onStart(path) {
        name = path;
        if (found.length === 0) draw();
      },
      onChecked(one) {
        found.push(one);
        if (pause.paused || performance.now() - drawnAt > DRAW_EVERY) draw();
      },
    });
    if (running.current !== mine) return;
    setChecked([...found]);
    setDoneAt(Date.now());
    setProgress({ is: 'done', done: found.length, total, cancelled: stop.signal.aborted });
  }

  function pauseOrResume(): void {
    const { pause, draw } = running.current ?? {};
    if (pause?.paused) pause.resume();
    else pause?.pause();
    draw?.();
  }

  function clear(): void {
    // What had the focus goes away: it goes to where the next files are chosen.
    page.current?.querySelector<HTMLElement>('.drop .button')?.focus();
    running.current?.stop.abort();
    running.current = null;
    originals.current = new Map();
    setChecked([]);
    setProgress({ is: 'idle' });
  }

  /** Saves a cleaned copy beside the original. @returns what was taken out, and whether the copy may go. */
  async function saveCopy(path: string, remedy: RemedyKind): Promise<SavedCopy> {
    const file = originals.current.get(path);
    if (!file || !policy) throw new Error('This file is not in the list any more.');
    const site = { kind, host: '', guarded: true };
    const made = await makeFitCopy(policy, site, (without) => clean(file, path, remedy, policy, without));
    if (made.outcome === 'refused') return made;
    const { copy } = made;
    save(copy.name, copy.file);
    const inspection = checked.find((one) => one.path === path)?.inspection;
    if (inspection) savedCopy({ inspection, kind });
    return {
      outcome: 'saved',
      name: copy.name,
      changes: copy.changes,
      mayGo: made.report.verdict === 'allow',
    };
  }

  async function reportFalseAlarm(path: string): Promise<void> {
    const inspection = checked.find((one) => one.path === path)?.inspection;
    if (!inspection) throw new Error('This file is not in the list any more.');
    await props.falseAlarm({ inspection, kind });
    setFalseAlarms((n) => n + 1);
  }

  /** A masked look at the place of a Finding in a file of the list. */
  async function lookInto(path: string, finding: Finding): Promise<Look | undefined> {
    const file = originals.current.get(path);
    if (!file || !policy) throw new Error('This file is not in the list any more.');
    return look(file, path, finding.where, policy);
  }

  /** Signs a file off as the second person: the code is for exactly these bytes. */
  async function sign(path: string, site: string, reason: string): Promise<SignedOff> {
    const file = originals.current.get(path);
    const inspection = checked.find((one) => one.path === path)?.inspection;
    if (!file || !inspection) throw new Error('This file is not in the list any more.');
    return signOff({ hash: await fileHash(file), inspection, site, reason });
  }
  const reviewing: Reviewing | undefined =
    policy && hasSecondPerson(policy)
      ? {
          reasons: reviewReasons(policy),
          // What is only warned of goes with the sender's own reason, unless policy lists none.
          of: policy.reasons.length > 0 ? ['block'] : ['block', 'warn'],
          sign,
        }
      : undefined;

  usePrintReport(
    inForce && results.length > 0
      ? {
          results,
          words,
          kind,
          time: doneAt || Date.now(),
          version: props.version,
          managed: inForce.managed,
        }
      : undefined,
  );

  return (
    <main class="check" ref={page}>
      <header>
        <p class="brand">Cordon</p>
        <h1>{words.t('check_title')}</h1>
        <p class="hint">{words.t('check_intro')}</p>
      </header>
      <DropZone words={words} onFiles={(files) => void files.then(check)} />
      <fieldset class="kinds">
        <legend class="label">{words.t('check_site')}</legend>
        {KINDS.map((option) => (
          <label class="choice" key={option}>
            <input
              type="radio"
              name="kind"
              value={option}
              checked={kind === option}
              onChange={() => setKind(option)}
            />
            <span>{words.t(`site_${option}`)}</span>
          </label>
        ))}
      </fieldset>
      <ProgressLine
        progress={progress}
        words={words}
        onPause={pauseOrResume}
        onCancel={() => running.current?.stop.abort()}
      />
      {results.length > 0 && (
        <Results
          results={results}
          words={words}
          busy={progress.is === 'running' && !progress.paused}
          onClear={clear}
          onClean={saveCopy}
          onLook={lookInto}
          onFalseAlarm={reportFalseAlarm}
          signOff={reviewing}
          onSave={(kind) => {
            const reports = results.flatMap(({ report }) => report ?? []);
            const text = kind === 'csv' ? `\ufeff${csvOf(results)}` : `${JSON.stringify(reports, null, 2)}\n`;
            const type = kind === 'csv' ? 'text/csv' : 'application/json';
            save(`cordon-${new Date().toISOString().slice(0, 10)}.${kind}`, new Blob([text], { type }));
          }}
        />
      )}
      <RecordSave words={words} record={record} save={save} reported={falseAlarms} />
    </main>
  );
}

function DropZone({ words, onFiles }: { words: Translator; onFiles(files: Promise<GatheredFile[]>): void }) {
  const [over, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);

  function picked(event: Event): void {
    const input = event.currentTarget as HTMLInputElement;
    const gathered = fromInput(input.files ?? []);
    // So that the same file can be chosen again.
    input.value = '';
    onFiles(Promise.resolve(gathered));
  }

  // Files dropped beside the zone would otherwise be opened by the browser in place of this page.
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    window.addEventListener('dragover', (event) => event.preventDefault(), { signal });
    window.addEventListener(
      'drop',
      (event) => {
        event.preventDefault();
        setOver(false);
        if (event.dataTransfer) onFiles(fromDrop(event.dataTransfer));
      },
      { signal },
    );
    return () => stop.abort();
  });

  return (
    <section
      class={over ? 'drop over' : 'drop'}
      aria-label={words.t('check_drop')}
      onDragEnter={() => setOver(true)}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
    >
      <p class="lead">{words.t('check_drop')}</p>
      <p class="hint">{words.t('check_or')}</p>
      <p class="buttons">
        <button type="button" class="button main" onClick={() => files.current?.click()}>
          {words.t('check_pick_files')}
        </button>
        <button type="button" class="button" onClick={() => folder.current?.click()}>
          {words.t('check_pick_folder')}
        </button>
      </p>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        onChange={picked}
        aria-label={words.t('check_pick_files')}
      />
      <input
        ref={folder}
        type="file"
        hidden
        onChange={picked}
        aria-label={words.t('check_pick_folder')}
        {...{ webkitdirectory: true }}
      />
    </section>
  );
}

interface ProgressProps {
  progress: Progress;
  words: Translator;
  onPause(): void;
  onCancel(): void;
}

function ProgressLine({ progress, words, onPause, onCancel }: ProgressProps) {
  const running = progress.is === 'running';
  const status = useRef<HTMLParagraphElement>(null);
  const stopped = progress.is === 'done' && progress.cancelled;
  // The button that stopped it is gone: the focus goes to what became of it.
  useEffect(() => {
    if (stopped) status.current?.focus();
  }, [stopped]);
  return (
    <section class="progress">
      {running && (
        <>
          <progress value={progress.done} max={progress.total} aria-label={words.t('check_results')} />
          {!progress.paused && (
            <p>{words.t('check_progress', progress.done + 1, progress.total, showName(progress.current))}</p>
          )}
          <p class="buttons">
            <button type="button" class="button" onClick={onPause}>
              {words.t(progress.paused ? 'check_resume' : 'check_pause')}
            </button>
            <button type="button" class="button" onClick={onCancel}>
              {words.t('check_cancel')}
            </button>
          </p>
        </>
      )}
      {/* Said once at the end: a line read aloud for each of a thousand files would be noise. */}
      <p role="status" class="lead" tabIndex={-1} ref={status}>
        {running && progress.paused && words.t('check_paused', progress.done, progress.total)}
        {progress.is === 'done' && summary(progress, words)}
      </p>
    </section>
  );
}

function summary(progress: Extract<Progress, { is: 'done' }>, words: Translator): string {
  if (progress.total === 0) return words.t('check_empty');
  return progress.cancelled
    ? words.t('check_cancelled', progress.done, progress.total)
    : words.plural('check_done', progress.done);
}

interface ResultsProps {
  results: ReturnType<typeof judge>;
  words: Translator;
  busy: boolean;
  onSave(kind: 'json' | 'csv'): void;
  onClear(): void;
  onClean(path: string, remedy: RemedyKind): Promise<SavedCopy>;
  onLook(path: string, finding: Finding): Promise<Look | undefined>;
  onFalseAlarm(path: string): Promise<void>;
  signOff: Reviewing | undefined;
}

function Results({ results, words, busy, onSave, onClear, ...ofRow }: ResultsProps) {
  const [limit, setLimit] = useState(PAGE_SIZE);
  const [filter, setFilter] = useState<FilterState>({ standing: '', rule: '' });
  const list = useRef<HTMLUListElement>(null);
  const shownFrom = useRef(0);
  // "Show more" may be gone by then: the focus goes on to the first of what it has shown.
  useEffect(() => {
    const row = shownFrom.current > 0 ? list.current?.children[shownFrom.current] : undefined;
    (row?.querySelector<HTMLElement>('summary') ?? (row as HTMLElement | undefined))?.focus();
  }, [limit]);
  const matching = filtered(results, filter);
  const left = matching.length - limit;
  function showMore(): void {
    shownFrom.current = limit;
    setLimit(limit + PAGE_SIZE);
  }
  return (
    <section>
      <h2>{words.t('check_results')}</h2>
      <p class="counts">{sayCounts(results, words)}</p>
      <p class="buttons">
        <button type="button" class="button" aria-disabled={busy} onClick={() => busy || onSave('json')}>
          {words.t('check_save')}
        </button>
        <button type="button" class="button" aria-disabled={busy} onClick={() => busy || onSave('csv')}>
          {words.t('check_save_csv')}
        </button>
        <button type="button" class="button" aria-disabled={busy} onClick={() => busy || window.print()}>
          {words.t('check_print')}
        </button>
        <button type="button" class="button" onClick={onClear}>
          {words.t('check_clear')}
        </button>
      </p>
      <Filter results={results} state={filter} words={words} onChange={setFilter} />
      <p class="hint" role="status">
        {matching.length < results.length && words.t('check_filtered', matching.length, results.length)}
      </p>
      <ul class="results" ref={list}>
        {matching.slice(0, limit).map((result) => (
          <ResultRow key={result.path} result={result} words={words} {...ofRow} />
        ))}
      </ul>
      {left > 0 && (
        <button type="button" class="button" onClick={showMore}>
          {words.plural('check_more', Math.min(left, PAGE_SIZE))}
        </button>
      )}
    </section>
  );
}
