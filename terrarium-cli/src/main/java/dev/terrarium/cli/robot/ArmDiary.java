package dev.terrarium.cli.robot;

import dev.terrarium.broker.BrokerException;
import dev.terrarium.broker.BrokerListener;
import dev.terrarium.cli.timeline.Moment.Motion;
import dev.terrarium.control.PolicyEnd;
import dev.terrarium.control.loop.LoopEnd;
import dev.terrarium.session.arm.ArmNews;
import dev.terrarium.session.arm.ArmWatcher;
import java.util.function.Consumer;

/// Has a witness see what moves a robot's arm, and tells it.
///
/// @param told takes each piece of news after the witness
public record ArmDiary(Witness witness, Consumer<ArmNews> told) implements ArmWatcher {
  @Override
  public void happened(ArmNews news) {
    switch (news) {
      case ArmNews.Started _ -> {
        witness.movesNoMore(Motion.WARM_UP, "done", news.words());
        witness.moves(Motion.LOOP);
      }
      case ArmNews.Ended(var end) -> witness.movesNoMore(Motion.LOOP, word(end), end.words());
      case ArmNews.Begun(var policy) -> witness.moves(policy);
      case ArmNews.Over over -> {
        witness.movesNoMore(over.policy(), word(over.end()), over.words());
        if (over.isFailure()) {
          witness.failed("policy " + over.policy(), over.why(), traceback(over));
        }
      }
    }
    told.accept(news);
  }

  @Override
  public BrokerListener ofPolicy(String policy) {
    return witness.ofPolicy(policy);
  }

  /// Returns what Python prints of what a policy raised; empty if it raised nothing.
  public static String traceback(ArmNews.Over over) {
    return over.end() instanceof PolicyEnd.Failed(BrokerException.PythonError raised)
        ? raised.traceback()
        : "";
  }

  private static String word(LoopEnd end) {
    return switch (end) {
      case LoopEnd.Stopped _ -> end.isFault() ? "failed" : "stopped";
      case LoopEnd.SafetyLeft _ -> end.isFault() ? "failed" : "disarmed";
      case LoopEnd.Reflexes _,
          LoopEnd.ControllerFailed _,
          LoopEnd.NotANumber _,
          LoopEnd.ArmFailed _ ->
          "failed";
    };
  }

  private static String word(PolicyEnd end) {
    return switch (end) {
      case PolicyEnd.Stopped _ -> "stopped";
      case PolicyEnd.Superseded _ -> "superseded";
      case PolicyEnd.Failed _, PolicyEnd.Refused _ -> "failed";
      case PolicyEnd.ArmEnded(var loop) -> word(loop);
    };
  }
}
