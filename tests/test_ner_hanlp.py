"""HanLP, where the extra is installed: our model as its component, models of its own, and its documents."""

from __future__ import annotations

import json
import random
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

import kg
from kg.errors import UsageError
from kg.extraction import ner
from kg.extraction.ner import Mention, tagger

MISSING = [name for name in ("hanlp", "torch") if find_spec(name) is None]
pytestmark = [
    pytest.mark.hanlp,
    pytest.mark.skipif(bool(MISSING), reason=f"the extra hanlp is not installed: {', '.join(MISSING)} missing"),
]

TEXTS = [
    "青溪区委书记林有余主持会议并讲话，区领导欧阳明月、陈佳慧、高远参加。",
    "",
    "4月29日，埃及总统奥尔洛夫在纽约会见中国外交部长。",
    "本报讯（记者 沈知秋 通讯员 罗映山）昨天，云杉机械有限公司揭牌。",
    "会议指出，" * 60 + "区长高远出席会议。",
    "\U00020000𠮷野家　ＡＢＣ１２３",
]


@pytest.fixture(scope="module")
def ours() -> ner.Recogniser:
    return ner.load("hanlp")


def test_both_forms_of_our_model_say_the_same(ours: ner.Recogniser) -> None:
    embedded = ner.load("embedded")
    corpus = [line for f in sorted(Path("seeds").glob("*.txt")) for line in f.read_text("utf-8").splitlines()]
    texts = TEXTS + corpus
    assert ours.version == embedded.version
    for text, a, b in zip(texts, ours.recognise(texts), embedded.recognise(texts), strict=True):
        assert [(m.start, m.end, m.label) for m in a] == [(m.start, m.end, m.label) for m in b], text
        assert all(abs(x.confidence - y.confidence) < 0.02 for x, y in zip(a, b, strict=True)), text


def test_hanlp_itself_loads_our_model_and_saves_it_again(tmp_path: Path) -> None:
    import hanlp

    component = hanlp.load(str(tagger.MODEL), verbose=False)
    said = component(TEXTS[0])
    assert ("林有余", "PERSON", 6, 9) in said
    assert component([list(TEXTS[0]), list(TEXTS[2])])[0] == said
    assert component(list(TEXTS[0])) == said
    component.save(str(tmp_path))
    again = hanlp.load(str(tmp_path), verbose=False)
    assert again(TEXTS[0]) == said
    weights = (tmp_path / "weights.bin").read_bytes()
    assert weights == (tagger.MODEL / "weights.bin").read_bytes()


def test_a_model_that_is_none_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not load it"):
        ner.load("hanlp", model=str(tmp_path))


def test_weights_cut_short_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(tagger.MODEL, folder)
    whole = (folder / "weights.bin").read_bytes()
    (folder / "weights.bin").write_bytes(whole[:-2])
    with pytest.raises(UsageError, match="cut short"):
        ner.load("hanlp", model=str(folder))


def test_names_of_a_document_are_settled_between_its_tasks() -> None:
    from hanlp_common.document import Document

    from kg.extraction.ner.hanlp import merged

    text = "外长 奥尔洛夫在青溪镇会见陈佳慧"
    document = Document(
        {
            "tok/fine": ["外长", "奥尔洛夫", "在", "青溪镇", "会见", "陈佳慧"],
            "ner/msra": [("奥尔洛夫", "PERSON", 1, 2), ("青溪镇", "LOCATION", 3, 4), ("陈佳慧", "PERSON", 5, 6)],
            "ner/pku": [("奥尔洛夫", "nr", 1, 2), ("青溪镇", "ns", 3, 4)],
            "ner/ontonotes": [("奥尔洛夫", "PERSON", 1, 2), ("青溪镇会见", "GPE", 3, 5), ("外长", "NORP", 0, 1)],
        }
    )
    assert merged(text, document) == [
        Mention(3, 7, "PERSON", 0.95),
        Mention(8, 11, "PLACE", 0.8),
        Mention(13, 16, "PERSON", 0.65),
    ]
    assert merged(text, {"tok": list(text), "ner": [("奥尔洛夫", "PER", 3, 7)]}) == [Mention(3, 7, "PERSON", 0.95)]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recurrent tagger of HanLP's own, trained in seconds on invented sentences."""
    from hanlp.components.ner.rnn_ner import RNNNamedEntityRecognizer

    folder = tmp_path_factory.mktemp("hanlp")
    rng = random.Random(1)

    def rows(count: int) -> str:
        out = []
        for _ in range(count):
            name = rng.choice("林陈高罗沈欧") + "".join(rng.sample("有余佳慧远明映山知秋", 2))
            place = rng.choice(("青溪", "白石")) + rng.choice("镇乡")
            for text, tag in (
                (rng.choice(("区长", "书记", "主任")), ""),
                (name, "PERSON"),
                ("到", ""),
                (place, "LOCATION"),
                ("调研。", ""),
            ):
                for i, c in enumerate(text):
                    out.append(f"{c}\t{'O' if not tag else ('B-' if i == 0 else 'I-') + tag}")
            out.append("")
        return "\n".join(out) + "\n"

    for part, count in (("train.tsv", 300), ("dev.tsv", 40)):
        (folder / part).write_text(rows(count), encoding="utf-8")
    model = folder / "model"
    RNNNamedEntityRecognizer().fit(
        str(folder / "train.tsv"), str(folder / "dev.tsv"), str(model), batch_size=30, epochs=4, embed=24, rnn_hidden=24,
        drop=0.1, lr=0.02, crf=False, devices=-1, seed=1, tagging_scheme="BIO",
    )  # fmt: skip
    return model


def test_a_model_of_hanlps_own_runs_the_whole_build(tiny: Path, tmp_path: Path) -> None:
    paper = tmp_path / "paper"
    paper.mkdir()
    text = "青溪要闻\n\n区长陈佳慧到白石镇调研\n\n5月6日，青溪区区长陈佳慧到白石镇调研。区委书记林有余主持会议。\n"
    (paper / "a.txt").write_text(text, encoding="utf-8")
    mentions = ner.load("hanlp", model=str(tiny)).recognise(["书记罗明秋到青溪乡调研。"])
    assert [(m.start, m.end, m.label) for m in mentions[0]] == [(2, 5, "PERSON"), (6, 9, "PLACE")]
    report = kg.build([paper], tmp_path / "out", issued="2031-05-07", area="青溪区", ner="hanlp", model=str(tiny))
    assert not report.failures
    nodes = [json.loads(line) for line in (tmp_path / "out/nodes.jsonl").read_text("utf-8").splitlines()]
    assert {"陈佳慧", "林有余"} <= {n["name"] for n in nodes if n["label"] == "Person"}
    assert report.options["model"] == str(tiny)


def test_what_the_corpus_taught_goes_into_a_whitelist() -> None:
    from hanlp.components.ner.transformer_ner import TransformerNamedEntityRecognizer

    from kg.extraction.ner.hanlp import HanLP

    component = TransformerNamedEntityRecognizer()
    recogniser = HanLP("a model with a dictionary", component)
    assert recogniser.teach({"敖煜新": "PERSON", "某": "PERSON"})
    assert [label for *_, label in component.dict_whitelist.tokenize(list("见敖煜新"))] == ["PERSON"]
    assert not ner.load("hanlp").teach({"敖煜新": "PERSON"})  # type: ignore[attr-defined]


def test_short_texts_share_rows_and_their_names_come_back(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recogniser = ner.load("hanlp", model=str(tiny))
    names = [f"{family}{given}" for family in "林陈高罗沈" for given in ("有余", "佳慧", "远山", "明秋")]
    texts = [f"书记{name}到青溪乡调研。" for name in names]
    alone = [recogniser.recognise([text])[0] for text in texts]
    rows: list[str] = []
    component = recogniser._component  # type: ignore[attr-defined]
    read = type(component).predict

    def counted(self: object, data: list[list[str]], **options: object) -> object:
        rows.extend("".join(row) for row in data)
        return read(self, data, **options)

    monkeypatch.setattr(type(component), "predict", counted)
    together = recogniser.recognise(texts)
    assert rows == ["".join(texts)]
    assert [[(t[m.start : m.end], m.label) for m in found] for t, found in zip(texts, together, strict=True)] == [
        [(name, "PERSON"), ("青溪乡", "PLACE")] for name in names
    ]
    assert [[(m.start, m.end) for m in found] for found in alone] == [
        [(m.start, m.end) for m in found] for found in together
    ]


def test_a_recurrent_model_of_hanlps_is_taught_through_its_tags(tiny: Path) -> None:
    recogniser = ner.load("hanlp", model=str(tiny))
    text = "鄂木措主持会议。"

    def found() -> list[tuple[str, str]]:
        return [(text[m.start : m.end], m.label) for m in recogniser.recognise([text])[0]]

    assert ("鄂木措", "PERSON") not in found()
    assert recogniser.teach({"鄂木措": "PERSON"})  # type: ignore[attr-defined]
    assert ("鄂木措", "PERSON") in found()
    assert recogniser.teach({})  # type: ignore[attr-defined]
    assert ("鄂木措", "PERSON") not in found()


def test_what_a_document_shows_is_taught_while_it_is_read_and_forgotten_with_the_next(tiny: Path) -> None:
    from kg.corpus import About, read_document
    from kg.extraction import Extractor

    extractor = Extractor("hanlp", model=str(tiny))
    taught: list[set[str]] = []
    inner = extractor.recogniser.teach  # type: ignore[attr-defined]
    extractor.recogniser.teach = lambda names: taught.append(set(names)) or inner(names)  # type: ignore[attr-defined]
    paper = About(publisher="临川日报", area="临川区", issued="2024-06-15")
    told = "6月3日，区委书记高远山主持会议。区外办专家罗明秋到青溪乡调研。罗明秋参加会议。"
    extractor.extract(read_document(f"本报讯{told}\n", "a.txt", options=paper))
    assert taught[0] == {"高远山"}  # its characters and its place leave no doubt
    assert taught[-1] == {"高远山", "罗明秋"}  # the model is sure of the other
    extractor.extract(read_document("本报讯6月4日，区外办专家沈知秋到白石镇调研。\n", "b.txt", options=paper))
    assert all("高远山" not in names for names in taught[-1:])


def test_a_build_again_is_a_build_from_nothing_where_texts_are_read_together(tiny: Path, tmp_path: Path) -> None:
    paper = tmp_path / "paper"
    paper.mkdir()
    text = "青溪要闻\n\n5月6日，青溪区区长陈佳慧到白石镇调研。区委书记林有余主持会议。区外办专家罗明秋到青溪乡调研，沈知秋参加。\n"
    for name in ("a.txt", "b.txt"):
        (paper / name).write_text(text, encoding="utf-8")
    options = {"issued": "2031-05-07", "area": "青溪区", "ner": "hanlp", "model": str(tiny)}
    kg.build([paper], tmp_path / "out", **options)
    (paper / "b.txt").write_text(text + "\n区长陈佳慧和罗明秋到白石镇调研。\n", encoding="utf-8")
    kg.build([paper], tmp_path / "out", **options)
    kg.build([paper], tmp_path / "new", **options)
    for name in ("statements.jsonl", "nodes.jsonl", "edges.jsonl"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "new" / name).read_bytes()
