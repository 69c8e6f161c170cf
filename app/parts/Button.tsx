import type { ReactElement, ReactNode } from "react";
import { KeyCaps } from "./KeyCaps.tsx";

interface ButtonProps {
  readonly onClick: () => void;
  readonly children: ReactNode;
  /** The one that is wanted most. */
  readonly primary?: boolean;
  readonly disabled?: boolean;
  readonly keys?: string;
}

export function Button({ onClick, children, primary = false, disabled = false, keys }: ButtonProps): ReactElement {
  return (
    <button
      type="button"
      className={primary ? "button button-primary" : "button"}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
      {keys !== undefined && <KeyCaps keys={keys} />}
    </button>
  );
}
