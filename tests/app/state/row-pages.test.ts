import { describe, expect, it } from "vitest";
import { PAGE_ROWS, RowPages } from "../../../app/state/row-pages.ts";
import type { ExchangeRow, TableRow } from "../../../app/worker/contract/rows.ts";

const row = (number: number): ExchangeRow => ({ kind: "exchange", row: number, request: null, response: null });

interface Request {
  readonly version: number;
  readonly from: number;
  readonly to: number;
  readonly answer: (rows: readonly TableRow[] | null) => Promise<void>;
}

/** A worker that answers when the test says so; every row's number is its place plus `base`. */
function pages(): { cache: RowPages; requests: Request[]; serve: (base?: number) => Promise<void> } {
  const requests: Request[] = [];
  const cache = new RowPages<TableRow>((version, from, to) => {
    return new Promise((resolve) => {
      const answer = async (rows: readonly TableRow[] | null): Promise<void> => {
        resolve(rows);
        await settled();
      };
      requests.push({ version, from, to, answer });
    });
  });
  const serve = async (base = 0): Promise<void> => {
    for (let request = requests.shift(); request !== undefined; request = requests.shift()) {
      const { from, to } = request;
      await request.answer(Array.from({ length: to - from }, (_, at) => row(base + from + at)));
    }
  };
  return { cache, requests, serve };
}

function settled(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

describe("pages of rows", () => {
  it("come for what is on screen, and a page ahead where that is near", async () => {
    const { cache, requests, serve } = pages();
    cache.setView(1, 10_000, false);
    cache.want(PAGE_ROWS + 200, PAGE_ROWS + 240);
    expect(requests.map(({ from }) => from)).toEqual([PAGE_ROWS, 2 * PAGE_ROWS]);
    await serve();
    expect(cache.get(PAGE_ROWS + 210)?.row).toBe(PAGE_ROWS + 210);
    cache.want(PAGE_ROWS + 200, PAGE_ROWS + 240);
    expect(requests).toEqual([]);
  });

  it("that are scrolled past while others are under way are never asked for", async () => {
    const { cache, requests, serve } = pages();
    cache.setView(1, 1_000_000, false);
    for (let place = 0; place < 500_000; place += 10_000) cache.want(place, place + 40);
    expect(requests.length).toBeLessThanOrEqual(2);
    await serve();
    expect(cache.get(490_000)?.row).toBe(490_000);
    expect(cache.get(250_000)).toBeUndefined();
  });

  it("of the version before stay until the new ones are there", async () => {
    const { cache, requests, serve } = pages();
    cache.setView(1, 100, false);
    cache.want(0, 40);
    await serve();
    const kept = cache.get(7);
    cache.setView(2, 120, true);
    expect(cache.get(7)).toBe(kept);
    expect(requests).toMatchObject([{ version: 2, from: 0, to: 120 }]);
    await serve();
    expect(cache.get(7)).toBe(kept);
    expect(cache.get(110)?.row).toBe(110);
  });

  it("of another view go at once", async () => {
    const { cache, serve } = pages();
    cache.setView(1, 100, false);
    cache.want(0, 40);
    await serve();
    cache.setView(2, 50, false);
    expect(cache.get(7)).toBeUndefined();
    await serve(1000);
    expect(cache.get(7)?.row).toBe(1007);
    expect(cache.get(50)).toBeUndefined();
  });

  it("that answer a question of before are not taken", async () => {
    const { cache, requests } = pages();
    cache.setView(1, 100, false);
    cache.want(0, 40);
    const [late] = requests;
    cache.setView(2, 100, false);
    await late?.answer([row(5)]);
    expect(cache.get(0)).toBeUndefined();
    expect(await Promise.race([cache.load(0), Promise.resolve("asked")])).toBe("asked");
  });

  it("are bounded in number, those on screen excepted", async () => {
    const { cache, serve } = pages();
    cache.setView(1, 100 * PAGE_ROWS, false);
    for (let page = 0; page < 100; page++) {
      cache.want(page * PAGE_ROWS + 130, page * PAGE_ROWS + 140);
      await serve();
    }
    expect(cache.get(130)).toBeUndefined();
    expect(cache.get(99 * PAGE_ROWS + 130)?.row).toBe(99 * PAGE_ROWS + 130);
    expect(cache.get(60 * PAGE_ROWS + 130)?.row).toBe(60 * PAGE_ROWS + 130);
  });
});
