/**
 * Sizes from which on a text is not treated in one go. They stand together so that test/equivalence can make them small: what is
 * done for large files only is then done in a text of ten lines.
 */

/** Code units of a piece of text: small enough to scan at every keystroke, large enough that there are few. */
export const PIECE = 8192;

/** Code units above which a block of YAML is cut into blocks. Smaller ones are read within a millisecond as they are. */
export const CUT_ABOVE = 1024;

/** Levels that are cut: real files nest a dozen. What is deeper is read with the block around it. */
export const CUT_LEVELS = 16;

/** Code units given to the JSON reader after an edit at first; more when it does not get by. */
export const FIRST_STRETCH = 4096;

/** Enough to meet an unquoted key or word in YAML's flow style, little enough to cost nothing on a large file. */
export const TOKENS_TO_JUDGE_BY = 64;

/** Up to so many entries are compared with one another faster than they are put into a table. */
export const FEW_ENTRIES = 16;

/** From here on a map is asked for one key after the other, and its own keys seldom change. */
export const MANY_ENTRIES = 32;

/** Levels that are looked through for generations: real files nest a dozen, and what is far below is judged by all above it. */
export const LOOKED_THROUGH = 256;

/** Levels whose finds are remembered one by one. What is deeper is remembered with the collection at this level. */
export const REMEMBERED_LEVELS = 48;

/** Collections inside each other of which JSON is read: a million brackets took gigabytes. */
export const DEEPEST_READ = 100_000;

/** Marks (ends of lines, commas, what begins a value) of YAML that are given to its parser: half a megabyte of short jobs. */
export const MOST_PARSED = 60_000;

/** Generations that are read of any file, however short it says them. */
export const FEWEST_READ = 4000;

/** Code units for each generation that is read beyond those: people need more. What is denser is made to take long. */
export const LEAST_FOR_ONE = 64;

/** From so many generations on, each has to have `LEAST_AMONG_MANY` code units: lists as long as that say more of each. */
export const MANY_READ = 6500;
export const LEAST_AMONG_MANY = 150;
