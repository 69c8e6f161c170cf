import { useEffect, useState, type ReactElement } from "react";
import { byteSize } from "../../format/numbers.ts";
import { useStore } from "../../state/store.ts";
import { loadSamples, type Sample } from "./samples.ts";

/** Captures that come with the page. */
export function SampleList(): ReactElement | null {
  const openSample = useStore((state) => state.openSample);
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  useEffect(() => {
    let wanted = true;
    const load = async (): Promise<void> => {
      const loaded = await loadSamples();
      if (wanted) setSamples(loaded);
    };
    void load();
    return () => {
      wanted = false;
    };
  }, []);
  if (samples.length === 0) return null;
  return (
    <section aria-labelledby="samples-title">
      <h2 id="samples-title">Samples</h2>
      <ul className="samples">
        {samples.map(({ file, title, text, bytes }) => (
          <li key={file}>
            <button type="button" className="sample" onClick={() => void openSample(file)}>
              <span className="sample-title">{title}</span>
              <span className="sample-size data">{byteSize(bytes)}</span>
              <span className="sample-text">{text}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
