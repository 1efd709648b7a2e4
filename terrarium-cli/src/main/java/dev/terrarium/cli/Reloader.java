package dev.terrarium.cli;

import dev.terrarium.cli.changes.Changes;
import dev.terrarium.cli.changes.SourceFiles;
import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.PipelineException;
import dev.terrarium.pipeline.manifest.NodeSpec;
import dev.terrarium.pipeline.manifest.Reading;
import dev.terrarium.session.Session;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Takes changed sources into a run that is under way, on a thread of its own.
final class Reloader implements AutoCloseable {
  private final Session session;
  private final Notices notices;
  private final String manifest;
  private final Changes changes;
  private final Thread thread;
  private Reading.Accepted known;

  private Reloader(
      Session session, Notices notices, String manifest, SourceFiles files, Reading.Accepted read) {
    this.session = session;
    this.notices = notices;
    this.manifest = manifest;
    this.changes = new Changes(files);
    this.known = read;
    this.thread = Thread.ofPlatform().name("terrarium-reload").daemon().unstarted(this::work);
  }

  /// Begins to watch the sources of a run.
  ///
  /// @param manifest the manifest's file, one of the files
  /// @param read what was read of it
  static Reloader start(
      Session session, Notices notices, String manifest, SourceFiles files, Reading.Accepted read) {
    var reloader = new Reloader(session, notices, manifest, files, read);
    reloader.thread.start();
    return reloader;
  }

  private void work() {
    try {
      while (true) {
        take(changes.await());
      }
    } catch (InterruptedException overNow) {
      // The run has ended.
    }
  }

  private void take(Set<Path> changed) {
    try {
      session.catalog().reload(changed);
      if (changed.contains(Path.of(manifest))) {
        retake();
      }
    } catch (CommandLineException | PipelineException failed) {
      notices.say("the run goes on as it was: " + Sentences.message(failed));
    }
  }

  /// Takes the sources of nodes from the manifest.
  private void retake() {
    switch (session.read(ManifestFile.read(manifest).manifest())) {
      case Reading.Refused(var faults, _) ->
          notices.say(
              manifest
                  + " changed, but the run goes on as it was:\n  "
                  + faults.stream().map(Fault::toString).collect(Collectors.joining("\n  ")));
      case Reading.Accepted accepted -> {
        renew(accepted);
        known = accepted;
      }
    }
  }

  private void renew(Reading.Accepted accepted) {
    var before = specs(known);
    var now = specs(accepted);
    for (var node : accepted.order()) {
      var old = before.get(node.spec().id());
      if (old != null && isOtherText(old, node.spec())) {
        session.catalog().renew(old.id(), node.type(), manifest);
      }
    }
    var connections = known.manifest().connections();
    if (!before.keySet().equals(now.keySet())
        || !before.values().stream().allMatch(old -> isSameButForText(old, now.get(old.id())))
        || !connections.equals(accepted.manifest().connections())) {
      notices.say(
          manifest + " changed in more than the source of its nodes: that is for the next run");
    }
  }

  private static Map<NodeId, NodeSpec> specs(Reading.Accepted reading) {
    var specs = new HashMap<NodeId, NodeSpec>();
    reading.manifest().nodes().forEach(spec -> specs.put(spec.id(), spec));
    return specs;
  }

  private static boolean isOtherText(NodeSpec old, NodeSpec spec) {
    return spec.source().isPresent()
        && old.source().isPresent()
        && !(spec.source().equals(old.source()) && spec.nodeType().equals(old.nodeType()));
  }

  private static boolean isSameButForText(NodeSpec old, @Nullable NodeSpec spec) {
    return spec != null
        && (isOtherText(old, spec) || old.nodeType().equals(spec.nodeType()))
        && old.source().isPresent() == spec.source().isPresent()
        && old.params().equals(spec.params())
        && old.capabilities().equals(spec.capabilities())
        && old.conduct().equals(spec.conduct());
  }

  /// Ends, and returns when nothing is being taken in any more.
  @Override
  public void close() {
    var _ = session.catalog().interrupt(thread);
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
