import { expect, it } from "vitest";
import lockfile from "../../package-lock.json" with { type: "json" };

/**
 * npm drops a platform's package from the lockfile where the registry in use lacks it, and `npm ci` then refuses the
 * lockfile altogether.
 */
it("the lockfile has the packages of every platform", () => {
  const folders = new Set(Object.keys(lockfile.packages));
  const missing = Object.entries(lockfile.packages).flatMap(([folder, entry]) =>
    Object.keys("optionalDependencies" in entry ? entry.optionalDependencies : {}).filter(
      (name) => !folders.has(`${folder}/node_modules/${name}`) && !folders.has(`node_modules/${name}`),
    ),
  );
  expect(missing).toEqual([]);
});
