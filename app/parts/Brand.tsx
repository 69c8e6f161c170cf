import type { ReactElement } from "react";

/** The product's name and its sign: a bridge hung between two piers. */
export function Brand(): ReactElement {
  return (
    <div className="brand">
      <svg
        viewBox="0 0 24 24"
        width="20"
        height="20"
        fill="none"
        stroke="currentColor"
        strokeLinecap="round"
        aria-hidden="true"
      >
        <path d="M1.500 17.500h21" strokeWidth="2" />
        <path d="M6.500 21V5M17.500 21V5" strokeWidth="2" />
        <path
          d="M1.500 13.500Q5.500 11.500 6.500 5.500Q12 18.500 17.500 5.500Q18.500 11.500 22.500 13.500"
          strokeWidth="1.300"
        />
      </svg>
      <span className="brand-name">bridgescope</span>
    </div>
  );
}
