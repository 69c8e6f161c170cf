import { Copy } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactElement } from "react";
import { HEADER_BYTES } from "../../../src-decoder/index.ts";
import { byteSize } from "../../format/numbers.ts";
import { copyText } from "../../parts/copy.ts";
import { MenuContent, MenuItem, MenuLabel, MenuLine } from "../../parts/Menu.tsx";
import { BYTE_FORMS, type ByteForm } from "./frame/byte-forms.ts";
import { rangeOfSelection, type FrameView } from "./frame/use-frame.ts";

/** Copies the payload as JSON or as it was sent, and the frame's or the selected bytes in three notations. */
export function CopyMenu({ view }: { view: FrameView }): ReactElement {
  const { payload, selection, details, copyBytes } = view;
  const frameLength = HEADER_BYTES + details.payloadLength;
  const range = selection === null ? null : rangeOfSelection(selection);
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="icon-button" aria-label="Copy" title="Copy">
        <Copy size={15} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <MenuContent label="Copy" align="end">
        <MenuLabel>Payload</MenuLabel>
        <MenuItem disabled={payload === null} onSelect={() => payload !== null && copyText(payload.formatted.text)}>
          Formatted JSON, strings opened
        </MenuItem>
        <MenuItem disabled={payload === null} onSelect={() => payload !== null && copyText(payload.original)}>
          Original text
        </MenuItem>
        <MenuLine />
        <MenuLabel>Frame, {byteSize(frameLength)}</MenuLabel>
        {BYTE_FORMS.filter((form) => form !== "text").map((form) => (
          <MenuItem key={form} onSelect={() => void copyBytes({ start: 0, end: frameLength }, form)}>
            {labelOf(form)}
          </MenuItem>
        ))}
        {range !== null && (
          <>
            <MenuLine />
            <MenuLabel>Selected bytes, {byteSize(range.end - range.start)}</MenuLabel>
            {BYTE_FORMS.map((form) => (
              <MenuItem key={form} onSelect={() => void copyBytes(range, form)}>
                {labelOf(form)}
              </MenuItem>
            ))}
          </>
        )}
      </MenuContent>
    </DropdownMenu.Root>
  );
}

function labelOf(form: ByteForm): string {
  return form === "Go byte slice" ? form : form.charAt(0).toUpperCase() + form.slice(1);
}
