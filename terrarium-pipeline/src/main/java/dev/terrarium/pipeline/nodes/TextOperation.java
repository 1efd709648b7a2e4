package dev.terrarium.pipeline.nodes;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Something to be done with a text, by the word that asks for it.
enum TextOperation {
  UPPERCASE("uppercase"),
  LOWERCASE("lowercase"),
  REVERSE("reverse"),
  WORD_COUNT("word_count"),
  CHAR_COUNT("char_count"),
  TITLE_CASE("title_case"),
  REMOVE_SPACES("remove_spaces"),
  FIRST_WORD("first_word"),
  LAST_WORD("last_word");

  private final String word;

  TextOperation(String word) {
    this.word = word;
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
    return switch (this) {
      case UPPERCASE -> PythonText.upper(text);
      case LOWERCASE -> PythonText.lower(text);
      case REVERSE -> PythonText.reversed(text);
      case WORD_COUNT -> (long) PythonText.words(text).size();
      case CHAR_COUNT -> PythonText.length(text);
      case TITLE_CASE -> PythonText.title(text);
      case REMOVE_SPACES -> text.replace(" ", "");
      case FIRST_WORD -> firstOrNone(PythonText.words(text));
      case LAST_WORD -> firstOrNone(PythonText.words(text).reversed());
    };
  }

  private static String firstOrNone(List<String> words) {
    return words.isEmpty() ? "" : words.getFirst();
  }
}
