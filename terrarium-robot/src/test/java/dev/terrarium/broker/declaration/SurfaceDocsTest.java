package dev.terrarium.broker.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The exposed surface as a page.
class SurfaceDocsTest {
  private static final String PAGE = SurfaceDocs.markdown(RobotToml.parse(Complete.text()));

  @Test
  void tellsWhatTheRobotIs() {
    assertThat(PAGE)
        .startsWith(
            """
            # scout

            A simulated robot, armed when it opens. States: `idle`, `recording`, `docked`; it begins in `recording`.
            """);
  }

  @Test
  void listsCommandsForScriptsWithTheirArguments() {
    assertThat(PAGE)
        .contains(
            """
            ## Commands for scripts

            ### `survey`

            Looks around until it has seen enough.

            Allowed in `idle`, `recording`. Category `motion`, at most 1 at once. Cancels `motion`, `default` first. Ends after 60000 ms.

            | argument | type | default | what it is |
            |---|---|---|---|
            | `area` | float | required | m² |
            | `speed` | one of `slow`, `fast` | `slow` |  |
            | `label` | string |  |  |
            | `count` | integer | required |  |
            """);
  }

  @Test
  void listsWhatTheOperatorHasApartFromThat() {
    assertThat(PAGE)
        .containsSubsequence("## Commands for the operator", "### `dock`", "### `ready`");
    assertThat(PAGE)
        .contains(
            "Allowed in `idle`, `recording`, `docked`. Category `default`, at most 1 at once. Disarms the robot.");
  }

  @Test
  void tellsOfTheArmAndOfWhatMovesIt() {
    assertThat(PAGE)
        .contains(
            """
            ## Arm

            A Franka Emika Robot, computed by `mujoco:lib/libmujoco.so`. It begins with the law `osc_damped`, and gives way when a policy's target is older than 150 ms.

            ## Policies

            | policy | times in a second | where | starts | what it does |
            |---|---|---|---|---|
            | `reach` | 20.0 | `process` | with the arm | Reaches for what it sees. |
            | `wave` | 50.0 | `inline` | when it is asked for |  |
            """);
  }

  @Test
  void listsTopicsWithWhatTheirMessagesHold() {
    assertThat(PAGE)
        .contains(
            "| `sensor.camera.rgb` | subscribe | `sensor.image` | once in 50 ms, and the last one | What the camera sees. |\n")
        .contains("| `perception.objects` | publish | `objects` |  |  |\n")
        .contains(
            """
            ### `objects`

            What the detector found.

            | field | type | default | what it is |
            |---|---|---|---|
            | `frame` | integer | required |  |
            | `people` | list | required | boxes, in pixels |
            | `note` | string |  |  |
            """)
        .contains("### `sensor.image`", "| `height` | integer |");
  }

  @Test
  void listsParametersWithTheirBounds() {
    assertThat(PAGE)
        .contains(
            "| `detector.threshold` | float | from 0.0 to 1.0 | `0.5` | How different a pixel must be. |\n")
        .contains("| `drive.speed` | float in m/s | from 0.0 to 2.5 | `1.0` |  |\n");
  }

  @Test
  void listsActuators() {
    assertThat(PAGE)
        .contains(
            "| `gripper` | `actuator.gripper` | `actuator.command.position`, `actuator.command.stop` | Opens and closes. |\n");
  }

  @Test
  void keepsItsTablesWhateverIsWritten() {
    var robot =
        RobotDeclaration.builder("scout")
            .parameter("a", ParameterDeclaration.of(ValueType.STRING, "`x`|y", "one | two\nthree"))
            .build();

    assertThat(SurfaceDocs.markdown(robot))
        .contains("| `a` | string |  | `'x'\\|y` | one \\| two three |\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"# injected", "> x", "- x", "1. x", "---", "```", "x\n\n# injected"})
  void whatACommandDoesIsOneLineOfPlainText(String doc) {
    var robot =
        RobotDeclaration.builder("scout")
            .command("dance", CommandDeclaration.java().documented(doc))
            .build();

    assertThat(SurfaceDocs.markdown(robot))
        .containsPattern(
            "### `dance`\n\n(\\\\[#>`-].*|1\\\\\\. x|x # injected)\n\nAllowed in `idle`");
  }
}
