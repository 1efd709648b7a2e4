package dev.terrarium.bench;

import dev.terrarium.environment.Environment;
import dev.terrarium.environment.SearchPath;
import dev.terrarium.python.Gil;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PyRef;
import dev.terrarium.python.Python;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The embedded interpreter of a JMH fork, with the functions that the rows call.
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else.
public class Interpreter {
  @Param("")
  String chosen = "";

  Python python;
  PyRef identity;
  PyRef callMany;
  PyRef fail;

  @Setup(Level.Trial)
  public void open() {
    SearchPath search = SearchPath.ofProcess().withRequest(chosen, "--python");
    python = Python.open(Environment.choose(search));
    try (Gil gil = python.attach()) {
      PyObject module = gil.run("workload", workload());
      identity = module.attr("identity").keep();
      callMany = module.attr("call_many").keep();
      fail = module.attr("fail").keep();
    }
  }

  /// The Python text that both sides run.
  String workload() {
    try (InputStream text = Interpreter.class.getResourceAsStream("workload.py")) {
      if (text == null) {
        throw new IllegalStateException("workload.py is not packed in the benchmark's jar");
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
