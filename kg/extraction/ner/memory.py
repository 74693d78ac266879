"""What a document teaches: a name it shows surely once is found again where the recogniser doubts or breaks it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from kg.extraction import names
from kg.extraction.ner import DOUBT, LIKELY, SURE, Mention, Recogniser


def sure_names(texts: Sequence[str], found: Sequence[Sequence[Mention]]) -> list[str]:
    """People of three characters or more seen surely once, of two seen surely twice; no name that is a part of another.

    ``区委书记欧阳明月主持`` and, elsewhere, ``欧阳明`` doubtfully → ``["欧阳明月"]``
    """
    seen: Counter[str] = Counter()
    for text, mentions in zip(texts, found, strict=True):
        for m in mentions:
            if m.label == "PERSON" and m.confidence >= SURE:
                seen[text[m.start : m.end]] += 1
    good = {n for n, k in seen.items() if names.is_name(n) and (k > 1 or len(n) > 2)}
    return sorted(n for n in good if not any(n != o and n in o and seen[o] >= seen[n] for o in good))


def ask(recogniser: Recogniser, texts: Sequence[str], known: Collection[str] = ()) -> list[list[Mention]]:
    """What a recogniser says of a document's texts.

    One with a dictionary of its own is taught the known names before, and reads again, with the names that the texts showed
    surely, those in which one stands.

    Args:
        known: names to be trusted besides those that the texts show.
    """
    teach = getattr(recogniser, "teach", None)
    if teach is None or not teach(dict.fromkeys(sorted(known), "PERSON")):
        return recogniser.recognise(texts)
    found = recogniser.recognise(texts)
    sure = {*sure_names(texts, found), *known}
    again = [i for i, text in enumerate(texts) if any(name in text for name in sure)]
    if sure > set(known) and again:
        teach(dict.fromkeys(sorted(sure), "PERSON"))
        for i, mentions in zip(again, recogniser.recognise([texts[i] for i in again]), strict=True):
            found[i] = mentions
    return found


def complete(
    texts: Sequence[str], found: Sequence[Sequence[Mention]], known: Collection[str] = ()
) -> list[list[Mention]]:
    """The mentions of a document's texts, with the sure names added where they stand and were not seen, and without people
    whom nothing in the document makes likely.

    Args:
        known: names to be trusted besides those that the texts show (the aliases of a corpus).
    """
    sure = {*sure_names(texts, found), *known}
    firms = _firms(texts, found)
    found = [_doubted(text, mentions, sure, firms) for text, mentions in zip(texts, found, strict=True)]
    listed = sorted(sure, key=lambda n: (-len(n), n))
    if not listed:
        return [list(mentions) for mentions in found]
    pattern = re.compile("|".join(map(re.escape, listed)))
    trusted = frozenset(known)
    return [_with(text, list(mentions), pattern, trusted) for text, mentions in zip(texts, found, strict=True)]


def _firms(texts: Sequence[str], found: Sequence[Sequence[Mention]]) -> str:
    """The organisations a document shows surely, one a line."""
    sure = {
        text[m.start : m.end]
        for text, mentions in zip(texts, found, strict=True)
        for m in mentions
        if m.label == "ORGANIZATION" and m.confidence >= SURE
    }
    return "\n".join(sorted(sure))


def _doubted(text: str, mentions: Sequence[Mention], sure: Collection[str], firms: str) -> list[Mention]:
    """Without people that are more likely none; the brand in a firm's name (洛特斯 of 杭州洛特斯有限公司) is the firm."""
    out = []
    for m in mentions:
        if m.label == "PERSON" and m.confidence < SURE and (name := text[m.start : m.end]) not in sure:
            if name in firms:
                m = Mention(m.start, m.end, "ORGANIZATION", m.confidence)
            elif m.confidence < LIKELY:
                continue
        out.append(m)
    return out


def _with(text: str, mentions: list[Mention], pattern: re.Pattern[str], trusted: frozenset[str]) -> list[Mention]:
    for hit in pattern.finditer(text):
        a, b = hit.span()
        beside = [m for m in mentions if m.start < b and a < m.end]
        if any((m.start, m.end) == (a, b) and m.label == "PERSON" for m in beside):
            continue
        stuck = any(m.label == "PERSON" and m.start == a and b < m.end and m.confidence < DOUBT for m in beside)
        longer = not stuck and any(m.label == "PERSON" and m.start <= a and b <= m.end for m in beside)
        firm = any(m.confidence >= DOUBT and not (m.label == "PERSON" and a <= m.start and m.end <= b) for m in beside)
        titled = any(m.end == a and m.label == "POSITION" for m in mentions)
        clear = b - a > 2 or hit[0] in trusted or titled or stuck or _alone(text, a, b)
        if longer or firm or not clear:
            continue
        mentions = [m for m in mentions if m not in beside]
        mentions.append(Mention(a, b, "PERSON", 0.85))
    return sorted(mentions)


def _alone(text: str, a: int, b: int) -> bool:
    """Between marks, or before a word that comes after names: two characters may be a word (高远 in 志存高远的)."""
    left = a == 0 or not names.HAN.match(text[a - 1])
    return left and names.follow(text, b) > 0.7
