package dev.terrarium.bus;

import dev.terrarium.message.payload.Payload;
import dev.terrarium.message.payload.SafetyReport;
import dev.terrarium.message.payload.StateMachine;
import dev.terrarium.message.topic.Envelope;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.safety.FaultReport;
import dev.terrarium.safety.SafetyListener;
import dev.terrarium.safety.Transition;

/// Publishes what a robot's safety tells.
///
/// It runs on the thread that changes the state: publishing what is urgent never waits, and to a
/// closed bus does nothing.
///
/// @param bus where to
record SafetyNews(Bus bus) implements SafetyListener {
  @Override
  public void changed(Transition transition) {
    publish(
        TopicPath.STATE_MACHINE,
        new StateMachine.Transition(transition.from().id(), transition.to().id()),
        transition.nanoTime());
  }

  @Override
  public void reported(FaultReport report) {
    publish(
        TopicPath.SAFETY_ERROR,
        new SafetyReport.HardwareError(report.component().segments(), message(report)),
        report.nanoTime());
  }

  private static String message(FaultReport report) {
    String message = report.fault().message();
    return message.isBlank() ? report.fault().toString() : message;
  }

  /// The time is that of the event, not that of the publishing.
  private void publish(TopicPath path, Payload payload, long nanoTime) {
    var made = bus.envelope(path.segments().getLast(), payload);
    bus.publish(
        path,
        new Envelope(
            nanoTime, made.wallTime(), made.node(), made.frameId(), payload, made.robot()));
  }
}
