// Columns to measure the lexicon of names on: values that ordinary disclosures hold. Nothing here is trained on.
// Wards, villages and firms are public facts, written down by hand.
import { createRequire } from 'node:module';
import { allLocales } from '@faker-js/faker';

const require = createRequire(import.meta.url);
const lines = (text: string): string[] =>
  text
    .split(/[,\n]/)
    .map((one) => one.trim())
    .filter(Boolean);

const WARDS =
  lines(`Abbey, Aldersbrook, Alibon, Allestree, Alvaston, Arboretum, Armley, Ashley, Aspley, Astley, Audenshaw, Aylestone, Baguley, Balby South, Barrow Island,
Basford, Bartley Green, Beddington North, Beeston, Belgrave, Belle Vale, Bermondsey, Bestwood, Bewbush, Billesley, Bilston East, Blackley, Blagreaves, Blakelaw, Bloxwich West,
Bordesley Green, Boulton, Bournville, Bramhall, Brandwood, Breightmet, Broadheath, Brooklands, Burmantofts, Byker, Cabot, Calverton, Camberwell Green, Castle Vale, Cathays, Chaddesden,
Chapel Allerton, Charlestown, Cheetham, Chell Heath, Chorlton, Clarence Park, Clifton, Clubmoor, Coldhurst, Cosham, Cotmanhay, Crumpsall, Croxteth, Crystal Palace, Darley, Denton South,
Didsbury, Droylsden, Druids Heath, Dulwich, Earlestone, Eastville, Edge Hill, Edgbaston, Elmwood, Ely, Erdington, Evington, Everton, Failsworth, Fairfield, Fazakerley, Filwood, Fishergate,
Fishponds, Fosse, Frecheville, Gabalfa, Gainsborough, Garston, Gateacre, Gipton, Gleadless, Gorton, Grangetown, Greenbank, Greenwich, Hall Green, Handsworth, Harborne, Harehills, Harpurhey,
Hartcliffe, Headingley, Heaton, Heath Town, Highfields, Hillsborough, Hodge Hill, Holgate, Hulme, Hyde Park, Ingleby Barwick, Ingrow, Kemptown, Kensington, Kings Heath, Kingstanding, Kirkdale,
Kirkstall, Knightwick, Ladywood, Lawrence Hill, Lawrence Weston, Leith Walk, Lenton, Levenshulme, Lister, Littleover, Llanishen, Llanrumney, Longsight, Lozells, Mackworth, Manningham, Manor Top,
Mapperley, Mickleover, Middleton Park, Moorside, Moortown, Moseley, Moss Side, Mossley Hill, Nechells, Newland, Newsome, Normanton, Norris Green, Northenden, Northfield, Oakwood, Oldbrook,
Old Moat, Oscott, Otley, Park End, Pennsylvania, Perry Barr, Picton, Pleasance, Plasnewydd, Quinton, Radford, Rawmarsh, Redlands, Reddish, Riverside, Roath, Roundhay, Rumney, Rusholme, Rye Park,
Sale Moor, Saltley, Selly Oak, Shard End, Sharrow, Shelfield, Sherwood, Sinfin, Soho, Southey, Southmead, Sparkbrook, Speke, Splott, Spondon, St Ann's, St George, St Michael's, Stannington, Stechford,
Stockland Green, Stoke Bishop, Stockwell, Stretford, Sutton Trinity, Temple Newsam, Thornton, Toller, Tong, Totterdown, Toxteth, Tremorfa, Trowbridge, Tyseley, Urmston, Vauxhall, Walkley, Wavertree,
Weetwood, West Derby, Westcotes, Whalley Range, Whitchurch, Whitmoor, Winterbourne, Withington, Wollaton, Woodhouse, Woodthorpe, Wortley, Wyken, Wythenshawe, Yardley, Yewtree`);

const VILLAGES =
  lines(`Addingham, Aghalee, Aldwark, Ampleforth, Annalong, Appersett, Arkengarthdale, Askrigg, Aysgarth, Balloch, Ballynahinch, Ballywalter, Bainbridge, Bardsea, Barningham, Beltoy,
Bickleigh, Bishopthorpe, Boho, Bolam, Braaid, Braithwell, Brancepeth, Broughshane, Bubwith, Burneston, Burythorpe, Cairnryan, Caldbeck, Carnmoney, Carncastle, Castlewellan, Chelmorton, Claudy, Cloughmills,
Clynderwen, Coxhoe, Crakehall, Crayke, Cullybackey, Cwmcarn, Cwmdu, Dacre, Dervock, Derrylin, Donaghcloney, Dolwyddelan, Draperstown, Dromara, Drumahoe, Drumaness, Dundrum, Eaglescliffe, Easingwold, Eggleston,
Escrick, Feeny, Finaghy, Fintona, Forkhill, Fylingthorpe, Garvagh, Gayle, Gilford, Gilling, Giggleswick, Glenavy, Glynneath, Goathland, Grassington, Greyabbey, Gwaelod, Harome, Hawes, Hebden, Helperby, Hutton,
Ilton, Inchmarlo, Jurby, Katesbridge, Kettlewell, Keady, Kilkeel, Killinchy, Killyleagh, Kilrea, Kirkby, Kircubbin, Lastingham, Laxey, Leyburn, Lisnarick, Llanfyllin, Llangefni, Llanrwst, Loughgall, Maghera,
Magilligan, Malham, Masham, Mawdesley, Millisle, Moira, Moneymore, Muker, Nunnington, Osmotherley, Oswaldkirk, Pateley, Penmachno, Pentraeth, Pickhill, Plumbridge, Pomeroy, Portaferry, Portavogie, Rasharkin,
Reeth, Rievaulx, Rillington, Saintfield, Scorton, Seamer, Sessay, Sheriff Hutton, Skelwith, Slingsby, Staithes, Stewartstown, Swatragh, Tempo, Terrington, Thirlby, Thwaite, Tobermore, Trefriw, Tregaron,
Ulleskelf, Waringstown, Wath, Welburn, Whiteabbey, Wombleton, Yockenthwaite`);

const FIRMS =
  lines(`Accenture, Amey, Aviva, Babcock, Balfour Beatty, Capgemini, Capita, Carillion, Computacenter, Costain, Deloitte, Dell, Eon, Equans, Experian, Fujitsu, Galliford Try, Hays, Interserve,
Jacobs, Kier, Kinetic, Laing, Mace, Mitie, Motorola, Morrison Energy, NEC, Northgate, Npower, Oracle, Serco, Sopra Steria, Sodexo, Softcat, Specsavers, Tarmac, Telefonica, Thales, Veolia, Virgin Media, Vodafone, Willmott Dixon,
Allen Lane, Arthur J Gallagher, Baker Tilly, Banner Group Ltd, Bidfood, Boots UK Limited, British Gas, BT PLC, Bunzl, Chubb Fire, Clifford Chance, Daisy Telecoms, Eversheds, Ernst & Young, G4S Secure Solutions,
Gartner, Goodyear, Grant Thornton, Halfords, Hewlett Packard, Howdens, Ideal Boilers, Iron Mountain, John Lewis, Kwik Fit, Lyreco, Marks and Spencer, Mercedes, Michelin, Niche Technology, Office Depot, Orbis Protect,
Pinsent Masons, Pitney Bowes, Police Mutual, PricewaterhouseCoopers, Reed Employment, Rentokil Initial, Robert Walters, Royal Mail, Screwfix, Securitas, Selex, Severn Trent, Shell, Siemens, Skanska, Sungard, Sharpe Pritchard,
Tesco Stores Ltd, Thames Water, Thomson Reuters, Travis Perkins, Turner & Townsend, United Utilities, Unisys, Vetspeed, Vivid Resourcing, Wates Construction, Weightmans, Wilko, Wolseley, WPA, Yorkshire Water, Zurich Municipal,
Adams Harrison Ltd, Bolton Metropolitan Borough Council, Brown & Co, Hughes Electrical, Kelly Communications, Kings College Hospital, North East Ambulance, Parker Hannifin, Smith and Nephew, St John Ambulance, Taylor Wimpey`);

const TABLE_WORDS =
  lines(`Theft, Burglary, Robbery, Serious assault, Arson, Criminal damage, Possession of drugs, Public order, Shoplifting, Vehicle crime, Bicycle theft, Violence, Sexual offences, Fraud, Harassment,
White, Black, Asian, Mixed, Chinese, Indian, Other, Not stated, Pakistani, Bangladeshi, White Irish, Gypsy, Arab, Male, Female, Unknown, North, South, East, West, Central, Serious, Slight, Fatal, Fair, Poor, Good,
January, February, March, April, May, June, July, August, Mon, Tue, Wed, Thu, Fri, Sat, Sun, Finance, Human Resources, Legal, Estates, Fleet, Custody, Response, Neighbourhood, Roads Policing, Dogs, Firearms,
Yes, No, Grand Total, Red, Green, Blue, Silver, Grey, Brown, Christian, Muslim, Hindu, Sikh, Jewish, Buddhist, Single, Married, Divorced, Full Time, Part Time, Permanent, Cash, Charge, Caution, Summons, Penalty,
Labrador, Alsatian, Spaniel, Belgian Malinois, Glock, Heckler Koch, Taser, Baton, Diabetes, Asthma, Cancer, Dementia, Heroin, Cocaine, Cannabis, Ketamine, Monkey Dust, Church, School, Park, Hospital, Station, Bank`);

const VEHICLES =
  lines(`Ford Focus, Ford Transit, Vauxhall Astra, Vauxhall Corsa, Vauxhall Insignia, BMW, Peugeot, Skoda Octavia, Volvo, Audi, Toyota Corolla, Nissan Leaf, Hyundai, Kia, Land Rover, Mercedes Sprinter, Honda, Yamaha,
Citroen Berlingo, Fiat Ducato, Renault Clio, Seat Leon, Mazda, Mini Cooper, Jaguar, Isuzu, Mitsubishi, Subaru, Suzuki, Tesla, Triumph, Volkswagen Golf, Porsche, Lexus, Dacia Duster, Iveco, Scania, Vauxhall Mokka`);

function strings(value: unknown): string[] {
  if (!Array.isArray(value)) throw new Error('not a list');
  return value.filter((entry) => typeof entry === 'string');
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

const STREET_TYPES = [
  'Street',
  'Road',
  'Lane',
  'Avenue',
  'Close',
  'Drive',
  'Court',
  'Crescent',
  'Way',
  'Terrace',
  'Gardens',
  'Hill',
];

/** Columns without people: a name for the kind of column and the values that it draws from. */
export function otherColumns(towns: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const product = allLocales.en.commerce?.product_name;
  const chance = new (require('chance') as new () => { get(what: string): unknown })();
  const person = allLocales.en.person;
  const titles = strings(person?.job_area).flatMap((area) =>
    strings(person?.job_type).map((type) => `${area} ${type}`),
  );
  const streets = [...WARDS, ...VILLAGES].filter((ward) => !ward.includes(' '));
  return new Map<string, readonly string[]>([
    ['towns', towns],
    ['villages', VILLAGES],
    ['wards', WARDS],
    ['streets', streets.map((name, at) => `${name} ${STREET_TYPES[at % STREET_TYPES.length]}`)],
    ['companies', FIRMS],
    [
      'products',
      [
        ...VEHICLES,
        ...strings(field(product, 'product')),
        ...strings(field(product, 'adjective')).map(
          (word, at) => `${word} ${strings(field(product, 'product'))[at % 20]}`,
        ),
      ],
    ],
    ['job titles', [...strings(chance.get('profession')), ...titles]],
    ['table words', TABLE_WORDS],
  ]);
}
