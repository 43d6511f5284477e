"""Pairs: texts that say the same thing, from headings, captions, sentences, editions and lists of words."""

from pathlib import Path

import pytest

from index.train.pairs import lexicon_pairs, paper_pairs, translation_pairs
from ingest.documents import Document, DocumentKind
from ingest.sources import Source

# Each of at least 60 characters.
HARBOUR = (
    "港の灯台は百年前に石で建てられ、いまも夜ごとに沖の船を照らしている。灯台守の家には三人が住み、交代で灯をともす。"
    "この十年で船は減ったが、灯台は残った（図表1-1-1）。"
)
MARKET = (
    "市場では朝の五時から魚が並び、町の人の多くがここで一日の食べ物を買い求める。"
    "雨の日には屋根のある広場に店が移り、客も増える。"
)
CAPTION = "灯台を通る船の数の移り変わり"
TEXT = f"""第1章　港の暮らし

第1節　灯台と船

{HARBOUR}
図表1-1-1　{CAPTION}

第2節　市場

{MARKET}
短い文である。
"""


def paper(year: int, text: str = TEXT) -> Source:
    edition = f"令和{year - 2018}年版"
    return Source(Document(f"r{year - 2018}", "白書", edition, year, DocumentKind.WHITE_PAPER), text)


PAIRS = paper_pairs([paper(2025)])


def test_paragraphs_are_long_enough() -> None:
    assert min(len(HARBOUR), len(MARKET)) >= 60


def test_title_is_paired_with_each_paragraph_under_it_alone_and_under_its_own_title() -> None:
    # 市場 is too short to stand for a question.
    assert PAIRS["headings"] == [("灯台と船", HARBOUR), ("港の暮らし 灯台と船", HARBOUR)]


def test_caption_is_paired_with_the_paragraph_that_names_the_figure() -> None:
    assert PAIRS["captions"] == [(CAPTION, HARBOUR)]


def test_sentence_is_paired_with_the_rest_of_its_paragraph() -> None:
    sentences = [f"{sentence}。" for sentence in HARBOUR.split("。")[:-1]]
    expected = [
        (sentence, HARBOUR.replace(sentence, "")) for sentence in sentences if len(HARBOUR.replace(sentence, "")) >= 60
    ]
    assert [pair for pair in PAIRS["sentences"] if pair[0] in HARBOUR] == expected != []


def named(text: str) -> str:
    """The same with a title that is long enough to be told from others."""
    return text.replace("灯台と船", "港の灯台と船")


def test_paragraphs_of_one_title_are_paired_from_an_edition_to_the_next() -> None:
    first, later, last = HARBOUR, HARBOUR.replace("百年前", "百一年前"), HARBOUR.replace("百年前", "百二年前")
    texts = {2025: last, 2023: first, 2024: later}
    sources = [paper(year, TEXT.replace(HARBOUR, text)) for year, text in texts.items()]
    assert paper_pairs(sources)["editions"] == []
    sources = [paper(year, named(TEXT.replace(HARBOUR, text))) for year, text in texts.items()]
    assert paper_pairs(sources)["editions"] == [(first, later), (later, last)]


def test_one_edition_is_no_pair_of_editions() -> None:
    assert PAIRS["editions"] == []
    assert paper_pairs([paper(2025, named(TEXT))] * 2)["editions"] == []


def test_no_papers_have_no_pairs() -> None:
    assert paper_pairs([]) == {"headings": [], "captions": [], "sentences": [], "editions": []}


def test_words_of_the_lists_are_paired_with_their_first_four_terms(tmp_path: Path) -> None:
    (tmp_path / "everyday.tsv").write_text("渡し船\t定期船|客船|連絡船|汽船|帆船\n", "utf-8")
    (tmp_path / "bridge.tsv").write_text("ferri\t渡し船:1.00\t船:0.60\n", "utf-8")
    assert lexicon_pairs(tmp_path / "everyday.tsv", tmp_path / "bridge.tsv") == [
        ("渡し船", "定期船"),
        ("渡し船", "客船"),
        ("渡し船", "連絡船"),
        ("渡し船", "汽船"),
        ("ferri", "渡し船"),
        ("ferri", "船"),
    ]


def test_sentences_are_paired_with_their_translations_without_blanks(tmp_path: Path) -> None:
    (tmp_path / "en").write_text("The lighthouse is old .\nIt rains .\n", "utf-8")
    (tmp_path / "ja").write_text("灯台 は 古 い 。\n雨 だ 。\n", "utf-8")
    expected = [("The lighthouse is old .", "灯台は古い。"), ("It rains .", "雨だ。")]
    assert translation_pairs(tmp_path / "en", tmp_path / "ja") == expected


def test_sentences_without_a_translation_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "en").write_text("One .\nTwo .\n", "utf-8")
    (tmp_path / "ja").write_text("一 。\n", "utf-8")
    with pytest.raises(ValueError, match="shorter"):
        translation_pairs(tmp_path / "en", tmp_path / "ja")
