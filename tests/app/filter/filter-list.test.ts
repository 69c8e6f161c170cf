import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { FilterList } from "../../../app/panes/filter/FilterList.tsx";
import type { FilterItem } from "../../../app/panes/filter/filter-items.ts";

const listed = (items: readonly FilterItem[]): string =>
  renderToStaticMarkup(
    createElement(FilterList, {
      id: "list",
      items,
      active: null,
      counting: false,
      countedIn: null,
      onAccept: () => undefined,
    }),
  );

const shown = (countedIn: { frames: number; of: number } | null): string =>
  renderToStaticMarkup(
    createElement(FilterList, {
      id: "list",
      items: [],
      active: null,
      counting: false,
      countedIn,
      onAccept: () => undefined,
    }),
  );

test("values that are counted in a part of the capture say in which", () => {
  expect(shown({ frames: 120_000, of: 2_600_000 })).toMatch(
    /<span class="filter-counting">counted in the first 120.000 of 2.600.000 frames<\/span>/,
  );
  expect(shown(null)).not.toContain("counted in");
});

test("the name of a saved filter shows what is in it, and turns nothing around beside it", () => {
  const saved: FilterItem = { key: "saved", kind: "saved", text: "id == 3", detail: "slow\u202egnol", count: null };
  expect(listed([saved])).toContain("<bdi>slow\\u202egnol</bdi>");
});
