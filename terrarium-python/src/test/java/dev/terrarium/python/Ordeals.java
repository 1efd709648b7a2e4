package dev.terrarium.python;

import dev.terrarium.testing.Interpreters;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// The scenarios of [OrdealsTest]; each prints `stands` when it got where it should.
final class Ordeals {
  private static final long LARGE_STACK = 64L << 20;

  private static final String DEEP =
      """
      def recurses():
          def deep(n):
              return sorted([n], key=lambda _: deep(n + 1))
          try:
              deep(0)
          except RecursionError:
              return "stopped"
      def compares():
          def nest():
              nested = []
              for _ in range(200_000):
                  nested = [nested]
              return nested
          try:
              return str(nest() == nest())
          except RecursionError:
              return "stopped"
      def all_of_it():
          return recurses() + " " + compares()
      """;

  /// What came to standard output, piece by piece.
  private static final List<String> SAID = new CopyOnWriteArrayList<>();

  private Ordeals() {}

  private interface Scenario {
    void play(Python python) throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    PythonOptions options =
        PythonOptions.of(Interpreters.chosen())
            .withStdout(Ordeals::say)
            .withStderr(System.err::print);
    if (arguments[0].equals("second")) {
      second(options);
      return;
    }
    scenario(arguments[0]).play(Python.open(options));
  }

  private static Scenario scenario(String name) {
    return switch (name) {
      case "outputArrivesWhileARegionIsOpen" -> Ordeals::outputArrivesWhileARegionIsOpen;
      case "forksAreRefused" -> Ordeals::forksAreRefused;
      case "recursesOnEveryKindOfThread" -> Ordeals::recursesOnEveryKindOfThread;
      case "callsInASmallHeap" -> Ordeals::callsInASmallHeap;
      case "endsWithThreadsOfEveryKind" -> Ordeals::endsWithThreadsOfEveryKind;
      case "isInterruptedWhileItSpins" -> Ordeals::interrupted;
      case "isInterruptedWhilePythonsMainThreadSleeps" -> Ordeals::interruptedOnPythonsMainThread;
      case "anotherClassLoaderIsRefused" -> Ordeals::anotherClassLoaderIsRefused;
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static void say(String piece) {
    SAID.add(piece);
    System.out.print(piece);
  }

  private static void outputArrivesWhileARegionIsOpen(Python python) {
    try (Gil gil = python.attach()) {
      gil.run("writes", "import sys\nsys.stdout.write('one\\ntwo\\nthr')");
      require(List.of("one\ntwo\n"));
      gil.run("writes", "print('ee')");
      require(List.of("one\ntwo\n", "three\n"));
      gil.run("writes", "print('rest', end='')");
      try (Gil inner = python.attach()) {
        boolean _ = inner.eval("1").isNone();
      }
      require(List.of("one\ntwo\n", "three\n"));
    }
    require(List.of("one\ntwo\n", "three\n", "rest"));
    stands();
  }

  private static void require(List<String> pieces) {
    if (!SAID.equals(pieces)) {
      throw new AssertionError("said " + SAID + " instead of " + pieces);
    }
  }

  private static void stands() {
    System.out.println("stands");
  }

  private static void forksAreRefused(Python python) {
    try (Gil gil = python.attach()) {
      AtomicInteger called = new AtomicInteger();
      PyObject java = gil.function("java", _ -> called.incrementAndGet());
      gil.run(
              "forks",
              """
              import multiprocessing, os, subprocess, sys
              def play(java):
                  try:
                      os.fork()
                  except RuntimeError as refused:
                      assert "is refused in a process that holds a JVM" in str(refused)
                  done = subprocess.run([sys.executable, "-c", "print(1)"], preexec_fn=os.getpid, capture_output=True)
                  assert done.stdout == b"1\\n", done
                  def caught():
                      try:
                          java()
                      except RuntimeError as refused:
                          os.write(1, str(refused).encode())
                  done = subprocess.run([sys.executable, "-c", ""], preexec_fn=caught, stdout=subprocess.PIPE)
                  assert b"a forked child has no JVM" in done.stdout, done
                  with multiprocessing.Pool(2) as pool:
                      lines = pool.map(eval, ["open('/proc/self/cmdline').read()"] * 2)
                  assert all("java" not in line.split("\\0")[0] for line in lines), lines
                  assert java() == 1
              """)
          .callMethod("play", java);
    }
    stands();
  }

  private static void recursesOnEveryKindOfThread(Python python) throws Exception {
    PyRef deep = python.call(gil -> gil.run("deep", DEEP).attr("all_of_it").keep());
    List<Thread> threads =
        List.of(
            new Thread(null, () -> check(deep), "small", 1 << 18),
            new Thread(null, () -> check(deep), "usual"),
            new Thread(null, () -> check(deep), "large", LARGE_STACK),
            Thread.ofVirtual().unstarted(() -> check(deep)));
    for (Thread thread : threads) {
      thread.start();
      thread.join();
    }
    check(deep);
    try (Gil gil = python.attach()) {
      gil.run(
              "threads",
              """
              import threading
              from concurrent.futures import ThreadPoolExecutor
              def play(deep):
                  with ThreadPoolExecutor(2) as pool:
                      for answer in pool.map(lambda _: deep(), range(2)):
                          print("deep", answer)
              """)
          .callMethod("play", gil.of(deep));
    }
    deep.close();
    stands();
  }

  private static void check(PyRef deep) {
    System.out.println("deep " + deep.call(String.class));
  }

  private static void callsInASmallHeap(Python python) throws Exception {
    PyRef echo =
        python.call(gil ->
            gil.run("echo", "def echo(x, java): return [java(x), {'again': x}]")
                .attr("echo")
                .keep());
    Runnable calls =
        () -> {
          for (int i = 0; i < 400; i++) {
            String text = "text " + i;
            byte[] garbage = new byte[1 << 18];
            garbage[i] = 1;
            try (Gil gil = python.attach()) {
              PyObject made =
                  gil.of(echo).call(text, gil.function("java", given -> given.as(0, String.class)));
              try (PyRef kept = made.keep()) {
                String there = made.item(0).str() + made.item(1).item("again").str();
                if (!there.equals(text + text) || !gil.of(kept).item(0).str().equals(text)) {
                  throw new AssertionError(there);
                }
              }
            }
          }
        };
    Thread[] threads = {
      new Thread(null, calls, "large", LARGE_STACK), Thread.ofVirtual().unstarted(calls)
    };
    for (Thread thread : threads) {
      thread.setUncaughtExceptionHandler((_, failure) -> System.out.println("failed: " + failure));
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    echo.close();
    stands();
  }

  private static void endsWithThreadsOfEveryKind(Python python) throws Exception {
    CountDownLatch inside = new CountDownLatch(4);
    List<PyRef> works;
    try (Gil gil = python.attach()) {
      PyObject ends =
          gil.run(
              "ends",
              """
              import atexit, threading, time
              def spin(inside):
                  inside()
                  while True:
                      pass
              def sleep(inside):
                  inside()
                  time.sleep(3600)
              def play(inside):
                  atexit.register(print, "left")
                  threading.Thread(target=spin, args=(inside,), daemon=True).start()
                  threading.Thread(target=sleep, args=(inside,), daemon=True).start()
              """);
      ends.callMethod("play", told(gil, inside));
      works = List.of(ends.attr("spin").keep(), ends.attr("sleep").keep());
    }
    for (PyRef work : works) {
      Thread.ofPlatform()
          .daemon()
          .stackSize(LARGE_STACK)
          .start(() -> {
            try (Gil gil = python.attach()) {
              gil.of(work).call(told(gil, inside));
            }
          });
    }
    inside.await();
    stands();
  }

  private static PyObject told(Gil gil, CountDownLatch inside) {
    return gil.function(
        "inside",
        _ -> {
          inside.countDown();
          return null;
        });
  }

  /// A real signal, as a terminal sends it; it comes once Python is at work.
  private static void interrupted(Python python) {
    Runtime.getRuntime().addShutdownHook(new Thread(Ordeals::stands));
    try (Gil gil = python.attach()) {
      gil.run("waits", signalled("while True: pass"));
    }
  }

  private static void interruptedOnPythonsMainThread(Python python) throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(Ordeals::stands));
    Thread.ofVirtual()
        .start(() -> python.call(gil -> gil.run("waits", signalled("time.sleep(3600)")).isNone()))
        .join();
  }

  private static String signalled(String work) {
    return """
    import atexit, os, signal, threading, time
    atexit.register(print, "left")
    threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT)).start()
    """
        + work;
  }

  /// The same classes once more, by a loader that knows nothing of this one.
  private static void anotherClassLoaderIsRefused(Python python) throws Exception {
    URL[] path =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(each -> url(Path.of(each)))
            .toArray(URL[]::new);
    try (URLClassLoader other =
        new URLClassLoader("other", path, ClassLoader.getPlatformClassLoader())) {
      Class<?> twin = other.loadClass(Ordeals.class.getName());
      var main = twin.getDeclaredMethod("main", String[].class);
      main.setAccessible(true);
      try {
        main.invoke(null, (Object) new String[] {"second"});
      } catch (InvocationTargetException failed) {
        System.out.println("unexpected: " + failed.getCause());
      }
    }
    try (Gil gil = python.attach()) {
      if (gil.eval("6 * 7").as(int.class) == 42) {
        stands();
      }
    }
  }

  private static URL url(Path path) {
    try {
      return URI.create(path.toUri().toString()).toURL();
    } catch (MalformedURLException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static void second(PythonOptions options) {
    try {
      Python.open(options);
      System.out.println("two interpreters");
    } catch (PythonUnavailableException refused) {
      System.out.println("refused: " + refused.getMessage());
    }
  }
}
