package dev.terrarium.message.payload;

import java.util.List;

/// What is told of safety beside its state.
public sealed interface SafetyReport extends Payload {

  /// A component has a fault.
  record HardwareError(
      @About("the component, the general first") List<String> path,
      @About("what is wrong with it") String error)
      implements SafetyReport {
    private static final String TYPE = "safety.hardware_error";

    public HardwareError {
      path = List.copyOf(path);
      new Checks(TYPE).notBlank("error", error);
    }

    @Override
    public String type() {
      return TYPE;
    }
  }
}
