// docs/policy.md: every policy key in words, made from the one table in code.
import { POLICY_KEYS } from '../../utils/policy/schema.ts';

/** The page as Markdown. */
export function policyPage(): string {
  const rows = Object.entries(POLICY_KEYS).map(
    ([name, { strict, about }]) => `| \`${name}\` | ${about} | \`${JSON.stringify(strict)}\` |`,
  );
  return [
    '# Policy',
    '',
    'Made by `npm run docs` from `utils/policy/schema.ts`. The force sets these keys by managed policy; the command line',
    'takes the same JSON with `--policy FILE`. A key that is missing, unknown or wrong has its strict value, and the',
    'popup says so.',
    '',
    '| key | what it does | strict value |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
