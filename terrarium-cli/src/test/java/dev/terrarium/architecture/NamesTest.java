package dev.terrarium.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Names say what a thing is, so these say nothing.
class NamesTest {
  private static final Set<String> EMPTY_WORDS =
      Set.of(
          "util", "utils", "utility", "common", "helper", "helpers", "misc", "manager", "impl",
          "base");

  @Test
  void noPackageAndNoTypeHasAnEmptyName() {
    Law.that(
            House.everywhere(),
            "have a name that says what they are",
            type ->
                words(type)
                    .filter(EMPTY_WORDS::contains)
                    .map(word -> type.getName() + " says " + word)
                    .toList())
        .holdsForAtLeast(200);
  }

  private static Stream<String> words(JavaClass type) {
    List<String> parts =
        Stream.concat(
                Arrays.stream(type.getPackageName().split("\\.")),
                Arrays.stream(type.getSimpleName().split("(?<=[a-z0-9])(?=[A-Z])")))
            .toList();
    return parts.stream().map(word -> word.toLowerCase(Locale.ROOT));
  }
}
