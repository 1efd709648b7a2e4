package dev.terrarium.broker.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the fields of a declaration have to do with each other.
class CrossChecksTest {
  private static final String ROBOT = "[robot]\nname = \"scout\"\n";

  private static void refuses(String text, String... faults) {
    assertThat(Complete.faults(text).stream().map(DeclarationFault::toString))
        .containsExactly(faults);
  }

  private static void accepts(String text) {
    assertThat(Complete.faults(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"safety", "state_machine", "command", "param"})
  void scriptsCannotBeLetPublishWhereOnlyTheRobotDoes(String source) {
    for (var access : List.of("publish", "both")) {
      refuses(
          ROBOT + "[topics.\"%s.x\"]\nscripts = \"%s\"\n".formatted(source, access),
          "line 4: topics.\"%1$s.x\".scripts: must be subscribe or none, as only the robot itself publishes under %1$s"
              .formatted(source));
    }
    accepts(ROBOT + "[topics.\"%s.x\"]\nscripts = \"subscribe\"\n".formatted(source));
  }

  @ParameterizedTest
  @ValueSource(strings = {"safety", "state_machine"})
  void safetyAndStateTransitionsAreNeverThrottled(String source) {
    refuses(
        ROBOT + "[topics.%s]\nscripts = \"subscribe\"\nthrottle_ms = 5\n".formatted(source),
        "line 5: topics.%1$s.throttle_ms: must be left out, as nothing under %1$s is ever held back"
            .formatted(source));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "throttle_ms = 5",
        "trailing = true",
        "capacity = 5",
        "policy = \"block\"",
        "budget_ms = 5"
      })
  void whatOnlyConcernsSubscribersIsRefusedWhereScriptsDoNotSubscribe(String field) {
    var name = field.substring(0, field.indexOf(' '));
    refuses(
        ROBOT + "[topics.\"sensor.x\"]\nscripts = \"publish\"\n" + field + "\n",
        "line 5: topics.\"sensor.x\"."
            + name
            + ": must be left out, as scripts do not subscribe: scripts is publish");
  }

  @Test
  void whatWouldDoNothingBesideAnotherFieldIsRefused() {
    refuses(
        ROBOT + "[topics.\"sensor.x\"]\nscripts = \"both\"\ntrailing = true\n",
        "line 5: topics.\"sensor.x\".trailing: must be left out, as nothing is held back without"
            + " throttle_ms");
    refuses(
        ROBOT + "[topics.\"sensor.x\"]\nscripts = \"both\"\npolicy = \"latest\"\ncapacity = 2\n",
        "line 6: topics.\"sensor.x\".capacity: must be left out, as one message waits where the policy"
            + " is latest");
  }

  @Test
  void aTypeOfMessagesIsBuiltInOrDeclaredAndNotBoth() {
    accepts(
        ROBOT
            + "[topics.\"perception.x\"]\ntype = \"objects\"\n"
            + "[payloads.objects.fields]\ncount = \"integer\"\n");
    refuses(
        ROBOT + "[payloads.\"sensor.image\".fields]\nx = \"float\"\n",
        "line 3: payloads.\"sensor.image\": must have another name, as there is a built-in type of this"
            + " one");
  }

  @Test
  void noFieldOfAMessageHasTheNameUnderWhichItNamesItsType() {
    refuses(
        ROBOT + "[payloads.objects.fields]\nkind = \"string\"\ntype = \"string\"\n",
        "line 5: payloads.objects.fields.type: must have another name, such as kind, as a message names"
            + " its own type under this one");
  }

  @Test
  void atMostOneCommandArmsAndOneDisarms() {
    refuses(
        ROBOT
            + "[commands]\n"
            + "a = { handler = \"arm\" }\n"
            + "b = { handler = \"java\", arm = true }\n"
            + "c = { handler = \"java\", disarm = true }\n"
            + "d = { handler = \"disarm\" }\n",
        "line 5: commands.b.arm: must be left out, as a arms already, and one command does",
        "line 7: commands.d.handler: must be another one than disarm, as c disarms already, and one command"
            + " does");
  }

  @Test
  void whatIsWrongWithOneElementOfAListHidesNoFaultOfAnother() {
    refuses(
        "[robot]\nname = \"scout\"\nstates = [\"armed\", \"X\"]\ninitial_state = \"zz\"\n"
            + "[commands]\na = { handler = \"java\", allowed_states = [\"Y\", \"yy\"] }\n",
        "line 3: robot.states[1]: must be a name of a-z, 0-9 and _, a letter first, not the text \"X\"",
        "line 3: robot.states[0]: must be another name, as armed is what the robot's safety or its"
            + " commands show",
        "line 4: robot.initial_state: must be a state, not the text \"zz\"; there are idle, armed",
        "line 6: commands.a.allowed_states[0]: must be a name of a-z, 0-9 and _, a letter first, not the"
            + " text \"Y\"",
        "line 6: commands.a.allowed_states[1]: must be a state, not the text \"yy\"; there are idle,"
            + " armed, disarmed");
  }

  @Test
  void whatIsWrongWithTheRobotHidesNoFaultBetweenOthers() {
    refuses(
        "[topics.x]\ntype = \"zzz.zzz.zzz\"\n",
        "line 1: robot: is missing; it must be a table with a name",
        Complete.faults(ROBOT + "[topics.x]\ntype = \"zzz.zzz.zzz\"\n")
            .getFirst()
            .toString()
            .replace("line 4", "line 2"));
  }

  @Test
  void aPathBelowOneThatHasFieldsIsToBeQuoted() {
    refuses(
        ROBOT + "[topics.a]\nscripts = \"subscribe\"\n[topics.a.b]\nscripts = \"publish\"\n",
        "line 5: topics.a.b: is not known; where a has fields of its own, the path of another is quoted:"
            + " [topics.\"a.b\"]");
  }

  @Test
  void noCommandBothArmsAndDisarms() {
    refuses(
        ROBOT
            + "[commands]\n"
            + "a = { handler = \"java\", arm = true, disarm = true }\n"
            + "b = { handler = \"arm\", disarm = true }\n"
            + "c = { handler = \"disarm\", arm = true }\n",
        "line 4: commands.a.disarm: must be left out, as the command arms: make two of it",
        "line 5: commands.b.disarm: must be left out, as the command arms: make two of it",
        "line 6: commands.c.handler: must be another one than disarm, as the command arms: make two of it");
  }

  @Test
  void aCommandThatArmsIsAllowedWhileDisarmed() {
    refuses(
        ROBOT + "[commands.a]\nhandler = \"arm\"\nallowed_states = [\"idle\"]\n",
        "line 5: commands.a.allowed_states: must hold disarmed, as the command arms");
    accepts(ROBOT + "[commands.a]\nhandler = \"arm\"\nallowed_states = [\"disarmed\", \"idle\"]\n");
    accepts(ROBOT + "[commands.a]\nhandler = \"arm\"\n");
  }

  @Test
  void aCommandThatDisarmsIsReachedFromAnArmedState() {
    refuses(
        ROBOT + "[commands.a]\nhandler = \"disarm\"\nallowed_states = [\"disarmed\"]\n",
        "line 5: commands.a.allowed_states: must hold a state of the armed robot, such as idle, as the"
            + " command disarms");
    accepts(ROBOT + "[commands.a]\nhandler = \"disarm\"\n");
  }

  @Test
  void aCommandThatArmsOrDisarmsIsNeverExposed() {
    refuses(
        ROBOT
            + "[commands]\n"
            + "a = { handler = \"arm\", exposed = true }\n"
            + "b = { handler = \"java\", disarm = true, exposed = true }\n",
        "line 4: commands.a.exposed: must be false, as the command arms, and no script reaches that",
        "line 5: commands.b.exposed: must be false, as the command disarms, and no script reaches that");
  }

  @Test
  void aCommandThatArmsOrDisarmsIsNotWrittenInPython() {
    refuses(
        ROBOT + "[commands.a]\nhandler = \"python:m:f\"\narm = true\n",
        "line 4: commands.a.handler: must be java or arm, as the command arms, and Python has no part in"
            + " that");
  }

  @Test
  void aRealRobotIsArmedByItsOperator() {
    refuses(
        ROBOT + "arm = \"on_start\"\n",
        "line 3: robot.arm: must be operator, as somebody in charge arms a robot that is real; on_start"
            + " is for one that is declared as simulated = true");
    accepts(ROBOT + "arm = \"on_start\"\nsimulated = true\n");
  }

  @Test
  void statesAreKnown() {
    refuses(
        ROBOT
            + "states = [\"docked\", \"armed\", \"idle\"]\n"
            + "initial_state = \"doked\"\n"
            + "[commands.a]\nhandler = \"set_state:dokked\"\nallowed_states = [\"docked\", \"disarmd\"]\n",
        "line 3: robot.states[1]: must be another name, as armed is what the robot's safety or its"
            + " commands show",
        "line 3: robot.states[2]: must be a state beside idle, which every robot has",
        "line 4: robot.initial_state: must be a state, not the text \"doked\"; did you mean 'docked'?",
        "line 6: commands.a.handler: must be a state, not the text \"dokked\"; did you mean 'docked'?",
        "line 7: commands.a.allowed_states[1]: must be a state, not the text \"disarmd\"; did you mean"
            + " 'disarmed'?");
  }

  @Test
  void allowedStatesAreAtLeastOne() {
    refuses(
        ROBOT + "[commands.a]\nhandler = \"java\"\nallowed_states = []\n",
        "line 5: commands.a.allowed_states: must hold at least one state, or be left out");
  }

  @Test
  void categoriesAreKnown() {
    refuses(
        ROBOT
            + "[categories]\nmotion = 1\n"
            + "[commands.a]\nhandler = \"java\"\ncategory = \"motin\"\ncancel = [\"mtion\", \"*\"]\n",
        "line 7: commands.a.category: must be a category, not the text \"motin\"; did you mean 'motion'?",
        "line 8: commands.a.cancel[0]: must be a category, not the text \"mtion\"; did you mean"
            + " 'motion'?",
        "line 8: commands.a.cancel[1]: must stand alone, as it means every category");
    accepts(ROBOT + "[commands.a]\nhandler = \"java\"\ncategory = \"default\"\ncancel = [\"*\"]\n");
  }

  @Test
  void aCategoryThatIsWrongIsNoFaultOfItsCommandsToo() {
    refuses(
        ROBOT
            + "[categories]\nmotion = 0\n[commands.a]\nhandler = \"java\"\ncategory = \"motion\"\n",
        "line 4: categories.motion: must be a whole number from 1 to 1000, not the number 0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "python:detector",
        "python:detector:",
        "python::survey",
        "python:detector:survey()",
        "detector:survey",
        "python:1detector:survey",
        "set_state",
        "set_state:",
        "set_state:Docked",
        "Arm"
      })
  void aHandlerNamesAModuleAndAFunctionOrIsBuiltIn(String handler) {
    assertThat(Complete.faults(ROBOT + "[commands.a]\nhandler = \"" + handler + "\"\n"))
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.path()).isEqualTo("commands.a.handler");
          assertThat(fault.message()).startsWith("must be \"python:module:function\", \"arm\"");
        });
  }

  @Test
  void aParameterBeginsWithinItsBounds() {
    refuses(
        ROBOT + "[parameters.a]\ntype = \"float\"\ndefault = 2\nmin = 0\nmax = 1\n",
        "line 5: parameters.a.default: must be at most max, which is 1.0, not 2");
    refuses(
        ROBOT + "[parameters.a]\ntype = \"integer\"\ndefault = -2\nmin = 0\n",
        "line 5: parameters.a.default: must be at least min, which is 0.0, not -2");
    refuses(
        ROBOT + "[parameters.a]\ntype = \"float\"\ndefault = 2\nmin = 3\nmax = 1\n",
        "line 5: parameters.a.default: must be at least min, which is 3.0, not 2",
        "line 5: parameters.a.default: must be at most max, which is 1.0, not 2",
        "line 7: parameters.a.max: must be at least min, which is 3.0, not 1.0");
  }

  @Test
  void aWholeParameterIsComparedWithItsBoundsExactly() {
    accepts(
        ROBOT
            + "[parameters.a]\ntype = \"integer\"\ndefault = 9007199254740992\nmax = 9007199254740992\n");
    refuses(
        ROBOT
            + "[parameters.a]\ntype = \"integer\"\ndefault = 9007199254740993\nmax = 9007199254740992\n",
        "line 5: parameters.a.default: must be at most max, which is 9.007199254740992E15, not"
            + " 9007199254740993");
    refuses(
        ROBOT + "[parameters.a]\ntype = \"integer\"\ndefault = 0\nmax = 9007199254740993\n",
        "line 6: parameters.a.max: must be a finite number, which a 64-bit float holds exactly if it is whole, not the number"
            + " 9007199254740993");
  }

  @Test
  void aParameterIsOfItsType() {
    refuses(
        ROBOT
            + "[parameters]\n"
            + "a = { type = \"integer\", default = 1.5 }\n"
            + "b = { type = \"boolean\", default = \"yes\" }\n"
            + "c = { type = \"symbol\", default = \"Not one\" }\n"
            + "d = { type = \"float\", default = nan }\n",
        "line 4: parameters.a.default: must be a whole number, as the type is integer, not the number"
            + " 1.5",
        "line 5: parameters.b.default: must be true or false, as the type is boolean, not the text"
            + " \"yes\"",
        "line 6: parameters.c.default: must be a name of a-z, 0-9 and _, a letter first, as the type is"
            + " symbol, not the text \"Not one\"",
        "line 7: parameters.d.default: must be a finite number, as the type is float, not the number"
            + " NaN");
  }

  @Test
  void onlyNumbersHaveBoundsAndOnlyUnitsAUnit() {
    refuses(
        ROBOT
            + "[parameters]\n"
            + "a = { type = \"string\", default = \"\", min = 1 }\n"
            + "b = { type = \"float\", default = 1, unit = \"m\" }\n"
            + "c = { type = \"unit\", default = 1 }\n",
        "line 4: parameters.a.min: must be left out, as a string has no bounds",
        "line 5: parameters.b.unit: must be left out, as the type is float, not unit",
        "line 6: parameters.c.unit: is missing; it must be a unit, such as m/s, as the type is unit");
  }

  @Test
  void aUnitIsKnown() {
    assertThat(
            Complete.faults(
                ROBOT + "[parameters.a]\ntype = \"unit\"\ndefault = 1\nunit = \"furlong\"\n"))
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.path()).isEqualTo("parameters.a.unit");
          assertThat(fault.message()).startsWith("must be a unit, not the text \"furlong\"");
        });
  }

  @Test
  void anArgumentHasADefaultOrIsRequired() {
    refuses(
        ROBOT
            + "[commands.a]\nhandler = \"java\"\n[commands.a.arguments]\n"
            + "x = { type = \"float\", required = true, default = 1.0 }\n"
            + "y = { type = \"float\", default = \"1\" }\n"
            + "z = { type = \"choice\" }\n"
            + "u = { type = \"choice\", values = [\"slow\"], default = \"slw\" }\n"
            + "v = { type = \"float\", values = [\"slow\"] }\n",
        "line 6: commands.a.arguments.x.required: must be false or left out, as there is a default",
        "line 7: commands.a.arguments.y.default: must be a finite number, as the type is float, not the"
            + " text \"1\"",
        "line 8: commands.a.arguments.z.values: is missing; it must be a list of at least one word",
        "line 9: commands.a.arguments.u.default: must be one of the values, not the text \"slw\"; did"
            + " you mean 'slow'?",
        "line 10: commands.a.arguments.v.values: belongs to the type choice, and this one is float");
  }

  @Test
  void anActuatorHasAPathOfItsOwnBelowActuator() {
    refuses(
        ROBOT
            + "[actuators]\n"
            + "a = { path = \"sensor.a\", accepts = [\"actuator.command.stop\"] }\n"
            + "b = { path = \"actuator\", accepts = [] }\n"
            + "c = { path = \"actuator.c\", accepts = [\"actuator.command.sotp\"] }\n"
            + "d = { path = \"actuator.c\", accepts = [\"actuator.command.stop\"] }\n",
        "line 4: actuators.a.path: must be a path below actuator, such as actuator.a, not the text"
            + " \"sensor.a\"",
        "line 5: actuators.b.path: must be a path below actuator, such as actuator.b, not the text"
            + " \"actuator\"",
        "line 5: actuators.b.accepts: must hold at least one type, such as \"actuator.command.position\"",
        "line 6: actuators.c.accepts[0]: must be a type of commands to actuators, not"
            + " the text \"actuator.command.sotp\"; did you mean 'actuator.command.stop'?",
        "line 7: actuators.d.path: must be another path, as the actuator c has this one");
  }

  @Test
  void aSourcePublishesImagesOnADeclaredTopic() {
    refuses(
        ROBOT
            + "[topics.\"sensor.rgb\"]\n"
            + "[sources]\n"
            + "a = { topic = \"sensor.rbg\", images = \"x\", rate_hz = 1 }\n"
            + "b = { topic = \"sensor.rgb\", images = \"x\", rate_hz = 1 }\n",
        "line 5: sources.a.topic: must be a topic of topics, not the text \"sensor.rbg\"; did you mean"
            + " 'sensor.rgb'?",
        "line 6: sources.b.topic: must be a topic of the type sensor.image: say so at"
            + " topics.\"sensor.rgb\"");
  }

  @Test
  void aListHasNothingTwice() {
    refuses(
        ROBOT + "scripts = [\"a\", \"b\", \"a\"]\n",
        "line 3: robot.scripts[2]: is there twice: the text \"a\"");
  }

  @Test
  void namesThatTheUserChoosesAreNames() {
    refuses(
        ROBOT
            + "[topics]\n\"sensor..x\" = {}\n"
            + "[commands]\n\"Go!\" = { handler = \"java\" }\n"
            + "[parameters]\n\"a b\" = { type = \"float\", default = 1 }\n"
            + "[payloads]\n\"\" = { fields.X = \"float\" }\n"
            + "[categories]\nMotion = 1\n",
        "line 4: topics.\"sensor..x\": must be the path of a topic, such as sensor.camera.rgb, not the"
            + " text \"sensor..x\"",
        "line 6: commands.\"Go!\": must be a name of a-z, 0-9 and _, a letter first, not the text"
            + " \"Go!\"",
        "line 8: parameters.\"a b\": must be the path of a parameter, such as detector.threshold, not"
            + " the text \"a b\"",
        "line 10: payloads.\"\": must be a name of a-z, 0-9 and _ with dots between, such as detections,"
            + " not the text \"\"",
        "line 10: payloads.\"\".fields.X: must be a name of a-z, 0-9 and _, a letter first, not the text"
            + " \"X\"",
        "line 12: categories.Motion: must be a name of a-z, 0-9 and _, a letter first, not the text"
            + " \"Motion\"");
  }

  @Test
  void aTableThatIsNoneIsRefused() {
    refuses(
        "robot = 1\nsafety = true\ntopics = []\ncommands = 5\n",
        "line 1: robot: must be a table, not the number 1",
        "line 2: safety: must be a table, not true",
        "line 3: topics: must be a table, not an empty list",
        "line 4: commands: must be a table, not the number 5");
  }
}
