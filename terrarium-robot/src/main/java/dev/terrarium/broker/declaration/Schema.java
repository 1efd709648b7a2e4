package dev.terrarium.broker.declaration;

import java.util.List;

/// All tables that have fields, in the order in which they are documented.
final class Schema {
  static final List<Section> SECTIONS =
      List.of(
          RobotSection.SECTION,
          SafetySection.SECTION,
          SafetySection.RESTARTS_SECTION,
          TopicSection.SECTION,
          PayloadSection.SECTION,
          PayloadSection.FIELD_SECTION,
          ParameterSection.SECTION,
          CommandSection.SECTION,
          ArgumentSection.SECTION,
          ActuatorSection.SECTION,
          ArmSection.SECTION,
          GainSection.SECTION,
          PolicySection.SECTION,
          SourceSection.SECTION);

  private Schema() {}
}
