"""The classifier of intents gives what scikit-learn gives, from a file of numbers alone."""

import json
import unicodedata

import pytest

from eval.tune import INTENTS, learn_intents
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

    wanted, said = zip(*(line.split("\t") for line in INTENTS.read_text("utf-8").splitlines()), strict=True)
    vectorizer = TfidfVectorizer(analyzer=classifier.grams, min_df=3, sublinear_tf=True)
    rows = vectorizer.fit_transform([unicodedata.normalize("NFKC", text).lower() for text in said])
    model = LogisticRegression(C=10.0, class_weight="balanced", max_iter=1_000).fit(rows, wanted)
    for text in TEXTS:
        expected = dict(zip(model.classes_, model.predict_proba(vectorizer.transform([text]))[0], strict=True))
        assert classifier._chances(text, classifier._model()) == pytest.approx(expected, abs=0.02)


def test_grams_are_the_characters_one_to_three_at_a_time() -> None:
    assert classifier.grams("a  海\n") == ["a", " ", "海", "a ", " 海", "a 海"]
    assert classifier.grams("") == []


def test_classes_are_reasons_and_one_for_questions() -> None:
    assert set(classifier._model().classes) == {reason.value for reason in Reason} - {"not_found"} | {"question"}


def test_text_without_any_known_gram_is_decided_by_what_is_usual() -> None:
    assert classifier.learned_intent("\u0e01\u0e02") in {None, *Reason}
