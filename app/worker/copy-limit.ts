/** Characters that are copied at most: browsers hold the page while they take a text over, with twice as many for over 50 ms. */
export const MOST_COPIED = 8 * 1024 * 1024;
/** Characters that are gathered before they become a part of the text: small parts would cost more than they hold, large ones the page's time. */
export const PART = 1 << 20;
