import { Fragment, type ReactElement } from "react";
import { textParts } from "./text-parts.ts";

/** A sentence whose parts between backticks are code, as in "with `gunzip`"; `code` draws these, where they are more than text. */
export function CodeText({
  text,
  code = plainCode,
}: {
  text: string;
  code?: (part: string) => ReactElement;
}): ReactElement {
  return (
    <>
      {textParts(text).map((part, place) => (
        // The parts of a sentence have no identity but their place.
        // eslint-disable-next-line react/no-array-index-key
        <Fragment key={place}>{part.isCode ? code(part.text) : part.text}</Fragment>
      ))}
    </>
  );
}

function plainCode(part: string): ReactElement {
  return <code className="data">{part}</code>;
}
