import { ToggleGroup } from "radix-ui";
import type { ReactElement } from "react";
import { useStore } from "../../state/store.ts";

/** Frames one by one, or each request with its response in one row. */
export function ViewSwitch(): ReactElement {
  const view = useStore((state) => state.settings.view);
  const setViewKind = useStore((state) => state.setViewKind);
  return (
    <ToggleGroup.Root
      type="single"
      className="switch"
      aria-label="Rows"
      value={view}
      onValueChange={(value) => {
        if (value === "frames" || value === "exchanges") void setViewKind(value);
      }}
    >
      <ToggleGroup.Item className="switch-item" value="frames">
        Frames
      </ToggleGroup.Item>
      <ToggleGroup.Item className="switch-item" value="exchanges" title="Request and response in one row (x)">
        Exchanges
      </ToggleGroup.Item>
    </ToggleGroup.Root>
  );
}
