import { describe, expect, it } from "vitest";
import { tableState } from "../../../app/panes/frames/column-layout.ts";
import { columnsOf } from "../../../app/panes/frames/columns.tsx";
import { loadSettings, storeSetting } from "../../../app/state/settings.ts";

function storage(entries: Readonly<Record<string, string>> = {}): Pick<Storage, "getItem" | "setItem"> {
  const values = new Map(Object.entries(entries));
  return { getItem: (key) => values.get(key) ?? null, setItem: (key, value) => void values.set(key, value) };
}

describe("settings", () => {
  it("come back as they were stored", () => {
    const store = storage();
    storeSetting(store, "theme", "dark");
    storeSetting(store, "frameSort", { field: "latency", descending: true });
    storeSetting(store, "frameColumns", {
      order: ["id"],
      hidden: ["time"],
      pinned: [],
      widths: { id: 80 },
      fields: ["ExitCode"],
    });
    const settings = loadSettings(store);
    expect(settings.theme).toBe("dark");
    expect(settings.frameSort).toEqual({ field: "latency", descending: true });
    expect(settings.frameColumns).toEqual({
      order: ["id"],
      hidden: ["time"],
      pinned: [],
      widths: { id: 80 },
      fields: ["ExitCode"],
    });
  });

  it("fall back one by one where what is stored does not fit", () => {
    const settings = loadSettings(
      storage({
        "bridgescope.theme": '"purple"',
        "bridgescope.timeMode": '"delta"',
        "bridgescope.frameSort": '{"field":7}',
        "bridgescope.widePanels": "not JSON",
        "bridgescope.frameColumns": '{"order":["id",5],"hidden":"all","widths":{"id":"wide","name":90}}',
      }),
    );
    expect(settings.theme).toBe("system");
    expect(settings.timeMode).toBe("delta");
    expect(settings.frameSort).toBeNull();
    expect(settings.widePanels).toEqual(loadSettings(storage()).widePanels);
    expect(settings.frameColumns).toEqual({ order: ["id"], hidden: [], pinned: [], widths: { name: 90 }, fields: [] });
  });

  it("leave out an order and a column of the payload as a whole, which earlier pages could show", () => {
    const settings = loadSettings(
      storage({
        "bridgescope.frameSort": '{"field":"payload","descending":true}',
        "bridgescope.exchangeSort": '{"field":"peer.result","descending":true}',
        "bridgescope.frameColumns": '{"order":["field-payload","id"],"hidden":[],"fields":["payload","ExitCode"]}',
      }),
    );
    expect(settings.frameSort).toBeNull();
    expect(settings.exchangeSort).toEqual({ field: "peer.result", descending: true });
    const columns = columnsOf("frames", settings.frameColumns.fields);
    const { columnOrder } = tableState(settings.frameColumns, columns);
    expect(columnOrder).toContain("field-ExitCode");
    expect(columnOrder).not.toContain("field-payload");
  });

  it("last for the visit where the browser stores nothing", () => {
    const full = {
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    };
    expect(() => storeSetting(full, "theme", "dark")).not.toThrow();
  });
});
