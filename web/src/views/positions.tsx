import { useEffect } from "preact/hooks";
import { all, Paged } from "../parts/paged";
import { papersOf, Stands } from "../parts/scope";
import { Name } from "../parts/told";
import type { Papers } from "../protocol";
import type { App, Table, View } from "../view";

/** Every office and how many held it: where a visitor may begin. */
export const Positions: View = ({ place, app }) => {
  const papers = papersOf(place);
  const by = [papers.area, papers.publisher];
  useEffect(() => {
    app.offer({ tables: [positionsTable(papers, app)] });
    return () => app.offer(null);
  }, [app, ...by]);
  return <><h1>{app.t("nav.positions")}</h1><PositionList app={app} papers={papers} /></>;
};

/** Every office with its area. */
function positionsTable(papers: Papers, app: App): Table {
  return {
    name: "positions",
    columns: ["office", "area", "latest", "standing", "holders", "changes", "officeId", "latestId"],
    async rows() {
      const rows = await all((paging) => app.feed.positions({ ...papers, ...paging }));
      return rows.map((r) => [r.position.name, r.areas, r.latest?.person.name, r.latest?.standing, r.holders, r.changes, r.position.id, r.latest?.person.id]);
    },
  };
}

function PositionList({ app, papers, size = 50 }: { app: App; papers: Papers; size?: number }) {
  const { t } = app;
  return (
    <Paged app={app} size={size} ask={(paging) => app.feed.positions({ ...papers, ...paging })} by={[app.feed, papers.area, papers.publisher]} empty={t("empty.positions")}>
      {(rows) => (
        <div class="scroll">
          <table>
            <thead><tr><th>{t("label.Position")}</th><th>{t("areas")}</th><th>{t("positions.latest")}</th><th class="num">{t("position.holders")}</th><th class="num">{t("changes")}</th></tr></thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.position.id}>
                  <th scope="row"><Name of={row.position} app={app} /></th><td><bdi>{row.areas.join(t("comma"))}</bdi></td><td>{row.latest && <><Name of={row.latest.person} app={app} /> <Stands as={row.latest.standing} app={app} /></>}</td><td class="num">{row.holders}</td><td class="num">{row.changes || ""}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Paged>
  );
}
