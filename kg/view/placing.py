"""Where the nodes of a picture stand, and which people belong together: settled once, the same each time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kg.view.rows import Row

if TYPE_CHECKING:
    import numpy as np

#: Rounds of moving, of which large pictures get fewer.
_ROUNDS, _FEWEST = 300, 90
#: Side of the cells in which near nodes push each other one by one, in lengths of an edge.
_CELL = 2.0


def placed(answer: Row, center: str | None = None) -> Row:
    """The answer of a network with places and communities."""
    nodes, edges = answer["nodes"], answer["edges"]
    index = {node["id"]: i for i, node in enumerate(nodes)}
    pairs = [(index[e["source"]], index[e["target"]]) for e in edges]
    points = arrange(len(nodes), pairs, [float(e["weight"]) for e in edges])
    groups = communities([n["id"] for n in nodes if n["label"] == "Person"], _meetings(nodes, edges))
    for node, (x, y) in zip(nodes, points, strict=True):
        node.update(x=x, y=y, community=groups.get(node["id"]))
    return answer


def _meetings(nodes: Sequence[Row], edges: Sequence[Row]) -> list[tuple[str, str, float]]:
    """Who met whom in a picture: MET edges, or people at one event of it."""
    if any(e["type"] == "MET" for e in edges):
        return [(e["source"], e["target"], float(e["weight"])) for e in edges]
    at: dict[str, list[str]] = {}
    for e in edges:
        if e["type"] == "ATTENDED":
            at.setdefault(e["target"], []).append(e["source"])
    return pairs_of(at.values())


def pairs_of(groups: Any) -> list[tuple[str, str, float]]:
    """Pairs of people at the same events, weighted by 1/(n-1); larger events join each to the next alone."""
    weight: dict[tuple[str, str], float] = {}
    for people in groups:
        found = sorted(set(people))
        if len(found) < 2:
            continue
        if len(found) > 60:
            linked = list(zip(found, [*found[1:], found[0]], strict=True))
        else:
            linked = [(a, b) for i, a in enumerate(found) for b in found[i + 1 :]]
        for a, b in linked:
            pair = (a, b) if a < b else (b, a)
            weight[pair] = weight.get(pair, 0.0) + 1 / (len(found) - 1)
    return [(a, b, round(w, 9)) for (a, b), w in sorted(weight.items())]


def communities(people: Sequence[str], met: Sequence[tuple[str, str, float]]) -> dict[str, int]:
    """Person → community of those who meet much, the largest 0; those who met nobody have none."""
    import networkx as nx

    if not met:
        return {}
    graph: Any = nx.Graph()
    ends = {i for a, b, _ in met for i in (a, b)}
    graph.add_nodes_from(sorted(i for i in people if i in ends))
    graph.add_weighted_edges_from(m for m in met if m[0] in graph and m[1] in graph)
    found = nx.community.louvain_communities(graph, weight="weight", seed=7)
    found = sorted((sorted(group) for group in found), key=lambda g: (-len(g), g[0]))
    return {person: number for number, group in enumerate(found) for person in group}


def arrange(count: int, pairs: Sequence[tuple[int, int]], weights: Sequence[float] = ()) -> list[tuple[float, float]]:
    """Places for nodes so that those joined are near each other and the others apart.

    Args:
        count: of nodes, numbered from 0.
        pairs: edges.
        weights: of the edges; a heavier one pulls more. All 1 when empty.

    Returns:
        x and y, one digit after the point, an edge being about 100 long. No chance is involved: nodes start on a spiral
        (Vogel 1979) in the order given, then pull and push (Fruchterman and Reingold 1991), those far away as the cells of a
        grid, which makes a round linear in nodes and edges.
    """
    import numpy as np

    if not count:
        return []
    turn, radius = np.arange(count) * np.pi * (3 - 5**0.5), np.sqrt(np.arange(count) + 0.5)
    points = np.stack([radius * np.cos(turn), radius * np.sin(turn)], axis=1)
    ends = np.array([p for p in pairs if p[0] != p[1]], dtype=np.int64).reshape(-1, 2)
    force = np.array(
        [w for p, w in zip(pairs, weights or [1.0] * len(pairs), strict=True) if p[0] != p[1]], dtype=float
    )
    degree = np.bincount(ends.ravel(), minlength=count).astype(float)
    # A node of many edges is not torn to pieces by them, and a heavy edge pulls with the root of its weight.
    pull = (
        np.sqrt(np.maximum(force, 1e-9)) / np.sqrt(np.minimum(degree[ends[:, 0]], degree[ends[:, 1]]) + 1)
        if len(ends)
        else force
    )
    rounds = int(max(_FEWEST, min(_ROUNDS, 600_000 / max(1, count + len(ends) / 3))))
    for n in range(rounds):
        step = 0.05 + 1.5 * (1 - n / rounds) ** 1.5
        move = _push(points) - 0.012 * points
        if len(ends):
            along = (points[ends[:, 1]] - points[ends[:, 0]]) * pull[:, None]
            for axis in (0, 1):
                move[:, axis] += np.bincount(ends[:, 0], along[:, axis], count) - np.bincount(
                    ends[:, 1], along[:, axis], count
                )
        length = np.hypot(move[:, 0], move[:, 1])[:, None]
        points = points + move * np.minimum(step / np.maximum(length, 1e-9), 1.0)
    return [(round(float(x) * 100, 1), round(float(y) * 100, 1)) for x, y in points - points.mean(axis=0)]


def _push(points: np.ndarray) -> np.ndarray:
    """How each node is pushed: by those of its own and the neighbouring cells one by one, up to a number, and by every
    other cell as a whole, shape (n, 2)."""
    import numpy as np

    low = points.min(axis=0)
    extent = float((points.max(axis=0) - low).max()) or 1.0
    side = max(2, min(32, int(len(points) ** 0.5 / 2)))
    size = extent / side * (1 + 1e-9)
    cell = ((points - low) / size).astype(np.int64)
    flat = cell[:, 0] * side + cell[:, 1]
    mass = np.bincount(flat, minlength=side * side).astype(float)
    used = np.flatnonzero(mass)
    centre = np.stack([np.bincount(flat, points[:, a], side * side)[used] / mass[used] for a in (0, 1)], axis=1)
    apart = points[:, None, :] - centre[None, :, :]
    square = (apart**2).sum(axis=2) + 0.05
    own = flat[:, None] == used[None, :]
    strength = np.where(own, 0.0, mass[used][None, :] / square)
    move = (apart * strength[:, :, None]).sum(axis=1)
    return move + _push_within(points, flat, mass)


def _push_within(points: np.ndarray, flat: np.ndarray, mass: np.ndarray) -> np.ndarray:
    """The push among nodes of one cell: each meets those beside it in the cell's order, which goes round."""
    import numpy as np

    order = np.lexsort((np.arange(len(flat)), flat))
    sorted_points, sorted_cells = points[order], flat[order]
    move = np.zeros_like(points)
    for shift in range(1, int(min(mass.max(), 40))):
        same = sorted_cells[shift:] == sorted_cells[:-shift]
        if not same.any():
            break
        apart = sorted_points[shift:] - sorted_points[:-shift]
        # Two at one place part along a line of their own.
        turn = np.arange(len(apart)) * 2.4
        apart = np.where(
            (np.abs(apart).sum(axis=1) < 1e-9)[:, None], np.stack([np.cos(turn), np.sin(turn)], axis=1) * 1e-3, apart
        )
        push = np.where(same[:, None], apart / ((apart**2).sum(axis=1)[:, None] + 0.05), 0.0)
        move[order[shift:]] += push
        move[order[:-shift]] -= push
    return move
