package dev.terrarium.session.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where arms are found by their names.
class ArmSocketTest {
  @TempDir Path folder;

  @Test
  void liesInAFolderOfItsUsersAlone() throws IOException {
    Path socket = ArmSocket.usual("left", folder.toString());

    assertThat(socket).isEqualTo(folder.resolve("terrarium/left.sock"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
        .isEqualTo("rwx------");
    assertThat(ArmSocket.usual("left", folder.toString())).isEqualTo(socket);
  }

  @Test
  void liesWhereTemporaryFilesDoWithoutAFolderForRunningPrograms() {
    assertThat(ArmSocket.usual("left", "").toString()).matches("/tmp/terrarium-\\d+/left\\.sock");
  }

  @Test
  void refusesAFolderThatOthersMayEnter() throws IOException {
    Path open = Files.createDirectory(folder.resolve("terrarium"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ArmSocket.usual("left", folder.toString()))
        .withMessageContaining("is not a folder of this user's alone, but rwxrwxrwx of");
  }

  @Test
  void refusesALinkToAFolder() throws IOException {
    Files.createSymbolicLink(
        folder.resolve("terrarium"), Files.createDirectory(folder.resolve("x")));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ArmSocket.usual("left", folder.toString()))
        .withMessageContaining("is not a folder of this user's alone");
  }

  @Test
  void saysWhatToDoWhereThereIsNoSuchFolder() {
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> ArmSocket.usual("left", folder.resolve("none").toString()))
        .withMessageContaining("name the socket by --socket");
  }
}
