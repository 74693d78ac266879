import { useMemo } from "preact/hooks";
import { fill } from "../parts/told";
import type { Period } from "../protocol";
import type { App } from "../view";

const DAY = 86_400_000;
const number = (day: string) => Math.round(Date.parse(`${day.length === 4 ? `${day}-01-01` : day.length === 7 ? `${day}-01` : day}T00:00:00Z`) / DAY);
const text = (n: number) => new Date(n * DAY).toISOString().slice(0, 10);

/** The days on which something of the picture rests, as whole days; of a month or year the first. */
export function daysOf(edges: readonly { days: string[] }[]): number[] {
  const found: number[] = [];
  for (const { days } of edges) for (const d of days) {
    const n = number(d);
    if (!Number.isNaN(n)) found.push(n);
  }
  return found;
}

/** A period chosen with two handles over a histogram of days; each handle is a range input, so that arrow keys move it by a day and Page Up by a month. */
export function Slider({ app, days, period, change }: { app: App; days: number[]; period: Period; change(period: Period, settled: boolean): void }) {
  const [first, last, beyond] = useMemo(() => ends(days), [days]);
  const bars = useMemo(() => histogram(days, first, last), [days]);
  if (days.length === 0 || first === last) return null;
  const since = clamp(period.since ? number(period.since) : first, first, last);
  const until = clamp(period.until ? number(period.until) : last, first, last);
  const move = (from: number, to: number, settled: boolean) =>
    change({ since: from <= first ? undefined : text(from), until: to >= last ? undefined : text(to) }, settled);
  const share = (n: number) => `${((n - first) / (last - first)) * 100}%`;
  const step = (event: KeyboardEvent, act: (by: number) => void) => {
    const by = { PageUp: 30, PageDown: -30 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    act(by);
  };
  const low = (value: number, settled: boolean) => move(Math.min(value, until), until, settled);
  const high = (value: number, settled: boolean) => move(since, Math.max(value, since), settled);
  return (
    <fieldset class="slider">
      <legend>{app.t("network.period")}</legend>
      <div class="dates">
        <DayInput label={app.t("network.since")} value={since} settle={(day) => low(clamp(day, first, last), true)} />
        <span aria-hidden="true">–</span>
        <DayInput label={app.t("network.until")} value={until} settle={(day) => high(clamp(day, first, last), true)} />
      </div>
      <svg class="days" viewBox={`0 0 ${bars.length} 20`} preserveAspectRatio="none" aria-hidden="true">
        {bars.map((height, i) => {
          const at = first + ((i + 0.5) / bars.length) * (last - first);
          return <rect key={i} class={at < since || at > until ? "out" : undefined} x={i + 0.08} y={20 - height * 20} width={0.84} height={height * 20} />;
        })}
      </svg>
      <div class="rail" style={{ "--from": share(since), "--to": share(until) }}>
        <input type="range" class="since" min={first} max={last} step={1} value={since} aria-label={app.t("network.since.handle")} aria-valuetext={text(since)}
          onInput={(e) => { low(Number(e.currentTarget.value), false); if (Number(e.currentTarget.value) > until) e.currentTarget.value = String(until); }}
          onChange={(e) => low(Number(e.currentTarget.value), true)} onKeyDown={(e) => step(e, (by) => low(clamp(since + by, first, last), true))}
          style={{ zIndex: since > (first + last) / 2 ? 2 : 1 }} />
        <input type="range" class="until" min={first} max={last} step={1} value={until} aria-label={app.t("network.until.handle")} aria-valuetext={text(until)}
          onInput={(e) => { high(Number(e.currentTarget.value), false); if (Number(e.currentTarget.value) < since) e.currentTarget.value = String(since); }}
          onChange={(e) => high(Number(e.currentTarget.value), true)} onKeyDown={(e) => step(e, (by) => high(clamp(until + by, first, last), true))} />
      </div>
      {beyond > 0 && <small>{fill(app.t("network.beyond"), { n: beyond })}</small>}
      {(period.since || period.until) && <button type="button" class="whole" onClick={() => change({}, true)}>{fill(app.t("network.whole"), {})}</button>}
    </fieldset>
  );
}

/**
 * First and last day of the rail, and how many lie beyond it: a few of other decades would leave the rest no room. An open handle lets
 * those through, too.
 */
function ends(days: number[]): [number, number, number] {
  const sorted = Float64Array.from(days).sort();
  const n = sorted.length;
  const [least, most] = [sorted[0]!, sorted[n - 1]!];
  const [low, high] = [sorted[Math.floor(n * 0.005)]!, sorted[Math.floor((n - 1) * 0.995)]!];
  const far = (high - low) / 2;
  const first = n >= 20 && low - least > far ? low : least;
  const last = n >= 20 && most - high > far ? high : most;
  return [first, last, sorted.filter((d) => d < first || d > last).length];
}

/** A day as it is written everywhere on the page; what is no day is put back. */
function DayInput({ label, value, settle }: { label: string; value: number; settle(day: number): void }) {
  const done = (input: HTMLInputElement) => {
    const day = number(input.value.trim());
    if (/^\d{4}(-\d\d){0,2}$/.test(input.value.trim()) && !Number.isNaN(day)) settle(day);
    input.value = text(value);
  };
  return <input type="text" inputMode="numeric" aria-label={label} value={text(value)} size={10} onChange={(e) => done(e.currentTarget)} />;
}

const clamp = (n: number, least: number, most: number) => Math.min(most, Math.max(least, n));

/** Heights from 0 to 1 of up to 60 bars; the root of the count, so that one busy week does not flatten the rest. */
function histogram(days: number[], first: number, last: number): number[] {
  if (!days.length || first === last) return [];
  const count = Math.min(60, last - first + 1);
  const bars = new Array<number>(count).fill(0);
  for (const d of days) if (d >= first && d <= last) bars[Math.min(count - 1, Math.floor(((d - first) / (last - first)) * count))]! += 1;
  const most = Math.max(...bars);
  return bars.map((b) => Math.sqrt(b / most));
}
