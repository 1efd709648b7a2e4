package dev.terrarium.bench;

import dev.terrarium.python.Gil;
import dev.terrarium.python.PyObject;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// The GIL, held by the JMH worker thread for one iteration; the C side runs before it is taken and
/// after it is let go.
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else.
public class HeldGil {
  Gil gil;
  PyObject identity;
  PyObject callMany;
  PyObject fail;

  @Setup(Level.Iteration)
  public void attach(Interpreter interpreter) {
    gil = interpreter.python.attach();
    identity = gil.of(interpreter.identity);
    callMany = gil.of(interpreter.callMany);
    fail = gil.of(interpreter.fail);
  }

  @TearDown(Level.Iteration)
  public void detach() {
    gil.close();
  }
}
