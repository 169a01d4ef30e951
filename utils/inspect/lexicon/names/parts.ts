// What stands around names in a cell: titles and ranks before them, honours after them, particles within them.

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).filter(Boolean));

/** Parts of surnames that are no names by themselves, folded. */
const PARTICLES =
  set(`van von der den de del della dello di da das dos do du des la le el al ul ur as ter ten te zu zur
  bin ibn binti bint ben abu umm ap ab ferch verch mac mc o ni nic ui st saint san santa y e dit`);

export function isParticle(folded: string): boolean {
  return PARTICLES.has(folded);
}

/** Titles and ranks that stand before a name (or, in some lists, after it), lower case, without dots. VOCABULARY of UK police and public bodies. */
const TITLES =
  set(`mr mrs ms miss mx master dr prof professor sir dame lord lady baroness baron hon rev revd reverend fr father sister
  cllr councillor alderman mp judge hhj justice madam capt captain maj major col colonel lt lieutenant adm admiral gen general brig cpl wo
  pc dc tdc con const constable police ps ds sgt sergt sergeant aps insp inspector di pi dci ci supt superintendent dsu dsi dcs cs det detective
  acc dcc cc cmdr commander dac ac commissioner chief assistant deputy temporary acting temp ch pcso cso spc sc special t/ a/ csupt cinsp
  cwnstabl rhingyll arolygydd uwcharolygydd prif heddlu scch
  staff hc asi psi dysp ct wct w/ct rcon r/con dcon d/con dsgt d/sgt ofc ofcr shri smt kum kumari thiru tmt selvi jnab`);

export function isTitle(lower: string): boolean {
  return TITLES.has(lower);
}

/** Honours, degrees and the like after a name. */
const HONOURS =
  set(`obe mbe cbe kcb qpm qc kc kbe dbe cb cmg cvo lvo mvo gm jp dl phd ba bsc ma msc mba llb bem qfsm frcs frcp mrcp fca aca
  jr jnr junior sr snr senior ii iii iv esq retd rtd ret`);

export function isHonour(lower: string): boolean {
  return HONOURS.has(lower);
}

/** Words that say of a string of several words that it is a firm, a body, a building, a street or a sum, folded. None of them is a name that people have. */
const ORGANISATIONS =
  set(`ltd limited plc llp inc gmbh group holdings services service solutions systems company co corporation corp council authority
  institute institution university college academy school hospital surgery clinic centre center trust foundation charity society association federation
  partnership partners consulting consultants consultancy communications technologies technology electrical engineering construction logistics
  department directorate division office team unit branch section ministry agency committee commission board panel constabulary ambulance
  street road avenue terrace crescent gardens drive parade roundabout station airport stadium library museum theatre hotel cafe restaurant
  total totals subtotal and the for of with per number rate other unknown various`);

export function isOrganisation(folded: string): boolean {
  return ORGANISATIONS.has(folded);
}
