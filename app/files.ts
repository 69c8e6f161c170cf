/** Asks for files with the browser's own dialog. Must be called from a key or a click. */
export function chooseFiles(then: (files: readonly File[]) => void): void {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.addEventListener("change", () => then([...(input.files ?? [])]));
  input.click();
}
