/**
 * Takes an editor of Monaco away. It makes some of its widgets in idle moments, and where it goes while one is being made its own `dispose` fails
 * over that one: within React's effects such an error would take the whole page along.
 */
export function disposeEditor(editor: { dispose(): void }): void {
  try {
    editor.dispose();
  } catch {
    // What is left of it is in elements that go with their parent.
  }
}
