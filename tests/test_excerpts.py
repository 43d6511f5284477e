"""What is too long for an answer is cut to the part that says most of the question."""

from index.query import read_query
from rag.asked import Asked, read_asked
from rag.excerpts import excerpt


def asked(question: str) -> Asked:
    return read_asked(read_query(question), lambda word: 5.0)


def test_excerpt_has_its_sentence_s_topic() -> None:
    text = (
        "町の灯台は、古くから船の目印として浜の暮らしを支えており、岬の先に立つ白い塔と赤い屋根が遠くからもよく見え、"
        "夜ごとに火をともす番人を三人おいて沖の船を導いている。"
    )
    assert excerpt(text, asked("灯台の番人は？"), 50) == (
        "町の灯台は、夜ごとに火をともす番人を三人おいて沖の船を導いている。"
    )


def test_excerpt_is_of_one_sentence() -> None:
    quoted = f"会の手引きは「{'谷の浜の' * 30}網を干す。漁船は35隻である。{'沖の' * 60}灯台を守る」という。"
    assert excerpt(quoted, asked("漁船は何隻？"), 100) == "漁船は35隻である。"
    assert excerpt("谷" * 300, asked("漁船は何隻？"), 100) == ""


def test_excerpt_is_no_longer_for_being_closed() -> None:
    text = "2024年末の町の漁船は35隻（前年比2隻増）、沖で網を干す谷の人たちの小屋の数はここ20年で最も少ない12軒である。"
    closed = "2024年末の町の漁船は35隻（前年比2隻増）である"
    assert excerpt(text, asked("町の漁船は？"), len(closed)) == closed
    assert excerpt(text, asked("町の漁船は？"), len(closed) - 1) == ""


def test_excerpt_does_not_end_inside_brackets() -> None:
    text = f"潮見の会（本部：岬（谷の浜）。194の町が加盟）は、灯台を守り、{'谷の' * 30}網を干している。"
    assert (
        excerpt(text, asked("潮見の会に加盟する町はいくつ？"), 60)
        == "潮見の会（本部：岬（谷の浜）。194の町が加盟）は、灯台を守っている"
    )


def test_excerpt_of_a_definition_is_what_something_is_or_does() -> None:
    text = f"「潮見の会」とは、灯台を守り、漁船の数を調べ、{'谷の' * 30}網を干す人々の会である。"
    assert excerpt(text, asked("潮見の会とは？"), 60) == "灯台を守る"
