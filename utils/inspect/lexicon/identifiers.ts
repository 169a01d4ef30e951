// Numbers that identify a person in the United Kingdom, each by its own rules of form and check digit.
// Sources: HMRC National Insurance Manual NIM39110; NHS Data Dictionary, NHS NUMBER; DVLA driver number as described by
// ukdriving.org.uk; Royal Mail postcode forms as in BS 7666; HM Passport Office (nine digits).

const NINO =
  /^(?!BG|GB|KN|NK|NT|TN|ZZ|OO|CR|FY|MW|NC|PP|PY|PZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]$/i;

/** National Insurance number. The example number QQ 12 34 56 A has a prefix that is never given out. */
export function isNino(text: string): boolean {
  return NINO.test(text);
}

const NHS = /^\d{3}[ -]?\d{3}[ -]?\d{4}$/;

/** NHS number: ten digits, the last a check digit modulo 11. One random number in eleven passes: ask for a column of them. */
export function isNhsNumber(text: string): boolean {
  if (!NHS.test(text)) return false;
  const digits = text.replace(/[ -]/g, '');
  if (/^(\d)\1*$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < 9; i++) sum += (digits.charCodeAt(i) - 48) * (10 - i);
  const check = (11 - (sum % 11)) % 11;
  return check !== 10 && check === digits.charCodeAt(9) - 48;
}

const LICENCE = /^[A-Z]{1,5}9{0,4}\d[0156]\d(?:[0-2]\d|3[01])\d[A-Z9]{2}[A-Z0-9]\d?[A-Z]{2}$/i;

/** Driver number of Great Britain: five letters of the surname filled up with 9, birth date, initials, check characters. */
export function isDrivingLicence(text: string): boolean {
  const bare = text.replace(/ /g, '');
  if (bare.length !== 16 || !LICENCE.test(bare) || !/^[A-Z]+9*$/i.test(bare.slice(0, 5))) return false;
  const month = Number(bare.slice(6, 8)) % 50;
  const day = Number(bare.slice(8, 10));
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

const POSTCODE =
  /^(?:[A-PR-UWYZ]\d{1,2}|[A-PR-UWYZ][A-HK-Y]\d{1,2}|[A-PR-UWYZ]\d[A-HJKPSTUW]|[A-PR-UWYZ][A-HK-Y]\d[ABEHMNPRVWXY]|GIR) ?\d[ABD-HJLNP-UW-Z]{2}$/i;

/** A full postcode. A column of them proves nothing by itself: every council data set has one. */
export function isPostcode(text: string): boolean {
  return POSTCODE.test(text);
}

const PHONE = /^(?:\+44 ?(?:\(0\) ?)?|0)(?:\d[ -]?){8,9}\d$/;

/** A telephone number with its leading zero or country code. */
export function isPhone(text: string): boolean {
  return (
    PHONE.test(text) ||
    /^\(0\d{2,4}\) ?\d{3,4}[ -]?\d{3,4}$/.test(text) ||
    /^(?:\+?1[ -.]?)?\(?\d{3}\)?[ -.]\d{3}[-.]\d{4}$/.test(text)
  );
}

/** International bank account number of the United Kingdom, with its check digits (ISO 13616). */
export function isIban(text: string): boolean {
  const bare = text.replace(/ /g, '').toUpperCase();
  if (!/^GB\d{2}[A-Z]{4}\d{14}$/.test(bare)) return false;
  let rest = 0;
  for (const c of bare.slice(4) + bare.slice(0, 4)) {
    const value = c >= 'A' ? c.charCodeAt(0) - 55 : Number(c);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** Sort code as printed on a cheque: `12-34-56`. The same form is a short date; a column says which. */
export function isSortCode(text: string): boolean {
  return /^\d{2}-\d{2}-\d{2}$/.test(text);
}
