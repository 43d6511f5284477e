"""The chain with a language model: question → passages → prompt → answer's draft, in LangChain's terms."""

from itertools import accumulate
from operator import itemgetter
from typing import TYPE_CHECKING

from langchain_core.runnables import Runnable, RunnableLambda, RunnablePassthrough

from index.figures import in_one_line
from index.passages import Passage
from ingest.chunks import Chunk
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
    """A question, with the passages that were found for it, and how many of them the model is given."""

    passages: tuple[Passage, ...]
    given: int


def build_chain(retriever: PassageRetriever, model: "BaseChatModel", idf: Idf, *, prompt_tokens: int) -> Runnable:
    """A runnable from `Put` to a dict that adds `passages`, `given` and `draft`; streamed, the draft comes in pieces.

    The chat model is given as many passages as the budget holds.
    """
    from langchain_core.output_parsers import StrOutputParser

    order: Runnable = RunnableLambda(lambda found: _in_order(found, idf))
    fit: Runnable = RunnableLambda(lambda found: fitting(found, prompt_tokens))
    write: Runnable = RunnableLambda(messages) | model | StrOutputParser()
    return (
        RunnablePassthrough.assign(passages=itemgetter("search") | retriever | passages_of)
        | RunnablePassthrough.assign(passages=order)
        | RunnablePassthrough.assign(given=fit)
        | RunnablePassthrough.assign(draft=write)
    )


def _in_order(found: Found, idf: Idf) -> tuple[Passage, ...]:
    return by_statements(read(found["search"], found["passages"], idf), found["passages"])


def fitting(found: Found, prompt_tokens: int) -> int:
    """How many excerpts, in rank order, a prompt of at most so many tokens holds; the first is always there."""
    used = count_tokens(prompt("answer")) + count_tokens(_asked(found))
    lengths = [count_tokens(_excerpt(passage)) for passage in found["passages"]]
    return max(min(1, len(lengths)), sum(used + length <= prompt_tokens for length in accumulate(lengths)))


def messages(found: Found) -> "list[BaseMessage]":
    """The prompt: instructions with numbered excerpts in rank order, then the questions."""
    from langchain_core.messages import HumanMessage, SystemMessage

    excerpts = [_excerpt(passage) for passage in found["passages"][: found["given"]]]
    return [SystemMessage(prompt("answer").format(excerpts="\n\n".join(excerpts))), HumanMessage(_asked(found))]


def _asked(found: Found) -> str:
    return "\n".join([*(f"（前の質問）{earlier}" for earlier in found["history"]), found["question"]])


def _excerpt(passage: Passage) -> str:
    return prompt("excerpt").format(number=passage.rank, section=passage.chunk.section.name, text=_told(passage.chunk))


def _told(chunk: Chunk) -> str:
    """A chunk as a model may read it: of a figure the caption, each value with its labels, and what stands together."""
    if not chunk.of_figure:
        return chunk.text
    told = [*(cell.text for cell in chunk.cells if cell.measured), *map(in_one_line, chunk.entries)]
    return "\n".join([chunk.text.partition("\n")[0], *(told or [prompt("figure")])])
