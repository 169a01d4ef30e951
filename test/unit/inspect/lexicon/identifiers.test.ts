import { describe, expect, it } from 'vitest';
import {
  isDrivingLicence,
  isIban,
  isNhsNumber,
  isNino,
  isPhone,
  isPostcode,
} from '../../../../utils/inspect/lexicon/identifiers.ts';

describe('identifiers', () => {
  it('knows National Insurance numbers by their prefixes and suffixes', () => {
    expect(isNino('AB 12 34 56 C')).toBe(true);
    expect(isNino('ab123456c')).toBe(true);
    for (const wrong of ['QQ 12 34 56 A', 'DA123456A', 'AO123456A', 'GB123456A', 'AB123456E', 'AB12345C'])
      expect(isNino(wrong), wrong).toBe(false);
  });

  it('checks the last digit of NHS numbers', () => {
    expect(isNhsNumber('943 476 5919')).toBe(true);
    expect(isNhsNumber('9434765919')).toBe(true);
    for (const wrong of ['9434765918', '943476591', '0000000000'])
      expect(isNhsNumber(wrong), wrong).toBe(false);
  });

  it('knows driving licences, postcodes, phones and bank accounts', () => {
    expect(isDrivingLicence('MORGA657054SM9IJ')).toBe(true);
    expect(isDrivingLicence('MORGA697054SM9IJ')).toBe(false);
    expect(isPostcode('SW1A 1AA')).toBe(true);
    expect(isPostcode('QQ1 1AA')).toBe(false);
    expect(isPhone('07700 900123')).toBe(true);
    expect(isPhone('12/03/2024')).toBe(false);
    expect(isIban('GB82 WEST 1234 5698 7654 32')).toBe(true);
    expect(isIban('GB83 WEST 1234 5698 7654 32')).toBe(false);
  });
});
