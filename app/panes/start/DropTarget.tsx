import { useEffect, useState, type ReactElement } from "react";
import { useStore } from "../../state/store.ts";

/** Takes files dropped anywhere on the window, and shows so while they are held over it. */
export function DropTarget(): ReactElement | null {
  const openFiles = useStore((state) => state.openFiles);
  const uncoverPage = useStore((state) => state.uncoverPage);
  const phase = useStore((state) => state.phase);
  const [over, setOver] = useState(false);

  useEffect(() => {
    const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
    const onDragOver = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    // Leaving for a child of the page is not leaving: only then has the event no related target.
    const onDragLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setOver(false);
      const { files, folders } = droppedOf(event.dataTransfer);
      uncoverPage();
      void openFiles(files, folders);
    };
    window.addEventListener("dragover", onDragOver);
    window.addEventListener("dragleave", onDragLeave);
    window.addEventListener("drop", onDrop);
    return () => {
      window.removeEventListener("dragover", onDragOver);
      window.removeEventListener("dragleave", onDragLeave);
      window.removeEventListener("drop", onDrop);
    };
  }, [openFiles, uncoverPage]);

  if (!over) return null;
  return (
    <div className="drop-overlay" aria-hidden="true">
      <p>{phase === "start" ? "Drop to open" : "Drop to open in place of the present capture"}</p>
    </div>
  );
}

/** Folders come as files that cannot be read: only the entry of an item tells them. */
function droppedOf(transfer: DataTransfer | null): { files: File[]; folders: string[] } {
  const files: File[] = [];
  const folders: string[] = [];
  for (const item of transfer?.items ?? []) {
    const file = item.getAsFile();
    if (file === null) continue;
    if (item.webkitGetAsEntry()?.isDirectory === true) folders.push(file.name);
    else files.push(file);
  }
  return { files, folders };
}
