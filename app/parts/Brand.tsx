import type { ReactElement } from "react";

/** The product's name and its sign: a bridge between two piers. */
export function Brand(): ReactElement {
  return (
    <div className="brand">
      <svg
        viewBox="0 0 24 24"
        width="18"
        height="18"
        fill="none"
        stroke="currentColor"
        strokeLinecap="round"
        aria-hidden="true"
      >
        <path d="M2.500 16.500h19M7 20V6.500M17 20V6.500" strokeWidth="2" />
        <path d="M2.500 12.500Q6.200 11 7 7Q12 15.500 17 7Q17.800 11 21.500 12.500" strokeWidth="1.500" />
      </svg>
      <span className="brand-name">bridgescope</span>
    </div>
  );
}
