"""The real papers: the tree is right where it was checked by hand, and every quote is found in its source."""

import json
import re
from pathlib import Path

import pytest

from index.passages import Passage
from index.search import FusedRetriever
from ingest.chunks import chunk_paper
from ingest.cleaning import squeeze
from ingest.events import TextKind
from ingest.footnotes import notes_of
from ingest.references import references_in, resolve
from ingest.sections import Paper
from ingest.sentences import sentence_spans
from ingest.sources import Source
from ingest.tables import Cell, read_cells
from rag.pipeline import Assistant, open_index
from rag.settings import Settings

pytestmark = pytest.mark.corpus


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


def test_every_reference_found_in_the_newest_edition_resolves(papers: dict[str, Paper]):
    paper = papers["r07"]
    titles = {section.label: section.title for section in paper.sections}
    found = [
        (block.section, reference)
        for block in paper.blocks
        for reference in references_in(
            "".join(line.text.strip() for line in block.lines), within=paper.sections[block.section].label
        )
    ]
    led = {(place, resolve(reference, titles)) for place, reference in found}

    assert len(found) >= 25
    assert [reference for _, reference in found if resolve(reference, titles) is None] == []
    assert {(place, to) for place, section in enumerate(paper.sections) for to in section.references} == led


FIGURE = re.compile(r"図表([1-9]\d*)-(\d+)-\d+-\d+")
# They number figures 章-節-項-番.
EDITIONS_WITH_FULL_NUMBERS = [
    "h20",
    "h21",
    "h22",
    "h24",
    "h25",
    "h26",
    "h27",
    "h28",
    "h29",
    "h30",
    "r2",
    "r3",
    "r4",
    "r5",
]


def test_figures_of_the_older_editions_stand_where_their_number_says(papers: dict[str, Paper]):
    stand = [
        bool(re.match(f"(第[12]部)?第{number[1]}章第{number[2]}節", section.label))
        for id in EDITIONS_WITH_FULL_NUMBERS
        for section in papers[id].sections
        for figure in section.figures
        if (number := FIGURE.fullmatch(figure))
    ]

    assert len(stand) > 6000
    assert sum(stand) / len(stand) >= 0.97


def test_footnotes_of_the_newest_edition_are_tied_to_their_marks(papers: dict[str, Paper]):
    chunks = chunk_paper(papers["r07"], max_tokens=200, count_tokens=lambda text: len(text) // 2)
    notes = notes_of(papers["r07"])
    untied = {chunk.first_line for chunk in chunks if chunk.kind is TextKind.FOOTNOTE}

    assert len(notes) > 300
    assert 1 - sum(note.lines[0].number in untied for note in notes) / len(notes) >= 0.98


def cells(paper: Paper) -> dict[str, list[Cell]]:
    """The labelled values of each figure that has any, by its number, or its first words."""
    found = {}
    for block in paper.blocks:
        if block.kind is TextKind.FIGURE and (read := read_cells(block.lines)):
            caption = re.search(r"図表\s*[ⅠⅡ]?[\d-]*\d", block.lines[0].text)
            found[squeeze(caption[0] if caption else block.lines[0].text[:20])] = read
    return found


def test_labelled_values_of_the_newest_edition_are_read(papers: dict[str, Paper]):
    found = cells(papers["r07"])

    assert sum(len(read) for read in found.values()) >= 200
    assert {(cell.row, cell.value) for cell in found["図表Ⅰ-1-1-9"] if cell.column == "テレビ"} == {
        ("全年代 全年代(N=1,800)", "58.2%"),
        ("10代(N=140)", "52.1%"),
        ("20代(N=218)", "46.8%"),
        ("30代(N=237)", "43.5%"),
        ("40代(N=306)", "54.6%"),
        ("50代(N=330)", "63.0%"),
        ("60代(N=271)", "66.4%"),
        ("70代(N=298)", "72.1%"),
    }
    assert [
        cell.text
        for figure, row, column in (
            ("図表Ⅱ-1-12-2", "経常収益", "2024年度"),
            ("図表Ⅰ-1-4-5", "東京圏", "2050(推計）"),
            ("図表Ⅰ-1-4-5", "三大都市圏以外の地域", "1970年"),
        )
        for cell in found[figure]
        if (cell.row, cell.column) == (row, column)
    ] == ["経常収益 2024年度 114,683億円", "東京圏 2050(推計） 33.7%", "三大都市圏以外の地域 1970年 53.9%"]


def test_values_whose_labels_were_lost_are_not_read(papers: dict[str, Paper]):
    assert {"図表Ⅱ-1-3-4", "図表Ⅱ-1-2-9", "図表Ⅰ-1-3-5"} & cells(papers["r07"]).keys() == set()


@pytest.mark.parametrize("id", ["r07", "r07-2-2-8", "r04-4-8", "kokusai-pamphlet", "kokusai-slides"])
def test_every_labelled_value_stands_in_its_row_in_the_source(
    sources: dict[str, Source], papers: dict[str, Paper], id: str
):
    lines = {line.strip() for line in sources[id].text.replace("\f", " ").split("\n")}
    read = [cell for of_one in cells(papers[id]).values() for cell in of_one]

    assert {cell.quote for cell in read} - lines == set()
    assert [cell for cell in read if squeeze(cell.value) not in squeeze(cell.quote)] == []


def long_sentences(passages: list[Passage], id: str) -> set[str]:
    """The sentences of a document's passages that are too long to stand in two places by chance."""
    texts = [passage.chunk.text for passage in passages if passage.chunk.section.document.id == id]
    said = [squeeze(text[start:end]) for text in texts for start, end in sentence_spans(text)]
    return {sentence for sentence in said if len(sentence) >= 20}


@pytest.mark.parametrize(
    "question",
    [
        "広島AIプロセスの推進",
        "ASEANとのデジタル分野の協力",
        "OECDでのデジタル政策の検討",
        "インドとのデジタル分野の協力",
        "海外通信・放送・郵便事業支援機構の役割",
    ],
)
def test_passage_that_was_extracted_twice_is_found_once(
    corpus_assistant: Assistant, corpus_settings: Settings, question: str
):
    index = open_index(corpus_settings)
    alone = long_sentences(FusedRetriever(index, only="r07-2-2-8").search(question, 10), "r07-2-2-8")
    found = FusedRetriever(index).search(question, 10)
    whole, excerpt = (long_sentences(found, id) for id in ("r07", "r07-2-2-8"))

    assert alone & (whole | excerpt)
    assert whole & excerpt == set()


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
        ("h20", "第1章第1節1（2）イ", "都道府県別ユビキタス指数の作成", 31),
    ],
)
def test_section_of_an_older_edition_is_where_a_reader_finds_it(
    papers: dict[str, Paper], id: str, label: str, title: str, first_line: int
):
    assert (label, title, first_line) in places(papers[id])
