import type { Node } from "../protocol";
import type { App } from "../view";

const ELSEWHERE = new Set(["id", "label", "name", "dataset", "memberIds", "precision", "dateText"]);

/** The properties of a node that say anything, but for those told elsewhere. */
export function NodeProperties({ node, app, but = [] }: { node: Node; app: App; but?: string[] }) {
  const shown = Object.entries(node).filter(([key, value]) => !ELSEWHERE.has(key) && !but.includes(key) && says(value));
  if (!shown.length) return null;
  return (
    <dl class="properties">
      {shown.map(([key, value]) => (
        <div key={key}>
          <dt>{app.t(`field.${key}`)}</dt>
          <dd><bdi>{(Array.isArray(value) ? value : [value]).map((v) => (typeof v === "string" ? app.t(`value.${v}`) : v === true ? app.t("value.True") : String(v))).join(app.t("comma"))}</bdi></dd>
        </div>
      ))}
    </dl>
  );
}

function says(value: unknown): boolean {
  return value !== null && value !== "" && value !== false && !(Array.isArray(value) && value.length === 0);
}
