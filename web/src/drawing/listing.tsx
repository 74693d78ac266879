import { useState } from "preact/hooks";
import { Pager } from "../parts/paged";
import { Name } from "../parts/told";
import type { NetworkAnswer } from "../protocol";
import type { App, Table } from "../view";
import { Proof } from "./card";
import { typeName } from "./legend";
import type { Dot, Shown, Tie } from "./sieve";
import { times } from "./sieve";
import type { Period } from "../protocol";

const SIZE = 100;

/** The nodes on screen, the most tied first. */
export function nodesShown(answer: NetworkAnswer, shown: Shown): Dot[] {
  const degree = (n: Dot) => shown.degree.get(n.id) ?? 0;
  return answer.nodes.filter((n) => shown.nodes.has(n.id)).sort((a, b) => degree(b) - degree(a) || (a.id < b.id ? -1 : 1));
}

/** The ties on screen, the weightiest first. */
export function tiesShown(shown: Shown, period: Period): { tie: Tie; times: number }[] {
  return [...shown.bonds.values()].flatMap((b) => b.ties.map((tie) => ({ tie, times: times(tie, period) || 1 }))).sort((a, b) => b.times - a.times || (a.tie.id < b.tie.id ? -1 : 1));
}

/** What can be taken home: nodes and ties on screen. */
export function tables(answer: NetworkAnswer, shown: Shown, period: Period): Table[] {
  const name = new Map(answer.nodes.map((n) => [n.id, n.name]));
  return [
    {
      name: "network-nodes",
      columns: ["id", "label", "name", "neighbours", "degree", "organ", "community", "area"],
      rows: async () => nodesShown(answer, shown).map((n) => [n.id, n.label, n.name, shown.degree.get(n.id) ?? 0, n.degree, n.organ, n.community, n.areas]),
    },
    {
      name: "network-edges",
      columns: ["id", "type", "source", "source_name", "target", "target_name", "times", "days"],
      rows: async () => tiesShown(shown, period).map(({ tie, times: n }) => [tie.id, tie.type, tie.source, name.get(tie.source), tie.target, name.get(tie.target), n, tie.days.join("; ")]),
    },
  ];
}

/** The picture as two tables: what a screen reader reads, and what stands where WebGL does not. */
export function Listing({ app, answer, shown, period, select }: { app: App; answer: NetworkAnswer; shown: Shown; period: Period; select(id: string): void }) {
  const [at, turn] = useState(0);
  const [on, turnTies] = useState(0);
  const dots = new Map(answer.nodes.map((n) => [n.id, n]));
  const nodes = nodesShown(answer, shown);
  const ties = tiesShown(shown, period);
  const [page, line] = [Math.min(at, Math.floor(nodes.length / SIZE)), Math.min(on, Math.floor(ties.length / SIZE))];
  return (
    <div class="listing">
      <table>
        <thead><tr><th>{app.t("network.col.name")}</th><th>{app.t("network.col.label")}</th><th class="n">{app.t("network.col.degree")}</th><th>{app.t("network.col.organ")}</th><th>{app.t("areas")}</th></tr></thead>
        <tbody>
          {nodes.slice(page * SIZE, (page + 1) * SIZE).map((n) => (
            <tr key={n.id}>
              <td><Name of={n} app={app} /> <button type="button" class="proof" onClick={() => select(n.id)}>{app.t("network.edges")}</button></td>
              <td>{app.t(`label.${n.label}`)}</td><td class="n">{shown.degree.get(n.id) ?? 0}</td><td><bdi>{n.organ ?? ""}</bdi></td><td><bdi>{n.areas.join(app.t("comma"))}</bdi></td>
            </tr>
          ))}
        </tbody>
      </table>
      <Pager app={app} page={{ rows: [], total: nodes.length, page, size: SIZE }} turn={turn} />
      <table>
        <thead><tr><th>{app.t("network.col.from")}</th><th>{app.t("network.col.type")}</th><th>{app.t("network.col.to")}</th><th class="n">{app.t("network.col.times")}</th><th>{app.t("network.col.days")}</th></tr></thead>
        <tbody>
          {ties.slice(line * SIZE, (line + 1) * SIZE).map(({ tie, times: n }) => (
            <tr key={tie.id}>
              <td><Name of={dots.get(tie.source)!} app={app} /></td>
              <td>{typeName(app, tie.type)} {tie.type === "MET" ? <button type="button" class="proof" onClick={() => select(tie.source < tie.target ? `${tie.source}\u001f${tie.target}` : `${tie.target}\u001f${tie.source}`)}>{app.t("network.proof")}</button> : <Proof app={app} edge={tie.id} />}</td>
              <td><Name of={dots.get(tie.target)!} app={app} /></td>
              <td class="n">{n}</td>
              <td>{tie.days.length > 2 ? `${tie.days[0]} … ${tie.days.at(-1)}` : [...new Set(tie.days)].join(" … ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Pager app={app} page={{ rows: [], total: ties.length, page: line, size: SIZE }} turn={turnTies} />
    </div>
  );
}
