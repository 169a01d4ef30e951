// How the command line prints Reports: text for people, json (one Report a line), sarif for pipelines.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Finding, Report, Severity, VerdictKind } from '../../utils/inspect/report.ts';
import { RULE_IDS, RULES } from '../../utils/inspect/rules.ts';

export interface Output {
  report(report: Report): void;
  end(): void;
}

type Write = (text: string) => void;

const VERDICT_WORDS: Record<VerdictKind, string> = { allow: 'OK', warn: 'WARN', block: 'BLOCK' };

function findingText({ rule, severity, where, message }: Finding): string {
  const place = where.slice(1).join(', ');
  return `  ${severity.padEnd(6)} ${rule}${place ? ` in ${place}` : ''}\n         ${message}\n`;
}

function textOutput(write: Write): Output {
  const counts: Record<VerdictKind, number> = { allow: 0, warn: 0, block: 0 };
  return {
    report(report) {
      counts[report.verdict]++;
      const part = report.inspected === 'full' ? '' : `, inspected: ${report.inspected}`;
      write(`${VERDICT_WORDS[report.verdict].padEnd(6)} ${report.file} (${report.format}${part})\n`);
      for (const finding of report.findings) write(findingText(finding));
    },
    end() {
      const files = counts.allow + counts.warn + counts.block;
      write(
        `\n${files} ${files === 1 ? 'file' : 'files'}: ${counts.block} to block, ${counts.warn} to warn of, ${counts.allow} OK\n`,
      );
    },
  };
}

/** What counts as an end of line to some readers of lines, and may stand in the name of a file or sheet. */
const OTHER_LINE_ENDS = /[\u0085\u2028\u2029]/g;
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

function jsonOutput(write: Write): Output {
  return {
    report: (report) => write(`${JSON.stringify(report).replace(OTHER_LINE_ENDS, escaped)}\n`),
    end: () => undefined,
  };
}

/** A path as a URI: relative stays relative, and no character of a name begins a query, a fragment or a scheme. */
export function uriOf(file: string): string {
  const name = file.toWellFormed();
  return path.isAbsolute(name)
    ? pathToFileURL(name).href
    : name.split(path.sep).map(encodeURIComponent).join('/');
}

const SARIF_LEVEL: Record<Severity, 'note' | 'warning' | 'error'> = {
  low: 'note',
  medium: 'warning',
  high: 'error',
};

/** SARIF 2.1.0, one run, written as it goes so that a long run stays in bounded memory. */
function sarifOutput(write: Write): Output {
  const rules = RULE_IDS.map((id) => ({
    id,
    shortDescription: { text: RULES[id].title },
  }));
  const driver = { name: 'Cordon', rules };
  write(
    `{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":${JSON.stringify({ driver })},"results":[`,
  );
  let separator = '\n';
  return {
    report({ file, verdict, findings }) {
      for (const finding of findings) {
        const result = {
          ruleId: finding.rule,
          level: SARIF_LEVEL[finding.severity],
          message: { text: finding.message },
          locations: [
            {
              physicalLocation: { artifactLocation: { uri: uriOf(file) } },
              logicalLocations: [{ fullyQualifiedName: finding.where.join(' / ') }],
            },
          ],
          properties: {
            verdict,
            people: finding.people,
            confidence: finding.confidence,
            fields: finding.fields,
            hidden: finding.hidden,
          },
        };
        write(separator + JSON.stringify(result));
        separator = ',\n';
      }
    },
    end: () => write('\n]}]}\n'),
  };
}

export const FORMATS = { text: textOutput, json: jsonOutput, sarif: sarifOutput };
export type FormatName = keyof typeof FORMATS;
