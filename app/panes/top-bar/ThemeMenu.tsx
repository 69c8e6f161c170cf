import { Monitor, Moon, Sun } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactElement } from "react";
import { MenuContent, MenuRadio } from "../../parts/Menu.tsx";
import { useStore } from "../../state/store.ts";

const THEMES = [
  { id: "system", label: "As the system", icon: Monitor },
  { id: "light", label: "Light", icon: Sun },
  { id: "dark", label: "Dark", icon: Moon },
] as const;

export function ThemeMenu(): ReactElement {
  const theme = useStore((state) => state.settings.theme);
  const setSetting = useStore((state) => state.setSetting);
  const Icon = THEMES.find(({ id }) => id === theme)?.icon ?? Monitor;
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="icon-button" aria-label="Theme" title="Theme">
        <Icon size={15} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <MenuContent label="Theme" align="end">
        <DropdownMenu.RadioGroup value={theme}>
          {THEMES.map(({ id, label }) => (
            <MenuRadio key={id} value={id} onSelect={() => setSetting("theme", id)}>
              {label}
            </MenuRadio>
          ))}
        </DropdownMenu.RadioGroup>
      </MenuContent>
    </DropdownMenu.Root>
  );
}
