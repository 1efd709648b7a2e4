package dev.terrarium.control.loop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrarium.control.robot.ArmState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What readers find on a board while a loop writes it.
class StateBoardTest {
  private static final boolean IS_FULL = Boolean.getBoolean("terrarium.test.full");

  private @TempDir Path folder;

  @Test
  void hasNothingToReadBeforeTheFirstCycle() {
    StateBoard board = StateBoard.create(7, 0, Optional.empty());

    assertThat(board.read(board.room())).isFalse();
    assertThat(board.read(new ArmState(7))).isFalse();
    assertThat(board.written()).isZero();
  }

  @Test
  void givesEveryNumberBack() {
    StateBoard board = StateBoard.create(7, 3, Optional.empty());
    publish(board, 40);
    publish(board, 41);

    BoardState read = board.room();
    var arm = new ArmState(7);

    assertThat(board.read(read)).isTrue();
    assertThat(board.read(arm)).isTrue();
    assertThat(isWhole(read)).isTrue();
    assertThat(read.cycle).isEqualTo(41);
    assertThat(arm.q).containsOnly(41);
    assertThat(arm.mass).hasSize(49).containsOnly(41);
    assertThat(board.written()).isEqualTo(2);
  }

  @Test
  void refusesRoomForAnotherArm() {
    StateBoard board = StateBoard.create(7, 3, Optional.empty());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> board.read(new BoardState(7, 0)))
        .withMessageContaining("7 joints and 3 extras, and the room is for 7 and 0");
    assertThatIllegalArgumentException().isThrownBy(() -> board.read(new ArmState(6)));
  }

  @Test
  void isReadByAnotherMappingOfItsFile() {
    Path file = folder.resolve("board");
    StateBoard board = StateBoard.create(7, 3, Optional.of(file));
    StateBoard other = StateBoard.open(file);
    publish(board, 5);

    BoardState read = other.room();

    assertThat(other.read(read)).isTrue();
    assertThat(isWhole(read)).isTrue();
    assertThat(read.cycle).isEqualTo(5);
  }

  @Test
  void leavesTheFileOfAnEarlierLoopToThoseWhoHaveIt() {
    Path file = folder.resolve("board");
    StateBoard earlier = StateBoard.create(7, 0, Optional.of(file));
    publish(earlier, 1);

    StateBoard later = StateBoard.create(2, 0, Optional.of(file));

    assertThat(earlier.read(earlier.room())).isTrue();
    assertThat(StateBoard.open(file).joints()).isEqualTo(2);
    assertThat(later.read(later.room())).isFalse();
  }

  /// Read byte by byte, as another language reads it.
  @Test
  void tellsItsLayoutInItsHeader() throws IOException {
    Path file = folder.resolve("board");
    StateBoard board = StateBoard.create(2, 1, Optional.of(file));
    publish(board, 9);

    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);

    assertThat(text(bytes, 0, 8)).isEqualTo("TERRBORD");
    assertThat(bytes.getInt(8)).as("version").isEqualTo(1);
    assertThat(bytes.getLong(16)).as("bytes").isEqualTo(bytes.capacity());
    assertThat(bytes.getInt(24)).as("joints").isEqualTo(2);
    assertThat(bytes.getInt(28)).as("extras").isEqualTo(1);
    assertThat(bytes.getInt(40)).as("rows").isEqualTo(1);
    assertThat(bytes.getLong(48)).as("rows written").isEqualTo(1);
    int row = bytes.getInt(12);
    Map<String, int[]> columns = columns(bytes);
    assertThat(columns).hasSize(26).containsKeys("before", "q", "jacobian", "extras", "after");
    assertThat(columns.get("jacobian")).containsExactly(2, columns.get("jacobian")[1], 12);
    assertThat(bytes.getLong(row + columns.get("before")[1])).isEqualTo(2);
    assertThat(bytes.getLong(row + columns.get("after")[1])).isEqualTo(2);
    assertThat(bytes.getLong(row + columns.get("cycle")[1])).isEqualTo(9);
    assertThat(bytes.getDouble(row + columns.get("q")[1] + 8)).isEqualTo(9);
    assertThat(bytes.getDouble(row + columns.get("coriolis")[1])).isEqualTo(9);
  }

  @Test
  void refusesAFileThatIsNone() throws IOException {
    Path file = Files.write(folder.resolve("other"), new byte[100]);
    Path ring = folder.resolve("ring");
    CycleRing.create(7, 0, 64, Optional.of(ring));
    Path cut = folder.resolve("cut");
    StateBoard.create(7, 0, Optional.of(cut));
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 1000));

    for (Path wrong : List.of(file, ring)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> StateBoard.open(wrong))
          .withMessageContaining("does not begin with TERRBORD");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StateBoard.open(cut))
        .withMessageContaining("is version 1 with 1000 bytes: expected version 1 with ");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> StateBoard.open(folder.resolve("none")))
        .withMessageContaining("cannot be read");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> StateBoard.create(7, 0, Optional.of(folder.resolve("no/board"))))
        .withMessageContaining("cannot be made for a loop to publish in");
  }

  /// A writer that never waits and readers that never wait: the hardest there is. It ends when each
  /// reader has seen so many different states, however long that takes.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void neverShowsAMixedState(boolean isFile) {
    Optional<Path> file = isFile ? Optional.of(folder.resolve("board")) : Optional.empty();
    StateBoard board = StateBoard.create(7, 23, file);
    publish(board, 0);
    int states = IS_FULL ? 2_000_000 : 40_000;
    var isOver = new AtomicBoolean();
    var readers = new ArrayList<CompletableFuture<Long>>();

    for (int reader = 0; reader < (IS_FULL ? 3 : 1); reader++) {
      StateBoard own = file.map(StateBoard::open).orElse(board);
      readers.add(CompletableFuture.supplyAsync(() -> mixed(own, states), StateBoardTest::start));
    }
    var all = CompletableFuture.allOf(readers.toArray(CompletableFuture[]::new));
    all.whenComplete((_, _) -> isOver.set(true));
    var written = new Written(7, 23);
    for (long number = 1; !isOver.get(); number++) {
      written.fill(number);
      board.publish(written.row, written.arm, written.tally);
      for (int pause = 0; pause < 50; pause++) { // Far beyond 100 kHz, and a row now and then.
        Thread.onSpinWait();
      }
    }

    assertThat(readers).allSatisfy(reader -> assertThat(reader.join()).isZero());
  }

  private static void start(Runnable work) {
    Thread.ofPlatform().daemon().start(work);
  }

  private static long mixed(StateBoard board, int states) {
    BoardState read = board.room();
    long mixed = 0;
    long newest = -1;
    int seen = 0;
    while (seen < states) {
      if (board.read(read)) {
        seen += read.cycle == newest ? 0 : 1;
        mixed += isWhole(read) && read.cycle >= newest ? 0 : 1;
        newest = read.cycle;
      }
    }
    return mixed;
  }

  private static boolean isWhole(BoardState read) {
    double number = read.cycle;
    boolean whole =
        read.deadline == number
            && read.woke == number
            && read.written == number
            && read.law == number
            && read.arm.nanoTime == number
            && read.arm.reflexes == number
            && read.arm.successRate == number;
    for (double[] list : lists(read.arm, read.torque, read.extras)) {
      for (double it : list) {
        whole &= it == number;
      }
    }
    return whole;
  }

  /// Publishes a state in which every number is the same.
  private static void publish(StateBoard board, long number) {
    var written = new Written(board.joints(), board.extras());
    written.fill(number);
    board.publish(written.row, written.arm, written.tally);
  }

  private static double[][] lists(ArmState arm, double[] torque, double[] extras) {
    return new double[][] {
      arm.q,
      arm.dq,
      arm.lastTorque,
      arm.ee,
      arm.jacobian,
      arm.mass,
      arm.gravity,
      arm.coriolis,
      torque,
      extras
    };
  }

  /// What a loop has at hand.
  private static final class Written {
    final CycleRow row;
    final ArmState arm;
    final Tally tally = new Tally();

    Written(int joints, int extras) {
      row = new CycleRow(joints, extras);
      arm = new ArmState(joints);
    }

    void fill(long number) {
      row.cycle = number;
      row.deadline = number;
      row.woke = number;
      row.written = number;
      row.law = number;
      arm.nanoTime = number;
      arm.reflexes = number;
      arm.successRate = number;
      for (double[] list : lists(arm, row.torque, row.extras)) {
        Arrays.fill(list, number);
      }
    }
  }

  /// Type, offset and count of each column by its name.
  private static Map<String, int[]> columns(ByteBuffer bytes) {
    var columns = new HashMap<String, int[]>();
    for (int column = 0; column < bytes.getInt(32); column++) {
      int at = 64 + 32 * column;
      columns.put(
          text(bytes, at, 20),
          new int[] {bytes.getInt(at + 20), bytes.getInt(at + 24), bytes.getInt(at + 28)});
    }
    return columns;
  }

  private static String text(ByteBuffer bytes, int at, int length) {
    return new String(bytes.array(), at, length, US_ASCII).replace("\0", "");
  }
}
