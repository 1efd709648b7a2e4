package dev.terrarium.session.hosted;

import dev.terrarium.environment.Installation;
import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.ManifestException;
import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.Settings;
import dev.terrarium.pipeline.UnavailableException;
import dev.terrarium.pipeline.manifest.Machine;
import dev.terrarium.pipeline.manifest.ManifestReader;
import dev.terrarium.pipeline.manifest.Notation;
import dev.terrarium.pipeline.manifest.Reading;
import dev.terrarium.pipeline.run.Pipeline;
import dev.terrarium.python.PyArguments;
import dev.terrarium.python.PyRef;
import dev.terrarium.python.PythonUnavailableException;
import dev.terrarium.python.TypeRef;
import dev.terrarium.worker.PythonItems;
import dev.terrarium.worker.PythonObjects;
import dev.terrarium.worker.PythonSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Opens pipelines for Python.
final class HostedPipelines {
  private final Installation host;
  private final PythonItems items = PythonItems.ofProcess();

  HostedPipelines(Installation host) {
    this.host = host;
  }

  /// `open(manifest, objects, path)`: reads a manifest.
  ///
  /// @return what is to be known of the pipeline, and its functions, by name; or the manifest's
  ///   faults, each a path and a message
  Object open(PyArguments arguments) {
    var gil = arguments.gil();
    var text = arguments.as(0, String.class);
    var objects = new LinkedHashMap<String, PyRef>();
    var given = arguments.get(1);
    given.forEach(name -> objects.put(name.as(String.class), given.item(name).keep()));
    var folders = arguments.as(2, new TypeRef<List<String>>() {}).stream().map(Path::of).toList();
    var python =
        new PythonSettings(() -> host, folders, Program.output(false), Program.output(true));
    var catalog =
        NodeCatalog.load(Settings.of(python, new PythonObjects(objects), Program.of(gil, objects)));
    var held = new Held(catalog, objects);
    try {
      return switch (new ManifestReader(catalog, Machine.current()).read(text)) {
        case Reading.Accepted accepted ->
            new HostedPipeline(Pipeline.of(accepted).withForeignResults(), items, held)
                .functions(gil);
        case Reading.Refused(var faults, _) -> {
          held.close();
          yield told(faults);
        }
      };
    } catch (UnavailableException unavailable) {
      held.close();
      return told(List.of(new Fault("$", String.valueOf(unavailable.getMessage()))));
    } catch (RuntimeException raised) {
      held.close();
      throw raised;
    }
  }

  /// `document(text)`: returns what a text in YAML stands for, as the only element of a tuple; or
  /// what keeps it from being YAML, each a path and a message.
  Object document(PyArguments arguments) {
    var text = arguments.as(0, String.class);
    try {
      return new @Nullable Object[] {ManifestReader.document(text, Notation.YAML)};
    } catch (ManifestException refused) {
      return told(refused.faults());
    }
  }

  static List<List<String>> told(List<Fault> faults) {
    return faults.stream().map(fault -> List.of(fault.path(), fault.message())).toList();
  }

  /// What a pipeline lives on, until it is closed and its last run has ended, which may be later.
  static final class Held implements AutoCloseable {
    private final NodeCatalog catalog;
    private final Map<String, PyRef> objects;
    private final AtomicInteger users = new AtomicInteger(1);
    private final AtomicBoolean isClosed = new AtomicBoolean();

    Held(NodeCatalog catalog, Map<String, PyRef> objects) {
      this.catalog = catalog;
      this.objects = objects;
    }

    NodeCatalog catalog() {
      return catalog;
    }

    /// Keeps it for a run, until [#leave].
    void enter() {
      users.incrementAndGet();
    }

    void leave() {
      if (users.decrementAndGet() > 0) {
        return;
      }
      try {
        catalog.close();
        objects.values().forEach(PyRef::close);
      } catch (PythonUnavailableException _) {
        // The process ends, and with it what was held.
      }
    }

    /// Says that no further run comes.
    @Override
    public void close() {
      if (!isClosed.getAndSet(true)) {
        leave();
      }
    }
  }
}
