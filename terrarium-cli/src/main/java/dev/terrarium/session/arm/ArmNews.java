package dev.terrarium.session.arm;

import dev.terrarium.broker.BrokerException;
import dev.terrarium.control.PolicyCounts;
import dev.terrarium.control.PolicyEnd;
import dev.terrarium.control.loop.LoopEnd;
import java.util.List;

/// What happens to a robot's arm.
public sealed interface ArmNews {
  /// Returns a sentence that tells it.
  String words();

  /// Its loop runs.
  ///
  /// @param granted what the system has granted it, a line for each
  record Started(List<String> granted) implements ArmNews {
    public Started {
      granted = List.copyOf(granted);
    }

    @Override
    public String words() {
      return "the arm is started";
    }
  }

  /// Its loop has ended.
  record Ended(LoopEnd end) implements ArmNews {
    @Override
    public String words() {
      return end.words();
    }
  }

  /// A policy has the arm.
  record Begun(String policy) implements ArmNews {
    @Override
    public String words() {
      return "the policy '%s' moves the arm".formatted(policy);
    }
  }

  /// A policy has ended.
  record Over(String policy, PolicyEnd end, PolicyCounts counts) implements ArmNews {
    /// Whether it ended by what it did itself.
    public boolean isFailure() {
      return end instanceof PolicyEnd.Failed || end instanceof PolicyEnd.Refused;
    }

    @Override
    public String words() {
      return "the policy '%s' ended: %s".formatted(policy, why());
    }

    /// Returns why, in a sentence.
    public String why() {
      return switch (end) {
        case PolicyEnd.Failed(BrokerException fault) -> String.valueOf(fault.getMessage());
        case PolicyEnd.Failed(var cause) -> cause.toString();
        case PolicyEnd.Refused(var why) -> "its target was refused: " + why;
        case PolicyEnd.Superseded _ -> "another command has the arm";
        case PolicyEnd.Stopped _ -> "it was stopped";
        case PolicyEnd.ArmEnded(var loop) -> loop.words();
      };
    }
  }
}
