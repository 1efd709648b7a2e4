package dev.terrarium.worker.process;

import dev.terrarium.environment.EnvironmentException;
import dev.terrarium.pipeline.Lookup;
import dev.terrarium.pipeline.NodeSource;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.ProcessSettings;
import dev.terrarium.pipeline.UnavailableException;
import dev.terrarium.worker.PythonSettings;
import dev.terrarium.worker.WorkerCrashedException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds Python nodes that are to run in processes of their own; chooses the interpreter when the
/// first is asked for, and asks a worker what each is.
final class ProcessSource implements NodeSource {
  private final PythonSettings settings;
  private final Map<Sought, Lookup> found = new HashMap<>();
  private @Nullable Stable stable;

  ProcessSource(PythonSettings settings) {
    this.settings = settings;
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
    return colon > 0 && colon < name.length() - 1
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
      known = look(opened(), sought, node);
      found.put(sought, known);
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
                    ProcessSettings.PLAIN));
      } catch (EnvironmentException e) {
        throw new UnavailableException(String.valueOf(e.getMessage()), e);
      }
      stable = known;
    }
    return known;
  }

  private static Lookup look(Stable stable, Sought sought, String node) {
    try {
      var worker = stable.take(sought, Owner.of(node));
      boolean isGood = false;
      try {
        var lookup = ask(stable, worker, sought, node);
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

  private static Lookup ask(Stable stable, Worker worker, Sought sought, String node)
      throws InterruptedException, WorkerCrashedException, WireException {
    var question = Arrays.asList(sought.name(), sought.text().orElse(null), node);
    int request = worker.send(Frame.DESCRIBE, PickleWriter.write(question));
    var answer = worker.await(request, Worker.FOREVER);
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
