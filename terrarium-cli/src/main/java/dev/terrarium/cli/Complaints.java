package dev.terrarium.cli;

import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.ManifestException;
import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.PipelineException.Kind;
import dev.terrarium.pipeline.json.JsonOutput;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells complaints on standard error.
///
/// @param terminal where they are told
/// @param json whether each is one JSON object on a line of its own
/// @param verbose whether Java's stack traces are told as well
/// @param warnings collects the warnings that the object will hold
record Complaints(Terminal terminal, boolean json, boolean verbose, List<String> warnings) {
  private static final String NAME = "terrarium: ";

  /// Tells one, and returns its exit code.
  int tell(Complaint complaint) {
    return tell(complaint, Optional.empty());
  }

  /// Tells what ended a run early, and returns its exit code.
  ///
  /// @param outputs what had left until then, as JSON; a person is not told
  int tell(Complaint complaint, Optional<String> outputs) {
    if (verbose) {
      terminal.say(stackTrace(complaint.thrown()));
    }
    terminal.tell(json ? json(complaint, outputs) : text(complaint));
    return complaint.exit();
  }

  /// Tells a program that it was interrupted; a person knows.
  void tellInterrupted() {
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("kind", Kind.EXECUTION.word());
      object.put("message", "interrupted");
      terminal.tell(new JsonOutput(_ -> {}).text(object));
    }
  }

  /// Tells what is odd and does no harm.
  void warn(String sentence) {
    if (json) {
      warnings.add(sentence);
    }
    terminal.say(NAME + "warning: " + sentence);
  }

  /// Tells what happened by leave of the manifest.
  void note(String sentence) {
    if (json) {
      warnings.add(sentence);
    }
    terminal.say(NAME + sentence);
  }

  private static String text(Complaint complaint) {
    var text = new StringBuilder(NAME);
    if (complaint.thrown() instanceof ManifestException) {
      text.append("The manifest cannot be run:");
      complaint.faults().forEach(fault -> text.append("\n  ").append(fault));
    } else {
      text.append(complaint.toPerson());
    }
    complaint
        .traceback()
        .ifPresent(traceback -> text.append('\n').append(traceback.indent(2).stripTrailing()));
    complaint
        .place()
        .map(place -> Advice.of(place, complaint.thrown()))
        .filter(advice -> !advice.isEmpty())
        .ifPresent(advice -> text.append('\n').append(advice));
    for (var suppressed : complaint.thrown().getSuppressed()) {
      text.append("\nAnd then: ").append(suppressed.getMessage());
    }
    return text.toString();
  }

  private String json(Complaint complaint, Optional<String> outputs) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("kind", complaint.kind().word());
    object.put("message", complaint.message());
    complaint
        .place()
        .ifPresent(place -> {
          object.put("node", place.node().value());
          place.item().ifPresent(item -> object.put("item", item));
          place.inputItem().ifPresent(item -> object.put("input_item", item));
        });
    if (complaint.thrown() instanceof NodeException raised) {
      object.put("type", raised.type());
      object.put("traceback", raised.traceback());
    }
    if (complaint.thrown() instanceof ScriptRaisedException raised) {
      object.put("type", raised.type());
      object.put("traceback", raised.traceback());
    }
    if (!complaint.faults().isEmpty()) {
      object.put("faults", complaint.faults().stream().map(Complaints::json).toList());
    }
    if (!warnings.isEmpty()) {
      object.put("warnings", List.copyOf(warnings));
    }
    var text = new JsonOutput(_ -> {}).text(object);
    return outputs
        .map(left -> text.substring(0, text.length() - 1) + ",\"outputs\":" + left + "}")
        .orElse(text);
  }

  private static Map<String, Object> json(Fault fault) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("path", fault.path());
    object.put("message", fault.message());
    return object;
  }

  private static String stackTrace(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString().stripTrailing();
  }
}
