import type { ReactElement } from "react";

/** A sentence whose parts between backticks are code, as in "with `gunzip`". A full stop behind code would stand alone where that is long. */
export function CodeText({ text }: { text: string }): ReactElement {
  return (
    <>
      {text
        .replace(/`\.$/u, "`")
        .split("`")
        .map((part, place) =>
          place % 2 === 0 ? (
            part
          ) : (
            // The parts of a sentence have no identity but their place.
            // eslint-disable-next-line react/no-array-index-key
            <code key={place} className="data">
              {part}
            </code>
          ),
        )}
    </>
  );
}
