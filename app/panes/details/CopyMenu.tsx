import { Copy } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactElement } from "react";
import { HEADER_BYTES, goSlice, hexText } from "../../../src-decoder/index.ts";
import { byteSize } from "../../format/numbers.ts";
import { copyText } from "../../parts/copy.ts";
import { MenuContent, MenuItem, MenuLabel, MenuLine } from "../../parts/Menu.tsx";
import { utf8Text } from "./model/byte-text.ts";
import { rangeOfSelection, type FrameView, type ReadFrameBytes } from "./frame/use-frame.ts";

/** Hex is four times as long as its bytes: more than this is no use on a clipboard. */
const MOST_COPIED = 8 * 1024 * 1024;

const WRITERS = { hex: hexText, text: utf8Text, "Go byte slice": goSlice } as const;
type Form = keyof typeof WRITERS;
const FORMS: readonly Form[] = ["hex", "text", "Go byte slice"];

interface CopyMenuProps {
  readonly view: FrameView;
  readonly readBytes: ReadFrameBytes;
}

/** Copies the payload as JSON or as it was sent, and the frame's or the selected bytes in three notations. */
export function CopyMenu({ view, readBytes }: CopyMenuProps): ReactElement {
  const { payload, selection, details } = view;
  const frameLength = HEADER_BYTES + details.payloadLength;
  const range = selection === null ? null : rangeOfSelection(selection);
  const copyBytes = async (start: number, end: number, form: Form): Promise<void> => {
    const read = await readBytes(details.frame.row, start, Math.min(end - start, MOST_COPIED));
    if (read !== null) copyText(WRITERS[form](read.bytes));
  };
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="icon-button" aria-label="Copy" title="Copy">
        <Copy size={15} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <MenuContent label="Copy" align="end">
        <MenuLabel>Payload</MenuLabel>
        <MenuItem disabled={payload === null} onSelect={() => payload !== null && copyText(payload.formatted.text)}>
          Formatted JSON
        </MenuItem>
        <MenuItem disabled={payload === null} onSelect={() => payload !== null && copyText(payload.original)}>
          Original text
        </MenuItem>
        <MenuLine />
        <MenuLabel>Frame, {byteSize(frameLength)}</MenuLabel>
        {FORMS.filter((form) => form !== "text").map((form) => (
          <MenuItem key={form} onSelect={() => void copyBytes(0, frameLength, form)}>
            {labelOf(form)}
          </MenuItem>
        ))}
        {range !== null && (
          <>
            <MenuLine />
            <MenuLabel>Selected bytes, {byteSize(range.end - range.start)}</MenuLabel>
            {FORMS.map((form) => (
              <MenuItem key={form} onSelect={() => void copyBytes(range.start, range.end, form)}>
                {labelOf(form)}
              </MenuItem>
            ))}
          </>
        )}
      </MenuContent>
    </DropdownMenu.Root>
  );
}

function labelOf(form: Form): string {
  return form === "Go byte slice" ? form : form.charAt(0).toUpperCase() + form.slice(1);
}
