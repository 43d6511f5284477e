"""Language models: any `provider:model` that LangChain knows, or any OpenAI-compatible server."""

import os
from typing import TYPE_CHECKING

from ingest.errors import InputError
from rag.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


class ModelError(InputError):
    """The named language model cannot be set up. The message says what is missing."""


def load_model(settings: Settings) -> "BaseChatModel":
    """The chat model that the settings name. No request is made yet.

    Raises ModelError for a name without a provider, an unknown provider or a package not installed.
    """
    from langchain.chat_models import init_chat_model

    provider, _, model = settings.model.partition(":")
    if not model:
        raise ModelError(
            f"言語モデル {settings.model!r} は使えません。"
            "extractive か「提供元:モデル名」（例 openai:gpt-5-mini）で指定してください。"
        )
    options: dict = {"temperature": 0, "timeout": settings.timeout, "max_retries": 1}
    if settings.base_url:
        options["base_url"] = settings.base_url
        if provider == "openai" and not os.environ.get("OPENAI_API_KEY"):
            # A server of one's own asks for no key; the client insists on one.
            options["api_key"] = "none"
    try:
        return init_chat_model(model, model_provider=provider, **options)
    except ImportError as error:
        raise ModelError(
            f"言語モデル {settings.model} に必要なパッケージがありません: pip install 'hakusho[{provider}]'"
        ) from error
    except Exception as error:  # each provider's client has its own errors for a missing key or a bad option
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ModelError(f"言語モデル {settings.model} を使えません: {reason}") from error
