import { describe, expect, it } from "vitest";
import { keyCaps, keyName } from "../../app/keys.ts";

const pressed = (key: string, held: readonly ("ctrl" | "meta" | "alt" | "shift")[] = []): string =>
  keyName({
    key,
    ctrlKey: held.includes("ctrl"),
    metaKey: held.includes("meta"),
    altKey: held.includes("alt"),
    shiftKey: held.includes("shift"),
  });

describe("names of keys", () => {
  it("are those of the table of commands", () => {
    expect(pressed("j")).toBe("j");
    expect(pressed("ArrowLeft", ["alt"])).toBe("Alt+Left");
    expect(pressed("k", ["ctrl"])).toBe("Ctrl+K");
    expect(pressed("k", ["meta"])).toBe("Ctrl+K");
    expect(pressed("Escape")).toBe("Esc");
    expect(pressed(" ", ["ctrl"])).toBe("Ctrl+Space");
    expect(pressed("PageDown", ["shift"])).toBe("Shift+PageDown");
  });

  it("name the character that was typed, whatever was held for it", () => {
    expect(pressed("?", ["shift"])).toBe("?");
    expect(pressed("/", ["shift"])).toBe("/");
    expect(pressed("N", ["shift"])).toBe("N");
    expect(pressed("Tab", ["shift"])).toBe("Shift+Tab");
  });

  it("come as caps", () => {
    expect(keyCaps("Alt+Left")).toEqual(["Alt", "←"]);
    expect(keyCaps("Ctrl+K")).toEqual(["Ctrl", "K"]);
    expect(keyCaps("+")).toEqual(["+"]);
  });
});
