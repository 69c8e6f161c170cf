/** A small server for the built page: files of one folder, nothing else. Of our own, so that its headers are ours to set. */
import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, sep } from "node:path";
import { SERVED_POLICY } from "../../build/content-security-policy.mjs";

/** @type {Readonly<Record<string, string>>} */
const MIME_TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".woff2": "font/woff2",
};

const SECURITY_HEADERS = {
  "Content-Security-Policy": SERVED_POLICY,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
};

/**
 * A server for the files below `root`, not yet listening.
 *
 * @param {string} root
 */
export function createStaticServer(root) {
  return createServer((request, response) => {
    answer(root, request, response).catch((error) => {
      process.stderr.write(`${request.url}: ${error}\n`);
      if (response.headersSent) response.destroy();
      else refuse(response, 500, "internal error");
    });
  });
}

/**
 * Listens on 127.0.0.1. Without `only`, a port that is taken leads to the next one, fifty at most.
 *
 * @param {import("node:http").Server} server
 * @param {number} port 0 for any that is free
 * @param {{ only?: boolean }} [options]
 * @returns {Promise<number>} the port it listens on
 */
export async function listen(server, port, { only = false } = {}) {
  const last = only ? port : Math.min(port + 50, 65_535);
  for (let candidate = port; ; candidate++) {
    try {
      return await listenOn(server, candidate);
    } catch (error) {
      const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
      if (!taken || candidate >= last) throw error;
    }
  }
}

/**
 * @param {import("node:http").Server} server
 * @param {number} port
 * @returns {Promise<number>}
 */
function listenOn(server, port) {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

/**
 * @param {string} root
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 */
async function answer(root, request, response) {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("Allow", "GET, HEAD");
    refuse(response, 405, "only GET and HEAD");
    return;
  }
  const path = pathInRoot(request.url ?? "/");
  const file = path === null ? null : await fileAt(root, path);
  if (path === null || file === null) {
    refuse(response, 404, "not found");
    return;
  }
  const tag = `"${file.size.toString(36)}-${Math.trunc(file.mtimeMs).toString(36)}"`;
  const headers = {
    ...SECURITY_HEADERS,
    // What vite puts into `assets` has its content's hash in its name.
    "Cache-Control": path.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache",
    ETag: tag,
  };
  if (request.headers["if-none-match"] === tag) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(200, {
    ...headers,
    "Content-Type": MIME_TYPES[extname(file.path)] ?? "application/octet-stream",
    "Content-Length": file.size,
  });
  if (request.method === "HEAD" || file.size === 0) {
    response.end();
    return;
  }
  // Never more than announced, should the file grow meanwhile.
  const stream = createReadStream(file.path, { end: file.size - 1 });
  stream.once("error", () => response.destroy());
  response.once("close", () => stream.destroy());
  stream.pipe(response);
}

/**
 * The relative path that a request names; null for whatever could lead outside or to a hidden file.
 *
 * @param {string} url
 */
function pathInRoot(url) {
  const raw = url.replace(/[?#].*$/s, "");
  let path;
  try {
    path = decodeURIComponent(raw);
  } catch {
    return null;
  }
  if (!path.startsWith("/") || /[\0\\]/.test(path)) return null;
  const parts = path.slice(1).split("/");
  if (parts.some((part, i) => part.startsWith(".") || (part === "" && i < parts.length - 1))) return null;
  return parts.at(-1) === "" ? [...parts.slice(0, -1), "index.html"].join("/") : parts.join("/");
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {Promise<{ path: string, size: number, mtimeMs: number } | null>} null where it is no file below `root`
 */
async function fileAt(root, path) {
  try {
    const top = await realpath(root);
    const real = await realpath(join(top, path));
    const stats = await stat(real);
    // A symbolic link may lead elsewhere.
    return stats.isFile() && real.startsWith(top + sep)
      ? { path: real, size: stats.size, mtimeMs: stats.mtimeMs }
      : null;
  } catch {
    return null;
  }
}

/**
 * @param {import("node:http").ServerResponse} response
 * @param {number} status
 * @param {string} text
 */
function refuse(response, status, text) {
  response.writeHead(status, { ...SECURITY_HEADERS, "Content-Type": "text/plain; charset=utf-8" }).end(`${text}\n`);
}
