import type { Words } from "./words";

/** Words of the page of verdicts. */
export const verdicts: Words = {
  "judge.by": ["署名", "Your name"],
  "judge.revise": ["改判", "Change it"],
  "judge.revise.lead": ["改判将替换旧的裁定：", "This will replace the older verdict:"],
  "judge.replace": ["以此替换旧的裁定", "Replace the older verdict with this one"],
  "judge.against": ["与另一条裁定相反，两条都不生效。", "Another verdict says the opposite: neither takes effect."],
  "judge.keep": ["留此条，替换旧的那条", "Keep this one, replace the other"],
  "judge.gone": ["此条陈述不在现在的图谱里（已按裁定略去，或已重读）。", "This statement is not in the graph now: left out by the verdict, or read anew."],
  "judge.page": ["此条在制作本页之前已有，须用 kg view 撤回。", "This verdict is older than the page: take it back with kg view."],
  "judge.from": ["出处", "Source"],
  "judge.id": ["编号", "Id"],
};
