from __future__ import annotations

from pathlib import Path

import pytest

from kit import articles, schemas

EXERCISES = sorted(Path("exercises/source").glob("*/*/article.toml"))


@pytest.mark.parametrize("name", articles.names())
def test_every_article_is_the_text_that_its_metadata_describes(name: str) -> None:
    article = articles.load(name)
    assert article.meta["sha256"] == article.sha256
    assert article.text.encode() == (articles.SHIPPED / name / "article.md").read_bytes()
    assert article.meta["license"]


@pytest.mark.parametrize("path", [*articles.SHIPPED.glob("*/article.toml"), *EXERCISES], ids=str)
def test_every_articles_metadata_follows_the_schema(path: Path) -> None:
    schemas.check("article", articles.load(path.parent).meta)


def test_the_seed_article_is_kept_byte_for_byte() -> None:
    article = articles.load("alliance")
    assert (len(article.text), len(article.text.encode())) == (2049, 2070)
    assert article.text.startswith("**Breaking News")
    assert not article.text.endswith("\n")
    assert "“It is our obligation" in article.text


def test_an_unknown_article_names_those_that_there_are() -> None:
    with pytest.raises(FileNotFoundError, match="alliance"):
        articles.load("aliance")


def test_a_changed_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "article.md").write_text("Changed.")
    (tmp_path / "article.toml").write_text(f'id = "x"\nsha256 = "{"0" * 64}"')
    with pytest.raises(ValueError, match="sha256 differs"):
        articles.load(tmp_path)
