"""The chain with a language model: question → passages → prompt → answer's draft, in LangChain's terms."""

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from langchain_core.runnables import Runnable, RunnableLambda, RunnablePassthrough

from index.passages import Passage
from ingest.chunks import Chunk
from ingest.events import TextKind
from rag.answering import Put
from rag.asked import Idf
from rag.order import by_statements, read
from rag.prompts import prompt
from rag.retriever import PassageRetriever, passages_of
from rag.tokens import count_tokens

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage


class Found(Put):
    """A question, with the passages that were found for it."""

    passages: tuple[Passage, ...]


def build_chain(retriever: PassageRetriever, answerer: "Runnable[Any, str]", idf: Idf) -> Runnable:
    """A runnable from `Put` to a dict that adds `passages` and `draft`; streamed, the draft comes in pieces."""
    find = itemgetter("search") | retriever | passages_of
    order: Runnable = RunnableLambda(lambda found: _in_order(found, idf))
    return (
        RunnablePassthrough.assign(passages=find)
        | RunnablePassthrough.assign(passages=order)
        | RunnablePassthrough.assign(draft=answerer)
    )


def _in_order(found: Found, idf: Idf) -> tuple[Passage, ...]:
    return by_statements(read(found["search"], found["passages"], idf), found["passages"])


def model_answerer(model: "BaseChatModel", *, prompt_tokens: int) -> "Runnable[Any, str]":
    """Asks a chat model, with as many passages as the budget holds."""
    from langchain_core.output_parsers import StrOutputParser

    return RunnableLambda(lambda found: messages(found, prompt_tokens)) | model | StrOutputParser()


def messages(found: Found, prompt_tokens: int) -> "list[BaseMessage]":
    """The prompt: instructions with numbered excerpts in rank order, then the questions.

    Excerpts are added as long as the whole stays within `prompt_tokens`; the first is always there.
    """
    from langchain_core.messages import HumanMessage, SystemMessage

    asked = "\n".join([*(f"（前の質問）{earlier}" for earlier in found["history"]), found["question"]])
    used = count_tokens(prompt("answer")) + count_tokens(asked)
    excerpts: list[str] = []
    for passage in found["passages"]:
        excerpt = _excerpt(passage)
        used += count_tokens(excerpt)
        if excerpts and used > prompt_tokens:
            break
        excerpts.append(excerpt)
    system = prompt("answer").format(excerpts="\n\n".join(excerpts))
    return [SystemMessage(system), HumanMessage(asked)]


def _excerpt(passage: Passage) -> str:
    return prompt("excerpt").format(number=passage.rank, section=passage.chunk.section.name, text=_told(passage.chunk))


def _told(chunk: Chunk) -> str:
    """A chunk as a model may read it: of a picture the caption alone, of a table each value with its labels."""
    caption = chunk.text.partition("\n")[0]
    if chunk.kind is TextKind.FIGURE:
        return f"{caption}\n{prompt('figure')}"
    if chunk.kind is TextKind.TABLE:
        return "\n".join([caption, *(cell.text for cell in chunk.cells if cell.measured)])
    return chunk.text
