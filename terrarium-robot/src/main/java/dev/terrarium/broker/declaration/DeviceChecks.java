package dev.terrarium.broker.declaration;

import dev.terrarium.message.payload.ActuatorCommand;
import dev.terrarium.message.payload.PayloadType;
import dev.terrarium.message.payload.PayloadTypes;
import dev.terrarium.message.topic.SourceType;
import dev.terrarium.message.topic.TopicPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What actuators and simulated cameras have to do with topics.
final class DeviceChecks {
  private static final String IMAGE = "sensor.image";
  private static final List<String> COMMANDS =
      PayloadTypes.builtIn().all().stream()
          .filter(type -> ActuatorCommand.class.isAssignableFrom(type.payload()))
          .map(PayloadType::name)
          .toList();

  private final Draft draft;
  private final Map<TopicPath, String> actuators = new HashMap<>();

  private DeviceChecks(Draft draft) {
    this.draft = draft;
  }

  static void check(Draft draft) {
    var checks = new DeviceChecks(draft);
    draft.under(ActuatorSection.SECTION).forEach(checks::checkActuator);
    draft.under(SourceSection.SECTION).values().forEach(checks::checkSource);
  }

  private void checkActuator(String name, Entry actuator) {
    actuator
        .find(ActuatorSection.PATH)
        .ifPresent(path -> checkPath(name, actuator.place(ActuatorSection.PATH), path));
    var accepts = actuator.find(ActuatorSection.ACCEPTS);
    var place = actuator.place(ActuatorSection.ACCEPTS);
    if (accepts.filter(List::isEmpty).isPresent()) {
      place.fault("must hold at least one type, such as \"actuator.command.position\"");
    }
    actuator
        .fitting(ActuatorSection.ACCEPTS)
        .forEach((index, type) -> {
          if (!COMMANDS.contains(type)) {
            place
                .element(index)
                .unknown(
                    "must be a type of commands to actuators, not " + Described.of(type),
                    type,
                    COMMANDS);
          }
        });
  }

  private void checkPath(String name, Place place, TopicPath path) {
    boolean isActuator =
        path.source().filter(SourceType.ACTUATOR::equals).isPresent() && path.segments().size() > 1;
    if (!isActuator) {
      place.fault(
          "must be a path below actuator, such as actuator."
              + name
              + ", not "
              + Described.of(path.text()));
    }
    var other = actuators.putIfAbsent(path, name);
    if (other != null) {
      place.fault("must be another path, as the actuator " + other + " has this one");
    }
  }

  private void checkSource(Entry source) {
    source
        .find(SourceSection.TOPIC)
        .ifPresent(path -> {
          var topics = draft.under(TopicSection.SECTION);
          var topic = topics.get(path.text());
          var place = source.place(SourceSection.TOPIC);
          if (topic == null) {
            place.unknown(
                "must be a topic of topics, not " + Described.of(path.text()),
                path.text(),
                topics.keySet());
          } else if (topic.find(TopicSection.TYPE).filter(type -> !type.equals(IMAGE)).isPresent()
              || !topic.gives(TopicSection.TYPE)) {
            place.fault(
                "must be a topic of the type " + IMAGE + ": say so at " + topic.place().path());
          }
        });
  }
}
