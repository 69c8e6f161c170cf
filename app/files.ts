/** Asks for files with the browser's own dialog. Must be called from a key or a click. */
export function chooseFiles(then: (files: readonly File[]) => void): void {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.hidden = true;
  input.addEventListener("change", () => {
    input.remove();
    then([...(input.files ?? [])]);
  });
  input.addEventListener("cancel", () => input.remove());
  // In the document, or the element could be collected as garbage while the dialog is open.
  document.body.append(input);
  input.click();
}
