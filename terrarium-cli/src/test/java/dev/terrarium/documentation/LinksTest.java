package dev.terrarium.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LinksTest {
  private static final Set<String> COMMANDS =
      Set.of("run", "replay", "robot", "check", "draw", "nodes", "doctor", "env", "bench");

  private static final Pattern COMMAND = Pattern.compile("\\./terrarium ([a-z]+)");

  @Test
  void everyLinkLeadsToAFile() {
    List<Page> pages = Page.all();

    assertThat(pages).hasSizeGreaterThanOrEqualTo(10);
    for (Page page : pages) {
      assertThat(page.links())
          .as("links of " + page.file())
          .allMatch(link -> Files.exists(page.file().resolveSibling(link)));
    }
  }

  @Test
  void everyCommandIsOneThatThereIs() {
    List<String> commands =
        Page.all().stream()
            .flatMap(page -> COMMAND.matcher(page.text()).results())
            .map(match -> match.group(1))
            .toList();

    assertThat(commands).hasSizeGreaterThanOrEqualTo(10).isSubsetOf(COMMANDS);
  }
}
