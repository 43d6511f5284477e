"""The chat in the browser: `hakusho ui`, or `streamlit run ui/app.py`."""

import streamlit as st

from index.passages import Passage
from ingest.errors import InputError
from rag.answers import Answer, Reason
from rag.pipeline import LONGEST_QUESTION, Assistant, open_assistant
from rag.settings import load_settings
from ui.render import STYLE, answer_html, markdown_label, passage_html, plain_html, question_html
from ui.wording import CREDIT, EXAMPLES, SEARCHING, answerer_in_use, documents_in_use, is_digest

TITLE = "情報通信白書に聞く"
_MOST_LINKS = 3


@st.cache_resource(show_spinner="資料を準備しています…")
def assistant() -> Assistant:
    return open_assistant(load_settings())


def page() -> None:
    st.set_page_config(page_title=TITLE, page_icon="📖", layout="centered")
    st.html(STYLE)
    st.title(TITLE)
    try:
        ready = assistant()
    except InputError as error:
        st.error(markdown_label(str(error)))
        return
    show_banner(ready)
    answers: list[Answer] = st.session_state.setdefault("answers", [])
    for answer in answers:
        show_question(answer.question)
        with st.chat_message("assistant"):
            show_answer(answer)
    question = st.chat_input("知りたいことを入力してください", max_chars=LONGEST_QUESTION)
    if not answers and not question:
        question = show_examples()
    if question:
        ask(ready, question, answers)
    st.html(plain_html(CREDIT))


def show_banner(ready: Assistant) -> None:
    say = st.warning if is_digest(ready.documents) else st.info
    say(f"{markdown_label(documents_in_use(ready.documents))}  \n{markdown_label(answerer_in_use(ready.answered_by))}")


def show_examples() -> str | None:
    """Questions to begin with; the one that was pressed."""
    st.html(plain_html("質問の例"))
    pressed = [example for example in EXAMPLES if st.button(markdown_label(example), width="stretch")]
    return pressed[0] if pressed else None


def show_question(question: str) -> None:
    with st.chat_message("user"):
        st.html(question_html(question))


def ask(ready: Assistant, question: str, answers: list[Answer]) -> None:
    """Show the answer as it is written, then, checked, with its citations."""
    show_question(question)
    with st.chat_message("assistant"):
        written = st.empty()
        written.html(plain_html(SEARCHING))
        draft = ""
        try:
            for part in ready.stream(question, [answer.question for answer in answers]):
                if isinstance(part, Answer):
                    answers.append(part)
                else:
                    draft += part
                    written.html(answer_html(draft))
        except InputError as error:
            written.html(answer_html(str(error)))
            return
    st.rerun()


def show_answer(answer: Answer) -> None:
    if answer.value:
        st.html(plain_html(answer.value, css="hakusho-value"))
    st.html(answer_html(answer.text))
    if answer.notice:
        st.caption(markdown_label(answer.notice))
    for citation in answer.citations:
        with st.expander(markdown_label(f"[{citation.number}] {citation.name}")):
            st.html(passage_html(citation))
            show_links(citation.passage)
    near = first_of_each_section(answer) if answer.reason is Reason.NOT_FOUND else []
    if near:
        st.html(plain_html("近い内容の節"))
        for passage in near:
            with st.expander(markdown_label(passage.chunk.section.name)):
                st.html(plain_html(passage.chunk.text, css="hakusho-passage"))
                show_links(passage)


def first_of_each_section(answer: Answer) -> list[Passage]:
    """The first passage of each of the nearest sections that is not cited already."""
    cited = [citation.section for citation in answer.citations]
    sections = [section for section in answer.nearest if section not in cited]
    return [next(passage for passage in answer.passages if passage.chunk.section == section) for section in sections]


def show_links(passage: Passage) -> None:
    section = passage.chunk.section
    if section.address:
        st.link_button("総務省のページで読む", section.address.url)
    for link in section.data[:_MOST_LINKS]:
        st.link_button(markdown_label(f"データ集：{link.title}"), link.url)


if __name__ == "__main__":
    page()
