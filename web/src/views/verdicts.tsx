import { useState } from "preact/hooks";
import { save } from "../csv";
import { FileFeed } from "../feeds/file";
import { asTrouble } from "../parts/answer";
import { Given } from "../parts/judge";
import { Cut, Failed, fill, Name, titleOf } from "../parts/told";
import type { End, Fact, Trouble, Verdict } from "../protocol";
import type { App, View } from "../view";

/** Every verdict given: on which fact, with its sentence, by whom and when. A mailed page keeps its own until they are downloaded. */
export const Verdicts: View = ({ app }) => {
  const { t, verdicts, feed } = app;
  const pending = feed instanceof FileFeed ? feed.pending : null;
  const kept = pending?.list() ?? [];
  const newest = (v: Verdict) => verdicts.findLast((o) => pairOf(o) === pairOf(v)) === v;
  return (
    <>
      <h1>{t("judge.list")}</h1>
      {pending ? <p class="note">{t("judge.pending")}</p> : app.meta.judgements && <p class="note">{fill(t("judge.file"), { file: app.meta.judgements })} · {t("judge.next")}</p>}
      {pending && kept.length > 0 && (
        <p><button type="button" id="download" onClick={() => save("judgements.jsonl", "application/jsonl;charset=utf-8", pending.lines())}>{fill(t("judge.download"), { n: kept.length })}</button></p>
      )}
      {verdicts.length === 0 && <p class="empty">{t("judge.none")}</p>}
      <ol class="plain verdicts">
        {verdicts.map((v, n) => (
          <li key={`${n} ${v.kind} ${v.a} ${v.b}`} class={v.against ? "against" : undefined}>
            <Given verdict={v} app={app} />
            {v.fact ? <Told fact={v.fact} app={app} /> : v.ends ? <p><Side end={v.ends[0]!} app={app} /> ↔ <Side end={v.ends[1]!} app={app} /></p> : <p><bdi>{v.a}</bdi>{v.b && <> ↔ <bdi>{v.b}</bdi></>}</p>}
            {v.against && <p class="flag">⚠ {t("judge.against")}</p>}
            <Acts verdict={v} app={app} own={!pending || kept.some((k) => k.kind === v.kind && pairOf(k) === pairOf(v))} newest={newest(v)} />
          </li>
        ))}
      </ol>
    </>
  );
};

function pairOf({ a, b }: Verdict): string {
  return [a, b].sort().join("\n");
}

/** The fact as the graph words it, its sentence, and the way to it. */
function Told({ fact, app }: { fact: Fact; app: App }) {
  const { t } = app;
  return (
    <>
      {fact.source && fact.target && fact.schema && <p class="fact"><Side end={fact.source} app={app} /> <b>{t(`type.${fact.schema}`)}</b> <Side end={fact.target} app={app} /></p>}
      {!fact.source && fact.told && <p class="fact"><bdi>{fact.told}</bdi></p>}
      {fact.quote ? <blockquote><Cut text={fact.quote} app={app} shown={400} /></blockquote> : fact.source && <p class="faint">{t("judge.gone")}</p>}
      {fact.article && (
        <p class="faint">{t("judge.from")} <a href={app.link("article", { id: fact.article.id, at: `${fact.start}-${fact.end}` })}><bdi>{titleOf(fact.article)}</bdi></a> <bdi>{fact.article.publisher}</bdi> {fact.article.published}</p>
      )}
    </>
  );
}

function Side({ end, app }: { end: End; app: App }) {
  return <>{end.known ? <Name of={end} app={app} /> : <bdi class={`name ${end.label}`}>{end.name}</bdi>}{end.detail && <small class="faint"> <bdi>{end.detail}</bdi></small>}</>;
}

function Acts({ verdict, app, own, newest }: { verdict: Verdict; app: App; own: boolean; newest: boolean }) {
  const { t } = app;
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const act = (work: () => Promise<void>) => () => void work().catch((error) => setTrouble(asTrouble(error)));
  const opposite = app.verdicts.find((v) => v.against && v.kind !== verdict.kind && pairOf(v) === pairOf(verdict));
  if (!own) return <p class="faint">{t("judge.page")}</p>;
  return (
    <p class="actions">
      <button type="button" class="undo" onClick={act(() => app.undo(verdict))}>{t("judge.undo")}</button>
      {verdict.against && opposite && newest && <button type="button" class="replace" onClick={act(() => app.undo(opposite))}>{t("judge.keep")}</button>}
      {trouble && <Failed trouble={trouble} language={app.language} />}
    </p>
  );
}
