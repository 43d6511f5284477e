"""Follow-up questions: what is carried over and what is not."""

import pytest

from rag.conversation import standalone


@pytest.mark.parametrize(
    ("question", "history", "searched"),
    [
        ("じゃあ60代は？", ["10代のLINE利用率は？"], "10代のLINE利用率は？ じゃあ60代は？"),
        (
            "それはいつから始まった制度ですか？",
            ["電話リレーサービスとは？"],
            "電話リレーサービスとは？ それはいつから始まった制度ですか？",
        ),
        ("海外では？", ["一つ前", "日本のテレワーク率は？"], "日本のテレワーク率は？ 海外では？"),
        ("郵便局は全国にいくつありますか？", ["10代のLINE利用率は？"], "郵便局は全国にいくつありますか？"),
        ("じゃあ60代は？", [], "じゃあ60代は？"),
    ],
)
def test_question_that_cannot_stand_alone_takes_the_one_before(
    question: str, history: list[str], searched: str
) -> None:
    assert standalone(question, history) == searched
