import { Name } from "../parts/told";
import { Proves, provesOn } from "../parts/proves";
import type { Contradiction, Spell } from "../protocol";
import type { App, Table } from "../view";
import { endOf, startOf } from "./told";

/** The same spells in words. */
export function SpellTable({ spells, by, app, contradictions = [] }: { spells: Spell[]; by: "person" | "position"; app: App; contradictions?: Contradiction[] }) {
  const { t } = app;
  const against = new Set(contradictions.flatMap((c) => c.edges));
  return (
    <div class="scroll">
      <table class="spells">
        <thead>
          <tr><th>{t(`label.${by === "person" ? "Person" : "Position"}`)}</th><th>{t("titles.printed")}</th><th>{t("spell.start")}</th><th>{t("spell.end")}</th><th class="num">{t("field.sightings")}</th><th /></tr>
        </thead>
        <tbody>
          {spells.map((spell) => {
            const [start, end] = [startOf(spell, app), endOf(spell, app)];
            return (
              <tr key={spell.edge} data-edge={spell.edge} class={spell.capacity} {...provesOn(spell.edge, app)}>
                <th scope="row">
                  <Name of={spell[by]} app={app} />
                  {spell.capacity !== "full" && <span class="tag">{t(`value.${spell.capacity}`)}</span>}
                  {spell.basis === "inferred" && <span class="tag faint">{t("value.inferred")}</span>}
                  {against.has(spell.edge) && <span class="tag flag">⚠ {t("legend.disputed")}</span>}
                </th>
                <td><bdi>{spell.titles.join(t("comma"))}</bdi></td>
                <td>{start.text} <span class="faint">{start.why}</span></td>
                <td>{end.text} <span class="faint">{end.why}</span></td>
                <td class="num">{spell.sightings}</td>
                <td><Proves edge={spell.edge} app={app} /></td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** The columns of `kg query holders`. */
export const HOLDERS = ["person", "capacity", "startEarliest", "startLatest", "endEarliest", "endLatest", "evidence", "sightings", "predecessor", "changeAfter",
  "changeBefore", "articles", "office", "area", "personId", "officeId", "edge"];

/** The holders of one office as `kg query holders` gives them: a spell that began with two changes stands twice. */
export function holdersTable(spells: Spell[], app: App): Table {
  return {
    name: "holders",
    columns: HOLDERS,
    async rows() {
      const rows: unknown[][] = [];
      for (const s of spells) {
        const { changes } = await app.feed.position({ id: s.position.id });
        const came = changes.filter((c) => c.change === "replaced" && c.person.id === s.person.id && s.startLatest && c.notAfter && c.notAfter <= s.startLatest && c.notAfter >= (s.startEarliest ?? c.notAfter));
        const articles = await articlesOf(s.edge, app);
        for (const change of came.length ? came.sort((a, b) => ((a.notAfter ?? "") < (b.notAfter ?? "") ? -1 : 1)) : [null]) {
          rows.push([s.person.name, s.capacity, s.startEarliest, s.startLatest, s.endEarliest, s.endLatest, s.evidence, s.sightings, change?.other?.name, change?.notBefore,
            change?.notAfter, articles, s.position.name, s.areas, s.person.id, s.position.id, s.edge]);
        }
      }
      return rows;
    },
  };
}

async function articlesOf(edge: string, app: App): Promise<string[]> {
  const found = new Set<string>();
  for (let page = 0; ; page++) {
    const { proofs } = await app.feed.evidence({ edge, page, size: 500 });
    for (const proof of proofs.rows) if (proof.article) found.add(proof.article.id);
    if ((page + 1) * proofs.size >= proofs.total) return [...found].sort();
  }
}
