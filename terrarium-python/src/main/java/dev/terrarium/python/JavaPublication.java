package dev.terrarium.python;

import java.util.concurrent.Flow;

/// A Java publisher in Python's hands: called, it subscribes once more.
///
/// @param exposing whether its items are exposed where no conversion has a rule for them
record JavaPublication(Interpreter interpreter, Flow.Publisher<?> publisher, boolean exposing)
    implements JavaBacked.Source {
  @Override
  public Object behind() {
    return publisher;
  }

  @Override
  public Object call(PyArguments arguments) {
    JavaIntake intake = new JavaIntake(interpreter, exposing);
    return arguments
        .gil()
        .released(() -> {
          publisher.subscribe(intake);
          return intake;
        });
  }
}
