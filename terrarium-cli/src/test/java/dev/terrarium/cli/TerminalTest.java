package dev.terrarium.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final Terminal terminal = new Terminal(new PrintStream(screen, true, UTF_8), true);
  private final PrintStream logged = new PrintStream(terminal.stream(), true, UTF_8);

  private String screen() {
    return screen.toString(UTF_8);
  }

  @Test
  void takesTheLineOfProgressAwayBeforeWhatIsLogged() {
    terminal.progress("going");

    logged.print("WARNING: é\n");
    terminal.progress("going on");

    assertThat(screen()).isEqualTo("\rgoing\r     \rWARNING: é\n\rgoing on");
  }

  @Test
  void showsNoProgressBehindALineThatIsNotAtItsEnd() {
    logged.print("half a");
    terminal.progress("going");
    logged.print(" line\n");

    assertThat(screen()).isEqualTo("half a line\n");
  }

  @Test
  void dropsWhatIsLoggedWhereStandardErrorIsForJson() {
    var errors = System.err;
    try {
      terminal.silence();

      logged.println("WARNING");
    } finally {
      System.setErr(errors);
    }

    assertThat(screen()).isEmpty();
  }
}
