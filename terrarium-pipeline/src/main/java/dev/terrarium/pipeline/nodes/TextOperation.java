package dev.terrarium.pipeline.nodes;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Something to be done with a text, by the word that asks for it.
enum TextOperation {
  UPPERCASE("uppercase", PythonText::upper),
  LOWERCASE("lowercase", PythonText::lower),
  REVERSE("reverse", PythonText::reversed),
  WORD_COUNT("word_count", text -> (long) PythonText.words(text).size()),
  CHAR_COUNT("char_count", PythonText::length),
  TITLE_CASE("title_case", PythonText::title),
  REMOVE_SPACES("remove_spaces", text -> text.replace(" ", "")),
  FIRST_WORD("first_word", text -> firstOrNone(PythonText.words(text))),
  LAST_WORD("last_word", text -> firstOrNone(PythonText.words(text).reversed()));

  private final String word;
  private final Function<String, Object> work;

  TextOperation(String word, Function<String, Object> work) {
    this.word = word;
    this.work = work;
  }

  /// Returns the words that there are.
  static List<String> words() {
    return Arrays.stream(values()).map(operation -> operation.word).toList();
  }

  /// Finds the operation that a word asks for.
  static Optional<TextOperation> of(String word) {
    return Arrays.stream(values()).filter(operation -> operation.word.equals(word)).findFirst();
  }

  /// Returns what comes of a text: a text or a `Long`.
  Object apply(String text) {
    return work.apply(text);
  }

  private static String firstOrNone(List<String> words) {
    return words.isEmpty() ? "" : words.getFirst();
  }
}
