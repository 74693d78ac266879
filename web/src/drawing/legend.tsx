import { fill, viewOf } from "../parts/told";
import type { NetworkAnswer } from "../protocol";
import type { App } from "../view";
import { LABELS, TYPES, labelColour, plain, typeColour, type Colouring, type Shade } from "./paint";

/** A tie's type in words. */
export function typeName(app: App, type: string): string {
  return type === "MET" ? app.t("network.MET") : app.t(`type.${type}`);
}

/** What a colour stands for. */
export function shadeName(app: App, by: Colouring, { key, leaders }: Shade): string {
  if (key === "") return app.t("network.rest");
  if (by === "label") return app.t(`label.${key}`);
  return by === "community" ? fill(app.t("network.community"), { n: Number(key) + 1, names: leaders.map((name) => plain(name, 8)).join(app.t("comma")) }) : key;
}

interface Props {
  app: App;
  answer: NetworkAnswer;
  off: ReadonlySet<string>;
  dark: boolean;
  colour: Colouring;
  shades: Shade[];
  toggle(key: string): void;
}

/** The legend, whose boxes hide and show labels and types; and what the colours mean, where they mean something else. */
export function Legend({ app, answer, off, dark, colour, shades, toggle }: Props) {
  const labels = tally(answer.nodes.map((n) => n.label));
  const types = tally(answer.edges.map((e) => e.type));
  return (
    <>
      {labels.size > 1 && (
        <fieldset class="legend">
          <legend>{app.t("network.nodes")}</legend>
          {LABELS.filter((l) => labels.has(l)).map((l) => (
            <Box key={l} name={app.t(`label.${l}`)} of={l} count={labels.get(l)!} on={!off.has(l)} toggle={toggle} swatch={<i class={`dot ${viewOf(l)}`} style={{ background: labelColour(l, dark) }} />} />
          ))}
        </fieldset>
      )}
      {types.size > 1 && (
        <fieldset class="legend">
          <legend>{app.t("network.edges")}</legend>
          {TYPES.filter((t) => types.has(t)).map((t) => (
            <Box key={t} name={typeName(app, t)} of={t} count={types.get(t)!} on={!off.has(t)} toggle={toggle} swatch={<i class="dash" style={{ background: typeColour(t, dark) }} />} />
          ))}
        </fieldset>
      )}
      {colour !== "label" && (
        <ul class="shades">
          {shades.map((s) => (
            <li key={s.key} title={shadeName(app, colour, s)}><i class="dot" style={{ background: s.colour }} /><bdi>{shadeName(app, colour, s)}</bdi><small>{s.count}</small></li>
          ))}
        </ul>
      )}
    </>
  );
}

function Box({ name, of, count, on, toggle, swatch }: { name: string; of: string; count: number; on: boolean; toggle(key: string): void; swatch: preact.ComponentChildren }) {
  return (
    <label title={of}>
      <input type="checkbox" checked={on} data-key={of} onChange={() => toggle(of)} />
      {swatch}<span>{name}</span><small>{count}</small>
    </label>
  );
}

function tally(keys: string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const key of keys) found.set(key, (found.get(key) ?? 0) + 1);
  return found;
}
