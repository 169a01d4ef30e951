// What stands around a table or a text: file and sheet names, titles. It tilts the scales, it never decides.

export interface Context {
  /** Speaks of the force's own people. */
  staff: boolean;
  /** Speaks of people in public office, or of pay that is published by law. */
  publicOffice: boolean;
  /** Speaks of victims, witnesses, suspects, customers. */
  other: boolean;
  /** Speaks of suppliers, or of what they were paid: names are those of firms. */
  bodies?: boolean | undefined;
  /** Minutes or notes of a meeting: those present are named as a matter of course. */
  minutes: boolean;
}

export const NO_CONTEXT: Context = { staff: false, publicOffice: false, other: false, minutes: false };

const MINUTES =
  /(?:^|\n)(?:\d{1,2}[.)]? )?apologies\b|\b(?:minutes of|minutes|apologies(?= ?:| (?:for|from|were|received))|agenda|matters arising|in attendance|present:|any other business|chair(?:ed|person|man)?:|action points?|notes of (?:the )?meeting|(?<!\b(?:course|training|class) )attendees)/i;

const STAFF =
  /\b(?:officers?|staff|personnel|employees?|workforce|roster|rotas?|duty|duties|on[ -]call|nominal roll|establishment list|hr|sap|oracle|payroll|constab\w*|police|vetting|warrant|collar|squad|cid|control room|response team|annual leave|overtime|shifts?|lates|earlies|rest days?|swyddogion|heddlu)\b/i;
const PUBLIC_OFFICE =
  /\b(?:councillors?|members? of parliament|members?[’']? (?:allowance|expense)s?|constituenc(?:y|ies)|elected (?:members?|representatives?)|register of (?:members'? )?interests|gifts and hospitality|senior (?:salar|staff salar|officials|officer pay|management pay)\w*|pay disclosure|organogram|remuneration report|chief officers?[’']?s?[’']? (?:pay|remuneration|salar\w+)|(?:senior|officers?|directors?)[’']?s?[’']? remuneration|candidates? (?:standing|nominated)|election results?|allowances paid|declarations? of interests?|who we are|chief officer team)\b/i;
const BODIES =
  /\b(?:suppliers?|vendors?|creditors?|payees?|purchas\w+|procurement|spend(?:ing)?|invoices?)\b/i;
const OTHER =
  /\b(?:victims?|witness(?:es)?|suspects?|offenders?|complainants?|customers?|applicants?|claimants?|patients?|tenants?|detainees?|nominals|defendants?|missing persons|service users?|pupils?|requesters?)\b/i;

/** Reads names and titles for what they say of the people below. */
export function contextOf(texts: readonly string[]): Context {
  const text = texts.join(' \n ').replace(/[_-]/g, ' ').slice(0, 4000);
  return {
    staff: STAFF.test(text),
    publicOffice: PUBLIC_OFFICE.test(text),
    other: OTHER.test(text),
    bodies: BODIES.test(text),
    minutes: MINUTES.test(text),
  };
}

/** What only a plan of who works when speaks of. */
const DUTIES =
  /\b(?:rotas?|roster|duty|duties|on[ -]call|annual leave|overtime|shifts?|lates|earlies|nights|rest days?|bank holiday working)\b/i;

/** Whether the texts that a table begins with say that it is of who works when. */
export const areDuties = (texts: readonly string[]): boolean => texts.some((text) => DUTIES.test(text));
