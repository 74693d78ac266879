import { useEffect, useRef, useState } from "preact/hooks";
import { isTrouble } from "../feeds/server";
import type { Trouble } from "../protocol";

export interface Answer<T> {
  value?: T;
  trouble?: Trouble;
  /** The value is of an earlier question; the answer to this one is on its way. */
  waiting: boolean;
}

/** The answer to a question, asked again when one of `by` changes. Until then the last answer stands, so that a list does not flicker. */
export function useAnswer<T>(ask: () => Promise<T>, by: unknown[]): Answer<T> {
  const [answer, setAnswer] = useState<Answer<T>>({ waiting: true });
  const latest = useRef(0);
  useEffect(() => {
    const mine = ++latest.current;
    setAnswer((old) => ({ ...old, waiting: true }));
    ask().then(
      (value) => mine === latest.current && setAnswer({ value, waiting: false }),
      (error) => mine === latest.current && setAnswer({ trouble: asTrouble(error), waiting: false }),
    );
  }, by);
  useEffect(() => () => void (latest.current = -1), []);
  return answer;
}

export function asTrouble(error: unknown): Trouble {
  return isTrouble(error) ? error : { where: "explorer", what: error instanceof Error ? error.message : String(error), todo: "" };
}
