"""For pytest, with pytest-asyncio."""

import pytest
from readability import Readability, Sentences
from terrarium import Pipeline, nodes


@pytest.fixture
def pipeline():
    return Pipeline([Sentences(), nodes.TextTransformNode(operation="word_count"), Readability()])


@pytest.mark.asyncio
async def test_short_words_are_easier_than_long_ones(pipeline):
    easy, hard = await pipeline.run(["Keep it dry. Institutions deteriorate."])

    assert easy["score"] > 90
    assert hard["score"] < 0


@pytest.mark.asyncio
async def test_what_has_no_words_is_refused(pipeline):
    with pytest.raises(ValueError, match=r"no words in '\.\.\.'") as caught:
        await pipeline.run(["One. ..."])

    assert caught.value.__notes__ == ["Node Readability_2 failed on item 1"]
