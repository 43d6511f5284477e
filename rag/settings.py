"""Settings: environment variables that begin with HAKUSHO_, a .env file, and flags that beat both."""

from pathlib import Path

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.embedder import BUNDLED
from ingest.errors import InputError

EXTRACTIVE = "extractive"
FAISS, _MILVUS = "faiss", "milvus:"
DIGEST = Path(__file__).resolve().parents[1] / "ingest" / "digest"
# Beside the user's other cached data; the index can always be made again.
_HOME = Path("~/.cache/hakusho")
_LOCAL_CORPUS = Path("corpus")


class SettingsError(InputError):
    """A setting has a value that cannot be used."""


class Settings(BaseSettings):
    """What the user chose. Nothing here is secret: keys stay in the variables their providers name."""

    model_config = SettingsConfigDict(env_prefix="HAKUSHO_", env_file=".env", extra="ignore", env_ignore_empty=True)

    corpus: Path | None = Field(None, description="a folder with a manifest.json, or any sources")
    home: Path = Field(_HOME, description="where the index and caches live")
    model: str = Field(EXTRACTIVE, description="extractive, or provider:model")
    base_url: str | None = Field(None, description="an OpenAI-compatible server")
    embedder: str = Field(BUNDLED, description="bundled, or a sentence-transformers name or folder")
    reranker: str | None = Field(None, description="a CrossEncoder's name or folder, to rank the passages anew")
    store: str = Field(
        FAISS, description="faiss, or milvus: and an address: milvus:./town.db, milvus:http://host:19530"
    )
    prompt_tokens: int = Field(6_000, ge=500, description="the most tokens a prompt may hold")
    timeout: float = Field(60.0, gt=0, description="seconds to wait for the language model")

    @field_validator("store")
    @classmethod
    def _is_a_store(cls, given: str) -> str:
        if given != FAISS and not (given.startswith(_MILVUS) and given.removeprefix(_MILVUS).strip()):
            raise ValueError("faiss か milvus:アドレス")
        return given

    @property
    def milvus(self) -> str | None:
        """The address of Milvus, if the index is kept there."""
        return None if self.store == FAISS else self.store.removeprefix(_MILVUS)

    @property
    def home_folder(self) -> Path:
        return self.home.expanduser()

    def sources(self) -> list[Path]:
        """Where the documents are: HAKUSHO_CORPUS if set, else ./corpus if there, else the digest."""
        if self.corpus:
            return [self.corpus.expanduser()]
        return [_LOCAL_CORPUS] if _LOCAL_CORPUS.is_dir() else [DIGEST]


def load_settings(**flags: object) -> Settings:
    """Settings from flags, the environment and .env, in this order. Raises SettingsError."""
    try:
        return Settings(**flags)  # type: ignore[arg-type]
    except UnicodeDecodeError as error:
        raise SettingsError("設定ファイル .env を読めません（UTF-8 のテキストではありません）。") from error
    except ValidationError as error:
        first = error.errors()[0]
        name = "HAKUSHO_" + str(first["loc"][0]).upper()
        raise SettingsError(f"設定 {name} の値 {first['input']!r} は使えません（{first['msg']}）。") from error
