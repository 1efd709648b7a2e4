package dev.terrarium.session;

import dev.terrarium.environment.Environment;
import dev.terrarium.environment.Installation;
import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.Settings;
import dev.terrarium.pipeline.manifest.Machine;
import dev.terrarium.pipeline.manifest.ManifestReader;
import dev.terrarium.pipeline.manifest.Notation;
import dev.terrarium.pipeline.manifest.Outline;
import dev.terrarium.pipeline.manifest.Reading;
import dev.terrarium.worker.PythonSettings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/// The house, wired: every node type there is, and a Python that is looked for and started when the
/// first Python node is met.
public final class Session implements AutoCloseable {
  private static final Pattern PYTHON_NODE =
      Pattern.compile(
          "\\bnode_type[\"']?\\s*:\\s*[\"']?[^\"'\\s:]+:[^\"'\\s:]|\\bsource[\"']?\\s*:");

  private static final Fault NO_ENVIRONMENTS =
      new Fault(
          "$.pyproject",
          "an environment is not made for a manifest yet; make it by 'env sync' and name its Python");

  private final NodeCatalog catalog;
  private final AtomicReference<Optional<Installation>> python;

  private Session(NodeCatalog catalog, AtomicReference<Optional<Installation>> python) {
    this.catalog = catalog;
    this.python = python;
  }

  /// Opens a session; looks for no Python yet.
  public static Session open(SessionSettings settings) {
    var python = new AtomicReference<>(Optional.<Installation>empty());
    var forPython =
        new PythonSettings(
            () -> {
              var chosen = Environment.choose(settings.search(), settings.unpacking());
              python.set(Optional.of(chosen));
              return chosen;
            },
            settings.pythonPath(),
            settings.pythonOutput(),
            settings.pythonOutput());
    return new Session(NodeCatalog.load(Settings.of(forPython)), python);
  }

  /// Returns the node types there are.
  public NodeCatalog catalog() {
    return catalog;
  }

  /// Begins in the background what a manifest will need, as far as a glance at its text tells.
  public void prepare(String manifest) {
    if (PYTHON_NODE.matcher(manifest).find()) {
      catalog.prepare();
    }
  }

  /// Reads a manifest and holds it against this machine.
  ///
  /// @throws dev.terrarium.pipeline.UnavailableException if a Python is needed and there is none
  public Reading read(String manifest, Notation notation) {
    var reading = new ManifestReader(catalog, Machine.current()).read(manifest, notation);
    return reading instanceof Reading.Accepted accepted
            && accepted.manifest().pyproject().isPresent()
        ? new Reading.Refused(List.of(NO_ENVIRONMENTS), reading.warnings())
        : reading;
  }

  /// Reads a manifest as it stands, without its nodes' types; looks for no Python.
  public Outline outline(String manifest, Notation notation) {
    return new ManifestReader(catalog, Machine.current()).outline(manifest, notation);
  }

  /// Returns the Python that was chosen, if one was needed so far.
  public Optional<Installation> python() {
    return python.get();
  }

  @Override
  public void close() {
    catalog.close();
  }
}
