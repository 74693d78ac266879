import { useEffect } from "preact/hooks";
import { Paged } from "../parts/paged";
import { Name } from "../parts/told";
import type { App, View } from "../view";

/** Every office and how many held it: where a visitor may begin. */
export const Positions: View = ({ app }) => {
  useEffect(() => () => app.offer(null), [app]);
  return <><h1>{app.t("nav.positions")}</h1><PositionList app={app} /></>;
};

export function PositionList({ app, size = 50 }: { app: App; size?: number }) {
  const { t } = app;
  return (
    <Paged app={app} size={size} ask={(paging) => app.feed.positions(paging)} by={[app.feed]} empty={t("empty.positions")}>
      {(rows) => (
        <div class="scroll">
          <table>
            <thead><tr><th>{t("label.Position")}</th><th>{t("label.Area")}</th><th class="num">{t("position.holders")}</th><th class="num">{t("changes")}</th></tr></thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.position.id}>
                  <th scope="row"><Name of={row.position} app={app} /></th><td><bdi>{row.area}</bdi></td><td class="num">{row.holders}</td><td class="num">{row.changes || ""}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Paged>
  );
}
