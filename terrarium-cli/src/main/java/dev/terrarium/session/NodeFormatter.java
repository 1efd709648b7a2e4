package dev.terrarium.session;

import dev.terrarium.pipeline.run.RunContext;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/// Writes a log record on a line: its level, its logger, the node and the item where it was logged
/// if that was in a run, and what it says.
public final class NodeFormatter extends Formatter {
  @Override
  public String format(LogRecord record) {
    return "%s %s%s: %s%s%n"
        .formatted(
            record.getLevel().getLocalizedName(),
            record.getLoggerName(),
            RunContext.current().flatMap(NodeFormatter::place).orElse(""),
            formatMessage(record),
            Optional.ofNullable(record.getThrown()).map(NodeFormatter::trace).orElse(""));
  }

  private static Optional<String> place(RunContext here) {
    var item = here.inputItem();
    return here.node()
        .map(node ->
            " (node " + node + (item.isPresent() ? ", item " + item.getAsLong() : "") + ")");
  }

  private static String trace(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return System.lineSeparator() + text.toString().stripTrailing();
  }
}
