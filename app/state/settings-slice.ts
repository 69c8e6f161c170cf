import { loadSettings, storeSetting, type Settings } from "./settings.ts";
import type { Slice } from "./slice.ts";

export interface SettingsSlice {
  readonly settings: Readonly<Settings>;
  /** Changes one setting, now and for the next visit. */
  readonly setSetting: <K extends keyof Settings>(key: K, value: Settings[K]) => void;
}

export const settingsSlice: Slice<SettingsSlice> = (set) => ({
  settings: loadSettings(localStorage),
  setSetting: (key, value) => {
    set((state) => ({ settings: { ...state.settings, [key]: value } }));
    storeSetting(localStorage, key, value);
  },
});
