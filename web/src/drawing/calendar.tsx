import { useState } from "preact/hooks";
import { fill } from "../parts/told";
import type { Clock, Coverage } from "../protocol";
import type { App } from "../view";
import { daysOfYear, gather, lastOfMonth, level, type Covered, type Tally } from "./days";

/** From this many years on months come first, and one year of days at a time. */
const MANY_YEARS = 3;

/** What a calendar shows: one of the two clocks, by day and by month. */
export interface Counted {
  by: Clock;
  days: readonly Coverage[];
  months: readonly Coverage[];
}

/** When papers were printed, or when events were, and how many: an empty frame is a day without. A click chooses the day, month or year. */
export function Calendar({ app, counted, since, until, choose }: { app: App; counted: Counted; since: string | undefined; until: string | undefined; choose(since: string, until: string): void }) {
  const { by } = counted;
  const covered = gather(counted.days, counted.months);
  const last = covered.years[covered.years.length - 1];
  const [year, setYear] = useState<number | undefined>(undefined);
  if (last === undefined) return <p class="empty">{app.t("overview.coverage.none")}</p>;
  const many = covered.years.length >= MANY_YEARS || covered.vague.length > 0;
  const wanted = year ?? Number(since?.slice(0, 4));
  const open = many ? [covered.years.includes(wanted) ? wanted : last] : covered.years;
  const inside = (day: string) => (!since || day >= since) && (!until || day <= until) && Boolean(since || until);
  return (
    <div class="calendar">
      {many && <Months app={app} by={by} covered={covered} open={open[0]!} inside={inside} choose={(month) => { setYear(Number(month.slice(0, 4))); choose(`${month}-01`, lastOfMonth(month)); }} turn={setYear} />}
      {open.filter((y) => !many || [...covered.days.keys()].some((d) => d.startsWith(`${y}-`))).map((y) => <Year key={y} app={app} by={by} year={y} covered={covered} inside={inside} choose={choose} />)}
      <p class="key">
        <i class="cell none" /> {app.t(by === "event" ? "calendar.event.empty" : "overview.empty")} {by === "published" && <><i class="cell l0" /> {app.t("overview.silent")}</>} <span class="gap" /> {app.t("overview.less")}
        {[1, 2, 3, 4].map((l) => <i key={l} class={`cell l${l}`} />)} {app.t("overview.most")}
      </p>
      {covered.vague.length > 0 && <Vague app={app} by={by} rows={covered.vague} />}
      {covered.undated > 0 && <p class="faint">{fill(app.t("calendar.event.undated"), { n: covered.undated })}</p>}
    </div>
  );
}

function Vague({ app, by, rows }: { app: App; by: Clock; rows: Coverage[] }) {
  const shown = rows.slice(0, 12).map((r) => told(app, by, r.day, r));
  return <p class="faint">{fill(app.t(by === "event" ? "calendar.event.vague" : "overview.coverage.vague"), { rows: shown.join(app.t("semicolon")) + (rows.length > 12 ? "…" : "") })}</p>;
}

function told(app: App, by: Clock, day: string, tally: Tally | undefined): string {
  return tally ? fill(app.t(`calendar.${by}`), { ...tally, day }) : fill(app.t(`calendar.${by}.none`), { day });
}

function shade(tally: Tally | undefined, most: number): string {
  return tally ? `l${level(tally, most)}` : "none";
}

function Months({ app, by, covered, open, inside, choose, turn }: { app: App; by: Clock; covered: Covered; open: number; inside(day: string): boolean; choose(month: string): void; turn(year: number): void }) {
  const most = Math.max(1, ...[...covered.months.values()].map((m) => m.events));
  return (
    <div class="months" role="group" aria-label={app.t("overview.coverage")}>
      <div class="row head" aria-hidden="true"><span />{Array.from({ length: 12 }, (_, i) => <span key={i}>{i + 1}</span>)}</div>
      {covered.years.map((y) => (
        <div key={y} class="row">
          <button type="button" class="year" aria-pressed={y === open} onClick={() => turn(y)}>{y}</button>
          {Array.from({ length: 12 }, (_, i) => `${y}-${String(i + 1).padStart(2, "0")}`).map((month) => {
            const tally = covered.months.get(month);
            const text = told(app, by, month, tally);
            return <button key={month} type="button" class={`cell ${shade(tally, most)}${inside(`${month}-01`) ? " in" : ""}`} disabled={!tally} title={text} aria-label={text} onClick={() => choose(month)} />;
          })}
        </div>
      ))}
    </div>
  );
}

function Year({ app, by, year, covered, inside, choose }: { app: App; by: Clock; year: number; covered: Covered; inside(day: string): boolean; choose(since: string, until: string): void }) {
  const days = daysOfYear(year);
  const most = Math.max(1, ...[...covered.days.values()].map((d) => d.events));
  const first = days[0]!.weekday;
  const [focus, setFocus] = useState(days.find(({ day }) => covered.days.has(day))?.day ?? days[0]!.day);
  const column = (i: number) => Math.floor((i + first) / 7) + 2;
  const key = (event: KeyboardEvent, i: number) => {
    const by = { ArrowLeft: -7, ArrowRight: 7, ArrowUp: -1, ArrowDown: 1 }[event.key];
    const to = by === undefined ? undefined : days[i + by]?.day;
    if (to === undefined) return;
    event.preventDefault();
    setFocus(to);
    (event.currentTarget as HTMLElement).parentElement?.querySelector<HTMLElement>(`[data-day="${to}"]`)?.focus();
  };
  return (
    <div class="year-days" role="group" aria-label={fill(app.t("overview.year"), { year })}>
      <button type="button" class="year" onClick={() => choose(`${year}-01-01`, `${year}-12-31`)}>{year}</button>
      {days.map(({ day }, i) => day.endsWith("-01") && (
        <button key={day} type="button" class="month" style={{ gridColumn: `${column(i + 6)} / span 4` }} onClick={() => choose(day, lastOfMonth(day.slice(0, 7)))}
          aria-label={told(app, by, day.slice(0, 7), covered.months.get(day.slice(0, 7)))}>{Number(day.slice(5, 7))}</button>
      ))}
      {app.t("overview.weekdays").split(" ").map((w, i) => i % 2 === 0 && <span key={w + i} class="weekday" style={{ gridRow: i + 2 }}>{w}</span>)}
      {days.map(({ day, weekday }, i) => {
        const tally = covered.days.get(day);
        const text = told(app, by, day, tally);
        return (
          <button key={day} type="button" data-day={day} tabIndex={day === focus ? 0 : -1} class={`cell ${shade(tally, most)}${inside(day) ? " in" : ""}`}
            style={{ gridRow: weekday + 2, gridColumn: column(i) }} title={text} aria-label={text} onClick={() => tally && choose(day, day)} onKeyDown={(e) => key(e, i)} />
        );
      })}
    </div>
  );
}
