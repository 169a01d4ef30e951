// docs/sites.md: the bundled catalogue of sites, made from the one table in code.
import { CATALOGUE, type CatalogueEntry } from '../../utils/policy/catalogue.ts';

const KINDS: Record<CatalogueEntry['kind'], string> = {
  publication: 'Publication: what is sent here can be read by everybody',
  supplier: 'Supplier: tenders, procurement, vetting, card printing',
  webmail: 'Webmail and file transfer: to people whom the sender names',
};

/** The page as Markdown. */
export function sitesPage(): string {
  const sections = Object.entries(KINDS).map(([kind, heading]) => {
    const rows = CATALOGUE.filter((entry) => entry.kind === kind).map(
      ({ name, match, source }) =>
        `| ${name} | ${match.map((pattern) => `\`${pattern}\``).join('<br>')} | <${source}> |`,
    );
    return [`## ${heading}`, '', '| site | match patterns | source |', '|---|---|---|', ...rows, ''].join(
      '\n',
    );
  });
  return [
    '# Sites that Cordon knows by itself',
    '',
    "Made by `npm run docs` from `utils/policy/catalogue.ts`. The policy's `sites` go before this list, and the first match",
    'counts. So a force adds a site by naming it, and takes one away by naming it with another kind: `trusted` leaves it',
    'alone, `other` treats it as a site in no list. Systems that stand under a name of the force’s own (its SharePoint, its',
    'disclosure log’s editor, its vetting system) cannot be in this list: name them in the policy.',
    '',
    ...sections,
  ].join('\n');
}
