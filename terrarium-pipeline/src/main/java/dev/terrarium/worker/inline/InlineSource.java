package dev.terrarium.worker.inline;

import dev.terrarium.environment.EnvironmentException;
import dev.terrarium.pipeline.Lookup;
import dev.terrarium.pipeline.NodeSource;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.UnavailableException;
import dev.terrarium.python.PythonUnavailableException;
import dev.terrarium.worker.PythonSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Finds Python nodes; opens the interpreter when the first is asked for.
final class InlineSource implements NodeSource {
  private final PythonSettings settings;
  private final Map<String, Lookup> found = new HashMap<>();
  private volatile @Nullable FutureTask<InlinePython> python;

  InlineSource(PythonSettings settings) {
    this.settings = settings;
  }

  /// Whether `name` has the form `module:Class`.
  static boolean isReference(String name) {
    int colon = name.indexOf(':');
    return colon > 0 && colon < name.length() - 1;
  }

  @Override
  public List<NodeType> types() {
    return List.of();
  }

  @Override
  public synchronized Lookup find(String name) {
    if (!isReference(name)) {
      return new Lookup.Unknown();
    }
    var known = found.get(name);
    if (known == null) {
      known = opened().find(name);
      found.put(name, known);
    }
    return known;
  }

  @Override
  public void prepare() {
    Thread.ofPlatform().name("terrarium-python-start").daemon().start(task());
  }

  @Override
  public Supplier<Optional<String>> interrupt(Thread thread) {
    var opened = python;
    if (opened == null || opened.state() != Future.State.SUCCESS) {
      return Optional::empty;
    }
    var interruption = opened.resultNow().python().interrupt(thread);
    return () -> Faults.standing(interruption.now());
  }

  @Override
  public synchronized void close() {
    if (python != null && !python.cancel(false) && python.state() == Future.State.SUCCESS) {
      python.resultNow().close();
    }
  }

  private synchronized FutureTask<InlinePython> task() {
    var known = python;
    if (known == null) {
      known = new FutureTask<>(() -> InlinePython.open(settings));
      python = known;
    }
    return known;
  }

  private InlinePython opened() {
    var opening = task();
    opening.run();
    try {
      return opening.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("Interrupted while Python was starting", e);
    } catch (ExecutionException e) {
      throw unavailable(e.getCause());
    }
  }

  private static UnavailableException unavailable(@Nullable Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof EnvironmentException
        || thrown instanceof PythonUnavailableException
        || thrown instanceof IllegalStateException) {
      return new UnavailableException(String.valueOf(thrown.getMessage()), thrown);
    }
    throw new AssertionError("Python could not be opened; this is a bug in Terrarium", thrown);
  }
}
