import { useEffect, useState, type ReactElement } from "react";
import { byteSize, counted } from "../../format/numbers.ts";
import { Button } from "../../parts/Button.tsx";
import { ProgressBar } from "../../parts/ProgressBar.tsx";
import { useStore } from "../../state/store.ts";

/** Reading that is over before this, ms, is not worth a card. */
const SHOW_AFTER = 150;

/** Shown in place of rows until the first of them come. */
export function ReadingCard(): ReactElement | null {
  const files = useStore((state) => state.files);
  const progress = useStore((state) => state.progress);
  const cancelReading = useStore((state) => state.cancelReading);
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setVisible(true), SHOW_AFTER);
    return () => clearTimeout(timer);
  }, []);
  if (!visible) return null;
  return (
    <div className="empty">
      <h2>Reading {files.map((file) => file.name).join(", ")}</h2>
      <ProgressBar label="Bytes read" value={progress?.bytesRead ?? 0} total={progress?.bytesTotal ?? 0} />
      <p className="faint">
        {progress === null
          ? "Starting"
          : `${byteSize(progress.bytesRead)} of ${byteSize(progress.bytesTotal)}, ${counted(progress.packets, "packet")}, no frame yet`}
      </p>
      <Button onClick={() => void cancelReading()}>Cancel</Button>
    </div>
  );
}
