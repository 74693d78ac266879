import type { Trouble } from "./protocol";
import type { Language } from "./words";

/** What goes wrong, as the server and the page say it, and the same in Chinese; {} stands for whatever is between. */
const ERRORS: readonly (readonly [en: string, zh: string])[] = [
  ["no such node", "没有这个节点"],
  ["look for it by name", "请按名称查找"],
  ["search for it", "请查找"],
  ["is of the label {}", "的类别是 {}"],
  ["ask for {}", "应为 {}"],
  ["no such edge", "没有这条关系"],
  ["build the graph again, if it was changed by hand", "若手工改过图谱，请重新构建"],
  ["look for it by one of its ends", "请从其一端查找"],
  ["no such statement", "没有这条陈述"],
  ["kg show --format json gives the ids", "kg show --format json 列出编号"],
  ["it is an edge; its statements: {}", "这是一条关系；其陈述：{}"],
  ["write the page again: kg view --to", "请重新制作此页：kg view --to"],
  ["no answer", "没有回答"],
  ["start it again: kg view", "请重新启动：kg view"],
  ["HTTP {}", "HTTP {}"],
  ["must be given", "不可缺少"],
  ["ask with {}=…", "请写 {}=…"],
  ["is no clock", "不是一种日期"],
  ["is no stretch of time", "不是一种时段"],
  ["is no whole number", "不是整数"],
  ["write digits", "请写数字"],
  ["no such question", "没有这种问题"],
  ["ask {}", "可问 {}"],
  ["no such parameter", "没有这个参数"],
  ["it takes {}", "可用 {}"],
  ["is no object of texts", "不是由文字组成的对象"],
  ["send kind, a, b and why", "请送 kind、a、b、why"],
  ["is no verdict", "不是裁定"],
  ["allowed: {}", "可用：{}"],
  ["is no label of which there is a list", "没有这一类的名单"],
  ["is no kind of network", "不是一种关系网"],
  ["is no date", "不是日期"],
  ["write 2026-04-29, 2026-04 or 2026", "请写 2026-04-29、2026-04 或 2026"],
  ["is nothing to search for", "不能查找"],
  ["is longer than {} characters", "超过 {} 字"],
  ["search for less", "请缩短"],
  ["the search took longer than {} s", "查找超过 {} 秒"],
  ["search for more characters", "请多写几个字"],
  ["the index of names cannot be made", "名称索引无法建立"],
  ["make room on the disk, or delete the file", "请腾出磁盘空间，或删除该文件"],
  ["cannot be read ({})", "无法读取（{}）"],
  ["delete the file; it is made again", "请删除该文件，会自动重建"],
  ["install the package again", "请重新安装"],
  ["is given twice", "重复"],
  ["give it once", "只写一次"],
  ["is no JSON", "不是 JSON"],
  ["send a verdict", "请送一条裁定"],
  ["is longer than {} bytes", "超过 {} 字节"],
  ["send one verdict at a time", "请逐条送出"],
  ["ask for less", "请少问一些"],
  ["is missing or wrong", "缺少或不对"],
  ["open the address that kg view printed", "请打开 kg view 给出的地址"],
  ["post from the page of this server", "请从本页送出"],
  ["is not the name of this server", "不是本机地址"],
  ["is another page", "是别的网页"],
  ["ask from the page of this server", "请从本页提问"],
  ["ask http://{}", "请问 http://{}"],
  ["is no way to ask", "不是提问的方式"],
  ["GET, or POST {}", "GET，或 POST {}"],
  ["was broken off", "中断了"],
  ["send it again", "请再送一次"],
  ["is not application/json", "不是 application/json"],
  ["send JSON", "请送 JSON"],
  ["no row of a build", "不是图谱的一行"],
  ["build the graph again", "请重新构建图谱"],
  ["no such file", "没有这个文件"],
  ["cannot be read", "无法读取"],
  ["run kg build INPUT --out {}, or name another folder", "请运行 kg build INPUT --out {}，或另指文件夹"],
  ["no node bears this name or id", "没有节点用这个名称或编号"],
  ["kg show {} tells what is near it", "kg show {} 列出相近的"],
  ["{} nodes bear this name", "有 {} 个节点同名"],
  ["give an id: {}", "请写编号：{}"],
  ["is no judgement", "不是裁定"],
  ["are one node already", "已是一个节点"],
  ["name two members of it: {}", "请写其中两个成员：{}"],
  ["are not of one label", "不是同一类"],
  ["name two people, two events …", "请写两个人、两场活动……"],
  ["no '{}' of {}", "没有对 {1} 的「{0}」裁定"],
  ["nothing was written", "没有写入"],
  ["nothing was written; --replace puts it in the place of the older one", "没有写入；可以替换旧的裁定"],
  ["cannot be written ({})", "无法写入（{}）"],
  ["name another file with --judgements", "请用 --judgements 另指文件"],
  ["{} contradict each other{}", "互相矛盾：{0}{1}"],
  ["neither is applied; delete the line that is wrong", "两条都不生效；请删去错的一条"],
  ["is being written", "正在写入"],
  ["cannot be opened ({})", "无法打开（{}）"],
  ["the question took longer than {} s", "查询超过 {} 秒"],
];

const PATTERNS = ERRORS.map(([en, zh]) => [new RegExp(`^${en.split("{}").map((part) => part.replace(/[.*+?^$()|[\]\\{}]/g, "\\$&")).join("(.*)")}$`, "s"), zh] as const);

function said(text: string): string {
  for (const [pattern, zh] of PATTERNS) {
    const found = pattern.exec(text);
    let next = 1;
    if (found) return zh.replace(/\{(\d?)\}/g, (_, at: string) => found[at ? Number(at) + 1 : next++] ?? "");
  }
  return text;
}

/** A trouble in the language of the page; what nobody has foreseen stays as it was said. */
export function inLanguage(trouble: Trouble, language: Language): Trouble {
  return language === "en" ? trouble : { where: trouble.where, what: said(trouble.what), todo: said(trouble.todo) };
}
