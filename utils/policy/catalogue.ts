// Sites that Cordon knows by itself: where forces publish, whom they buy from, and how files travel. The force's own
// `sites` go before this list, so that a policy adds an entry by naming it and takes one away by naming it with another
// kind (trusted leaves it alone, other treats it as a site in no list).
import type { SiteKind } from './policy.ts';

export interface CatalogueEntry {
  /** The service's own name. */
  name: string;
  kind: Exclude<SiteKind, 'trusted' | 'other'>;
  /** Match patterns, as browsers take them in a manifest. */
  match: readonly string[];
  /** A public page that shows the service under these addresses. */
  source: string;
}

/** The whole domain, with every customer's own name before it. */
const domain = (...names: string[]): string[] => names.map((name) => `*://*.${name}/*`);
/** One host, where the domain also serves other things. */
const host = (...names: string[]): string[] => names.map((name) => `*://${name}/*`);

/**
 * Territorial and special forces' public sites, as the national list of forces links them. Only the www host: a force's
 * internal systems stand under the same domain.
 */
const FORCES = [
  'avonandsomerset',
  'bedfordshire',
  'beds',
  'btp',
  'cambs',
  'cheshire',
  'cityoflondon',
  'cleveland',
  'cumbria',
  'derbyshire',
  'devon-cornwall',
  'dorset',
  'durham',
  'dyfed-powys',
  'essex',
  'gloucestershire',
  'gmp',
  'gwent',
  'hampshire',
  'herts',
  'humberside',
  'kent',
  'lancashire',
  'leics',
  'lincs',
  'merseyside',
  'met',
  'norfolk',
  'northants',
  'northumbria',
  'northwales',
  'northyorkshire',
  'nottinghamshire',
  'psni',
  'scotland',
  'south-wales',
  'southyorkshire',
  'southyorks',
  'staffordshire',
  'suffolk',
  'surrey',
  'sussex',
  'thamesvalley',
  'warwickshire',
  'west-midlands',
  'westmercia',
  'westmidlands',
  'westyorkshire',
  'wiltshire',
];

const PUBLICATION: Omit<CatalogueEntry, 'kind'>[] = [
  {
    name: 'WhatDoTheyKnow',
    match: domain('whatdotheyknow.com'),
    source: 'https://www.whatdotheyknow.com/help/officers',
  },
  {
    name: "Police forces' own sites and disclosure logs",
    match: FORCES.flatMap((force) => host(`www.${force}.police.uk`)),
    source: 'https://www.police.uk/pu/contact-us/uk-police-forces/',
  },
  {
    name: 'Police.uk and its open data',
    match: host('www.police.uk', 'data.police.uk'),
    source: 'https://data.police.uk/about/',
  },
  {
    name: 'GOV.UK publishing (Ministry of Defence Police, Civil Nuclear Constabulary)',
    match: domain('publishing.service.gov.uk'),
    source: 'https://docs.publishing.service.gov.uk/repos/whitehall.html',
  },
  {
    name: 'National Crime Agency',
    match: host('www.nationalcrimeagency.gov.uk'),
    source: 'https://www.nationalcrimeagency.gov.uk/',
  },
  { name: 'data.gov.uk', match: domain('data.gov.uk'), source: 'https://www.data.gov.uk/' },
  {
    name: 'London Datastore',
    match: host('data.london.gov.uk'),
    source: 'https://data.london.gov.uk/',
  },
  {
    name: 'Open Data NI',
    match: domain('opendatani.gov.uk'),
    source: 'https://www.opendatani.gov.uk/',
  },
  {
    name: 'statistics.gov.scot',
    match: domain('statistics.gov.scot'),
    source: 'https://statistics.gov.scot/home',
  },
  {
    name: 'Data Mill North',
    match: domain('datamillnorth.org'),
    source: 'https://datamillnorth.org/',
  },
  {
    name: 'Find a Tender',
    match: domain('find-tender.service.gov.uk'),
    source: 'https://www.gov.uk/find-tender',
  },
  {
    name: 'Contracts Finder',
    match: domain('contractsfinder.service.gov.uk'),
    source: 'https://www.gov.uk/contracts-finder',
  },
];

const SUPPLIER: Omit<CatalogueEntry, 'kind'>[] = [
  {
    name: 'EU Supply (Bluelight eTendering)',
    match: domain('eu-supply.com'),
    source: 'https://docsbay.net/bluelight-eu-supply-supplier-frequently-asked-questions',
  },
  {
    name: 'Jaggaer, formerly BravoSolution',
    match: domain('jaggaer.com', 'bravosolution.com', 'bravosolution.co.uk'),
    source: 'https://crowncommercialservice.bravosolution.co.uk/',
  },
  {
    name: 'Delta eSourcing',
    match: domain('delta-esourcing.com'),
    source: 'https://www.delta-esourcing.com/faq/',
  },
  {
    name: 'In-tend',
    match: domain('in-tendhost.co.uk', 'in-tend.co.uk'),
    source: 'https://in-tendhost.co.uk/',
  },
  {
    name: 'Proactis and ProContract',
    match: domain('proactis.com', 'proactisp2p.com', 'proactisplaza.com', 'due-north.com'),
    source: 'https://procontract.due-north.com/Opportunities/Index',
  },
  {
    // Atamis lives on Salesforce: each customer has hosts of its own, as atamis-1928.my.site.com, and a pattern cannot name the
    // first half of a label. So all of Salesforce counts as a supplier; a force names a system of its own there as trusted.
    name: 'Atamis, and all other sites on Salesforce, where its portals live',
    match: domain('atamis.co.uk', 'my.site.com', 'my.salesforce-sites.com', 'force.com'),
    source: 'https://clientsupport.atamis.co.uk/hc/en-gb/articles/4589103753247-Accessing-Atamis',
  },
  {
    name: 'MultiQuote',
    match: domain('multiquote.com'),
    source: 'https://suppliers.multiquote.com/',
  },
  {
    name: 'Coupa',
    match: domain('coupa.com', 'coupahost.com'),
    source: 'https://supplier.coupahost.com/',
  },
  { name: 'SAP Ariba', match: domain('ariba.com'), source: 'https://supplier.ariba.com/' },
  {
    name: 'Oracle Fusion Cloud (procurement, payroll, HR)',
    match: domain('oraclecloud.com'),
    source: 'https://docs.oracle.com/en/cloud/saas/procurement/',
  },
  {
    name: 'Sell2Wales',
    match: domain('sell2wales.gov.wales'),
    source: 'https://www.sell2wales.gov.wales/',
  },
  {
    name: 'Public Contracts Scotland, PCS-Tender and MyTenders',
    match: domain('publiccontractsscotland.gov.uk', 'mytenders.co.uk'),
    source: 'https://www.publiccontractsscotland.gov.uk/',
  },
  {
    name: 'eTendersNI',
    match: domain('etendersni.gov.uk'),
    source: 'https://etendersni.gov.uk/epps/home.do',
  },
  {
    name: 'Defence Sourcing Portal (Ministry of Defence Police)',
    match: domain('contracts.mod.uk'),
    source: 'https://www.contracts.mod.uk/',
  },
  {
    name: 'UKSV National Security Vetting portal',
    match: host('nsv.mod.uk'),
    source:
      'https://www.gov.uk/government/publications/dbs-national-security-vetting-solution-guidance-for-subjects/uksv-national-security-vetting-solution-application-guidance',
  },
  {
    name: 'Digital ID (warrant and staff cards)',
    match: domain('digitalid.co.uk'),
    source: 'https://www.digitalid.co.uk/',
  },
];

/** Files go to people whom the sender names, as with mail: so they are judged as mail is. */
const FILE_TRANSFER: Omit<CatalogueEntry, 'kind'>[] = [
  { name: 'Egress', match: domain('egress.com'), source: 'https://switch.egress.com/ui/' },
  {
    name: 'Criminal Justice Secure eMail (CJSM)',
    match: domain('cjsm.net'),
    source: 'https://www.cjsm.net/systemnotifications',
  },
  {
    name: 'Objective Connect',
    match: domain('objectiveconnect.co.uk', 'objectiveconnect.com'),
    source: 'https://secure.objectiveconnect.co.uk/publicapi/1/swagger-ui/index.html',
  },
  {
    name: 'Mimecast',
    match: domain('mimecast.com'),
    source: 'https://login.mimecast.com/',
  },
  { name: 'WeTransfer', match: domain('wetransfer.com', 'we.tl'), source: 'https://wetransfer.com/' },
  { name: 'Box', match: domain('box.com'), source: 'https://www.box.com/' },
  { name: 'Dropbox', match: domain('dropbox.com'), source: 'https://www.dropbox.com/transfer' },
  {
    // The force's own OneDrive and SharePoint stand under its tenant's name: those it lists itself, mostly as trusted.
    name: 'OneDrive (personal)',
    match: host('onedrive.live.com', 'onedrive.com', 'www.onedrive.com'),
    source: 'https://onedrive.live.com/',
  },
  {
    name: 'Google Drive',
    match: host('drive.google.com', 'docs.google.com'),
    source: 'https://drive.google.com/',
  },
];

const WEBMAIL: Omit<CatalogueEntry, 'kind'>[] = [
  {
    name: 'Outlook on the web',
    match: host('outlook.office.com', 'outlook.office365.com', 'outlook.cloud.microsoft', 'outlook.live.com'),
    source: 'https://learn.microsoft.com/en-us/microsoft-365/enterprise/urls-and-ip-address-ranges',
  },
  { name: 'Gmail', match: host('mail.google.com'), source: 'https://mail.google.com/' },
  {
    name: 'Yahoo Mail',
    match: domain('mail.yahoo.com'),
    source: 'https://mail.yahoo.com/',
  },
  {
    name: 'Proton Mail',
    match: host('mail.proton.me', 'mail.protonmail.com'),
    source: 'https://mail.proton.me/',
  },
];

const ofKind = (kind: CatalogueEntry['kind'], entries: readonly Omit<CatalogueEntry, 'kind'>[]) =>
  entries.map((entry): CatalogueEntry => ({ ...entry, kind }));

/** Every site that Cordon knows by itself; the first match counts. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  ...ofKind('publication', PUBLICATION),
  ...ofKind('supplier', SUPPLIER),
  ...ofKind('webmail', FILE_TRANSFER),
  ...ofKind('webmail', WEBMAIL),
];
