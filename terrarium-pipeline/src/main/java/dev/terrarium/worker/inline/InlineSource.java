package dev.terrarium.worker.inline;

import dev.terrarium.environment.EnvironmentException;
import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.ForeignException;
import dev.terrarium.pipeline.Lookup;
import dev.terrarium.pipeline.NodeSource;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.RunsOn;
import dev.terrarium.pipeline.UnavailableException;
import dev.terrarium.python.PyRef;
import dev.terrarium.python.PythonException;
import dev.terrarium.python.PythonUnavailableException;
import dev.terrarium.worker.renewal.Renewals;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
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
  public Lookup findIn(String source, String name, String node) {
    return find(new Sought(Optional.of(source), name), inline -> inline.findIn(source, name, node));
  }

  private synchronized Lookup find(Sought sought, Function<InlinePython, Lookup> search) {
    var known = found.get(sought);
    if (known == null) {
      known = search.apply(open());
      found.put(sought, known);
    }
    return known;
  }

  @Override
  public void prepare() {
    Thread.ofPlatform().name("terrarium-python-start").daemon().start(task());
  }

  @Override
  public RunsOn interrupt(Thread thread) {
    var opened = opened();
    if (opened.isEmpty()) {
      return _ -> List.of();
    }
    var atWork = opened.get().atWork();
    var interruption = atWork.interrupt(thread);
    return patience -> {
      var told = atWork.standing(patience);
      return told.isEmpty() ? Faults.standing(interruption.now()).stream().toList() : told;
    };
  }

  @Override
  public synchronized void reload(Set<Path> changed) {
    opened().flatMap(InlinePython::renewals).ifPresent(renewals -> reload(changed, renewals));
  }

  private void reload(Set<Path> changed, Renewals renewals) {
    var inline = opened().orElseThrow();
    var types = new HashMap<Sought, PythonNodeType>();
    found.forEach((sought, lookup) -> {
      if (lookup instanceof Lookup.Found(PythonNodeType type)) {
        types.put(sought, type);
      }
    });
    try {
      var wanted = types.values().stream().map(PythonNodeType::module).distinct().toList();
      var reload = inline.reload(changed.stream().map(Path::toString).toList(), wanted);
      types.forEach((sought, old) -> {
        if (reload.modules().contains(old.module())) {
          renew(sought, old, inline, renewals.origin(reload.files()));
        }
      });
    } catch (ForeignException failed) {
      var files = changed.stream().map(Path::toString).toList();
      renewals.kept(
          renewals.origin(files) + " changed, but the nodes work on as they were", failed);
    }
  }

  private void renew(Sought sought, PythonNodeType old, InlinePython inline, String origin) {
    var renewals = inline.renewals().orElseThrow();
    var text = sought.text();
    switch (text.map(source -> inline.findIn(source, sought.name(), sought.name()))
        .orElseGet(() -> inline.find(sought.name()))) {
      case Lookup.Found(PythonNodeType type) -> {
        found.put(sought, new Lookup.Found(type));
        renewals.replace(old, type, origin);
      }
      case Lookup.Broken(var reason, _) -> renewals.tell(origin + " changed, but " + reason);
      case Lookup.Found _, Lookup.Unknown _ ->
          throw new AssertionError("A Python node was lost; this is a bug in Terrarium");
    }
  }

  @Override
  public void renew(NodeId node, NodeType type, String origin) {
    if (type instanceof PythonNodeType known) {
      opened()
          .flatMap(InlinePython::renewals)
          .ifPresent(renewals -> renewals.replace(node, known, origin));
    }
  }

  private Optional<InlinePython> opened() {
    var opened = python;
    return opened == null || opened.state() != Future.State.SUCCESS
        ? Optional.empty()
        : Optional.of(opened.resultNow());
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

  private InlinePython open() {
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
    if (thrown
        instanceof PythonException raised) { // Ctrl-C, which interrupts Python's main thread.
      throw raised;
    }
    if (thrown instanceof EnvironmentException
        || thrown instanceof PythonUnavailableException
        || thrown instanceof IllegalStateException) {
      return new UnavailableException(String.valueOf(thrown.getMessage()), thrown);
    }
    throw new AssertionError("Python could not be opened; this is a bug in Terrarium", thrown);
  }
}
