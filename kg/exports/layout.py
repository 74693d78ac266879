"""Where the nodes of a picture stand: settled beforehand, so that a page opens finished and the same each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

#: Width and height of a node's box, in pixels.
Size = tuple[float, float]
Point = tuple[int, int]

_UNIT = 95.0  # height of a step from a node to its neighbour, in pixels
_MARGIN = 16.0  # between two boxes
_ASPECT = 1.5  # width of a page to its height


def arrange(sizes: Mapping[str, Size], edges: Sequence[tuple[str, str]]) -> dict[str, Point]:
    """Places for nodes so that neighbours are near and no two boxes overlap.

    Args:
        sizes: node id → size of its box, in the order that decides ties.
        edges: pairs of node ids.

    Returns:
        Node id → centre, in pixels; parts that no edge joins are laid out apart and packed like bricks.
    """
    import networkx as nx
    import numpy as np

    graph: Any = nx.Graph()
    graph.add_nodes_from(sizes)
    graph.add_edges_from(e for e in edges if e[0] != e[1])
    order = {node: i for i, node in enumerate(sizes)}
    parts = [sorted(part, key=order.__getitem__) for part in nx.connected_components(graph)]
    parts.sort(key=lambda part: (-len(part), order[part[0]]))
    blocks = []
    for part in parts:
        boxes = np.array([sizes[node] for node in part], dtype=float)
        points = _relax(_distances(graph, part)) * np.array([_UNIT * _ASPECT, _UNIT])
        blocks.append((part, separate(points, boxes), boxes))
    return _pack(blocks)


def _distances(graph: Any, part: list[str]) -> np.ndarray:
    """How far apart nodes should stand: the length of the shortest way, longer at a node with many neighbours."""
    import numpy as np

    index = {node: i for i, node in enumerate(part)}
    found = np.full((len(part), len(part)), np.inf)
    np.fill_diagonal(found, 0)
    for a, b in graph.edges(part):
        step = max(1.0, max(graph.degree[a], graph.degree[b]) ** 0.5 / 2.2)
        found[index[a], index[b]] = found[index[b], index[a]] = step
    through = np.empty_like(found)
    for k in range(len(part)):  # Floyd and Warshall
        np.add(found[:, k, None], found[None, k, :], out=through)
        np.minimum(found, through, out=found)
    return found


def _relax(wanted: np.ndarray, rounds: int = 120) -> np.ndarray:
    """Points whose distances come near to those wanted (stress majorisation; Gansner, Koren and North 2004).

    Args:
        wanted: distances, shape (n, n).

    Returns:
        Points, shape (n, 2). No chance is involved: it starts from the classical scaling of the distances.
    """
    import numpy as np

    count = len(wanted)
    if count == 1:
        return np.zeros((1, 2))
    centred = np.eye(count) - 1 / count
    values, vectors = np.linalg.eigh(-0.5 * centred @ wanted**2 @ centred)
    points = vectors[:, -2:] * np.sqrt(np.maximum(values[-2:], 1e-9))
    turn = np.arange(count) * 2.4
    points += np.stack([np.cos(turn), np.sin(turn)], axis=1) * 0.05  # twins would never part
    safe = wanted + np.eye(count)
    weight = (1 - np.eye(count)) / safe**2
    laplacian = np.diag(weight.sum(axis=1)) - weight
    inverse = np.linalg.inv(laplacian + 1 / count) - 1 / count  # its pseudo-inverse: it is connected
    for _ in range(rounds):
        x, y = (np.subtract.outer(points[:, k], points[:, k]) for k in (0, 1))
        actual = np.sqrt(x * x + y * y)
        pull = weight * wanted / np.maximum(actual + np.eye(count), 1e-6)
        points = inverse @ (pull.sum(axis=1)[:, None] * points - pull @ points)
    return points


def separate(points: np.ndarray, boxes: np.ndarray, fixed: int = 0, rounds: int = 400) -> np.ndarray:
    """Push boxes apart until none overlap, each along the axis on which that is shorter.

    Args:
        points: centres, shape (n, 2).
        boxes: widths and heights, shape (n, 2).
        fixed: the first so many boxes stay where they are.
    """
    import numpy as np

    points = points.copy()
    # Two boxes on one spot have no direction to part in: a spiral gives each pair one.
    turn = np.arange(len(points))
    points[fixed:] += (np.stack([np.cos(turn * 2.4), np.sin(turn * 2.4)], axis=1) * 0.5)[fixed:]
    reach = [np.add.outer(boxes[:, k], boxes[:, k]) / 2 + _MARGIN for k in (0, 1)]
    for r in reach:
        np.fill_diagonal(r, -1)  # a box is no neighbour of its own
    free = np.arange(len(points)) >= fixed
    for _ in range(rounds):
        apart = [np.subtract.outer(points[:, k], points[:, k]) for k in (0, 1)]
        depth = [reach[k] - np.abs(apart[k]) for k in (0, 1)]
        one, other = np.nonzero((depth[0] > 0) & (depth[1] > 0))
        hit = free[one]
        if not hit.any():
            break
        one, other = one[hit], other[hit]
        x, y = depth[0][one, other], depth[1][one, other]
        # Of a pair both give way, half each; one that may not move leaves all of it to the other.
        share = np.where(free[other], 0.5, 1.0)
        count = np.maximum(np.bincount(one, minlength=len(points)), 1) ** 0.5
        for k, push in ((0, np.where(x < y, x, 0)), (1, np.where(x < y, 0, y))):
            step = np.sign(apart[k][one, other]) * push * share
            points[:, k] += np.bincount(one, weights=step, minlength=len(points)) / count
    return points


def _pack(blocks: list[tuple[list[str], np.ndarray, np.ndarray]]) -> dict[str, Point]:
    """Set the parts on shelves, the largest first; a shelf is filled in columns."""
    corners = [((p - b / 2).min(axis=0), (p + b / 2).max(axis=0)) for _, p, b in blocks]
    area = sum(float((high - low + 2 * _MARGIN).prod()) for low, high in corners)
    widest = max((float(high[0] - low[0]) for low, high in corners), default=0.0)
    shelf, gap = max(widest, (area * _ASPECT) ** 0.5), 3 * _MARGIN
    x = y = column = top = tall = 0.0  # left of the column, top of the shelf, width of the column, top of what is free
    found: dict[str, Point] = {}
    for (part, points, _), (low, high) in zip(blocks, corners, strict=True):
        width, height = (float(v) for v in high - low)
        if column and (width > column or top + height > y + tall):
            x, column, top = x + column + gap, 0.0, y
        if x and not column and x + width > shelf:
            x, y, tall = 0.0, y + tall + gap, 0.0
            top = y
        for node, point in zip(part, points - low, strict=True):
            found[node] = (round(x + float(point[0])), round(top + float(point[1])))
        column, top, tall = max(column, width), top + height + gap, max(tall, top + height - y)
    return found


def place_beside(
    places: Mapping[str, Point], sizes: Mapping[str, Size], edges: Sequence[tuple[str, str]]
) -> dict[str, Point]:
    """Places for further nodes, each near its neighbours, without moving those that have one.

    Returns:
        All nodes of `sizes` with their places.
    """
    import numpy as np

    near: dict[str, list[Point]] = {node: [] for node in sizes if node not in places}
    for a, b in edges:
        for node, other in ((a, b), (b, a)):
            if node in near and other in places:
                near[node].append(places[other])
    names = [*places, *near]
    if not near:
        return dict(places)
    start = [places[n] if n in places else np.mean(near[n] or [(0, 0)], axis=0) for n in names]
    boxes = np.array([sizes[n] for n in names], dtype=float)
    points = separate(np.array(start, dtype=float), boxes, fixed=len(places), rounds=150)
    return {n: (round(float(x)), round(float(y))) for n, (x, y) in zip(names, points, strict=True)}
