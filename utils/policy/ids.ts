// Under which names browsers know Cordon.

/** Firefox takes the id from the manifest. (In Chrome and Edge it follows from the key that signs the package.) */
export const CORDON_FIREFOX_ID = 'cordon@cordon.invalid';
