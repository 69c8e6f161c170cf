import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { get, type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createStaticServer, listen } from "../../scripts/lib/static-server.mjs";

const folder = mkdtempSync(join(tmpdir(), "bridgescope-server-"));
const root = join(folder, "dist");
const server = createStaticServer(root);
let port = 0;

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** Asks with the path exactly as given: `fetch` would tidy it first. */
function ask(path: string, options: { method?: string; headers?: Record<string, string> } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, path, ...options }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
      response.once("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    asked.once("error", reject).end();
  });
}

beforeAll(async () => {
  mkdirSync(join(root, "assets"), { recursive: true });
  writeFileSync(join(root, "index.html"), "<!doctype html><title>page</title>");
  writeFileSync(join(root, "assets/index-abc.js"), "export {};");
  writeFileSync(join(root, "sample.pcapng"), "\n\r\r\n");
  writeFileSync(join(root, "empty.txt"), "");
  writeFileSync(join(root, ".sources"), "hidden");
  writeFileSync(join(folder, "secret.txt"), "secret");
  symlinkSync(join(folder, "secret.txt"), join(root, "link.txt"));
  port = await listen(server, 0);
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});

describe("the static server", () => {
  it("serves the page with a strict policy", async () => {
    const { status, headers, body } = await ask("/");
    expect(status).toBe(200);
    expect(body).toContain("<title>page</title>");
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    const policy = headers["content-security-policy"] ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
  });

  it.each([
    ["/assets/index-abc.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"],
    ["/sample.pcapng", "application/octet-stream", "no-cache"],
    ["/index.html?a=1", "text/html; charset=utf-8", "no-cache"],
  ])("gives %s its type and its time to live", async (path, type, cache) => {
    const { status, headers } = await ask(path);
    expect([status, headers["content-type"], headers["cache-control"]]).toEqual([200, type, cache]);
  });

  it("answers 304 for what the browser has", async () => {
    const etag = (await ask("/")).headers.etag ?? "";
    expect((await ask("/", { headers: { "If-None-Match": etag } })).status).toBe(304);
    expect((await ask("/", { headers: { "If-None-Match": '"other"' } })).status).toBe(200);
  });

  it.each([
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/assets/..%2f..%2fsecret.txt",
    "/..%5csecret.txt",
    "/link.txt",
    "/.sources",
    "/assets",
    "/assets/",
    "//",
    "/%zz",
    "/%00",
    "/no-such-file",
  ])("has nothing at %s", async (path) => {
    const { status, body } = await ask(path);
    expect([status, body]).toEqual([404, "not found\n"]);
  });

  it("answers HEAD without a body, empty files, and no other method", async () => {
    const head = await ask("/", { method: "HEAD" });
    expect([head.status, head.body, head.headers["content-length"]]).toEqual([200, "", "34"]);
    expect(await ask("/empty.txt")).toMatchObject({ status: 200, body: "" });
    expect(await ask("/", { method: "POST" })).toMatchObject({ status: 405, headers: { allow: "GET, HEAD" } });
  });

  it("takes the next port where one is taken, unless that one was asked for", async () => {
    const second = createStaticServer(root);
    await expect(listen(second, port, { only: true })).rejects.toMatchObject({ code: "EADDRINUSE" });
    const other = await listen(second, port);
    expect(other).toBeGreaterThan(port);
    const status = await new Promise((resolve) => {
      get({ host: "127.0.0.1", port: other, path: "/" }, (response) => resolve(response.resume().statusCode));
    });
    expect(status).toBe(200);
    second.close();
    second.closeAllConnections();
  });
});
