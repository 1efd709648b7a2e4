package dev.terrarium.environment;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Words for what uv and pip report.
///
/// @param project whose packages they are
/// @param base for which Python, in words
/// @param offline whether nothing may be fetched
record InstallFaults(Project project, String base, boolean offline) {
  private static final int MOST_LINES = 12;

  /// A sign in an installer's words, and what it means.
  private record Sign(Pattern words, String meaning) {
    Sign(String words, String meaning) {
      this(Pattern.compile(words, Pattern.CASE_INSENSITIVE), meaning);
    }
  }

  private static final Sign NOT_FETCHED =
      new Sign(
          "network was disabled|not found in the cache|from versions: none|No matching distribution"
              + "|was not found in the|no versions of",
          "was not fetched here before, and --offline forbids to fetch it; run this once"
              + " without --offline");

  /// A requirement that an installer says it does not find.
  private static final Pattern NOT_FOUND =
      Pattern.compile(
          "satisfies the requirement (\\S+)"
              + "|Because (\\S+) was not found in the (?:cache|provided)"
              + "|you require (\\S+), we can conclude");

  /// In order: the first that is found counts.
  private static final List<Sign> SIGNS =
      List.of(
          new Sign("No space left on device|disk quota exceeded", "the disk is full"),
          new Sign("Read-only file system|Permission denied", "a file cannot be written"),
          new Sign(
              "DO NOT MATCH THE HASHES|hash mismatch",
              "a file is not the one that the lock pins; if that is as it should be, lock again"),
          new Sign(
              "NewConnectionError|NameResolutionError|name resolution|name or service not known"
                  + "|error sending request|dns error|Failed to establish a new connection"
                  + "|Connection refused|timed out|ProxyError|Max retries exceeded",
              "the package index cannot be reached; check the network and its proxy"),
          new Sign(
              "ResolutionImpossible|conflicting dependencies|we can conclude that you require .* And"
                  + "|depends? on .*(unsatisfiable|incompatible)",
              "the packages ask for versions that exclude each other"),
          new Sign(
              "from versions: none|was not found in the|no versions of",
              "there is no such package, or no wheel of it that fits"),
          new Sign(
              "No matching distribution|only .* (is|are) available|no wheels with a matching",
              "no version of a package fits"),
          new Sign("Invalid requirement|Expected .* requirement", "a requirement is malformed"));

  private static final Pattern WORTH_SHOWING =
      Pattern.compile(
          "(?i)^(error|warning: ret|hint|×|╰).*|^\\s+(cause|And because|Expected|Got|The user requested|\\S+ \\S+ depends on) .*"
              + "|^\\s+(cause|Expected|Computed|sha256):.*");

  EnvironmentException notLocked(Tool.Ended ended) {
    return fault("The packages of %s cannot be locked for %s: ", ended);
  }

  EnvironmentException notInstalled(Tool.Ended ended) {
    return fault("The packages of %s cannot be installed for %s: ", ended);
  }

  private EnvironmentException fault(String sentence, Tool.Ended ended) {
    String where = sentence.formatted(project.folder(), base);
    return new EnvironmentException(where + meaning(ended) + "." + words(ended.output()));
  }

  private String meaning(Tool.Ended ended) {
    String said = ended.output().replace('\n', ' ');
    if (offline && NOT_FETCHED.words().matcher(said).find()) {
      return notFound(said) + " " + NOT_FETCHED.meaning();
    }
    for (Sign sign : SIGNS) {
      if (sign.words().matcher(said).find()) {
        return sign.meaning();
      }
    }
    return "the installer failed (exit code %d)".formatted(ended.exit());
  }

  /// The first package that was not found, as far as the installer says which.
  private static String notFound(String said) {
    Matcher found = NOT_FOUND.matcher(said);
    if (!found.find()) {
      return "a package";
    }
    for (int group = 1; group < found.groupCount(); group++) {
      if (found.group(group) != null) {
        return found.group(group);
      }
    }
    return found.group(found.groupCount());
  }

  /// The lines that matter, or the last ones.
  private static String words(String output) {
    List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
    List<String> telling =
        lines.stream().filter(line -> WORTH_SHOWING.matcher(line).matches()).toList();
    List<String> shown = telling.isEmpty() ? lines : telling;
    StringBuilder words = new StringBuilder();
    shown
        .subList(Math.max(0, shown.size() - MOST_LINES), shown.size())
        .forEach(line -> words.append("\n  ").append(line.stripTrailing()));
    return words.toString();
  }
}
