"""Where the nodes of a picture stand, and which people belong together: settled once, the same each time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kg.view.rows import Row

if TYPE_CHECKING:
    import numpy as np

#: Rounds of moving, of which large pictures get fewer.
_ROUNDS, _FEWEST = 160, 80
#: Nodes up to which all push each other one by one, and in larger pictures how many of those near do.
_ALL, _BESIDE = 400, 8
#: What keeps parts that nothing joins from drifting away, two nodes at one place from pushing without bounds, and the
#: strength of an edge.
_GRAVITY, _SOFT, _PULL = 0.15, 0.05, 0.35


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
        x and y, one digit after the point, an edge being some 100 long. No chance is involved: nodes start on a spiral
        (Vogel 1979) in the order given, then those joined pull and all push each other (Fruchterman and Reingold 1991); in
        a large picture those far away push through a grid (particle mesh; Hockney and Eastwood 1988), which makes a round
        linear in nodes and edges.
    """
    import numpy as np

    if not count:
        return []
    turn, radius = np.arange(count) * np.pi * (3 - 5**0.5), np.sqrt(np.arange(count) + 0.5)
    points = np.stack([radius * np.cos(turn), radius * np.sin(turn)], axis=1)
    kept = [i for i, (a, b) in enumerate(pairs) if a != b]
    ends = np.array([pairs[i] for i in kept], dtype=np.int64).reshape(-1, 2)
    degree = np.bincount(ends.ravel(), minlength=count).astype(float)
    # A node of many edges is not torn to pieces by them, and a heavy edge pulls with the root of its weight.
    pull = np.sqrt(np.array([weights[i] if weights else 1.0 for i in kept], dtype=float))
    pull *= _PULL / np.sqrt(np.minimum(degree[ends[:, 0]], degree[ends[:, 1]]) + 1)
    push = _push_all if count <= _ALL else _push_far
    rounds = int(max(_FEWEST, min(_ROUNDS, 400_000 / (count + len(ends) / 4))))
    for n in range(rounds):
        move = push(points) - _GRAVITY * points
        along = (points[ends[:, 1]] - points[ends[:, 0]]) * pull[:, None]
        for axis in (0, 1):
            move[:, axis] += np.bincount(ends[:, 0], along[:, axis], count) - np.bincount(
                ends[:, 1], along[:, axis], count
            )
        length = np.hypot(move[:, 0], move[:, 1])[:, None]
        reach = 0.05 + 0.1 * count**0.5 * (1 - n / rounds) ** 2
        points = points + move * np.minimum(reach / np.maximum(length, 1e-9), 0.4)
    return [(round(float(x) * 100, 1), round(float(y) * 100, 1)) for x, y in points - points.mean(axis=0)]


def _push_all(points: np.ndarray) -> np.ndarray:
    """How each node is pushed by every other, shape (n, 2)."""
    import numpy as np

    x, y = points[:, 0], points[:, 1]
    strength = (x[:, None] - x[None, :]) ** 2
    strength += (y[:, None] - y[None, :]) ** 2
    strength += _SOFT
    np.reciprocal(strength, out=strength)
    # Not by BLAS, of which the last digits depend on the number of threads.
    return points * strength.sum(axis=1)[:, None] - np.einsum("ij,jk->ik", strength, points)


def _push_far(points: np.ndarray) -> np.ndarray:
    """The same through a grid: mass is put on its corners, a corner pushes every other, and a node is pushed as the corners
    around it are; those in one cell push each other themselves."""
    import numpy as np

    side = max(8, min(64, int(len(points) ** 0.5 / 1.5)))
    low = points.min(axis=0)
    size = (float((points.max(axis=0) - low).max()) or 1.0) / (side - 1.001)
    at = (points - low) / size
    cell = at.astype(np.int64)
    part = at - cell
    corners = [(cell[:, 0] + i) * side + cell[:, 1] + j for i in (0, 1) for j in (0, 1)]
    shares = [
        (part[:, 0] if i else 1 - part[:, 0]) * (part[:, 1] if j else 1 - part[:, 1]) for i in (0, 1) for j in (0, 1)
    ]
    mass = np.bincount(np.concatenate(corners), np.concatenate(shares), side * side).reshape(side, side)
    steps = np.fft.fftfreq(2 * side, 1 / (2 * side)) * size
    square = steps[:, None] ** 2 + steps[None, :] ** 2 + size**2 / 2
    spread = np.fft.rfft2(mass, (2 * side, 2 * side))
    move = np.zeros_like(points)
    for axis, step in enumerate((steps[:, None], steps[None, :])):
        field = np.fft.irfft2(spread * np.fft.rfft2(step / square), (2 * side, 2 * side))[:side, :side].ravel()
        move[:, axis] = sum(field[c] * w for c, w in zip(corners, shares, strict=True))
    return move + _push_near(points, cell[:, 0] * side + cell[:, 1], size)


def _push_near(points: np.ndarray, cell: np.ndarray, size: float) -> np.ndarray:
    """The push among nodes of one cell, each by those beside it in the order of the cell, as far as the grid is too coarse."""
    import numpy as np

    order = np.lexsort((points[:, 0], cell))
    placed, cells = points[order], cell[order]
    move = np.zeros_like(points)
    for shift in range(1, _BESIDE + 1):
        same = cells[shift:] == cells[:-shift]
        if not same.any():
            break
        apart = placed[shift:] - placed[:-shift]
        square = (apart**2).sum(axis=1)
        strength = np.where(same, np.maximum(0, 1 / (square + _SOFT) - 1 / (square + size**2 / 2)), 0.0)[:, None]
        move[order[shift:]] += apart * strength
        move[order[:-shift]] -= apart * strength
    return move
