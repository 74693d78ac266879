import { useState } from "preact/hooks";
import type { Brief, NameHit } from "../protocol";
import type { App } from "../view";
import { useAnswer } from "./answer";
import { Given, Why } from "./judge";
import { Found } from "./searchbox";
import { fill, Name } from "./told";

/** Same as, or different from, another of its kind: the other one is searched for, or is one of those merged here. */
export function Identity({ of, members = [], app }: { of: Brief; members?: string[]; app: App }) {
  const [q, setQ] = useState("");
  const [other, setOther] = useState<{ id: string; name: string } | null>(null);
  const [kind, setKind] = useState<"same" | "different" | null>(null);
  const found = useAnswer(() => (q.trim() ? app.feed.search({ q: q.trim(), kind: of.label, size: 8 }) : Promise.resolve(null)), [q, app.feed]);
  const given = app.verdicts.filter((v) => (v.kind === "same" || v.kind === "different") && (v.a === of.id || v.b === of.id || members.includes(v.b)));
  const merged = members.filter((m) => m !== of.id);
  const done = () => {
    setOther(null);
    setKind(null);
    setQ("");
  };
  return (
    <details class="identity">
      <summary>{app.t("judge.identity")}</summary>
      {given.map((v) => <div key={`${v.a} ${v.b}`}><bdi>{fill(app.t("judge.changed"), { name: v.a === of.id ? v.b : v.a })}</bdi><Given verdict={v} app={app} /></div>)}
      {other === null ? (
        <>
          <input type="search" value={q} onInput={(e) => setQ(e.currentTarget.value)} placeholder={app.t("judge.which.hint")} aria-label={app.t("judge.which")} />
          <ul class="plain choices">
            {(found.value?.rows ?? []).filter((hit): hit is NameHit => hit.kind === "node" && hit.id !== of.id).map((hit) => (
              <li key={hit.id}><button type="button" class="link" onClick={() => setOther(hit)}><Found hit={hit} app={app} /></button></li>
            ))}
          </ul>
          {merged.length > 0 && (
            <>
              <p class="faint">{app.t("judge.members")}</p>
              <ul class="plain choices">
                {merged.map((id) => <li key={id}><button type="button" class="link" onClick={() => { setOther({ id, name: id }); setKind("different"); }}><bdi>{id}</bdi></button></li>)}
              </ul>
            </>
          )}
        </>
      ) : (
        <>
          <p>{app.t("judge.which")} <Name of={{ ...of, id: other.id, name: other.name }} app={app} /> <span class="faint"><bdi>{other.id}</bdi></span></p>
          <div class="judge">
            {(["same", "different"] as const).filter((k) => k === "different" || !merged.includes(other.id)).map((k) => (
              <button key={k} type="button" aria-pressed={kind === k} onClick={() => setKind(k)}>{app.t(`judge.${k}`)}</button>
            ))}
            {kind ? <Why app={app} send={(why, more) => app.judge({ kind, a: of.id, b: other.id, why, ...more })} cancel={done} /> : <button type="button" onClick={done}>{app.t("judge.cancel")}</button>}
          </div>
        </>
      )}
    </details>
  );
}
