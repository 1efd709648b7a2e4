package dev.terrarium.worker.process;

import static java.util.Objects.requireNonNull;

import dev.terrarium.environment.EnvironmentException;
import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.ForeignException;
import dev.terrarium.pipeline.Lookup;
import dev.terrarium.pipeline.NodeSource;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.ProcessSettings;
import dev.terrarium.pipeline.UnavailableException;
import dev.terrarium.worker.HostProgram;
import dev.terrarium.worker.PythonSettings;
import dev.terrarium.worker.RaisedApartException;
import dev.terrarium.worker.WorkerCrashedException;
import dev.terrarium.worker.renewal.Renewals;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Finds Python nodes that are to run in processes of their own; chooses the interpreter when the
/// first is asked for, and asks a worker what each is.
final class ProcessSource implements NodeSource {
  private static final String MANIFEST_ERROR = "terrarium._errors.ManifestError";

  private final PythonSettings settings;
  private final Optional<HostProgram> host;
  private final Optional<Watched> watched;
  private final Grace grace;
  private final Map<Sought, Known> found = new HashMap<>();
  private @Nullable Stable stable;

  /// @param watched what is done about changed files, if somebody watches them
  ProcessSource(
      PythonSettings settings, Optional<HostProgram> host, Optional<Watched> watched, Grace grace) {
    this.settings = settings;
    this.host = host;
    this.watched = watched;
    this.grace = grace;
  }

  /// A type that was found.
  ///
  /// @param node the node that it was first looked for
  private record Known(String node, ProcessNodeType type) {}

  /// What came of looking for a type.
  ///
  /// @param why it is broken, if Python or the worker has said that
  private record Looked(Lookup lookup, @Nullable Exception why) {}

  @Override
  public List<NodeType> types() {
    return List.of();
  }

  @Override
  public Lookup find(String name) {
    return new Lookup.Unknown();
  }

  @Override
  public Lookup findApart(String name, String node, ProcessSettings settings) {
    int colon = name.indexOf(':');
    boolean isReference = colon > 0 && colon < name.length() - 1;
    return isReference || host.filter(program -> program.objects().containsKey(name)).isPresent()
        ? find(new Sought(Optional.empty(), name, settings), node)
        : new Lookup.Unknown();
  }

  @Override
  public Lookup findApartIn(String source, String name, String node, ProcessSettings settings) {
    return find(new Sought(Optional.of(source), name, settings), node);
  }

  private synchronized Lookup find(Sought sought, String node) {
    var known = found.get(sought);
    if (known != null) {
      return new Lookup.Found(known.type());
    }
    var lookup = look(sought, node).lookup();
    if (lookup instanceof Lookup.Found(ProcessNodeType type)) { // who could not tell may next time
      found.put(sought, new Known(node, type));
    }
    return lookup;
  }

  private Stable opened() {
    var known = stable;
    if (known == null) {
      try {
        var python = settings.installation().get();
        var launch =
            new Launch(
                python, settings, ProcessSettings.PLAIN, host, Optional.empty(), Launch.PATIENCE);
        known = new Stable(launch, watched, grace);
      } catch (EnvironmentException e) {
        throw new UnavailableException(String.valueOf(e.getMessage()), e);
      }
      stable = known;
    }
    return known;
  }

  private Looked look(Sought sought, String node) {
    var stable = opened();
    List<@Nullable Object> question;
    try {
      question = Arrays.asList(sought.name(), stable.source(sought), node);
    } catch (ConversionFault fault) {
      return new Looked(new Lookup.Broken(String.valueOf(fault.getMessage())), null);
    }
    var order = PickleWriter.write(question);
    return host.isPresent()
        ? awaited(host.get(), new FutureTask<>(() -> look(stable, sought, node, order)))
        : look(stable, sought, node, order);
  }

  /// Has a thread of ours do what may take its time, such as an import, and waits as the program
  /// wants to.
  private static Looked awaited(HostProgram program, FutureTask<Looked> task) {
    Thread.ofPlatform().name("terrarium-worker-look").daemon().start(task);
    try {
      program.patience().accept(task);
    } finally {
      task.cancel(true);
    }
    return switch (task.state()) {
      case SUCCESS -> task.resultNow();
      case FAILED -> throw unchecked(task.exceptionNow());
      case CANCELLED, RUNNING -> {
        var interrupted = new InterruptedException();
        throw new UnavailableException("Interrupted while a node was being imported", interrupted);
      }
    };
  }

  private static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof RuntimeException failure) {
      return failure;
    }
    throw new AssertionError("A worker could not be asked; this is a bug in Terrarium", thrown);
  }

  private static Looked look(Stable stable, Sought sought, String node, byte[] order) {
    try {
      var worker = stable.take(sought, Owner.of(node));
      boolean isGood = false;
      try {
        var looked = ask(stable, worker, sought, order);
        isGood = looked.lookup() instanceof Lookup.Found;
        return looked;
      } catch (WireException e) {
        throw worker.nonsense(e);
      } finally {
        if (isGood) {
          stable.giveBack(sought, worker);
        } else {
          stable.drop(worker);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException(
          "Interrupted while '" + sought.name() + "' was being imported", e);
    } catch (WorkerCrashedException e) {
      var reason = "'%s' cannot be loaded: %s".formatted(sought.name(), e.getMessage());
      return new Looked(new Lookup.Broken(reason, Shortage.of(e, sought.settings().limits())), e);
    }
  }

  private static Looked ask(Stable stable, Worker worker, Sought sought, byte[] order)
      throws InterruptedException, WorkerCrashedException, WireException {
    var answer = worker.await(worker.send(Frame.DESCRIBE, order), Worker.FOREVER);
    if (answer == null) {
      throw new AssertionError("A wait without an end has ended; this is a bug in Terrarium");
    }
    if (answer.kind() != Frame.FAILED) {
      var type = ProcessNodeType.of(stable, sought, Told.described(answer.payload()));
      return new Looked(new Lookup.Found(type), null);
    }
    var failure = Told.failure(answer.payload());
    var cause = new RaisedApartException(worker.pid(), failure.itself(), "");
    var why =
        failure.kinds().contains(MANIFEST_ERROR)
            ? null
            : new ForeignException(failure.kinds(), failure.message(), failure.traceback(), cause);
    var field = Shortage.of(failure.message(), failure.kinds(), sought.settings().limits());
    return new Looked(new Lookup.Broken(sentence(sought, failure), field), why);
  }

  private static String sentence(Sought sought, Told.Failure failure) {
    var told = failure.sentence();
    var known = told == null ? sought.name() + " cannot be loaded: " + failure.message() : told;
    return Shortage.message(known, failure.kinds(), sought.settings().limits());
  }

  @Override
  public synchronized void reload(Set<Path> changed) {
    var files = changed.stream().map(Path::toString).toList();
    watched.ifPresent(known -> {
      var told = new HashSet<String>();
      for (var sought : List.copyOf(found.keySet())) {
        var origins = known.imports().among(files, sought);
        if (!origins.isEmpty() && !Thread.currentThread().isInterrupted()) {
          reload(sought, known.renewals().origin(origins), known.renewals(), told);
        }
      }
    });
  }

  /// @param told what was told of this change
  private void reload(Sought sought, String origin, Renewals renewals, Set<String> told) {
    var known = requireNonNull(found.get(sought));
    var looked = look(known.type().sought().next(), known.node());
    switch (looked.lookup()) {
      case Lookup.Found(ProcessNodeType type) -> {
        found.put(sought, new Known(known.node(), type));
        opened().outdate(known.type().sought());
        renewals.replace(known.type(), type, origin);
      }
      case Lookup.Broken(var reason, _) -> {
        var why = looked.why();
        if (why == null) {
          renewals.tell(origin + " changed, but " + reason);
        } else if (told.add(origin + why.getMessage())) {
          renewals.kept(origin + " changed, but the nodes work on as they were", why);
        }
      }
      case Lookup.Found _, Lookup.Unknown _ ->
          throw new AssertionError("A Python node was lost; this is a bug in Terrarium");
    }
  }

  @Override
  public synchronized void renew(NodeId node, NodeType type, String origin) {
    if (type instanceof ProcessNodeType newer && watched.isPresent()) {
      found.values().stream()
          .filter(known -> known.node().equals(node.value()) && !known.type().equals(newer))
          .forEach(known -> opened().outdate(known.type().sought()));
      watched.get().renewals().replace(node, newer, origin);
    }
  }

  @Override
  public synchronized void close() {
    if (stable != null) {
      stable.close();
    }
  }
}
