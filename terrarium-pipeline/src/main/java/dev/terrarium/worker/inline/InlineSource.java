package dev.terrarium.worker.inline;

import dev.terrarium.environment.EnvironmentException;
import dev.terrarium.pipeline.Lookup;
import dev.terrarium.pipeline.NodeSource;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.UnavailableException;
import dev.terrarium.python.PyRef;
import dev.terrarium.python.PythonUnavailableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Finds Python nodes; opens the interpreter when the first is asked for.
final class InlineSource implements NodeSource {
  private final Callable<InlinePython> opening;
  private final Map<String, PyRef> objects;
  private final Map<Sought, Lookup> found = new HashMap<>();
  private volatile @Nullable FutureTask<InlinePython> python;

  /// @param opening opens the interpreter
  /// @param objects what lives already, by the names that stand for it
  InlineSource(Callable<InlinePython> opening, Map<String, PyRef> objects) {
    this.opening = opening;
    this.objects = objects;
  }

  /// What was looked for: a name, in a text or not.
  private record Sought(Optional<String> text, String name) {}

  /// Whether `name` has the form `module:Class`.
  static boolean isReference(String name) {
    int colon = name.indexOf(':');
    return colon > 0 && colon < name.length() - 1;
  }

  @Override
  public List<NodeType> types() {
    return objects.keySet().stream()
        .map(this::find)
        .<NodeType>mapMulti((lookup, out) -> {
          if (lookup instanceof Lookup.Found(var type)) {
            out.accept(type);
          }
        })
        .toList();
  }

  @Override
  public Lookup find(String name) {
    var living = objects.get(name);
    if (living != null) {
      return find(new Sought(Optional.empty(), name), inline -> inline.living(name, living));
    }
    return isReference(name)
        ? find(new Sought(Optional.empty(), name), inline -> inline.find(name))
        : new Lookup.Unknown();
  }

  @Override
  public Lookup findIn(String source, String name) {
    return find(new Sought(Optional.of(source), name), inline -> inline.findIn(source, name));
  }

  private synchronized Lookup find(Sought sought, Function<InlinePython, Lookup> search) {
    var known = found.get(sought);
    if (known == null) {
      known = search.apply(opened());
      found.put(sought, known);
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
      known = new FutureTask<>(opening);
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
