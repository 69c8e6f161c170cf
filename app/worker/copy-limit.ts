/** Characters that are copied at most: browsers hold the page while they take a text over, with more than this for too long. */
export const MOST_COPIED = 16 * 1024 * 1024;
