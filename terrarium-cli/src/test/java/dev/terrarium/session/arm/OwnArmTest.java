package dev.terrarium.session.arm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// An arm in the process of whoever uses it.
class OwnArmTest {
  @AfterEach
  void close() {
    OwnArm.closeAll();
  }

  private static String error(String options) {
    Map<?, ?> error = (Map<?, ?>) Json.object(OwnArm.open(options)).get("error");
    return error.get("kind") + ": " + error.get("message");
  }

  private static Path open(String options) {
    String answer = OwnArm.open(options);
    return Path.of(String.valueOf(Json.object(answer).get("socket")));
  }

  private static String ask(Path socket, String line) throws IOException {
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      int _ = channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
      var in = new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8);
      return String.valueOf(new BufferedReader(in).readLine());
    }
  }

  @Test
  void isServedUntilItIsClosed() throws IOException {
    Path socket =
        open(
            "{\"model\": \"fer\", \"name\": \"left\", \"arm\": \"operator\", \"priority\": 0, \"cpu\": null}");

    assertThat(ask(socket, "{\"id\": 1, \"do\": \"hello\", \"version\": 1}"))
        .contains("\"arm\":\"left\"", "\"model\":\"fer\"", "\"simulated\":true");
    assertThat(ask(socket, "{\"id\": 1, \"do\": \"start\"}"))
        .contains("\"kind\":\"disarmed\"", "its robot is disarmed, and has no operator");

    OwnArm.close(socket.toString());
    assertThat(socket.getParent()).doesNotExist();
    OwnArm.close(socket.toString());
  }

  @Test
  void mayShareItsNameWithAnother() {
    assertThat(open("{}")).isNotEqualTo(open("{}"));
  }

  @Test
  void saysWhichOptionIsWrong() {
    assertThat(error("{\"modell\": \"fr3\"}"))
        .isEqualTo(
            "refused: there is no option 'modell' of an arm: expected some of model, simulator, name, arm, priority, cpu, shield");
    assertThat(error("nothing")).startsWith("refused: the line is not JSON");
    assertThat(error("{\"model\": \"ur5\"}")).startsWith("refused: there is no model of an arm");
    assertThat(error("{\"model\": 3}")).isEqualTo("refused: model is a text, not 3");
    assertThat(error("{\"simulator\": \"gazebo\"}")).startsWith("refused: there is no simulator");
    assertThat(error("{\"simulator\": \"mujoco:/nowhere.so\"}"))
        .startsWith("arm: MuJoCo is not at /nowhere.so");
    assertThat(error("{\"name\": \"Left Arm\"}")).startsWith("refused: 'Left Arm' is no name");
    assertThat(error("{\"arm\": \"always\"}"))
        .isEqualTo("refused: arm is 'always': expected operator or on_start");
    assertThat(error("{\"priority\": 100}")).startsWith("refused: priority is that of SCHED_FIFO");
    assertThat(error("{\"shield\": 1}")).isEqualTo("refused: shield is true or false, not 1");
    assertThat(error("{\"cpu\": 99999}"))
        .startsWith("refused: cpu is 99999: expected a processor of this machine, 0");
    assertThat(error("{\"cpu\": \"last\"}"))
        .isEqualTo("refused: cpu is a whole number, 0 or more, not \"last\"");
  }
}
