package dev.terrarium.broker.declaration;

import dev.terrarium.message.topic.TopicPath;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// Makes the records of a draft without faults.
final class Assembly {
  private Assembly() {}

  static RobotDeclaration of(Draft draft) {
    var topics = new LinkedHashMap<TopicPath, TopicDeclaration>();
    draft
        .under(TopicSection.SECTION)
        .forEach((path, entry) -> topics.put(TopicPath.of(path), TopicSection.read(entry)));
    var surface =
        new Surface(
            all(draft, PayloadSection.SECTION, PayloadSection::read),
            topics,
            all(draft, ParameterSection.SECTION, ParameterSection::read),
            all(draft, CommandSection.SECTION, CommandSection::read),
            all(draft, ActuatorSection.SECTION, ActuatorSection::read));
    return new RobotDeclaration(
        draft.robot().get(RobotSection.NAME),
        RobotSection.python(draft.robot()),
        RobotSection.operation(draft.robot(), draft.categories()),
        SafetySection.read(draft.safety()),
        surface,
        new Equipment(
            all(draft, SourceSection.SECTION, SourceSection::read),
            draft.arm().map(ArmSection::read),
            all(draft, PolicySection.SECTION, PolicySection::read)));
  }

  private static <T> Map<String, T> all(Draft draft, Section section, Function<Entry, T> reader) {
    var all = new LinkedHashMap<String, T>();
    draft.under(section).forEach((name, entry) -> all.put(name, reader.apply(entry)));
    return all;
  }
}
