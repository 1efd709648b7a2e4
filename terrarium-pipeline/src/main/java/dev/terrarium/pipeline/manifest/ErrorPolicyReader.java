package dev.terrarium.pipeline.manifest;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.ErrorPolicy;
import dev.terrarium.pipeline.Spelling;
import dev.terrarium.pipeline.Values;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads what becomes of items that a node fails on.
final class ErrorPolicyReader {
  private static final Map<String, ErrorPolicy> WORDS =
      Map.of(
          "fail", new ErrorPolicy.Fail(),
          "skip", new ErrorPolicy.Skip(),
          "data", new ErrorPolicy.Data());
  private static final String RULE = "one of fail, skip, data, or an object with a dead_letter";
  private static final String TARGET_RULE =
      "the id of a node or of a further sink (letters, digits, '_' and '-'), or a file, which has a"
          + " '.' or '/' in its name";

  /// No folder, as its last part is more than dots.
  private static final Pattern FILE = Pattern.compile("(?=.*[./])[^\\x00]*[^./\\x00][^/\\x00]*");

  private ErrorPolicyReader() {}

  static ErrorPolicy read(Fields node) {
    var value = node.any("on_error").orElse("fail");
    return switch (value) {
      case String word when WORDS.containsKey(word) -> WORDS.get(word);
      case Map<?, ?> _ -> node.object("on_error").map(ErrorPolicyReader::deadLetter).orElseThrow();
      default -> {
        var hint = value instanceof String word ? Spelling.hint(word, WORDS.keySet()) : "";
        node.fault("on_error", "must be " + RULE + ", not " + Values.describe(value) + hint);
        yield new ErrorPolicy.Fail();
      }
    };
  }

  private static ErrorPolicy deadLetter(Fields fields) {
    var target =
        fields
            .require("dead_letter", TARGET_RULE)
            .text("dead_letter", ErrorPolicyReader::isTarget, TARGET_RULE);
    fields.refuseOthers();
    return target
        .<ErrorPolicy>map(text -> new ErrorPolicy.DeadLetter(target(text)))
        .orElseGet(ErrorPolicy.Fail::new);
  }

  private static boolean isTarget(String text) {
    return NodeId.isValid(text) || FILE.matcher(text).matches();
  }

  private static ErrorPolicy.Target target(String text) {
    return NodeId.isValid(text)
        ? new ErrorPolicy.Target.Sink(text)
        : new ErrorPolicy.Target.File(text);
  }
}
