package dev.terrarium.session;

import dev.terrarium.environment.EnvironmentException;
import dev.terrarium.environment.Installation;
import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.Settings;
import dev.terrarium.pipeline.manifest.Machine;
import dev.terrarium.pipeline.manifest.ManifestReader;
import dev.terrarium.pipeline.manifest.Outline;
import dev.terrarium.pipeline.manifest.Reading;
import dev.terrarium.worker.OnMainThread;
import dev.terrarium.worker.PythonSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The house, wired: every node type there is, and a Python that is looked for and started when the
/// first Python node is met.
public final class Session implements AutoCloseable {
  private static final Pattern APART = Pattern.compile("isolation[\"']?\\s*:\\s*[\"']?process");
  private static final Pattern PYTHON_NODE =
      Pattern.compile(
          "\\bnode_type[\"']?\\s*:\\s*[\"']?[^\"'\\s:]+:[^\"'\\s:]|\\bsource[\"']?\\s*:");

  private static final String OTHER_ENVIRONMENT =
      "asks for another environment than this session's Python runs in; open a session for it";

  private final SessionSettings settings;
  private final ChosenPython python;
  private final NodeCatalog catalog;

  private Session(SessionSettings settings) {
    this.settings = settings;
    this.python = new ChosenPython(settings);
    var forPython =
        new PythonSettings(
            python, settings.pythonPath(), settings.pythonOutput(), settings.pythonOutput());
    var records = new ArrayList<Record>(List.of(forPython, new OnMainThread()));
    settings.reloading().ifPresent(records::add);
    this.catalog = NodeCatalog.load(new Settings(records));
  }

  /// Opens a session; looks for no Python yet.
  public static Session open(SessionSettings settings) {
    return new Session(settings);
  }

  /// Returns the node types there are.
  public NodeCatalog catalog() {
    return catalog;
  }

  /// Begins in the background what a manifest will need, as far as a glance at its text tells:
  /// where a node runs in a process of its own, maybe no interpreter in this one.
  public void prepare(ManifestText manifest) {
    var text = manifest.text();
    boolean maySee = PYTHON_NODE.matcher(text).find() && !APART.matcher(text).find();
    if (maySee && refusal(manifest).isEmpty()) {
      catalog.prepare();
    }
  }

  /// Reads a manifest and holds it against this machine. Where it says which packages it needs,
  /// their environment is made if a Python node is met and the environment is not there.
  ///
  /// @throws dev.terrarium.pipeline.UnavailableException if a Python is needed and there is none
  public Reading read(ManifestText manifest) {
    var reader = new ManifestReader(catalog, Machine.current());
    var refusal = refusal(manifest);
    return refusal.isPresent()
        ? reader.readWithoutPyproject(manifest.text(), manifest.notation(), refusal.get())
        : reader.read(manifest.text(), manifest.notation());
  }

  /// Says which environment the manifest wants, if it wants one, and returns why that cannot be
  /// had, if it cannot.
  private Optional<String> refusal(ManifestText manifest) {
    try {
      return ManifestReader.pyproject(manifest.text(), manifest.notation())
          .map(asked -> ManifestProject.of(asked, manifest.folder(), settings.search().cache()))
          .filter(project -> !python.want(project))
          .map(_ -> OTHER_ENVIRONMENT);
    } catch (EnvironmentException missing) {
      var reason = String.valueOf(missing.getMessage()).replaceFirst("\\.$", "");
      return Optional.of("leads to no project, so Python nodes were not looked at: " + reason);
    }
  }

  /// Reads a manifest as it stands, without its nodes' types; looks for no Python.
  public Outline outline(ManifestText manifest) {
    return new ManifestReader(catalog, Machine.current())
        .outline(manifest.text(), manifest.notation());
  }

  /// Returns the Python that was chosen, if one was needed so far.
  public Optional<Installation> python() {
    return python.soFar();
  }

  @Override
  public void close() {
    catalog.close();
  }
}
