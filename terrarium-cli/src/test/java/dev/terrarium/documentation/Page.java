package dev.terrarium.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A page of the documentation, and the fenced blocks on it.
record Page(Path file, String text, List<Block> blocks) {
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");

  /// A fenced block: its language, the name of the file it shows, if any, its text, and where it
  /// starts.
  record Block(Path file, int line, String language, String name, String text) {
    @Override
    public String toString() {
      return CHECKOUT.relativize(file) + ":" + line;
    }
  }

  /// Every page there is: those at the root and those under `docs` and `examples`.
  static List<Page> all() {
    return Stream.of(files("", 1), files("docs", 9), files("examples", 9))
        .flatMap(List::stream)
        .filter(file -> file.toString().endsWith(".md"))
        .sorted()
        .map(Page::of)
        .toList();
  }

  /// Every block of a language, on every page.
  static List<Block> blocks(String language) {
    return all().stream()
        .flatMap(page -> page.blocks.stream())
        .filter(block -> block.language.equals(language))
        .toList();
  }

  /// What the page says that a block prints: the `text` block right after it.
  static Optional<String> expected(Block block) {
    return after(block, "text").map(Block::text);
  }

  /// What the page says that comes on standard error: the `stderr` block right after the block, or
  /// after what that prints. Each `…` in it stands for any text, as for numbers of processes.
  static Pattern told(Block block) {
    var told = after(after(block, "text").orElse(block), "stderr").map(Block::text).orElse("");
    String parts =
        Stream.of(told.strip().split("…", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return Pattern.compile(parts, Pattern.DOTALL);
  }

  private static Optional<Block> after(Block block, String language) {
    int end = block.line + (int) block.text.lines().count() + 1;
    return blocks(language).stream()
        .filter(next -> next.file.equals(block.file))
        .filter(next -> next.line > end && next.line <= end + 2)
        .findFirst();
  }

  /// Links to other files, as they stand on the page.
  List<String> links() {
    return LINK.matcher(text).results().map(link -> link.group(1)).toList();
  }

  private static List<Path> files(String folder, int depth) {
    Path start = CHECKOUT.resolve(folder);
    try (Stream<Path> files = Files.exists(start) ? Files.walk(start, depth) : Stream.empty()) {
      return files.toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Page of(Path file) {
    try {
      String text = Files.readString(file);
      return new Page(file, text, blocksOf(file, text.lines().toList()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Block> blocksOf(Path file, List<String> lines) {
    List<Block> blocks = new ArrayList<>();
    for (int start = 0; start < lines.size(); start++) {
      if (lines.get(start).startsWith("```")) {
        int end = start + 1;
        while (!lines.get(end).startsWith("```")) {
          end++;
        }
        String text = String.join("\n", lines.subList(start + 1, end)) + "\n";
        String[] words = (lines.get(start).substring(3).strip() + " ").split(" ", 2);
        blocks.add(new Block(file, start + 1, words[0], words[1].strip(), text));
        start = end;
      }
    }
    return blocks;
  }
}
