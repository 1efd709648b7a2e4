import dev.terrarium.bench.Serve;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import py4j.ClientServer;
import py4j.Py4JException;

/// Py4J: a ClientServer whose Python side is a child process.
public final class Py4jPeer {
  /// What Python implements.
  public interface Workload {
    long identity(long x);

    String text(String x);

    Map<Object, Object> real_dict(Map<?, ?> x);

    List<Object> real_list(List<?> x);

    byte[] source();

    long call_many(Increment function, int count);

    long fail();

    Iterator<Object> numbers(int count);

    long process(int node, long x);
  }

  /// What Java implements.
  public interface Increment {
    long apply(long x);
  }

  public static void main(String[] arguments) throws Exception {
    String folder = arguments[0];
    int java = freePort();
    int callbacks = freePort();
    ClientServer server =
        new ClientServer.ClientServerBuilder().javaPort(java).pythonPort(callbacks).build();
    server.startServer(true);
    Process python =
        new ProcessBuilder(folder + "/venv/bin/python", folder + "/py4j_peer.py", "" + java, "" + callbacks)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Serve.check(python.inputReader().readLine().equals("ready"));
    Workload workload = (Workload) server.getPythonServerEntryPoint(new Class<?>[] {Workload.class});
    if (arguments.length > 1) {
      System.out.println(workload.identity(42));
      System.out.flush();
      python.destroyForcibly();
      System.exit(0);
    }
    Serve serve = new Serve();
    values(serve, workload);
    flow(serve, workload);
    serve.without("no shared memory", "array-sum", "array-view");
    serve.without("no arrays but byte[]", "list-array", "array-longs");
    String classes = System.getProperty("java.class.path");
    serve.untilEnd("Py4J " + classes.replaceAll(".*py4j([0-9.]+)\\.jar.*", "$1"));
    python.destroyForcibly();
    System.exit(0);
  }

  private static int freePort() throws java.io.IOException {
    try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void calls(Workload workload, int count) {
    for (long i = 0; i < count; i++) {
      Serve.check(workload.identity(1_000_000_000_000L + i) == 1_000_000_000_000L + i);
    }
  }

  private static void values(Serve serve, Workload workload) {
    serve.row("call", count -> calls(workload, count));
    ExecutorService[] both = {Serve.thread(), Serve.thread()};
    serve.row("call-two-threads", count -> Serve.inTwo(both[0], both[1], count, half -> calls(workload, half)));
    String text = "x".repeat(100);
    Map<String, Double> map = new LinkedHashMap<>();
    List<Long> list = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      map.put("joint_" + i, i + 0.5);
    }
    for (int i = 0; i < 1000; i++) {
      list.add(1_000_000L + 7919L * i);
    }
    serve.row("str", count -> {
      for (int i = 0; i < count; i++) {
        Serve.check(workload.text(text).length() == 100);
      }
    });
    serve.row("dict", count -> {
      for (int i = 0; i < count; i++) {
        Serve.check(new HashMap<>(workload.real_dict(map)).get("joint_9").equals(9.5));
      }
    });
    serve.row("list", count -> {
      for (int i = 0; i < count; i++) {
        Serve.check(new ArrayList<>(workload.real_list(list)).size() == 1000);
      }
    });
    serve.row("array-copy", count -> {
      for (int i = 0; i < count; i++) {
        Serve.check(workload.source().length == 8 << 20);
      }
    });
  }

  private static void flow(Serve serve, Workload workload) {
    Increment increment = x -> x + 1;
    serve.row("callback", count -> Serve.check(workload.call_many(increment, count) == 12346));
    Serve.Work exceptions = count -> {
      for (int i = 0; i < count; i++) {
        try {
          workload.fail();
        } catch (Py4JException e) {
          Serve.check(e.getMessage().contains("no such item: 42"));
        }
      }
    };
    serve.row("exception", exceptions);
    serve.row("exception-text", exceptions);
    serve.row("generator", count -> {
      for (int i = 0; i < count; i++) {
        Iterator<Object> items = workload.numbers(1000);
        long last = -1;
        while (items.hasNext()) {
          last = ((Number) items.next()).longValue();
        }
        Serve.check(last == 999);
      }
    });
    serve.row("pipeline", count -> {
      for (int i = 0; i < count; i++) {
        for (long x = 1; x <= 3; x++) {
          Serve.check(workload.process(2, workload.process(1, workload.process(0, x))) == x + 6);
        }
      }
    });
  }
}
