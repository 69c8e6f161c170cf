/** What `page.mjs` leaves in the page's window while it measures. */
interface Window {
  bench: { dropped: number; firstRows: number };
}
