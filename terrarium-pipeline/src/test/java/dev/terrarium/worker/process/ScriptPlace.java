package dev.terrarium.worker.process;

import dev.terrarium.message.ForeignValue;
import dev.terrarium.pipeline.ProcessSettings;
import dev.terrarium.worker.Place;
import dev.terrarium.worker.PythonSettings;
import dev.terrarium.worker.script.Ask;
import dev.terrarium.worker.script.Decoder;
import dev.terrarium.worker.script.Isolation;
import dev.terrarium.worker.script.Running;
import dev.terrarium.worker.script.ScriptHost;
import dev.terrarium.worker.script.ScriptHosts;
import dev.terrarium.worker.script.ScriptSettings;
import dev.terrarium.worker.script.UpcallRefusal;
import dev.terrarium.worker.script.Upcalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Runs scripts in a process during one test, and requires in the end that nothing of it is left.
final class ScriptPlace implements BeforeEachCallback, AfterEachCallback {
  /// Converts to what a pipeline's Java nodes would have.
  static final Decoder<@Nullable Object> JAVA = ForeignValue::toJava;

  private static final long SECONDS = 60;

  private final List<String> printed = Collections.synchronizedList(new ArrayList<>());
  private final List<Ask> asked = Collections.synchronizedList(new ArrayList<>());
  private volatile Consumer<String> sink = printed::add;
  private @Nullable Leftovers before;
  private @Nullable Path folder;
  private @Nullable ScriptHost host;
  private Upcalls upcalls =
      ask -> {
        throw new UpcallRefusal("unknown_command", "nothing answers " + ask.name(), Map.of());
      };

  @Override
  public void beforeEach(ExtensionContext test) throws IOException {
    before = Leftovers.now();
    folder = Files.createTempDirectory("terrarium-test-");
  }

  /// Has what scripts ask answered so; to be said before the first operation.
  void answer(Upcalls answers) {
    upcalls = answers;
  }

  private void print(String text) {
    sink.accept(text);
  }

  /// Has whoever takes what is printed fail.
  void refusePrints() {
    sink =
        _ -> {
          throw new IllegalStateException("no room");
        };
  }

  /// Has whoever takes what is printed keep its thread until that is counted down.
  CountDownLatch keepPrints() {
    var release = new CountDownLatch(1);
    sink =
        _ -> {
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    return release;
  }

  /// Returns what was asked so far.
  List<Ask> asked() {
    return asked;
  }

  Path folder() {
    return java.util.Objects.requireNonNull(folder);
  }

  /// Writes the module `scripts`.
  void module(String text) throws IOException {
    Files.writeString(folder().resolve("scripts.py"), text);
  }

  ScriptHost host() {
    return host(ProcessSettings.PLAIN);
  }

  ScriptHost host(ProcessSettings limits) {
    var known = host;
    if (known == null) {
      var python = new PythonSettings(Place::python, List.of(folder()), this::print, this::print);
      known =
          ScriptHosts.open(
              new ScriptSettings("arm", python, Isolation.PROCESS, limits),
              ask -> {
                asked.add(ask);
                return upcalls.answer(ask);
              });
      host = known;
    }
    return known;
  }

  /// Begins to call a function of the module `scripts`.
  Running<@Nullable Object> start(String function, @Nullable Object... arguments) {
    return start(JAVA, function, arguments);
  }

  <R extends @Nullable Object> Running<R> start(
      Decoder<R> decoder, String function, @Nullable Object... arguments) {
    return host().start("call", List.of("scripts", function, Arrays.asList(arguments)), decoder);
  }

  /// Calls a function of the module `scripts`.
  @Nullable Object call(String function, @Nullable Object... arguments) throws Exception {
    return result(start(function, arguments));
  }

  static <R extends @Nullable Object> R result(Running<R> running) throws Exception {
    return running.result().get(SECONDS, TimeUnit.SECONDS);
  }

  /// Returns what an operation fails with.
  static Throwable failure(Running<?> running) throws Exception {
    try {
      var result = running.result().get(SECONDS, TimeUnit.SECONDS);
      throw new AssertionError("it resulted in " + result);
    } catch (ExecutionException e) {
      return java.util.Objects.requireNonNull(e.getCause());
    } finally {
      running.ended().get(SECONDS, TimeUnit.SECONDS);
    }
  }

  /// Waits until a function has said that it stands where it is to stand, by making a file.
  void await(String file) {
    while (!Files.exists(folder().resolve(file))) {
      Thread.onSpinWait();
    }
  }

  String printed() {
    synchronized (printed) {
      return String.join("", printed);
    }
  }

  /// Closes the host before the end.
  void close() {
    var known = host;
    host = null;
    if (known != null) {
      known.close();
    }
  }

  @Override
  public void afterEach(ExtensionContext test) throws IOException {
    close();
    asked.clear(); // They hold shared memory.
    java.util.Objects.requireNonNull(before).requireNone();
    try (var files = Files.walk(folder())) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
