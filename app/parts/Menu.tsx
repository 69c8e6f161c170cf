/** The look of all menus, over Radix: dropdown menus here, and the same classes for the context menu of rows. */
import { Check, ChevronRight } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { KeyCaps } from "./KeyCaps.tsx";
import "./menu.css";

export function MenuContent(props: { label: string; align?: "start" | "end"; children: ReactNode }): ReactElement {
  return (
    <DropdownMenu.Portal>
      <DropdownMenu.Content
        className="menu"
        aria-label={props.label}
        align={props.align ?? "start"}
        sideOffset={4}
        collisionPadding={8}
      >
        {props.children}
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  );
}

/** An item that opens a menu of its own. */
export function SubMenu({ label, children }: { label: string; children: ReactNode }): ReactElement {
  return (
    <DropdownMenu.Sub>
      <DropdownMenu.SubTrigger className="menu-item">
        <span className="menu-text">{label}</span>
        <ChevronRight size={13} aria-hidden="true" />
      </DropdownMenu.SubTrigger>
      <DropdownMenu.Portal>
        <DropdownMenu.SubContent className="menu" aria-label={label} collisionPadding={8}>
          {children}
        </DropdownMenu.SubContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Sub>
  );
}

interface MenuItemProps {
  readonly onSelect: () => void;
  readonly disabled?: boolean;
  /** For what is wanted several times in a row. */
  readonly keepOpen?: boolean;
  readonly keys?: string | undefined;
  readonly children: ReactNode;
}

export function MenuItem({
  onSelect,
  disabled = false,
  keepOpen = false,
  keys,
  children,
}: MenuItemProps): ReactElement {
  return (
    <DropdownMenu.Item
      className="menu-item"
      disabled={disabled}
      onSelect={(event) => {
        if (keepOpen) event.preventDefault();
        onSelect();
      }}
    >
      <span className="menu-text">{children}</span>
      {keys !== undefined && <KeyCaps keys={keys} />}
    </DropdownMenu.Item>
  );
}

interface MenuCheckProps {
  readonly checked: boolean;
  readonly onSelect: () => void;
  readonly keepOpen?: boolean;
  readonly children: ReactNode;
}

export function MenuCheck({ checked, onSelect, keepOpen = false, children }: MenuCheckProps): ReactElement {
  return (
    <DropdownMenu.CheckboxItem
      className="menu-item"
      checked={checked}
      onSelect={(event) => {
        if (keepOpen) event.preventDefault();
        onSelect();
      }}
    >
      <MenuTick />
      <span className="menu-text">{children}</span>
    </DropdownMenu.CheckboxItem>
  );
}

export function MenuRadio({
  value,
  onSelect,
  children,
}: {
  value: string;
  onSelect: () => void;
  children: ReactNode;
}): ReactElement {
  return (
    <DropdownMenu.RadioItem className="menu-item" value={value} onSelect={onSelect}>
      <MenuTick />
      <span className="menu-text">{children}</span>
    </DropdownMenu.RadioItem>
  );
}

export function MenuLabel({ children }: { children: ReactNode }): ReactElement {
  return <DropdownMenu.Label className="menu-label">{children}</DropdownMenu.Label>;
}

export function MenuLine(): ReactElement {
  return <DropdownMenu.Separator className="menu-line" />;
}

function MenuTick(): ReactElement {
  return (
    <span className="menu-tick">
      <DropdownMenu.ItemIndicator>
        <Check size={13} aria-hidden="true" />
      </DropdownMenu.ItemIndicator>
    </span>
  );
}
