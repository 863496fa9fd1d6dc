"""Places: names without endings, their English spellings, and the one row that a name and a level point to."""

from __future__ import annotations

import pytest

from readouts.places import english_city, english_names, find_place, load_gazetteer, romanise, strip_generic

BARE = [
    ("绵阳市", "绵阳"),
    ("甘谷县", "甘谷"),
    ("浦东新区", "浦东"),
    ("沙市区", "沙市"),
    ("巴县", "巴县"),  # two characters keep their ending
    ("神农架林区", "神农架"),
    ("香港特别行政区", "香港"),
    ("内蒙古自治区", "内蒙古"),
    ("新疆维吾尔自治区", "新疆"),
    # The people in the name of an autonomous place goes, and nothing before it.
    ("广西壮族自治区", "广西"),
    ("宁夏回族自治区", "宁夏"),
    ("延边朝鲜族自治州", "延边"),
    ("甘孜藏族自治州", "甘孜"),
    ("凉山彝族自治州", "凉山"),
    ("恩施土家族苗族自治州", "恩施"),
    ("西双版纳傣族自治州", "西双版纳"),
    ("巴音郭楞蒙古自治州", "巴音郭楞"),
    ("张家川回族自治县", "张家川"),
]


@pytest.mark.parametrize(("name", "bare"), BARE)
def test_generic_endings_are_cut(name: str, bare: str) -> None:
    assert strip_generic(name) == bare


@pytest.mark.parametrize(
    ("name", "word"),
    [("绵阳", "Mianyang"), ("西安", "Xi'an"), ("东阿", "Dong'e"), ("绿春", "Luchun"), ("重庆", "Chongqing")],
)
def test_romanised(name: str, word: str) -> None:
    assert romanise(name) == word


SPELT = [
    ("510700", "Mianyang"),
    ("610000", "Shaanxi"),  # 140000 is Shanxi
    ("140000", "Shanxi"),
    ("150000", "Inner Mongolia"),
    ("540000", "Tibet"),
    ("450000", "Guangxi"),
    ("640000", "Ningxia"),
    ("230100", "Harbin"),
    ("211300", "Chaoyang"),  # 朝 has two readings, and so have 漯 and 长
    ("411100", "Luohe"),
    ("140400", "Changzhi"),
    ("341500", "Lu'an"),
    ("350200", "Xiamen"),
    ("361000", "Fuzhou"),
]


@pytest.mark.parametrize(("adcode", "word"), SPELT)
def test_english_spelling(adcode: str, word: str) -> None:
    assert word in english_names(load_gazetteer()[adcode])


FOUND = [
    ("Mianyang", "municipal", "510700"),
    ("mianyang", "municipal", "510700"),
    ("绵阳市", None, "510700"),
    ("Gangu", "county", "620523"),
    ("Feicheng", "municipal", "370983"),  # a county-level city speaks of itself as municipal
    ("Chongqing", "municipal", "500000"),
    ("Beijing", None, "110000"),
    ("Jilin", "provincial", "220000"),  # a province and a city share the name
    ("Jilin", "municipal", "220200"),
    ("Guangxi", "provincial", "450000"),
    ("Ningxia", "provincial", "640000"),
    ("Xi'an", "municipal", "610100"),
    # A null beats a guess.
    ("Suzhou", "municipal", None),  # 320500 and 341300
    ("Taizhou", "municipal", None),  # 321200 and 331000
    ("Chaoyang", "county", None),  # 110105 and others
    ("Nowhere", "municipal", None),
    ("", None, None),
]


@pytest.mark.parametrize(("name", "level", "adcode"), FOUND)
def test_one_row_or_none(name: str, level: str | None, adcode: str | None) -> None:
    found = find_place(name, level)
    assert (found.adcode if found else None) == adcode


def test_no_place_keeps_the_ending_of_an_autonomous_one() -> None:
    kept = {place.name for place in load_gazetteer().values() if "自治" in place.name}
    # Where the people's name is all there is, it stays; the last is a heading of the table.
    assert kept <= {"鄂伦春自治旗", "鄂温克族自治旗", "东乡族自治县", "自治区直辖县级行政区划"}, sorted(kept)[:10]


def test_every_place_has_a_level_and_its_province() -> None:
    for place in load_gazetteer().values():
        assert place.level in {"provincial", "municipal", "county"}
        assert place.province, place


@pytest.mark.parametrize(
    ("adcode", "city"),
    [
        ("510700", "Mianyang"),
        ("510722", "Mianyang"),
        ("500103", "Chongqing"),
        ("429004", "Hubei"),
        ("510000", "Sichuan"),
        (None, None),
    ],
)
def test_the_city_of_a_code(adcode: str | None, city: str | None) -> None:
    assert english_city(adcode) == city
