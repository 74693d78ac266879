import { useEffect, useRef, useState } from "preact/hooks";
import type { Change, Contradiction, Spell } from "../protocol";
import type { App } from "../view";
import { type Axis, axisOf, type Bar, barOf, dayOf, isBefore, ticksOf } from "./axis";
import { capacityOf, tellSpell } from "./told";

interface Props {
  spells: Spell[];
  /** Those that the axis has room for, where the spells are a page of them. */
  among?: Spell[];
  /** The last years to show; 0 is all. */
  years?: number;
  /** Whether a row is called after its person (an office's holders) or its office (a person's offices). */
  by: "person" | "position";
  app: App;
  changes?: Change[];
  contradictions?: Contradiction[];
}

const ROW = 34;
const HEAD = 26;
const THICK = 15;

/**
 * Spells as bars: solid while surely in office, shaded while possibly, fading out where nothing bounds them. Acting and former differ in pattern
 * and by a word. A bar is a button that proves itself.
 */
export function Gantt({ spells, among = spells, years = 0, by, app, changes = [], contradictions = [] }: Props) {
  const [box, width] = useWidth();
  const narrow = width < 560;
  const left = narrow ? 8 : Math.min(260, width * 0.28);
  const row = narrow ? ROW + 18 : ROW;
  const axis = axisOf(among, left, width - 10, years);
  const height = HEAD + row * spells.length + 8;
  const against = new Set(contradictions.flatMap((c) => c.edges));
  return (
    <div class="gantt" ref={box}>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="group" aria-label={app.t("gantt")} data-picture>
        <Patterns />
        {axis && ticksOf(axis, width - left).map((tick) => (
          <g key={tick.x}>
            <line class="tick" x1={tick.x} x2={tick.x} y1={HEAD - 6} y2={height - 4} />
            {tick.x + 3 + 7.2 * tick.text.length < width && <text class="small" x={tick.x + 3} y={HEAD - 10}>{tick.text}</text>}
          </g>
        ))}
        {axis && changes.filter((c) => c.change === "replaced" && (c.notBefore || c.notAfter)).map((c) => <Turn key={c.edge} change={c} axis={axis} height={height} app={app} />)}
        {spells.map((spell, n) => (
          <Row key={spell.edge} spell={spell} axis={axis} y={HEAD + n * row} left={left} tall={row} narrow={narrow} label={spell[by].name} disputed={against.has(spell.edge)} app={app} />
        ))}
      </svg>
      <Legend app={app} disputed={against.size > 0} turns={changes.some((c) => c.change === "replaced")} />
    </div>
  );
}

interface RowProps {
  spell: Spell;
  axis: Axis | null;
  y: number;
  left: number;
  tall: number;
  narrow: boolean;
  label: string;
  disputed: boolean;
  app: App;
}

function Row({ spell, axis, y, left, tall, narrow, label, disputed, app }: RowProps) {
  const early = axis && isBefore(spell, axis);
  const bar = axis && !early && barOf(spell, axis);
  const capacity = capacityOf(spell, app);
  const told = tellSpell(spell, label, app);
  const prove = () => app.prove(spell.edge);
  const top = y + (narrow ? 22 : (tall - THICK) / 2);
  const room = narrow ? 46 : left / 14.5;
  const mark = [capacity && (app.language === "zh" ? `（${capacity}）` : ` (${capacity})`), disputed && " ⚠"].filter(Boolean).join("");
  return (
    <g
      class={`spell ${spell.capacity}`} role="button" tabindex={0} aria-label={told} data-edge={spell.edge}
      onClick={prove} onKeyDown={(e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); prove(); } }}
    >
      <title>{told}</title>
      <rect class="row" x={0} y={y + 1} width="100%" height={tall - 2} rx={4} />
      <text x={narrow ? left : left - 12} y={narrow ? y + 16 : y + tall / 2 + 5} text-anchor={narrow ? "start" : "end"} class="label">
        {fitted(label, room - width(mark))}{mark && <tspan class={disputed ? "flag" : "small"}>{mark}</tspan>}
      </text>
      {bar ? <Drawn spell={spell} bar={bar} axis={axis as Axis} top={top} app={app} /> : (
        <text class="small" x={left + 8} y={top + THICK - 3}>{app.t(early ? "spell.before" : "spell.unknown")}</text>
      )}
    </g>
  );
}

function Drawn({ spell, bar, axis, top, app }: { spell: Spell; bar: Bar; axis: Axis; top: number; app: App }) {
  const kind = spell.capacity === "acting" || spell.capacity === "designate" ? "acting" : spell.capacity === "former" ? "former" : "full";
  const piece = (span: [number, number] | null, fill: string, name: string) =>
    span && span[1] - span[0] > 0.5 && <rect class={name} x={span[0]} y={top} width={span[1] - span[0]} height={THICK} fill={fill} />;
  const whole = bar.before && !bar.after;
  const startFill = bar.openStart && bar.openEnd && whole ? `url(#both-${kind})` : bar.openStart ? `url(#in-${kind})` : whole && bar.openEnd ? `url(#out-${kind})` : `var(--${LIGHT[kind]})`;
  // What lies before the axis is drawn at its edge; a day in office is wide enough to be seen.
  const [edge = 0] = axis.range();
  const sure = bar.sure && (bar.sure[1] > edge || bar.sure[0] > edge) ? ([bar.sure[0], Math.max(bar.sure[1], bar.sure[0] + 4)] as [number, number]) : null;
  return (
    <>
      {piece(bar.before, startFill, "possible")}
      {piece(bar.after, bar.openEnd ? `url(#out-${kind})` : `var(--${LIGHT[kind]})`, "possible")}
      {sure && <rect class="sure" x={sure[0]} y={top} width={sure[1] - sure[0]} height={THICK} rx={1.5} fill={kind === "full" ? "var(--sure)" : `url(#hatch-${kind})`} stroke={`var(--${DARK[kind]})`} />}
      {(["startEarliest", "startLatest", "endEarliest", "endLatest"] as const).map((bound) => {
        const day = spell[bound];
        const known = spell[`${bound}By`];
        if (!day || known === "sighted" || known === "unknown") return null;
        const x = axis(dayOf(day));
        if (x <= edge) return null;
        return <line key={bound} class={known} x1={x} x2={x} y1={top - 5} y2={top + THICK + 5}><title>{`${app.t(`field.${bound}`)} ${day} · ${app.t(`known.${known}`)}`}</title></line>;
      })}
    </>
  );
}

const DARK: Record<string, string> = { full: "sure", acting: "acting", former: "former" };
const LIGHT: Record<string, string> = { full: "possible", acting: "acting-light", former: "former-light" };

/** When one took over from another: a band over all rows, which proves itself too. */
function Turn({ change, axis, height, app }: { change: Change; axis: Axis; height: number; app: App }) {
  const from = axis(dayOf((change.notBefore ?? change.notAfter) as string));
  const until = axis(dayOf((change.notAfter ?? change.notBefore) as string));
  if (until <= (axis.range()[0] ?? 0)) return null;
  const told = `${change.person.name} ${app.t("type.REPLACED")} ${change.other?.name ?? ""} ${change.notBefore ?? ""}–${change.notAfter ?? ""}`;
  return (
    <rect class="turn" x={from - 1.5} y={HEAD - 6} width={Math.max(3, until - from)} height={height - HEAD} onClick={() => app.prove(change.edge)}>
      <title>{told}</title>
    </rect>
  );
}

function Patterns() {
  return (
    <defs>
      {Object.keys(DARK).map((kind) => (
        <>
          <linearGradient id={`in-${kind}`}><stop offset="0" stop-color={`var(--${LIGHT[kind]})`} stop-opacity="0" /><stop offset="0.75" stop-color={`var(--${LIGHT[kind]})`} /></linearGradient>
          <linearGradient id={`out-${kind}`}><stop offset="0.25" stop-color={`var(--${LIGHT[kind]})`} /><stop offset="1" stop-color={`var(--${LIGHT[kind]})`} stop-opacity="0" /></linearGradient>
          <linearGradient id={`both-${kind}`}>
            <stop offset="0" stop-color={`var(--${LIGHT[kind]})`} stop-opacity="0" /><stop offset="0.5" stop-color={`var(--${LIGHT[kind]})`} /><stop offset="1" stop-color={`var(--${LIGHT[kind]})`} stop-opacity="0" />
          </linearGradient>
        </>
      ))}
      <pattern id="hatch-acting" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="7" height="7" fill="var(--acting-light)" /><rect width="3.2" height="7" fill="var(--acting)" />
      </pattern>
      <pattern id="hatch-former" width="6" height="6" patternUnits="userSpaceOnUse">
        <rect width="6" height="6" fill="var(--former-light)" /><circle cx="3" cy="3" r="1.3" fill="var(--former)" />
      </pattern>
    </defs>
  );
}

function Legend({ app, disputed, turns }: { app: App; disputed: boolean; turns: boolean }) {
  const item = (name: string, word: string) => <span><i class={`swatch ${name}`} />{app.t(word)}</span>;
  return (
    <p class="legend">
      {item("sure", "legend.sure")}{item("possible", "legend.possible")}{item("open", "legend.open")}{item("acting", "legend.acting")}{item("former", "legend.former")}
      {item("announced", "legend.announced")}{item("bounded", "legend.bounded")}{turns && item("turn", "legend.turn")}{disputed && <span class="flag">⚠ {app.t("legend.disputed")}</span>}
    </p>
  );
}

/** A name cut to so many characters' width. */
function fitted(text: string, room: number): string {
  let used = 0;
  let kept = "";
  for (const char of text) {
    used += width(char);
    if (used > room) return `${kept}…`;
    kept += char;
  }
  return text;
}

/** In widths of a Chinese character. */
function width(text: string): number {
  let sum = 0;
  for (const char of text) sum += char > "\u2e7f" ? 1 : 0.58;
  return sum;
}

function useWidth(): [(element: HTMLDivElement | null) => void, number] {
  const [width, setWidth] = useState(760);
  const observer = useRef<ResizeObserver | null>(null);
  useEffect(() => () => observer.current?.disconnect(), []);
  const box = useRef((element: HTMLDivElement | null) => {
    observer.current?.disconnect();
    if (!element) return;
    observer.current = new ResizeObserver(([entry]) => entry && setWidth(Math.max(280, Math.floor(entry.contentRect.width))));
    observer.current.observe(element);
  });
  return [box.current, width];
}
