// The documents that are made from code, each with the file it stands in.
import { reportSchema } from './report-schema.ts';
import { rulesPage } from './rules-page.ts';

export const GENERATED: { file: string; text: string }[] = [
  { file: 'docs/report.schema.json', text: `${JSON.stringify(reportSchema(), null, 2)}\n` },
  { file: 'docs/rules.md', text: rulesPage() },
];
