import { useAnswer } from "../parts/answer";
import { Identity } from "../parts/identity";
import { Paged } from "../parts/paged";
import { NodeProperties } from "../parts/properties";
import { Proves, provesOn } from "../parts/proves";
import { Awaited, Name, titleOf } from "../parts/told";
import type { Edge, NodeAnswer } from "../protocol";
import type { App, Place, View } from "../view";

/** Anything else (an organisation, a place, an area), or all edges of a node, by type. */
export const NodeView: View = ({ place, app }) => {
  const { id = "" } = place.params;
  const answer = useAnswer(() => app.feed.node({ id, size: 1 }), [id, app.feed]);
  return <Awaited answer={answer} app={app}>{(found) => <Told key={id} found={found} place={place} app={app} />}</Awaited>;
};

function Told({ found, place, app }: { found: NodeAnswer; place: Place; app: App }) {
  const { t } = app;
  const { node, types } = found;
  const names = Object.keys(types).sort();
  const type = place.params.type && place.params.type in types ? place.params.type : undefined;
  const members = Array.isArray(node.memberIds) ? (node.memberIds as string[]) : [];
  return (
    <article>
      <h1><bdi>{titleOf(node)}</bdi></h1>
      <p class="lead"><span class={`tag ${node.label}`}>{t(`label.${node.label}`)}</span><a href={app.link("network", { center: node.id })}>{t("nav.network")}</a></p>
      <NodeProperties node={node} app={app} />
      <Identity of={node} members={members} app={app} />
      <h2>{t("node.edges")} <small>{Object.values(types).reduce((a, b) => a + b, 0)}</small></h2>
      {names.length === 0 ? <p class="empty">{t("empty.edges")}</p> : (
        <>
          <nav class="tabs">
            <a href={app.link("node", { id: node.id })} aria-current={type ? undefined : "page"}>{t("all")}</a>
            {names.map((name) => <a key={name} href={app.link("node", { id: node.id, type: name })} aria-current={type === name ? "page" : undefined}>{t(`type.${name}`)} {types[name]}</a>)}
          </nav>
          <Paged app={app} ask={(paging) => app.feed.node({ id: node.id, type, ...paging }).then((answer) => answer.edges)} by={[node.id, type]} empty={t("empty.edges")}>
            {(rows) => (
              <ul class="plain rows">
                {rows.map(({ edge, node: other, out }) => (
                  <li key={edge.id + String(out)} data-edge={edge.id} {...provesOn(edge.id, app)}>
                    <span class="kind">{out ? `${t(`type.${edge.type}`)} →` : `← ${t(`type.${edge.type}`)}`}</span>
                    <span><Name of={other} app={app} /> <span class="faint"><bdi>{said(edge, app)}</bdi></span></span>
                    <Proves edge={edge.id} app={app} />
                  </li>
                ))}
              </ul>
            )}
          </Paged>
        </>
      )}
    </article>
  );
}

/** What an edge says besides its type: titles, roles, in which way. */
function said(edge: Edge, app: App): string {
  const words = (key: string) => (Array.isArray(edge[key]) ? (edge[key] as string[]) : typeof edge[key] === "string" ? [edge[key] as string] : []);
  return [...words("titles"), ...words("roles").map((r) => app.t(`value.${r}`)), ...words("as"), ...words("date")].join(app.t("comma"));
}
