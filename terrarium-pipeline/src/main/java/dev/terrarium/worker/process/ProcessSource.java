package dev.terrarium.worker.process;

import dev.terrarium.environment.EnvironmentException;
import dev.terrarium.message.ConversionFault;
import dev.terrarium.pipeline.Lookup;
import dev.terrarium.pipeline.NodeSource;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.ProcessSettings;
import dev.terrarium.pipeline.UnavailableException;
import dev.terrarium.worker.HostProgram;
import dev.terrarium.worker.PythonSettings;
import dev.terrarium.worker.WorkerCrashedException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Finds Python nodes that are to run in processes of their own; chooses the interpreter when the
/// first is asked for, and asks a worker what each is.
final class ProcessSource implements NodeSource {
  private final PythonSettings settings;
  private final Optional<HostProgram> host;
  private final Map<Sought, Lookup> found = new HashMap<>();
  private @Nullable Stable stable;

  ProcessSource(PythonSettings settings, Optional<HostProgram> host) {
    this.settings = settings;
    this.host = host;
  }

  @Override
  public List<NodeType> types() {
    return List.of();
  }

  @Override
  public Lookup find(String name) {
    return new Lookup.Unknown();
  }

  @Override
  public Lookup findApart(String name, ProcessSettings settings) {
    int colon = name.indexOf(':');
    boolean isReference = colon > 0 && colon < name.length() - 1;
    return isReference || host.filter(program -> program.objects().containsKey(name)).isPresent()
        ? find(new Sought(Optional.empty(), name, settings), name)
        : new Lookup.Unknown();
  }

  @Override
  public Lookup findApartIn(String source, String name, String node, ProcessSettings settings) {
    return find(new Sought(Optional.of(source), name, settings), node);
  }

  private synchronized Lookup find(Sought sought, String node) {
    var known = found.get(sought);
    if (known == null) {
      known = look(sought, node);
      if (known instanceof Lookup.Found) { // a worker that could not tell may next time
        found.put(sought, known);
      }
    }
    return known;
  }

  private Stable opened() {
    var known = stable;
    if (known == null) {
      try {
        var python = settings.installation().get();
        known =
            new Stable(
                new Launch(
                    python,
                    settings.path(),
                    settings.stdout(),
                    settings.stderr(),
                    ProcessSettings.PLAIN,
                    host));
      } catch (EnvironmentException e) {
        throw new UnavailableException(String.valueOf(e.getMessage()), e);
      }
      stable = known;
    }
    return known;
  }

  private Lookup look(Sought sought, String node) {
    var stable = opened();
    List<@Nullable Object> question;
    try {
      question = Arrays.asList(sought.name(), stable.source(sought), node);
    } catch (ConversionFault fault) {
      return new Lookup.Broken(String.valueOf(fault.getMessage()));
    }
    var order = PickleWriter.write(question);
    return host.isPresent()
        ? awaited(host.get(), new FutureTask<>(() -> look(stable, sought, node, order)))
        : look(stable, sought, node, order);
  }

  /// Has a thread of ours do what may take its time, such as an import, and waits as the program
  /// wants to.
  private static Lookup awaited(HostProgram program, FutureTask<Lookup> task) {
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

  private static Lookup look(Stable stable, Sought sought, String node, byte[] order) {
    try {
      var worker = stable.take(sought, Owner.of(node));
      boolean isGood = false;
      try {
        var lookup = ask(stable, worker, sought, order);
        isGood = lookup instanceof Lookup.Found;
        return lookup;
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
      return new Lookup.Broken(
          "'%s' cannot be loaded: %s".formatted(sought.name(), e.getMessage()));
    }
  }

  private static Lookup ask(Stable stable, Worker worker, Sought sought, byte[] order)
      throws InterruptedException, WorkerCrashedException, WireException {
    var answer = worker.await(worker.send(Frame.DESCRIBE, order), Worker.FOREVER);
    if (answer == null) {
      throw new AssertionError("A wait without an end has ended; this is a bug in Terrarium");
    }
    return answer.kind() == Frame.FAILED
        ? new Lookup.Broken(sentence(sought, Told.failure(answer.payload())))
        : new Lookup.Found(ProcessNodeType.of(stable, sought, Told.described(answer.payload())));
  }

  private static String sentence(Sought sought, Told.Failure failure) {
    var told = failure.sentence();
    var known = told == null ? sought.name() + " cannot be loaded: " + failure.message() : told;
    return known + Endings.ofMemory(failure.kinds(), sought.settings().limits());
  }

  @Override
  public synchronized void close() {
    if (stable != null) {
      stable.close();
    }
  }
}
