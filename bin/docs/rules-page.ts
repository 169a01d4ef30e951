// docs/rules.md: every rule id in words, made from the one table in code.
import { RULE_IDS, RULES, type RuleFamily } from '../../utils/inspect/rules.ts';

const FAMILIES: Record<RuleFamily, string> = {
  people: 'People',
  hidden: 'Hidden content',
  pdf: 'PDF',
  image: 'Pictures',
  uninspected: 'Not inspected',
};

/** The page as Markdown. */
export function rulesPage(): string {
  const families = Object.entries(FAMILIES) as [RuleFamily, string][];
  const sections = families.map(([family, heading]) => {
    const rows = RULE_IDS.filter((id) => RULES[id].family === family).map(
      (id) => `| \`${id}\` | ${RULES[id].title} |`,
    );
    return [`## ${heading}`, '', '| rule | what was found |', '|---|---|', ...rows, ''].join('\n');
  });
  return ['# Rules', '', 'Made by `npm run docs` from `utils/inspect/rules.ts`.', '', ...sections].join('\n');
}
