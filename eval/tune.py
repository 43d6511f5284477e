"""`python -m eval.tune`: learn from the questions of `read` and `train` what is learned, and say what it is worth.

The passages are ranked by a weighted sum of features (index/reranker.json), learned from lists in which it is known
what is right, by ListNet's softmax (Cao et al. 2007, Learning to Rank: From Pairwise Approach to Listwise Approach).
What answering learns is in `eval.lessons`; the reader, which is taught before all this, in `eval.reader`. A classifier
of intents learns from examples of its own and the train split (eval/intents.tsv, rag/intents.json).
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import numpy as np

from eval.lessons import learn_answers
from eval.measures import holds
from eval.questions import LEARNED, Kind, Question, Split, read_questions
from index import features as passages
from index import rerank
from index.folder import OpenIndex
from index.query import by_editions, read_query
from index.search import candidate_places, candidate_scores
from rag import classifier
from rag.answers import record_of_passage
from rag.conversation import in_context

_FOLDS = 5
# How much large weights cost: with some hundreds of questions the figures differ little from .003 to .03.
_PENALTY = 0.01
_SEED = 0
INTENTS = Path(__file__).with_name("intents.tsv")
# Kinds without an answer that are questions to the papers all the same.
_OF_THE_PAPERS = (Kind.NEAR_MISS, Kind.FALSE_PREMISE)
# Examples in which an n-gram must stand, and how freely the classifier follows them (sklearn's C).
_FEWEST_EXAMPLES, _STRENGTH = 3, 30.0


@dataclass(frozen=True)
class Example:
    """A list to be ranked: features, shape (items, features), and how right each item is, shape (items,), 0 to 1."""

    question: Question
    features: np.ndarray
    right: np.ndarray


def passage_examples(questions: Sequence[Question], index: OpenIndex) -> Iterator[Example]:
    """The candidates of each question's first searches; right is what holds evidence."""
    for question in questions:
        asked = read_query(in_context(question.question, question.history))
        for query in by_editions(asked, index.documents):
            probe = passages.Probe(query, index)
            places = candidate_places(probe, candidate_scores(probe))
            found = [record_of_passage(index.records.chunk(int(place))) for place in places]
            right = [float(any(holds(passage, gold) for gold in question.gold)) for passage in found]
            yield Example(question, passages.features(passages.Candidates(probe, places)), np.array(right))


def learn(examples: Sequence[Example]) -> np.ndarray:
    """Weights by which the most right items come before those that are less than half as right."""
    from scipy.optimize import minimize

    told = [example for example in examples if example.right.any()]
    everything = np.concatenate([example.features for example in told])
    spread = np.where(everything.std(axis=0) > 0, everything.std(axis=0), 1.0)
    lists = [(example.features / spread, *_sides(example.right)) for example in told]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        whole, slope = _PENALTY * weights @ weights, 2 * _PENALTY * weights
        for rows, best, worse in lists:
            cost, gradient = _cost(rows, best, worse, weights)
            whole, slope = whole + cost / len(lists), slope + gradient / len(lists)
        return whole, slope

    return minimize(loss, np.zeros(everything.shape[1]), jac=True, method="L-BFGS-B").x / spread


def _sides(right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The places of the most right items, and of those less than half as right."""
    return np.flatnonzero(right == right.max()), np.flatnonzero(right < right.max() / 2)


def _cost(rows: np.ndarray, best: np.ndarray, worse: np.ndarray, weights: np.ndarray) -> tuple[float, np.ndarray]:
    """−log of the chance that each of the best is drawn before all worse ones, averaged, and its gradient."""
    cost, gradient = 0.0, np.zeros_like(weights)
    for place in best:
        drawn = np.append(worse, place)
        scores = rows[drawn] @ weights
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        cost -= float(np.log(chances[-1] + 1e-12)) / len(best)
        gradient += (chances @ rows[drawn] - rows[place]) / len(best)
    return cost, gradient


def cross_validated(examples: Sequence[Example]) -> dict[str, float]:
    """How often the first item, or one of the first five, is as right as any.

    Each list is ranked with weights that never saw a question of its section.
    """
    random = np.random.default_rng(_SEED)
    sections = sorted({example.question.gold[0].label for example in examples})
    fold = dict(zip(sections, random.integers(0, _FOLDS, len(sections)), strict=True))
    first, among_five = [], []
    for number in range(_FOLDS):
        weights = learn([e for e in examples if fold[e.question.gold[0].label] != number])
        for example in (e for e in examples if fold[e.question.gold[0].label] == number):
            right = example.right[np.argsort(-(example.features @ weights), kind="stable")]
            best = right.max(initial=0.0)
            first.append(float(best > 0 and right[0] == best))
            among_five.append(float(best > 0 and best in right[:5]))
    return {"first": round(mean(first), 3), "among five": round(mean(among_five), 3)}


def _tune(what: str, names: Sequence[str], file: Path, examples: Sequence[Example]) -> None:
    learned = zip(names, learn(examples), strict=True)
    weights = {name: round(float(weight), 4) for name, weight in learned}
    file.write_text(json.dumps(weights, indent=1) + "\n", "utf-8")
    print(f"{what}: {len(examples)} lists, cross-validated {cross_validated(examples)}")
    for name, weight in sorted(weights.items(), key=lambda item: -abs(item[1])):
        print(f"  {name:22} {weight:8.3f}")


def intent_examples(file: Path) -> list[tuple[str, str]]:
    """Classes and folded texts: those of a file, one on each line, and what the train split asks the papers."""
    own = (line.split("\t") for line in file.read_text("utf-8").splitlines())
    train = (q for q in read_questions(split=Split.TRAIN) if q.answerable or q.kind in _OF_THE_PAPERS)
    asked = ((classifier.QUESTION, in_context(q.question, q.history)) for q in train)
    return [(wanted, classifier.folded(said)) for wanted, said in (*own, *asked)]


def learn_intents(file: Path) -> dict:
    """The classifier of rag/classifier.py, from the examples."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    wanted, said = zip(*intent_examples(file), strict=True)
    vectorizer = TfidfVectorizer(analyzer=classifier.grams, min_df=_FEWEST_EXAMPLES, sublinear_tf=True)
    rows = vectorizer.fit_transform(said)
    model = LogisticRegression(C=_STRENGTH, class_weight="balanced", max_iter=1_000).fit(rows, wanted)
    weights = zip(vectorizer.get_feature_names_out(), vectorizer.idf_, model.coef_.T, strict=True)
    return {
        "classes": model.classes_.tolist(),
        "intercept": [round(value, 4) for value in model.intercept_.tolist()],
        "grams": {gram: [round(idf, 3), *(round(w, 3) for w in of_gram.tolist())] for gram, idf, of_gram in weights},
    }


def main() -> None:
    from rag.pipeline import open_index
    from rag.settings import load_settings

    classifier.FILE.write_text(json.dumps(learn_intents(INTENTS), ensure_ascii=False, indent=0) + "\n", "utf-8")
    index = open_index(load_settings())
    train = [question for question in read_questions(split=Split.TRAIN) if question.answerable]
    _tune("passages", passages.FEATURES, rerank.FILE, list(passage_examples(train, index)))
    rerank.forget()
    learn_answers([question for split in LEARNED for question in read_questions(split=split)], index)


if __name__ == "__main__":
    main()
