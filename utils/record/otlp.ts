// Events as OpenTelemetry log records in OTLP's JSON encoding: the few fields that Cordon needs. The official SDK's log
// exporter weighs far more than all of this, and brings resource detection and timers that a background worker has no
// use for.
import { type CordonEvent, type DecisionEvent, isPolicyEvent, type PolicyEvent } from './event.ts';

type AnyValue =
  | { stringValue: string }
  | { intValue: string }
  | { boolValue: boolean }
  | { arrayValue: { values: AnyValue[] } }
  | { kvlistValue: { values: KeyValue[] } };

interface KeyValue {
  key: string;
  value: AnyValue;
}

const text = (value: string): AnyValue => ({ stringValue: value });
// 64-bit integers are strings in protobuf's JSON mapping.
const whole = (value: number): AnyValue => ({ intValue: String(value) });
const pair = (key: string, value: AnyValue): KeyValue => ({ key, value });

/** Severity numbers of the OpenTelemetry logs data model. */
const SEVERITY = {
  allow: { severityNumber: 9, severityText: 'INFO' },
  warn: { severityNumber: 13, severityText: 'WARN' },
  block: { severityNumber: 17, severityText: 'ERROR' },
} as const;

function policyRecord({ id, policy }: PolicyEvent): object {
  const { managed, mode, invalidKeys, digest } = policy;
  return {
    ...SEVERITY[invalidKeys.length > 0 ? 'warn' : 'allow'],
    eventName: 'cordon.policy',
    body: text('cordon policy'),
    attributes: [
      pair('log.record.uid', text(id)),
      pair('cordon.policy.managed', { boolValue: managed }),
      pair('cordon.policy.mode', text(mode)),
      pair('cordon.policy.digest', text(digest)),
      pair('cordon.policy.invalid_keys', { arrayValue: { values: invalidKeys.map(text) } }),
    ],
  };
}

function decisionRecord(event: DecisionEvent): object {
  return {
    ...SEVERITY[event.verdict],
    eventName: 'cordon.decision',
    body: text(`cordon ${event.outcome}`),
    attributes: [
      // OpenTelemetry's own attribute for this: two records with the same uid are one event.
      pair('log.record.uid', text(event.id)),
      pair('cordon.outcome', text(event.outcome)),
      pair('cordon.verdict', text(event.verdict)),
      pair('cordon.site.kind', text(event.site.kind)),
      pair('server.address', text(event.site.host)),
      pair('cordon.files', whole(event.files)),
      pair('cordon.size', text(event.size)),
      pair('cordon.people', whole(event.people)),
      pair('cordon.rules', { arrayValue: { values: event.rules.map(({ rule }) => text(rule)) } }),
      pair('cordon.rule.findings', {
        kvlistValue: { values: event.rules.map(({ rule, findings }) => pair(rule, whole(findings))) },
      }),
      ...(event.reason === undefined ? [] : [pair('cordon.reason', text(event.reason))]),
      ...(event.releases === undefined
        ? []
        : [pair('cordon.releases', { arrayValue: { values: event.releases.map(text) } })]),
    ],
  };
}

function logRecord(event: CordonEvent): object {
  const nanoseconds = `${event.time}000000`;
  return {
    timeUnixNano: nanoseconds,
    observedTimeUnixNano: nanoseconds,
    ...(isPolicyEvent(event) ? policyRecord(event) : decisionRecord(event)),
  };
}

/** The body of one ExportLogsServiceRequest. */
export function exportRequest(events: readonly CordonEvent[]): object {
  const byVersion = Map.groupBy(events, (event) => event.version);
  return {
    resourceLogs: [...byVersion].map(([version, group]) => ({
      resource: {
        attributes: [pair('service.name', text('cordon')), pair('service.version', text(version))],
      },
      scopeLogs: [{ scope: { name: 'cordon', version }, logRecords: group.map(logRecord) }],
    })),
  };
}
