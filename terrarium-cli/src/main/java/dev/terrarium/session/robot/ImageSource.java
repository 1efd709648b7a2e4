package dev.terrarium.session.robot;

import dev.terrarium.message.payload.Sensor;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/// A simulated camera: shows the pictures of a folder at a rate, over and over.
///
/// The next picture is read before it is due, so that reading delays none. A picture that is
/// missed, as the machine was busy, is not shown late: the film goes on at its rate. One that
/// cannot be read is told in the log and left out.
final class ImageSource implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ImageSource.class.getName());

  private final ImageFolder pictures;
  private final double rate;
  private final Consumer<Sensor.Image> show;
  private final Ticker ticker;
  private final Thread thread;

  private ImageSource(
      String name, ImageFolder pictures, double rate, Consumer<Sensor.Image> show, Ticker ticker) {
    this.pictures = pictures;
    this.rate = rate;
    this.show = show;
    this.ticker = ticker;
    this.thread =
        Thread.ofPlatform().name("terrarium-source-" + name).daemon().unstarted(this::showAll);
  }

  /// Begins to show pictures on a thread of its own.
  ///
  /// @param name as the thread is to be called
  /// @param rate how many in a second
  /// @param show takes each picture, on that thread
  static ImageSource start(
      String name, ImageFolder pictures, double rate, Consumer<Sensor.Image> show, Ticker ticker) {
    var source = new ImageSource(name, pictures, rate, show, ticker);
    source.thread.start();
    return source;
  }

  private void showAll() {
    var pacer = new Pacer(rate, ticker.nanos());
    try {
      for (int at = 0, failures = 0; failures < pictures.size(); at = (at + 1) % pictures.size()) {
        failures = showOne(pacer, at) ? 0 : failures + 1;
      }
      LOG.log(Level.ERROR, "No picture of {0} can be read any more", pictures.file(0).getParent());
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /// Shows a picture when it is due, and says whether there was one.
  private boolean showOne(Pacer pacer, int index) throws InterruptedException {
    try {
      var picture = pictures.read(index);
      awaitNext(pacer);
      show.accept(picture);
      return true;
    } catch (UnfitException damaged) {
      awaitNext(pacer); // First: reading fails as well where this is closed meanwhile.
      LOG.log(Level.WARNING, damaged.getMessage());
      return false;
    }
  }

  /// Waits until the next picture is due, and ends where this is closed, even if that is past.
  private void awaitNext(Pacer pacer) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    ticker.await(pacer.next(ticker.nanos()));
  }

  /// Shows no more, from the moment when this returns. An interrupt meanwhile is kept for later.
  @Override
  public void close() {
    thread.interrupt();
    boolean wasInterrupted = false;
    while (!thread.equals(Thread.currentThread()) && thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException later) {
        wasInterrupted = true;
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
