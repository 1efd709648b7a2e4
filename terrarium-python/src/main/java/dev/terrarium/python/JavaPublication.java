package dev.terrarium.python;

import java.util.concurrent.Flow;

/// A Java publisher in Python's hands: called, it subscribes once more.
record JavaPublication(Interpreter interpreter, Flow.Publisher<?> publisher)
    implements JavaBacked.Source {
  @Override
  public Object behind() {
    return publisher;
  }

  @Override
  public Object call(PyArguments arguments) {
    JavaIntake intake = new JavaIntake(interpreter);
    return arguments
        .gil()
        .released(() -> {
          publisher.subscribe(intake);
          return intake;
        });
  }
}
