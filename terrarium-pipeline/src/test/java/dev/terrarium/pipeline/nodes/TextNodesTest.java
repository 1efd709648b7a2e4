package dev.terrarium.pipeline.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextNodesTest {
  private static final String ASTRAL = "a\uD83D\uDE00b";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "uppercase|Straße ﬁn|STRASSE FIN",
        "lowercase|ΟΔΟΣ ΣΑΣ Σ|οδος σας σ",
        "lowercase|İ|i̇",
        "reverse|ab c|c ba",
        "title_case|they're bill's OLD-time 2nd|They'Re Bill'S Old-Time 2Nd",
        "title_case|ßa ﬂy ΣΑΣ ŉa|Ssa Fly Σας ʼNa",
        "remove_spaces|a b\tc |ab\tc",
        "first_word|  two words |two",
        "last_word|  two words |words",
      })
  void doesWhatPythonDoes(String operation, String text, String result) throws Exception {
    assertThat(transform(operation, text)).isEqualTo(result);
  }

  @Test
  void countsWordsAsPythonSplitsThem() throws Exception {
    var apart = "a\u00A0b\u2007c\u202Fd\u0085e\u001Cf\u3000g\u200Bh";

    assertThat(transform("word_count", apart)).isEqualTo(7L);
    assertThat(transform("word_count", " \n ")).isEqualTo(0L);
    assertThat(transform("last_word", " \n ")).isEqualTo("");
  }

  @Test
  void countsAndReversesWholeCharacters() throws Exception {
    assertThat(transform("char_count", ASTRAL)).isEqualTo(3L);
    assertThat(transform("reverse", ASTRAL)).isEqualTo("b\uD83D\uDE00a");
  }

  @Test
  void transformsTheFirstElementOfAList() throws Exception {
    var node = NodeHarness.of("TextTransformNode", Map.of("operation", "uppercase"));

    assertThat(node.run(Arrays.asList("word", null, 2L)))
        .containsExactly(Arrays.asList("WORD", null, 2L));
  }

  @Test
  void transformsNothingButTexts() throws Exception {
    var node = NodeHarness.of("TextTransformNode", Map.of("operation", "reverse"));

    assertThatThrownBy(() -> node.run(3L))
        .hasMessage("A text is wanted, or a list whose first element is one, not the number 3");
    assertThatThrownBy(() -> node.run(List.of())).hasMessageEndingWith("not an empty list");
    assertThatThrownBy(() -> node.run(List.of(1L, "a")))
        .hasMessageEndingWith("not a list that begins with the number 1");
  }

  @Test
  void transformMustBeToldWhatToDo() {
    assertThatThrownBy(() -> NodeHarness.of("TextTransformNode", Map.of("transform_func", "f")))
        .hasMessageContaining("is no parameter of this node; it takes operation")
        .hasMessageContaining("lacks the parameter 'operation', one of uppercase, lowercase");
  }

  @Test
  void processorDoesEachOperationWithTheTextAsItCame() throws Exception {
    var item =
        Map.of(
            "text",
            "Hello big world",
            "operations",
            List.of("reverse", "first_word", "word_count"));

    assertThat(process(item))
        .hasToString(
            "{original_text=Hello big world, operations=[reverse, first_word, word_count],"
                + " results={reverse=dlrow gib olleH, first_word=Hello, word_count=3},"
                + " processed_by=TextProcessorNode[n], node_config={}}");
  }

  @Test
  void processorMakesCapitalsWhereNothingElseIsAskedFor() throws Exception {
    assertThat(process(Map.of("text", "a")))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("operations", List.of("uppercase"))
        .containsEntry("results", Map.of("uppercase", "A"));
  }

  @Test
  void processorNamesAnOperationThatItDoesNotKnow() throws Exception {
    assertThat(process(Map.of("text", "a", "operations", List.of("shout", "reverse"))))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .extractingByKey("results")
        .hasToString("{unknown_operation_shout=Unknown operation: shout, reverse=a}");
  }

  @Test
  void processorSaysWhatIsWrongWithAnItem() {
    assertThatThrownBy(() -> process(Map.of("txt", "a")))
        .hasMessage("The item has no 'text'; it has [txt]");
    assertThatThrownBy(() -> process(Map.of("text", 1L)))
        .hasMessage("The item's 'text' must be a text, not the number 1");
    assertThatThrownBy(() -> process(Map.of("text", "a", "operations", "reverse")))
        .hasMessage("The item's 'operations' must be a list of words, not the text \"reverse\"");
    assertThatThrownBy(() -> process(Map.of("text", "a", "operations", List.of("reverse", 2L))))
        .hasMessage("The item's operations[1] must be a word, not the number 2");
  }

  private static @Nullable Object transform(String operation, String text) throws Exception {
    return NodeHarness.of("TextTransformNode", Map.of("operation", operation)).run(text).getFirst();
  }

  private static @Nullable Object process(Map<String, ?> item) throws Exception {
    return NodeHarness.of("TextProcessorNode", Map.of()).run(item).getFirst();
  }
}
