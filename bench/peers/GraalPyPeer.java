import dev.terrarium.bench.Serve;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/// GraalPy: one Context, Values, no NumPy.
final class GraalPyPeer {
  public static void main(String[] arguments) throws Exception {
    Context context = Context.newBuilder("python").allowAllAccess(true).option("engine.WarnInterpreterOnly", "false").build();
    context.eval("python", Files.readString(Path.of(arguments[0], "workload.py")));
    Value python = context.getBindings("python");
    Value identity = python.getMember("identity");
    if (arguments.length > 1) {
      System.out.println(identity.execute(42L).asLong());
      System.out.flush();
      System.exit(0);
    }
    Serve serve = new Serve();
    scalars(serve, identity);
    collections(serve, python);
    flow(serve, python);
    ExecutorService[] both = {Serve.thread(), Serve.thread()};
    serve.row("call-two-threads", count -> Serve.inTwo(both[0], both[1], count, half -> calls(identity, half)));
    serve.without("no NumPy", "array-longs", "array-sum", "array-copy", "array-view");
    String version = System.getProperty("java.class.path").replaceAll("(?s).*polyglot-([0-9.]+)\\.jar.*", "$1");
    serve.untilEnd("GraalPy " + version + (context.getEngine().getImplementationName().contains("Interpreted") ? ", interpreted" : ", JIT"));
    System.exit(0);
  }

  private static void calls(Value identity, int count) {
    for (long i = 0; i < count; i++) {
      Serve.check(identity.execute(1_000_000 + i).asLong() == 1_000_000 + i);
    }
  }

  private static void scalars(Serve serve, Value identity) {
    serve.row("call", count -> calls(identity, count));
    String text = "x".repeat(100);
    serve.row("str", count -> {
      for (int i = 0; i < count; i++) {
        Serve.check(identity.execute(text).asString().length() == 100);
      }
    });
  }

  private static void collections(Serve serve, Value python) {
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
    Value realDict = python.getMember("real_dict");
    serve.row("dict", count -> {
      for (int i = 0; i < count; i++) {
        Serve.check(new HashMap<>((Map<?, ?>) realDict.execute(map).as(Map.class)).get("joint_9").equals(9.5));
      }
    });
    Value realList = python.getMember("real_list");
    serve.row("list", count -> {
      for (int i = 0; i < count; i++) {
        List<?> back = new ArrayList<>(realList.execute(list).as(List.class));
        Serve.check(((Number) back.get(999)).longValue() == array[999]);
      }
    });
    serve.row("list-array", count -> {
      for (int i = 0; i < count; i++) {
        Serve.check(realList.execute((Object) array).as(long[].class)[999] == array[999]);
      }
    });
  }

  private static void flow(Serve serve, Value python) {
    Value callMany = python.getMember("call_many");
    ProxyExecutable increment = arguments -> arguments[0].asLong() + 1;
    serve.row("callback", count -> Serve.check(callMany.execute(increment, count).asLong() == 12346));
    Value fail = python.getMember("fail");
    serve.row("exception", count -> {
      for (int i = 0; i < count; i++) {
        Serve.check(raised(fail).getStackTrace()[0].getMethodName().equals("fail"));
      }
    });
    serve.row("exception-text", count -> {
      for (int i = 0; i < count; i++) {
        StringWriter text = new StringWriter();
        raised(fail).printStackTrace(new PrintWriter(text));
        Serve.check(text.toString().contains("fail"));
      }
    });
    Value numbers = python.getMember("numbers");
    serve.row("generator", count -> {
      for (int i = 0; i < count; i++) {
        long last = -1;
        Value items = numbers.execute(1000).getIterator();
        while (items.hasIteratorNextElement()) {
          last = items.getIteratorNextElement().asLong();
        }
        Serve.check(last == 999);
      }
    });
    Value[] nodes = new Value[3];
    for (int i = 0; i < 3; i++) {
      nodes[i] = python.getMember("nodes").getArrayElement(i).getMember("process");
    }
    serve.row("pipeline", count -> {
      for (int i = 0; i < count; i++) {
        for (long x = 1; x <= 3; x++) {
          Value value = nodes[2].execute(nodes[1].execute(nodes[0].execute(x)));
          Serve.check(value.asLong() == x + 6);
        }
      }
    });
  }

  private static PolyglotException raised(Value fail) {
    try {
      fail.execute();
    } catch (PolyglotException e) {
      Serve.check(e.getMessage().startsWith("ValueError") && e.getMessage().endsWith("42"));
      return e;
    }
    throw new IllegalStateException("fail() did not raise");
  }
}
