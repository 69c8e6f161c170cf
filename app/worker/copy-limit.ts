/** Characters that are copied at most: more is no use on a clipboard. */
export const MOST_COPIED = 64 * 1024 * 1024;
