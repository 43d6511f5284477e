"""What is shown is escaped: nothing that a person, a paper or a model wrote is taken for HTML or Markdown."""

from rag.citations import check
from tests.passages import passage
from ui.render import answer_html, markdown_label, passage_html, question_html


def test_marks_are_raised_and_everything_else_is_escaped() -> None:
    assert answer_html('<img src=x onerror="x">[1]') == (
        '<div class="hakusho-answer">&lt;img src=x onerror=&quot;x&quot;&gt;<sup>[1]</sup></div>'
    )
    assert question_html("<script>1</script>") == '<div class="hakusho-answer">&lt;script&gt;1&lt;/script&gt;</div>'


def test_sentence_of_the_quote_is_marked_in_its_passage() -> None:
    text = "坂の町<b>である。町の電話は2024年に1,200台となり、前年を上回った。"
    broken = passage(text, seams=(text.index("前年"),))
    citation = check("町の電話は1,200台となった[1]。", [broken]).citations[0]
    assert citation.quote == "町の電話は2024年に1,200台となり、"
    assert passage_html(citation) == (
        '<div class="hakusho-passage">坂の町&lt;b&gt;である。'
        "<mark>町の電話は2024年に1,200台となり、前年を上回った。</mark></div>"
    )


def test_label_leaves_markdown_nothing_to_interpret() -> None:
    assert markdown_label("[x](http://a.b) **c** $d$\n:red[e]") == (r"\[x\]\(http\://a\.b\) \*\*c\*\* \$d\$ \:red\[e\]")
