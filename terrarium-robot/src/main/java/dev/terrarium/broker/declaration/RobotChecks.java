package dev.terrarium.broker.declaration;

import dev.terrarium.broker.declaration.OperationDeclaration.Arming;
import java.util.List;

/// What the fields of `robot` have to do with each other.
final class RobotChecks {
  /// What the state of a robot reads as without being one of its operational states.
  private static final List<String> TAKEN =
      List.of("disarmed", "armed", "disarming", "error", "executing");

  private RobotChecks() {}

  static void check(Draft draft) {
    var robot = draft.robot();
    robot
        .fitting(RobotSection.STATES)
        .forEach(
            (index, state) -> checkState(robot.place(RobotSection.STATES).element(index), state));
    robot
        .find(RobotSection.INITIAL_STATE)
        .filter(state -> draft.knowsStates() && !draft.states().contains(state))
        .ifPresent(state ->
            robot
                .place(RobotSection.INITIAL_STATE)
                .unknown("must be a state, not " + Described.of(state), state, draft.states()));
    if (robot.find(RobotSection.ARM).filter(Arming.ON_START::equals).isPresent()
        && robot.find(RobotSection.SIMULATED).filter(simulated -> !simulated).isPresent()) {
      robot
          .place(RobotSection.ARM)
          .fault(
              "must be operator, as somebody in charge arms a robot that is real; on_start is for one"
                  + " that is declared as simulated = true");
    }
  }

  private static void checkState(Place place, String state) {
    if (state.equals(OperationDeclaration.IDLE)) {
      place.fault("must be a state beside idle, which every robot has");
    } else if (TAKEN.contains(state)) {
      place.fault(
          "must be another name, as " + state + " is what the robot's safety or its commands show");
    }
  }
}
