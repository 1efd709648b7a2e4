package dev.terrarium.cli;

import dev.terrarium.cli.demo.RunRecord;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a run of the demo came to.
///
/// @param record what the page tells
/// @param arm what the arm did
/// @param failure what went wrong, if something did that was not to
record DemoReport(RunRecord record, ArmReport arm, Optional<RuntimeException> failure) {

  /// Returns it as JSON has it.
  ///
  /// @param page where the page lies
  Map<String, Object> summary(Path page) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("page", page.toString());
    summary.putAll(record.figures());
    summary.put("arm", arm.summary());
    failure.map(Sentences::message).ifPresent(error -> summary.put("error", error));
    return summary;
  }
}
