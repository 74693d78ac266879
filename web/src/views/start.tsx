import { Paged } from "../parts/paged";
import { Name } from "../parts/told";
import type { View } from "../view";
import { PositionList } from "./positions";

/** The first page where no other is: offices, and who was most active. */
export const Start: View = ({ app }) => (
  <>
    <h1>{app.t("title")}</h1>
    <h2>{app.t("nav.positions")}</h2>
    <PositionList app={app} size={20} />
    <h2>{app.t("start.active")}</h2>
    <Paged app={app} size={20} ask={(paging) => app.feed.active(paging)} by={[app.feed]} empty={app.t("empty.people")}>
      {(rows) => <ul class="plain rows">{rows.map((r) => <li key={r.person.id}><span><Name of={r.person} app={app} /> <span class="faint"><bdi>{r.detail}</bdi></span></span><span class="num">{r.events}</span></li>)}</ul>}
    </Paged>
  </>
);
