import { useEffect, useState } from "react";
import { useStore } from "./store.ts";

/**
 * What the worker concludes from the capture; null until that is read. `ask` is called again when it changes, so it must keep its identity
 * while the question is the same.
 */
export function useConcluded<T>(ask: () => Promise<T | null>): T | null {
  const isRead = useStore((state) => state.phase === "read");
  const [answer, setAnswer] = useState<T | null>(null);
  useEffect(() => {
    let stale = false;
    const fetch = async (): Promise<void> => {
      const next = isRead ? await ask() : null;
      if (!stale) setAnswer(next);
    };
    void fetch();
    return () => {
      stale = true;
    };
  }, [ask, isRead]);
  return answer;
}
