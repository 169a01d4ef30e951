// The documents that are made from code, each with the file it stands in.
import { deployFiles } from '../deploy/files.ts';
import { SAMPLE } from '../deploy/rollout.ts';
import { adminPage } from './admin-page.ts';
import { managedSchema } from './managed-schema.ts';
import { policyPage } from './policy-page.ts';
import { reportSchema } from './report-schema.ts';
import { rulesPage } from './rules-page.ts';
import { sitesPage } from './sites-page.ts';

export const GENERATED: { file: string; text: string }[] = [
  { file: 'docs/report.schema.json', text: `${JSON.stringify(reportSchema(), null, 2)}\n` },
  { file: 'docs/rules.md', text: rulesPage() },
  { file: 'docs/policy.md', text: policyPage() },
  { file: 'docs/admin.md', text: adminPage() },
  { file: 'docs/sites.md', text: sitesPage() },
  { file: 'public/managed-schema.json', text: `${JSON.stringify(managedSchema(), null, 2)}\n` },
  ...deployFiles(SAMPLE).map(({ file, text }) => ({ file: `deploy/${file}`, text })),
];
