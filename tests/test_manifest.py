"""manifest.csv as people write it: the usual words for its columns, and one bad row costs no other."""

from __future__ import annotations

import pytest

from kg.corpus import manifest
from kg.corpus.manifest import About
from kg.errors import InputError

WHOLE = About("今日青溪", "青溪区", "2031-05-08")


def parse(text: str) -> tuple[dict[str, About], list[str]]:
    told: list[InputError] = []
    found = manifest.parse(text.encode(), "m/manifest.csv", told.append)
    return found, [str(e) for e in told]


@pytest.mark.parametrize(
    "header",
    [
        "file,publisher,area,issued",
        "File,Newspaper,District,Date",
        "filename,source,region,publication_date",
        "文件名,报纸,地区,日期",
        "路径,媒体,区县,出版日期",
        " file , publisher , area , pub date ",
        "\ufefffile,publisher,area,issued",
    ],
)
def test_the_usual_words_head_the_columns(header: str) -> None:
    assert parse(f"{header}\na.txt,今日青溪,青溪区,2031-05-08\n") == ({"a.txt": WHOLE}, [])


@pytest.mark.parametrize("mark", [",", ";", "\t", "，"])
def test_what_spreadsheets_part_cells_with(mark: str) -> None:
    rows = ("file publisher area date", "a.txt 今日青溪 青溪区 2031-05-08")
    assert parse("\n".join(r.replace(" ", mark) for r in rows)) == ({"a.txt": WHOLE}, [])


def test_our_own_word_goes_before_others() -> None:
    found, told = parse("date,issued,file,source\n2030-01-01,2031-05-08,a.txt,网页\n")
    assert found == {"a.txt": About("网页", None, "2031-05-08")}
    assert not told


@pytest.mark.parametrize(
    ("printed", "issued"),
    [
        ("20310508", "2031-05-08"),
        ("2031年5月8日 星期四", "2031-05-08"),
        ("2031年5月8日（周四）", "2031-05-08"),
        ("2031-05-08 00:00:00", "2031-05-08"),
        ("2031/5/8 0:00", "2031-05-08"),
        ("２０３１年５月", "2031-05"),
        ("203105081", None),
        ("2031-02-30", None),
        ("5/8/2031", None),
        ("2031-05 x", None),
    ],
)
def test_days_as_people_write_them(printed: str, issued: str | None) -> None:
    assert manifest.to_issued(printed) == issued


def test_bad_rows_are_named_by_line_and_the_others_kept() -> None:
    text = "file,area,date\na.txt,青溪区,2031-05-08\nb.txt,白石县,五月\nc.txt,青溪区,2031-05-09\n,青溪区,2031-05-10\nd.txt,,31.5.8\n"
    found, told = parse(text)
    assert found == {
        "a.txt": About(None, "青溪区", "2031-05-08"),
        "b.txt": About(None, "白石县", None),
        "c.txt": About(None, "青溪区", "2031-05-09"),
        "d.txt": About(),
    }
    assert told == [
        "m/manifest.csv:3: issued '五月' is no date (so line 6), read without it; write YYYY-MM-DD, YYYY-MM or YYYY; all other rows count",
        "m/manifest.csv:5: names no file, left out; write its name in the column 'file', or remove the row",
    ]


def test_a_thousand_bad_rows_are_one_line() -> None:
    found, [told] = parse("file,date\n" + "".join(f"{i}.txt,昨天\n" for i in range(1000)))
    assert len(found) == 1000
    assert "(so lines 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 989 more)" in told
