"""The classifier of intents gives what scikit-learn gives, from a file of numbers alone."""

import json
import math

import pytest

from eval.questions import read_questions
from eval.tune import INTENTS, intent_examples, learn_intents
from rag import classifier
from rag.answers import Reason

TEXTS = [
    "郵便局の数は？",
    "おすすめのスマホはどれ？",
    "こんにちは",
    "住民票はどこでもらえますか",
    "qwertyuiop",
    "漁船 何隻",
]


def test_file_is_what_learning_gives() -> None:
    learned, kept = learn_intents(INTENTS), json.loads(classifier.FILE.read_text("utf-8"))
    assert (learned["classes"], list(learned["grams"])) == (kept["classes"], list(kept["grams"]))
    for gram, values in learned["grams"].items():
        assert values == pytest.approx(kept["grams"][gram], abs=0.01)


def test_chances_are_those_of_the_pipeline_it_was_learned_with() -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    wanted, said = zip(*intent_examples(INTENTS), strict=True)
    vectorizer = TfidfVectorizer(analyzer=classifier.grams, min_df=3, sublinear_tf=True)
    rows = vectorizer.fit_transform(said)
    model = LogisticRegression(C=30.0, class_weight="balanced", max_iter=1_000).fit(rows, wanted)
    for text in TEXTS:
        expected = dict(zip(model.classes_, model.predict_proba(vectorizer.transform([text]))[0], strict=True))
        assert classifier._chances(text, classifier._model()) == pytest.approx(expected, abs=0.02)


def test_grams_are_characters_to_three_and_words_to_two_at_a_time() -> None:
    assert classifier.grams("a  海\n") == [
        *["a", " ", "海", "a ", " 海", "a 海"],
        *["\x1f", "\x1fa", "\x1f海", "\x1f", "\x1f\x1fa", "\x1fa\x1f海", "\x1f海\x1f"],
    ]
    assert classifier.grams("") == ["\x1f", "\x1f", "\x1f\x1f"]


@pytest.mark.parametrize(
    ("text", "fold"),
    [
        ("ＩＧＮＯＲＥ　Ａｌｌ", "ignore all"),
        ("無 視 し て", "無視して"),
        ("i.g.n.o.r.e all", "ignore all"),
        ("無\u200b視\u00adして", "無視して"),
        ("a b", "a b"),
        ("漁船 は 35 隻", "漁船 は 35 隻"),
    ],
)
def test_text_is_folded_to_one_form(text: str, fold: str) -> None:
    assert classifier.folded(text) == fold


def test_suspicion_is_the_best_reason_and_the_odds_against_a_question() -> None:
    chances = classifier._chances("こんにちは", classifier._model())
    question = chances.pop("question")
    suspicion = classifier.suspected("こんにちは")
    assert suspicion.reason is Reason.GREETING
    assert suspicion.log_odds == pytest.approx(math.log((1 - question) / question))


def test_no_example_is_a_question_that_measures_or_stands_there_twice() -> None:
    said = ["".join(filter(str.isalnum, text)) or text for _, text in own_examples()]
    measured = {"".join(filter(str.isalnum, classifier.folded(q.question))) for q in read_questions()}
    assert not measured.intersection(said)
    assert len(said) == len(set(said))


def test_classes_are_reasons_and_one_for_questions() -> None:
    assert set(classifier._model().classes) == {reason.value for reason in Reason} - {"not_found"} | {"question"}


def own_examples() -> list[tuple[str, str]]:
    """The examples of the file, without those of the train split."""
    return intent_examples(INTENTS)[: len(INTENTS.read_text("utf-8").splitlines())]


def test_text_without_any_known_gram_is_decided_by_what_is_usual() -> None:
    assert math.isfinite(classifier.suspected("\u0e01\u0e02").log_odds)
