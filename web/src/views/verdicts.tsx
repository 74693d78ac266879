import { save } from "../csv";
import { FileFeed } from "../feeds/file";
import { Given } from "../parts/judge";
import { fill } from "../parts/told";
import type { View } from "../view";

/** Every verdict given. A mailed page keeps them until they are downloaded; a server has written them already. */
export const Verdicts: View = ({ app }) => {
  const { t, verdicts, feed } = app;
  const pending = feed instanceof FileFeed ? feed.pending : null;
  const kept = pending?.list() ?? [];
  return (
    <>
      <h1>{t("judge.list")}</h1>
      {pending ? <p class="note">{t("judge.pending")}</p> : app.meta.judgements && <p class="note">{fill(t("judge.file"), { file: app.meta.judgements })} · {t("judge.next")}</p>}
      {pending && kept.length > 0 && (
        <p><button type="button" id="download" onClick={() => save("judgements.jsonl", "application/jsonl;charset=utf-8", pending.lines())}>{fill(t("judge.download"), { n: kept.length })}</button></p>
      )}
      {verdicts.length === 0 && <p class="empty">{t("judge.none")}</p>}
      <ul class="plain rows">
        {verdicts.map((v) => (
          <li key={`${v.kind} ${v.a} ${v.b}`}>
            <span><bdi>{v.a}</bdi>{v.b && <> ↔ <bdi>{v.b}</bdi></>}<Given verdict={v} app={app} /></span>
            {kept.includes(v) && <button type="button" onClick={() => { pending?.remove(v); void app.refresh(); }}>{t("judge.undo")}</button>}
          </li>
        ))}
      </ul>
    </>
  );
};
