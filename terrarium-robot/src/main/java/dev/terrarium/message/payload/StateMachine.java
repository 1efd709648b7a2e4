package dev.terrarium.message.payload;

/// What a robot's state machines tell, that of safety and that of operation.
public sealed interface StateMachine extends Payload {

  /// A state machine has changed.
  ///
  /// Both machines tell it in the same place: who asks whether the robot may move looks for a `to`
  /// of `disarming`, `disarmed` or `error`.
  record Transition(
      @About("the state before") String from, @About("the state from here on") String to)
      implements StateMachine {
    private static final String TYPE = "state_machine.transition";

    public Transition {
      var checks = new Checks(TYPE);
      checks.notBlank("from", from);
      checks.notBlank("to", to);
    }

    @Override
    public String type() {
      return TYPE;
    }
  }
}
