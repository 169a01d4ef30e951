// A small run of the benchmark (`npm run accuracy` is the large one): nothing ordinary is held, hardly a roster is missed.
import { describe, expect, it } from 'vitest';
import {
  isHit,
  main,
  measure,
  measureEighth,
  measureFourth,
  measureSeventh,
} from '../../../../accuracy/measure.ts';

const fourth = await measureFourth({ rosters: 31, answers: 37 }, { rosters: 1, answers: 1 });
const later = [
  ...(await measureSeventh({ rosters: 71, answers: 72 }, { rosters: 1, answers: 1 })),
  ...(await measureEighth({ rosters: 811, answers: 812 }, { rosters: 1, answers: 1 })),
];
const outcomes = await measure({ rosters: 11, answers: 5 }, { rosters: 2, answers: 3 });

describe('accuracy', () => {
  it('finds every roster of this seed', () => {
    expect(outcomes.filter((o) => o.rule !== '' && !isHit(o)).map((o) => o.id)).toEqual([]);
  });

  it('says nothing above low of ordinary answers', () => {
    expect(outcomes.filter((o) => o.rule === '' && main(o)).map((o) => o.id)).toEqual([]);
  });
});

describe('accuracy on tables that dice put together', () => {
  it('finds nearly all, and says nothing above low of ordinary ones', () => {
    const rosters = fourth.filter((o) => o.rule !== '');
    expect(rosters.filter((o) => !isHit(o)).length).toBeLessThanOrEqual(2);
    expect(fourth.filter((o) => o.rule === '' && main(o)).map((o) => o.id)).toEqual([]);
  });
});

describe('accuracy on the seventh and eighth set', () => {
  it('finds nine in ten, and says nothing above low of ordinary answers', () => {
    const rosters = later.filter((o) => o.rule !== '');
    expect(rosters.filter(isHit).length).toBeGreaterThanOrEqual(0.9 * rosters.length);
    expect(later.filter((o) => o.rule === '' && main(o)).map((o) => o.id)).toEqual([]);
  });
});
