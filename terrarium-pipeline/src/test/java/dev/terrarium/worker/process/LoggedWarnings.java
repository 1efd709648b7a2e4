package dev.terrarium.worker.process;

import dev.terrarium.pipeline.run.RunContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.IntStream;

/// What is logged of worker processes while this is open, and where in the run that was.
final class LoggedWarnings extends Handler implements AutoCloseable {
  private final Logger logger = Logger.getLogger(Figures.class.getPackageName());
  private final List<String> messages = Collections.synchronizedList(new ArrayList<>());
  private final List<Long> items = Collections.synchronizedList(new ArrayList<>());

  private final Consumer<String> also;

  private LoggedWarnings(Consumer<String> also) {
    this.also = also;
  }

  static LoggedWarnings open() {
    return open(_ -> {});
  }

  /// @param also is given each message when it is logged
  static LoggedWarnings open(Consumer<String> also) {
    var warnings = new LoggedWarnings(also);
    warnings.logger.addHandler(warnings);
    return warnings;
  }

  List<String> messages() {
    return List.copyOf(messages);
  }

  /// Returns at which of the input's items it was logged what says this; -1 for none.
  List<Long> itemsOf(String words) {
    return IntStream.range(0, messages.size())
        .filter(i -> messages.get(i).contains(words))
        .mapToObj(items::get)
        .toList();
  }

  @Override
  public void publish(LogRecord logged) {
    messages.add(new SimpleFormatter().formatMessage(logged));
    items.add(RunContext.current().map(here -> here.inputItem().orElse(-1)).orElse(-1L));
    also.accept(messages.getLast());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
