import dev.terrarium.bench.Serve;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import jep.DirectNDArray;
import jep.JepException;
import jep.NDArray;
import jep.SharedInterpreter;
import jep.python.PyCallable;
import jep.python.PyObject;

/// Jep: SharedInterpreter, PyCallable, NDArray.
final class JepPeer {
  public interface Increment {
    long apply(long x);
  }

  public static void main(String[] arguments) throws Exception {
    ExecutorService main = Serve.thread();
    main.submit(() -> {
      run(arguments);
      return null;
    }).get();
    System.exit(0);
  }

  private static SharedInterpreter open(String folder) {
    SharedInterpreter interp = new SharedInterpreter();
    interp.runScript(folder + "/workload.py");
    return interp;
  }

  private static void run(String[] arguments) throws Exception {
    String folder = arguments[0];
    try (SharedInterpreter interp = open(folder)) {
      PyCallable identity = interp.getValue("identity", PyCallable.class);
      if (arguments.length > 1) {
        System.out.println(identity.callAs(Long.class, 42L));
        System.out.flush();
        System.exit(0);
      }
      Serve serve = new Serve();
      scalars(serve, interp, identity);
      collections(serve, interp);
      arrays(serve, interp);
      flow(serve, interp);
      threads(serve, folder);
      interp.exec("import jep");
      serve.untilEnd("Jep " + interp.getValue("jep.__VERSION__", String.class));
    }
  }

  private static void scalars(Serve serve, SharedInterpreter interp, PyCallable identity) {
    serve.row("call", count -> {
      for (long i = 0; i < count; i++) {
        Serve.check(identity.callAs(Long.class, 1_000_000 + i) == 1_000_000 + i);
      }
    });
    String text = "x".repeat(100);
    serve.row("str", count -> {
      for (int i = 0; i < count; i++) {
        Serve.check(identity.callAs(String.class, text).length() == 100);
      }
    });
  }

  private static void collections(Serve serve, SharedInterpreter interp) {
    PyCallable realDict = interp.getValue("real_dict", PyCallable.class);
    Map<String, Double> map = new LinkedHashMap<>();
    List<Long> list = new ArrayList<>();
    long[] array = new long[1000];
    for (int i = 0; i < 10; i++) {
      map.put("joint_" + i, i + 0.5);
    }
    for (int i = 0; i < 1000; i++) {
      array[i] = 1_000_000L + 7919L * i;
      list.add(array[i]);
    }
    serve.row("dict", count -> {
      for (int i = 0; i < count; i++) {
        Serve.check(new HashMap<>((Map<?, ?>) realDict.call(map)).get("joint_9").equals(9.5));
      }
    });
    PyCallable realList = interp.getValue("real_list", PyCallable.class);
    serve.row("list", count -> {
      for (int i = 0; i < count; i++) {
        Serve.check(new ArrayList<>((List<?>) realList.call(list)).get(999).equals(array[999]));
      }
    });
    serve.row("list-array", count -> {
      for (int i = 0; i < count; i++) {
        List<?> back = (List<?>) realList.call((Object) array);
        long[] longs = new long[back.size()];
        for (int k = 0; k < longs.length; k++) {
          longs[k] = (Long) back.get(k);
        }
        Serve.check(longs[999] == array[999]);
      }
    });
    PyCallable identity = interp.getValue("identity", PyCallable.class);
    serve.row("array-longs", count -> {
      for (int i = 0; i < count; i++) {
        NDArray<?> back = (NDArray<?>) identity.call(new NDArray<>(array));
        Serve.check(((long[]) back.getData())[999] == array[999]);
      }
    });
  }

  private static void arrays(Serve serve, SharedInterpreter interp) {
    interp.exec("import numpy as np\nsource = np.zeros(1 << 20)\ndef get_source(): return source");
    PyCallable sum = interp.getValue("np.sum", PyCallable.class);
    DoubleBuffer buffer = ByteBuffer.allocateDirect(8 << 20).order(ByteOrder.nativeOrder()).asDoubleBuffer();
    serve.row("array-sum", count -> {
      for (int i = 0; i < count; i++) {
        Serve.check(sum.callAs(Double.class, new DirectNDArray<>(buffer, 1 << 20)) == 0);
      }
    });
    PyCallable source = interp.getValue("get_source", PyCallable.class);
    serve.row("array-copy", count -> {
      for (int i = 0; i < count; i++) {
        NDArray<?> back = (NDArray<?>) source.call();
        Serve.check(((double[]) back.getData())[(1 << 20) - 1] == 0);
      }
    });
    serve.without("NumPy's memory is copied", "array-view");
  }

  private static void flow(Serve serve, SharedInterpreter interp) {
    PyCallable callMany = interp.getValue("call_many", PyCallable.class);
    Increment increment = x -> x + 1;
    serve.row("callback", count -> Serve.check(callMany.callAs(Long.class, increment, count) == 12346));
    PyCallable fail = interp.getValue("fail", PyCallable.class);
    serve.row("exception", count -> {
      for (int i = 0; i < count; i++) {
        StackTraceElement[] frames = raised(fail).getStackTrace();
        Serve.check(frames[0].getMethodName().equals("fail"));
      }
    });
    serve.row("exception-text", count -> {
      for (int i = 0; i < count; i++) {
        StringWriter text = new StringWriter();
        raised(fail).printStackTrace(new PrintWriter(text));
        Serve.check(text.toString().contains("fail"));
      }
    });
    PyCallable numbers = interp.getValue("numbers", PyCallable.class);
    serve.row("generator", count -> {
      for (int i = 0; i < count; i++) {
        try (PyObject items = numbers.callAs(PyObject.class, 1000);
            PyCallable next = items.getAttr("__next__", PyCallable.class)) {
          Serve.check(last(next) == 999);
        }
      }
    });
    PyCallable[] nodes = new PyCallable[3];
    for (int i = 0; i < 3; i++) {
      nodes[i] = interp.getValue("nodes[" + i + "].process", PyCallable.class);
    }
    serve.row("pipeline", count -> {
      for (int i = 0; i < count; i++) {
        for (long x = 1; x <= 3; x++) {
          Object value = x;
          for (PyCallable node : nodes) {
            value = node.call(value);
          }
          Serve.check((Long) value == x + 6);
        }
      }
    });
  }

  private static JepException raised(PyCallable fail) {
    try {
      fail.call();
    } catch (JepException e) {
      Serve.check(e.getMessage().contains("ValueError") && e.getMessage().endsWith("42"));
      return e;
    }
    throw new IllegalStateException("fail() did not raise");
  }

  private static long last(PyCallable next) {
    long last = -1;
    try {
      while (true) {
        last = next.callAs(Long.class);
      }
    } catch (JepException end) { // StopIteration
      return last;
    }
  }

  private static void threads(Serve serve, String folder) throws Exception {
    ExecutorService[] both = {Serve.thread(), Serve.thread()};
    ThreadLocal<PyCallable> own = ThreadLocal.withInitial(() -> open(folder).getValue("identity", PyCallable.class));
    serve.row("call-two-threads", count -> Serve.inTwo(both[0], both[1], count, half -> {
      PyCallable identity = own.get();
      for (long i = 0; i < half; i++) {
        Serve.check(identity.callAs(Long.class, 1_000_000 + i) == 1_000_000 + i);
      }
    }));
  }
}
