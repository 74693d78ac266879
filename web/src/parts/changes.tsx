import type { Change } from "../protocol";
import type { App, Table } from "../view";
import { all, Pages } from "./paged";
import { Proves, provesOn } from "./proves";
import { quotesOf } from "./quotes";
import { spanOf, Stands } from "./scope";
import { fill, Name } from "./told";

/** Who came, went or took over, the newest first; each proves itself. */
export function Changes({ changes, app, position = true }: { changes: Change[]; app: App; position?: boolean }) {
  const { t } = app;
  return (
    <Pages app={app} rows={changes}>
      {(shown) => (
        <ol class="plain rows">
          {shown.map((change) => (
            <li key={change.edge} data-edge={change.edge} {...provesOn(change.edge, app)}>
              <time>{dayOf(change, app)}</time>
              <span>
                {position && <><Name of={change.position} app={app} /> · </>}
                {change.silence && change.other ? (
                  <><Name of={change.other} app={app} /><Stands as={change.otherStanding} app={app} /> … <Name of={change.person} app={app} /><Stands as={change.standing} app={app} />
                    <span class="silence faint"> {fill(t("change.silence"), { ...change.silence, span: spanOf(change.silence.days, app) })}</span></>
                ) : (
                  <><Name of={change.person} app={app} /><Stands as={change.standing} app={app} /> <b>{t(change.change === "replaced" ? "type.REPLACED" : change.kind ? `value.${change.kind}` : `value.${change.change}`)}</b>
                    {change.other && <> <Name of={change.other} app={app} /><Stands as={change.otherStanding} app={app} /></>}</>
                )}
                {change.by && <span class="faint"> {t("field.by")} <bdi>{change.by}</bdi></span>}
              </span>
              <Proves edge={change.edge} app={app} />
            </li>
          ))}
        </ol>
      )}
    </Pages>
  );
}

function dayOf({ notBefore, notAfter }: Change, app: App): string {
  if (notBefore && notAfter) return notBefore === notAfter ? notAfter : fill(app.t("when.between"), { since: notBefore, until: notAfter });
  if (notAfter) return fill(app.t("when.by"), { until: notAfter });
  return notBefore ? fill(app.t("when.from"), { since: notBefore }) : app.t("when.unknown");
}

const CHANGES = ["change", "notBefore", "notAfter", "office", "person", "other", "kind", "area", "articles", "quotes", "officeId", "id"];

/** The columns of `kg query changes`. */
export function changesTable(changes: () => Promise<Change[]>, app: App): Table {
  return {
    name: "changes",
    columns: CHANGES,
    async rows() {
      const found = await changes();
      const quotes = await quotesOf(found.map((c) => c.edge), app);
      const articles = await Promise.all(found.map((c) => all(async (paging) => (await app.feed.evidence({ edge: c.edge, ...paging })).proofs)));
      return found.map((c, n) => [c.change, c.notBefore, c.notAfter, c.position.name, c.person.name, c.other?.name ?? "", c.kind ?? "", c.areas,
        [...new Set(articles[n]?.map((p) => p.article?.id).filter((id) => id !== undefined))].sort(), quotes[n], c.position.id, c.edge]);
    },
  };
}
