import { useState } from "preact/hooks";
import type { Trouble, Verdict } from "../protocol";
import type { App } from "../view";
import { asTrouble } from "./answer";
import { Failed } from "./told";

/** Right or wrong, of one statement. */
export function Judge({ statement, app }: { statement: string; app: App }) {
  const given = app.verdicts.findLast((v) => v.a === statement && (v.kind === "accept" || v.kind === "reject"));
  const [kind, setKind] = useState<"accept" | "reject" | null>(null);
  if (given) return <Given verdict={given} app={app} />;
  return (
    <div class="judge">
      {(["accept", "reject"] as const).map((k) => (
        <button key={k} type="button" class={k} aria-pressed={kind === k} onClick={() => setKind(kind === k ? null : k)}>
          {k === "accept" ? "✓ " : "✗ "}{app.t(k === "accept" ? "judge.right" : "judge.wrong")}
        </button>
      ))}
      {kind && <Why app={app} send={(why) => app.judge({ kind, a: statement, b: "", why })} cancel={() => setKind(null)} />}
    </div>
  );
}

export function Given({ verdict, app }: { verdict: Verdict; app: App }) {
  return (
    <p class={`given ${verdict.kind}`}>
      <b>{app.t(`judge.${verdict.kind}`)}</b> <bdi>{verdict.why}</bdi>{" "}
      <span class="faint">{app.t(app.meta.mode === "file" ? "judge.pending" : "judge.next")}</span>
    </p>
  );
}

/** Asks why, and sends. */
export function Why({ app, send, cancel }: { app: App; send: (why: string) => Promise<void>; cancel: () => void }) {
  const [why, setWhy] = useState("");
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  return (
    <form
      class="why"
      onSubmit={(event) => {
        event.preventDefault();
        send(why.trim()).then(cancel, (error) => setTrouble(asTrouble(error)));
      }}
    >
      <input value={why} onInput={(e) => setWhy(e.currentTarget.value)} placeholder={app.t("judge.why")} aria-label={app.t("judge.why")} autoFocus maxLength={1000} />
      <button type="submit">{app.t("judge.send")}</button>
      <button type="button" onClick={cancel}>{app.t("judge.cancel")}</button>
      {trouble && <Failed trouble={trouble} />}
    </form>
  );
}
