package dev.terrarium.worker.script;

import static java.util.Objects.requireNonNull;

import dev.terrarium.environment.Environment;
import dev.terrarium.environment.Installation;
import dev.terrarium.environment.SearchPath;
import dev.terrarium.message.ForeignValue;
import dev.terrarium.worker.Place;
import dev.terrarium.worker.PythonSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A host of scripts, and modules for it. What Python asks goes to [#answers], but for `begun`, by
/// which a script says that it is at work.
public final class ScriptBench implements AutoCloseable {
  private static final AtomicInteger MODULES = new AtomicInteger();

  private final Path folder;
  private final ScriptHost host;
  private volatile Upcalls answers = _ -> null;
  private volatile CountDownLatch begun = new CountDownLatch(1);

  public ScriptBench(Path folder, Isolation isolation) {
    this.folder = folder;
    var python =
        new PythonSettings(ScriptBench::python, List.of(folder), Place.STDOUT, Place.STDERR);
    this.host = ScriptHosts.open(ScriptSettings.of("arm", python, isolation), this::answer);
  }

  private static Installation python() {
    return Environment.choose(
        SearchPath.ofProcess()
            .withRequest(System.getProperty("terrarium.test.python", "bundled"), "the test"));
  }

  private @Nullable Object answer(Ask ask) throws UpcallRefusal, InterruptedException {
    if (ask.name().equals("publish") && "begun".equals(ask.arguments().getFirst())) {
      begun.countDown();
      return null;
    }
    return answers.answer(ask);
  }

  void answers(Upcalls upcalls) {
    answers = upcalls;
  }

  public ScriptHost host() {
    return host;
  }

  /// Writes a module, in which `begun()` tells of itself, and returns its name.
  public String module(String source) {
    var name = "script_" + MODULES.incrementAndGet();
    var head = "from terrarium import bus\ndef begun(): bus.publish('begun', {})\n";
    try {
      Files.writeString(folder.resolve(name + ".py"), head + source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return name;
  }

  /// Begins a call of `run` in a module, and waits until it has said that it is at work.
  public Running<@Nullable Object> begin(String module, @Nullable Object... arguments)
      throws InterruptedException {
    begun = new CountDownLatch(1);
    var running = call(module, arguments);
    begun.await();
    return running;
  }

  /// Begins a call of `run` in a module.
  public Running<@Nullable Object> call(String module, @Nullable Object... arguments) {
    return host.start(
        "call", List.of(module, "run", Arrays.asList(arguments)), ForeignValue::toJava);
  }

  /// Returns what a call of `run` in a module with this source comes to.
  public @Nullable Object run(String source, @Nullable Object... arguments) {
    return settled(call(module(source), arguments));
  }

  /// Returns what an operation comes to, when it has ended.
  static <R extends @Nullable Object> R settled(Running<R> running) {
    running.ended().join();
    return running.result().join();
  }

  /// Returns what an operation fails with, when it has ended.
  public static Throwable failure(Running<?> running) {
    running.ended().join();
    return running
        .result()
        .handle((_, thrown) -> {
          var told = requireNonNull(thrown, "the operation has not failed");
          return told instanceof CompletionException wrapped && wrapped.getCause() != null
              ? wrapped.getCause()
              : told;
        })
        .join();
  }

  @Override
  public void close() {
    host.close();
  }
}
