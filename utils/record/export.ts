// The record as files for the user: JSON Lines as it is kept, and one table for a spreadsheet.
import { type CordonEvent, type DecisionEvent, isPolicyEvent, type PolicyEvent } from './event.ts';

const iso = (time: number) => new Date(time).toISOString();

/** One Event a line, oldest first; `time` as ISO 8601, UTC. */
export function toJsonLines(events: readonly CordonEvent[]): string {
  return events.map((event) => `${JSON.stringify({ ...event, time: iso(event.time) })}\n`).join('');
}

type Cell = string | number | boolean | undefined;

interface Column {
  heading: string;
  decision?: (event: DecisionEvent) => Cell;
  policy?: (event: PolicyEvent) => Cell;
}

const COLUMNS: readonly Column[] = [
  { heading: 'time', decision: ({ time }) => iso(time), policy: ({ time }) => iso(time) },
  { heading: 'event', decision: () => 'decision', policy: () => 'policy' },
  { heading: 'version', decision: ({ version }) => version, policy: ({ version }) => version },
  { heading: 'outcome', decision: ({ outcome }) => outcome },
  { heading: 'verdict', decision: ({ verdict }) => verdict },
  { heading: 'site_kind', decision: ({ site }) => site.kind },
  { heading: 'host', decision: ({ site }) => site.host },
  { heading: 'files', decision: ({ files }) => files },
  { heading: 'size', decision: ({ size }) => size },
  { heading: 'people', decision: ({ people }) => people },
  {
    heading: 'rules',
    decision: ({ rules }) => rules.map(({ rule, findings }) => `${rule} ${findings}`).join('; '),
  },
  { heading: 'reason', decision: ({ reason }) => reason },
  { heading: 'releases', decision: ({ releases }) => releases?.join('; ') },
  { heading: 'file_names', decision: ({ fileNames }) => fileNames?.join('; ') },
  { heading: 'policy_managed', policy: ({ policy }) => policy.managed },
  { heading: 'policy_mode', policy: ({ policy }) => policy.mode },
  { heading: 'policy_digest', policy: ({ policy }) => policy.digest },
  { heading: 'policy_invalid_keys', policy: ({ policy }) => policy.invalidKeys.join('; ') },
  { heading: 'id', decision: ({ id }) => id, policy: ({ id }) => id },
];

function csvCell(value: Cell): string {
  if (typeof value !== 'string') return String(value ?? '');
  // A spreadsheet takes text that begins like this for a formula.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A CSV table with headings, one Event a row, lines ended by CRLF (RFC 4180). */
export function toCsv(events: readonly CordonEvent[]): string {
  const rows = events.map((event) =>
    COLUMNS.map(({ decision, policy }) =>
      csvCell(isPolicyEvent(event) ? policy?.(event) : decision?.(event)),
    ),
  );
  return [COLUMNS.map(({ heading }) => heading), ...rows].map((cells) => `${cells.join(',')}\r\n`).join('');
}
