"use strict";
// Everything from the graph reaches the page through textContent: a name or a quote is never markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { look, evidence } = data;
  const $ = (id) => document.getElementById(id);
  const byId = new Map(data.nodes.map((n) => [n.id, n]));
  const edgeById = new Map(data.edges.map((e) => [e.id, e]));
  const edgesAt = new Map(data.nodes.map((n) => [n.id, []]));
  const attended = new Map();
  for (const e of data.edges) {
    edgesAt.get(e.from).push(e);
    if (e.to !== e.from) edgesAt.get(e.to).push(e);
    if (e.kind === "ATTENDED") attended.set(e.from + "\n" + e.to, e);
  }
  const roles = new Set(["CHAIRED", "SPOKE_AT", "LED"]);
  const off = { label: new Set(), kind: new Set() };
  for (const [label, spec] of Object.entries(look.labels)) if (spec.hidden) off.label.add(label);
  for (const [kind, spec] of Object.entries(look.edges)) if (spec.hidden) off.kind.add(kind);
  let dark = matchMedia("(prefers-color-scheme: dark)").matches;
  let sought = null; // a node that search or a click brought up stays visible whatever the legend says
  let shownNodes = new Set();
  let shownEdges = new Set();

  function element(name, text, className) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function decide() {
    const on = (n) => !off.label.has(n.group) || n.id === sought;
    shownEdges = new Set();
    shownNodes = new Set(sought === null ? [] : [sought]);
    const told = new Set(); // pairs whose role is drawn: their plain ATTENDED would say the same again
    const pass = (e) => !off.kind.has(e.kind) && on(byId.get(e.from)) && on(byId.get(e.to));
    for (const e of data.edges) if (roles.has(e.kind) && pass(e)) told.add(e.from + "\n" + e.to);
    for (const e of data.edges) {
      if (!pass(e) || (e.kind === "ATTENDED" && told.has(e.from + "\n" + e.to))) continue;
      shownEdges.add(e.id);
      shownNodes.add(e.from).add(e.to);
    }
  }

  function colours(spec) { return spec[dark ? "dark" : "light"]; }
  function ink() { return dark ? "#e6eaf0" : "#1c2430"; }
  function faint() { return dark ? "#9aa6b5" : "#5d6978"; }

  function drawnNode(n) {
    const [fill, border] = colours(look.labels[n.group]);
    const color = { background: fill, border, highlight: { background: fill, border: ink() }, hover: { background: fill, border: ink() } };
    return { id: n.id, label: n.label, shape: n.shape, x: n.x, y: n.y, color, font: { color: ink(), size: n.letters }, shapeProperties: { borderRadius: n.group === "Position" ? 14 : 3 } };
  }

  function drawnEdge(e) {
    const spec = look.edges[e.kind];
    const color = colours(spec);
    const side = e.lane % 2 ? "curvedCCW" : "curvedCW";
    const smooth = e.lane ? { enabled: true, type: side, roundness: 0.12 * Math.ceil(e.lane / 2) } : { enabled: false, type: "continuous", roundness: 0 };
    const paper = dark ? "#14181f" : "#fbfbfa";
    return { id: e.id, from: e.from, to: e.to, label: e.label || undefined, dashes: Boolean(spec.dashes), smooth, color: { color, highlight: ink(), hover: ink() }, font: { color: faint(), strokeWidth: 3, strokeColor: paper } };
  }

  const nodes = new vis.DataSet(data.nodes.map(drawnNode));
  const edges = new vis.DataSet(data.edges.map(drawnEdge));
  decide();
  const nodeView = new vis.DataView(nodes, { filter: (n) => shownNodes.has(n.id) });
  const edgeView = new vis.DataView(edges, { filter: (e) => shownEdges.has(e.id) });
  const network = new vis.Network($("picture"), { nodes: nodeView, edges: edgeView }, data.options);

  function refresh() {
    decide();
    nodeView.refresh();
    edgeView.refresh();
    count();
  }

  function count() {
    const total = Object.values(data.total).reduce((a, b) => a + b, 0);
    const by = Object.entries(look.labels).map(([label, { caption, share }]) => [share && data.nodes.filter((n) => n.group === label).length, caption]);
    const which = by.filter(([n]) => n).map(([n, caption]) => `${caption} ${n}`).join("、");
    const part = data.drawn < total ? `全图共 ${total} 个节点，本页只取其要（${which}）：关系最多的人物，把他们连在一起的活动，以及他们的职务；其余请用 kg view 查看。` : `全图共 ${total} 个节点；`;
    $("counts").textContent = `${part}现显示 ${shownNodes.size} 个节点、${shownEdges.size} 条关系。`;
  }

  function paint() {
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    nodes.update(data.nodes.map(drawnNode));
    edges.update(data.edges.map(drawnEdge));
    legend();
  }

  function legend() {
    const fill = (box, specs, counts, hidden, swatch) => {
      for (const old of box.querySelectorAll("label")) old.remove();
      for (const [key, spec] of Object.entries(specs)) {
        if (!counts.get(key)) continue;
        const row = element("label");
        const tick = element("input");
        tick.type = "checkbox";
        tick.checked = !hidden.has(key);
        tick.dataset.key = key;
        tick.addEventListener("change", () => {
          if (tick.checked) hidden.delete(key); else hidden.add(key);
          sought = null;
          refresh();
        });
        row.title = key;
        row.append(tick, swatch(spec), element("span", spec.caption), element("span", String(counts.get(key)), "n"));
        box.append(row);
      }
    };
    const tally = (rows, key) => rows.reduce((m, r) => m.set(r[key], (m.get(r[key]) || 0) + 1), new Map());
    fill($("labels"), look.labels, tally(data.nodes, "group"), off.label, (spec) => {
      const made = element("span", undefined, "swatch");
      [made.style.background, made.style.borderColor] = colours(spec);
      return made;
    });
    fill($("kinds"), look.edges, tally(data.edges, "kind"), off.kind, (spec) => {
      const made = element("span", undefined, spec.dashes ? "swatch line dashed" : "swatch line");
      made.style.borderColor = colours(spec);
      return made;
    });
  }

  function facts(rows) {
    const list = element("dl");
    for (const [caption, value] of rows) list.append(element("dt", caption), element("dd", value));
    return list;
  }

  function link(text, act) {
    const item = element("li");
    const button = element("button", text);
    button.type = "button";
    button.addEventListener("click", act);
    item.append(button);
    return item;
  }

  function showEdge(id) {
    const e = edgeById.get(id);
    const spec = look.edges[e.kind];
    const ends = element("ul");
    for (const end of [e.from, e.to]) ends.append(link(byId.get(end).name, () => focus(end)));
    // The roles' own edges say less than the attendance they come with.
    const whole = roles.has(e.kind) ? attended.get(e.from + "\n" + e.to) || e : e;
    const shown = [element("h2", `${byId.get(e.from).name} → ${byId.get(e.to).name}`), element("div", `${spec.caption}  ${e.kind}`, "kind"), ends, facts(whole.details)];
    if (e.derived) shown.push(element("p", "由历次见报推算而得，报上并无此句；依据如下：", "hint"));
    for (const i of e.quotes) {
      const { quote, doc, start, end, article, date, rule, confidence, basis } = evidence[i];
      const block = element("blockquote", quote);
      const source = element("footer", [article && `《${article}》`, date].filter(Boolean).join("  "));
      source.append(element("div", `${doc} 第 ${start}–${end} 字`));
      source.append(element("div", `规则 ${rule}  可信度 ${confidence}  ${basis}`));
      block.append(source);
      shown.push(block);
    }
    if (!e.quotes.length) shown.push(element("p", "由其他关系推得，无直接引句。", "hint"));
    $("pane").replaceChildren(...shown);
  }

  function showNode(id) {
    const n = byId.get(id);
    const list = element("ul");
    for (const e of edgesAt.get(id)) {
      const other = byId.get(e.from === id ? e.to : e.from);
      const arrow = e.from === id ? "→" : "←";
      list.append(link(`${look.edges[e.kind].caption} ${arrow} ${other.name}${e.label ? `（${e.label}）` : ""}`, () => {
        showEdge(e.id);
        if (shownEdges.has(e.id)) network.setSelection({ edges: [e.id], nodes: [] }, { highlightEdges: false });
      }));
    }
    $("pane").replaceChildren(element("h2", n.name), element("div", `${look.labels[n.group].caption}  ${n.group}`, "kind"), facts(n.details), list);
  }

  function focus(id) {
    if (!shownNodes.has(id)) {
      sought = id;
      refresh();
    }
    network.selectNodes([id]);
    network.focus(id, { scale: Math.max(network.getScale(), 0.9), animation: false });
    showNode(id);
  }

  network.on("click", ({ nodes: [node], edges: [edge] }) => {
    if (node !== undefined) showNode(node);
    else if (edge !== undefined) showEdge(edge);
  });

  const forms = new Map(); // every name, alias and pinyin → node id
  for (const n of data.nodes) {
    for (const form of [n.name, ...n.details.filter(([c]) => c === look.fields.aliases || c === look.fields.pinyin).flatMap(([, v]) => v.split("、"))]) {
      if (form && !forms.has(form)) forms.set(form, n.id);
    }
    const option = element("option");
    option.value = n.name;
    $("names").append(option);
  }
  $("search").addEventListener("input", (event) => {
    if (forms.has(event.target.value.trim())) focus(forms.get(event.target.value.trim()));
  });
  $("search").addEventListener("keydown", (event) => {
    const text = event.target.value.trim();
    if (event.key !== "Enter" || !text) return;
    const hit = [...forms.keys()].filter((f) => f.toLowerCase().includes(text.toLowerCase())).sort((a, b) => a.length - b.length)[0];
    if (hit) focus(forms.get(hit));
    else $("pane").replaceChildren(element("p", `本页没有“${text}”。`, "hint"));
  });
  $("theme").addEventListener("click", () => { dark = !dark; paint(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (event) => { dark = event.matches; paint(); });

  paint();
  count();
  network.once("afterDrawing", () => network.fit());
  window.kg = { network, data, shown: () => ({ nodes: [...shownNodes], edges: [...shownEdges] }) };
})();
