import { useEffect, useState } from "react";
import { loadMonaco, monacoIfLoaded, type Monaco } from "./load.ts";
import { errorText } from "../../format/error-text.ts";

/** The editor's code, loaded when the first view of text is shown. */
export function useMonaco(): { monaco: Monaco | null; failure: string | null; retry: () => void } {
  const [monaco, setMonaco] = useState<Monaco | null>(monacoIfLoaded);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    if (monaco !== null || failure !== null) return undefined;
    let cancelled = false;
    const load = async (): Promise<void> => {
      try {
        const ready = await loadMonaco();
        if (!cancelled) setMonaco(ready);
      } catch (error) {
        if (!cancelled) setFailure(errorText(error));
      }
    };
    void load();
    return () => {
      cancelled = true;
    };
  }, [monaco, failure]);
  return { monaco, failure, retry: () => setFailure(null) };
}
