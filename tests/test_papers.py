"""The real papers: the tree is right where it was checked by hand, and every quote is found in its source."""

import json
import re
from pathlib import Path

import pytest

from ingest.chunks import chunk_paper
from ingest.cleaning import squeeze
from ingest.reading import read_paper
from ingest.sections import Paper
from ingest.sources import Source, read_sources

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def sources(corpus: Path) -> dict[str, Source]:
    return {source.document.id: source for source in read_sources([corpus])}


@pytest.fixture(scope="module")
def papers(sources: dict[str, Source]) -> dict[str, Paper]:
    return {id: read_paper(source) for id, source in sources.items()}


def places(paper: Paper) -> set[tuple[str, str, int]]:
    return {(section.label, section.title, section.first_line) for section in paper.sections}


def test_every_document_of_the_manifest_is_read_into_sections_and_text(corpus: Path, papers: dict[str, Paper]):
    listed = [entry["id"] for entry in json.loads((corpus / "manifest.json").read_text("utf-8"))["documents"]]

    assert len(listed) == 26
    assert list(papers) == listed
    assert [id for id, paper in papers.items() if not paper.sections or not paper.blocks] == []


def test_every_line_number_lies_within_its_document(sources: dict[str, Source], papers: dict[str, Paper]):
    for id, paper in papers.items():
        last = sources[id].text.count("\n") + 1
        assert [s.label for s in paper.sections if not 1 <= s.first_line <= s.last_line <= last] == []
        assert [line for block in paper.blocks for line in block.lines if not 1 <= line.number <= last] == []
        assert [s.first_line for s in paper.sections] == sorted(s.first_line for s in paper.sections)


def test_every_run_between_seams_is_found_in_its_document(sources: dict[str, Source], papers: dict[str, Paper]):
    lost = []
    for id, paper in papers.items():
        source = squeeze(sources[id].text)
        for chunk in chunk_paper(paper, max_tokens=200, count_tokens=lambda text: len(text) // 2):
            edges = [0, *chunk.seams, len(chunk.text)]
            runs = [chunk.text[start:end] for start, end in zip(edges, edges[1:], strict=False)]
            lost.extend((id, chunk.first_line, run) for run in runs if squeeze(run) not in source)

    assert lost == []


def test_labels_of_the_newest_edition_are_unique(papers: dict[str, Paper]):
    labels = [section.label for section in papers["r07"].sections]

    assert sorted(labels) == sorted(set(labels))


def test_figures_of_the_newest_edition_stand_where_their_number_says(papers: dict[str, Paper]):
    elsewhere = []
    for section in papers["r07"].sections:
        for figure in section.figures:
            number = re.fullmatch(r"図表([ⅠⅡ])-(\d+)-(\d+)-\d+", figure)
            if number and not section.label.startswith("第{}部第{}章第{}節".format(*number.groups())):
                elsewhere.append((figure, section.label))

    # It stands in the introduction of its chapter, before the first 節.
    assert elsewhere == [("図表Ⅰ-3-1-1", "第Ⅰ部第3章")]


def test_numbers_of_figures_without_a_section_in_them_are_those_of_the_two_boxes(papers: dict[str, Paper]):
    own = {
        section.label: section.figures
        for section in papers["r07"].sections
        if any(figure[2] not in "ⅠⅡ" for figure in section.figures)
    }

    assert list(own.values()) == [
        tuple(f"図表{number}" for number in range(1, 7 + 1)),
        tuple(f"図表{number}" for number in range(1, 4 + 1)),
    ]
    assert [re.search("コラム|政策フォーカス", label)[0] for label in own] == ["コラム", "政策フォーカス"]


DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
REFERENCE = re.compile(
    r"(第[ⅠⅡ]部第[0-9０-９]+章第[0-9０-９]+節(?:[0-9０-９]+)?(?:（[0-9０-９]+）)?(?:[ア-コ])?(?:（[ア-コ]）)?)「([^」]+)」"
)


def test_every_cross_reference_of_the_newest_edition_resolves(sources: dict[str, Source], papers: dict[str, Paper]):
    titles = {section.label: squeeze(section.title) for section in papers["r07"].sections}
    said = [(label.translate(DIGITS), title) for label, title in REFERENCE.findall(squeeze(sources["r07"].text))]

    assert len(said) == 25  # as many as stand in the paper
    assert [(label, title, titles.get(label)) for label, title in said if titles.get(label) != title] == []


@pytest.mark.parametrize(
    ("label", "title", "first_line"),
    [
        ("凡例", "凡例", 69),
        ("第Ⅰ部第1章第1節1（1）", "インターネット接続端末", 138),
        ("第Ⅰ部第1章第2節1（2）ア（イ）", "中国のAIスタートアップ企業の開発したオープンモデルとその市場への影響", 777),
        ("第Ⅰ部第2章", "進展するデジタルがもたらす課題", 2811),
        ("第Ⅱ部第1章第1節", "ICT産業の動向", 3730),
        ("第Ⅱ部第1章第1節2", "情報通信産業の国内総生産（GDP）", 3850),
        ("第Ⅱ部第1章第3節1（3）エ（イ）", "衛星一般放送", 5224),
        (
            "第Ⅱ部第1章第11節コラム「2024年1月に発生した石川県能登地方の地震における被災地のICT利用状況調査」",
            "2024年1月に発生した石川県能登地方の地震における被災地のICT利用状況調査",
            9665,
        ),
        ("第Ⅱ部第2章第7節2", "Beyond 5G", 13669),
        ("第Ⅱ部第2章第8節6（2）イ（ウ）", "フランス", 14912),
        (
            "第Ⅱ部第2章第8節政策フォーカス「グローバルな経済安全保障の確保に向けて」",
            "グローバルな経済安全保障の確保に向けて",
            15035,
        ),
        ("付注2 イ", "インタビュー調査", 15697),
    ],
)
def test_section_of_the_newest_edition_is_where_a_reader_finds_it(
    papers: dict[str, Paper], label: str, title: str, first_line: int
):
    assert (label, title, first_line) in places(papers["r07"])


@pytest.mark.parametrize(
    ("id", "label", "title", "first_line"),
    [
        ("r07-2-2-8", "第Ⅱ部第2章第8節", "ICT国際戦略の推進", 2),
        ("r5", "第1部第2章第2節", "プラットフォーマーへのデータの集中", 102),
        ("r5", "第2部第5章第8節6（2）イ（ア）", "英国", 2228),
        ("r4", "第1部第1章第3節", "1995－2005年頃：ICTの進展～インターネットと携帯電話の普及～", 98),
        ("r4", "第2部第4章第8節6（5）ア", "アフリカ地域との協力", 1743),
        ("r2", "第1部第1章第2節", "5Gの実現・普及に向けて", 225),
        ("h30", "第1部第1章第2節1（1）ア", "内閣官房IT総合戦略室での検討", 174),
        ("h27", "第1部第1章第1節1（2）イ（ア）", "国際通信市場", 140),
        ("h24", "第1部第1章第2節2（2）ア", "世界のICT投資", 149),
        ("h20", "第1章第1節1（1）イ", "都道府県別ユビキタス指数の作成", 31),
    ],
)
def test_section_of_an_older_edition_is_where_a_reader_finds_it(
    papers: dict[str, Paper], id: str, label: str, title: str, first_line: int
):
    assert (label, title, first_line) in places(papers[id])
