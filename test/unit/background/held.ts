// One file with or without a roster in it, the page that holds it, and a policy by which the user may send it anyway: what the
// tests of holds have in common.
import type { Finding, Inspection } from '../../../utils/inspect/report.ts';
import type { PolicyReader } from '../../../utils/policy/managed.ts';
import { type Policy, STRICT_POLICY } from '../../../utils/policy/policy.ts';

const finding: Finding = {
  rule: 'staff-roster',
  severity: 'high',
  confidence: 1,
  people: 60,
  fields: [],
  where: ['a.csv'],
  hidden: [],
  message: '',
};

export const inspectionOf = (roster: boolean): Inspection => ({
  schema: 'cordon.report/1',
  file: 'a.csv',
  bytes: 1,
  format: 'csv',
  inspected: 'full',
  findings: roster ? [finding] : [],
  ms: 1,
});

export const page = {
  from: 'page',
  tabId: 1,
  frameId: 0,
  frameUrl: 'https://foi.example/',
  tabUrl: 'https://foi.example/',
} as const;

export function policyReaderOf(changes: Partial<Policy> = {}): PolicyReader {
  const policy = { ...STRICT_POLICY, mode: 'warn' as const, reasons: ['agreed'], ...changes };
  return { current: async () => ({ policy, managed: true, invalidKeys: [] }), onRead: () => undefined };
}
