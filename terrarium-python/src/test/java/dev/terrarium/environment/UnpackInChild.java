package dev.terrarium.environment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/// A program for a JVM of its own: makes the bundled Python ready and prints what it hears.
///
/// At the first progress it waits for a line of standard input, so that a test can hold it in the
/// middle for as long as it needs.
final class UnpackInChild {
  private UnpackInChild() {}

  /// @param arguments the cache folder and the jars
  public static void main(String[] arguments) throws IOException {
    Path cache = Path.of(arguments[0]);
    List<Path> jars =
        List.of(arguments).subList(1, arguments.length).stream().map(Path::of).toList();
    Pins pins = BundleFixture.pins(jars);
    SearchPath path =
        new BundleFixture(jars, pins)
            .addedTo(FakePython.nowhere(cache.resolveSibling("nowhere")))
            .withCache(cache);
    say("started");
    Environment.choose(path, new Teller(), BundleFixture.HOST, () -> pins);
    say("ready");
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static final class Teller implements UnpackListener {
    private boolean held;

    @Override
    public void unpacked(long bytesDone, long bytesTotal) {
      say("unpacked " + bytesDone + " of " + bytesTotal);
      if (!held) {
        held = true;
        try {
          while (System.in.read() > '\n') {}
        } catch (IOException failure) {
          throw new UncheckedIOException(failure);
        }
      }
    }

    @Override
    public void notice(String sentence) {
      say("notice " + sentence);
    }
  }
}
