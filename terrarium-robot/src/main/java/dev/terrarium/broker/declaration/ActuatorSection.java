package dev.terrarium.broker.declaration;

import dev.terrarium.message.topic.TopicPath;
import java.util.List;
import java.util.Map;

/// The tables `actuators.NAME`: what moves.
final class ActuatorSection {
  static final Field<TopicPath> PATH =
      Field.required(
          "path", TopicSection.PATH, "the topic of its commands, which begins with `actuator`");
  static final Field<List<String>> ACCEPTS =
      Field.required(
          "accepts",
          Kinds.list("a list of types, such as \"actuator.command.position\"", Kinds.TEXT),
          "the types of commands that it takes");
  static final Field<String> DOC = Field.usual("doc", Kinds.DOC, "", "what it is");

  static final Section SECTION = Section.of("actuators.NAME", PATH, ACCEPTS, DOC);

  private ActuatorSection() {}

  static ActuatorDeclaration read(Entry entry) {
    return new ActuatorDeclaration(entry.get(PATH), entry.get(ACCEPTS), entry.get(DOC));
  }

  static Map<String, Object> write(ActuatorDeclaration actuator) {
    return new Written()
        .put(PATH, actuator.path())
        .put(ACCEPTS, actuator.accepts())
        .put(DOC, actuator.doc())
        .table();
  }
}
