import { useState } from "preact/hooks";
import type { Trouble, Verdict } from "../protocol";
import type { App } from "../view";
import { asTrouble } from "./answer";
import { keep, recall } from "./settings";
import { Failed } from "./told";

/** Right or wrong, of one statement. */
export function Judge({ statement, app }: { statement: string; app: App }) {
  const given = app.verdicts.findLast((v) => v.a === statement && (v.kind === "accept" || v.kind === "reject"));
  const [kind, setKind] = useState<"accept" | "reject" | null>(null);
  const [again, setAgain] = useState(false);
  if (given && !again) return <Given verdict={given} app={app} revise={() => setAgain(true)} />;
  return (
    <div class="judge">
      {given && <span class="faint">{app.t("judge.revise.lead")}</span>}
      {(["accept", "reject"] as const).map((k) => (
        <button key={k} type="button" class={k} aria-pressed={kind === k} onClick={() => setKind(kind === k ? null : k)}>
          {k === "accept" ? "✓ " : "✗ "}{app.t(k === "accept" ? "judge.right" : "judge.wrong")}
        </button>
      ))}
      {kind && <Why app={app} send={(why, more) => app.judge({ kind, a: statement, b: "", why, ...more })} cancel={() => { setKind(null); setAgain(false); }} />}
    </div>
  );
}

export function Given({ verdict, app, revise }: { verdict: Verdict; app: App; revise?: () => void }) {
  return (
    <p class={`given ${verdict.kind}`}>
      <b>{app.t(`judge.${verdict.kind}`)}</b> <bdi>{verdict.why}</bdi>{" "}
      {(verdict.by || verdict.when) && <span class="faint who"><bdi>{[verdict.by, verdict.when].filter(Boolean).join(" · ")}</bdi> · </span>}
      <span class="faint">{app.t(app.meta.mode === "file" ? "judge.pending" : "judge.next")}</span>
      {revise && <> <button type="button" class="revise" onClick={revise}>{app.t("judge.revise")}</button></>}
    </p>
  );
}

/** Asks why and who, and sends; where it contradicts an older verdict it offers to replace that one. */
export function Why({ app, send, cancel }: { app: App; send: (why: string, more: Pick<Verdict, "by" | "replace">) => Promise<void>; cancel: () => void }) {
  const [why, setWhy] = useState("");
  const [by, setBy] = useState(recall("by") ?? "");
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const give = (replace: boolean) => {
    keep("by", by.trim());
    send(why.trim(), { ...(by.trim() && { by: by.trim() }), ...(replace && { replace: "yes" as const }) }).then(cancel, (error) => setTrouble(asTrouble(error)));
  };
  return (
    <form
      class="why"
      onSubmit={(event) => {
        event.preventDefault();
        give(false);
      }}
    >
      <input value={why} onInput={(e) => setWhy(e.currentTarget.value)} placeholder={app.t("judge.why")} aria-label={app.t("judge.why")} autoFocus maxLength={1000} />
      <input class="by" value={by} onInput={(e) => setBy(e.currentTarget.value)} placeholder={app.t("judge.by")} aria-label={app.t("judge.by")} maxLength={100} size={10} />
      <button type="submit">{app.t("judge.send")}</button>
      <button type="button" onClick={cancel}>{app.t("judge.cancel")}</button>
      {trouble && <><Failed trouble={trouble} language={app.language} />{trouble.todo.includes("--replace") && <button type="button" class="replace" onClick={() => give(true)}>{app.t("judge.replace")}</button>}</>}
    </form>
  );
}
