package dev.terrarium.session.robot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.message.payload.Sensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ImageSourceTest {
  private static final long PERIOD = 100_000_000;

  @TempDir Path folder;

  /// When a picture was shown, and what its first byte is.
  private record Shown(long at, int red) {}

  private final LinkedBlockingQueue<Shown> shown = new LinkedBlockingQueue<>();

  /// A clock that stands where it is waited for, for the first five times.
  private final class Stepped implements Ticker {
    private long now;
    private int waits;

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void await(long moment) throws InterruptedException {
      if (++waits > 5) {
        new CountDownLatch(1).await();
      }
      now = Math.max(now, moment);
    }

    void show(Sensor.Image image) {
      shown.add(new Shown(now, image.data().get(0) & 0xFF));
    }
  }

  @Test
  void showsPicturesAtAbsoluteTimesAndBeginsAgain() throws Exception {
    write("0.png", 10);
    write("1.png", 20);
    write("2.png", 30);

    assertThat(shown(5))
        .containsExactly(
            new Shown(0, 10),
            new Shown(PERIOD, 20),
            new Shown(2 * PERIOD, 30),
            new Shown(3 * PERIOD, 10),
            new Shown(4 * PERIOD, 20));
  }

  @Test
  void leavesADamagedPictureOutAndKeepsTheTime() throws Exception {
    write("0.png", 10);
    write("2.png", 30);
    Files.writeString(folder.resolve("1.png"), "damaged");

    assertThat(shown(3))
        .containsExactly(new Shown(0, 10), new Shown(2 * PERIOD, 30), new Shown(3 * PERIOD, 10));
  }

  @Test
  void endsWhenItIsClosedThoughEveryPictureIsOverdue() throws Exception {
    write("0.png", 10);
    var ticker = new Overdue();

    try (var _ =
        ImageSource.start(
            "overdue",
            ImageFolder.open(folder),
            1000,
            image -> shown.add(new Shown(0, 0)),
            ticker)) {
      shown.take();
    }

    assertThat(threads()).doesNotContain("terrarium-source-overdue");
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
  }

  /// A clock that runs faster than any camera, so that nothing is waited for.
  private static final class Overdue implements Ticker {
    private long now;

    @Override
    public long nanos() {
      return now += PERIOD;
    }

    @Override
    public void await(long moment) {}
  }

  private List<Shown> shown(int expected) throws InterruptedException {
    var ticker = new Stepped();
    var pictures = ImageFolder.open(folder);
    try (var _ = ImageSource.start("test", pictures, 10, ticker::show, ticker)) {
      var taken = new ArrayList<Shown>();
      while (taken.size() < expected) {
        taken.add(shown.take());
      }
      return taken;
    }
  }

  private void write(String name, int red) throws IOException {
    var image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
    for (int at = 0; at < 4; at++) {
      image.setRGB(at % 2, at / 2, red << 16);
    }
    ImageIO.write(image, "png", folder.resolve(name).toFile());
  }
}
