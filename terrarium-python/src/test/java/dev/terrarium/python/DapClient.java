package dev.terrarium.python;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// As much of a client of the Debug Adapter Protocol as one breakpoint needs.
final class DapClient implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("Content-Length: *(\\d+)");
  private static final Pattern THREAD = Pattern.compile("\"threadId\": *(\\d+)");
  private static final int PATIENCE_MILLIS = 120_000;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final Deque<String> passed = new ArrayDeque<>();
  private int sequence;

  private DapClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /// Attaches, with a breakpoint at one line.
  static DapClient attach(int port, Path file, int line) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    DapClient client = new DapClient(socket);
    client.send("initialize", "{\"adapterID\": \"test\", \"pathFormat\": \"path\"}");
    client.send("attach", "{\"justMyCode\": false}");
    client.awaitEvent("initialized");
    int breakpoints =
        client.send(
            "setBreakpoints",
            "{\"source\": {\"path\": \"%s\"}, \"breakpoints\": [{\"line\": %d}]}"
                .formatted(file, line));
    client.awaitResponse(breakpoints);
    client.awaitResponse(client.send("configurationDone", "{}"));
    return client;
  }

  /// The next event of a name, maybe one that came while something else was awaited.
  String awaitEvent(String name) throws IOException {
    return await("\"event\": \"" + name + "\"");
  }

  /// The frames of the thread that an event tells of.
  String stackTrace(String stopped) throws IOException {
    return awaitResponse(send("stackTrace", "{\"threadId\": " + thread(stopped) + "}"));
  }

  /// Lets the thread that an event tells of go on.
  void goOn(String stopped) throws IOException {
    awaitResponse(send("continue", "{\"threadId\": " + thread(stopped) + "}"));
  }

  private static String thread(String event) {
    Matcher thread = THREAD.matcher(event);
    if (!thread.find()) {
      throw new AssertionError("no thread in " + event);
    }
    return thread.group(1);
  }

  private String awaitResponse(int request) throws IOException {
    return await("\"request_seq\": " + request + ",");
  }

  private String await(String text) throws IOException {
    for (String message : passed) {
      if (message.contains(text)) {
        passed.remove(message);
        return message;
      }
    }
    while (true) {
      String message = read();
      if (message.contains(text)) {
        return message;
      }
      passed.add(message);
    }
  }

  private int send(String command, String arguments) throws IOException {
    int number = ++sequence;
    byte[] body =
        "{\"seq\": %d, \"type\": \"request\", \"command\": \"%s\", \"arguments\": %s}"
            .formatted(number, command, arguments)
            .getBytes(UTF_8);
    out.write(("Content-Length: " + body.length + "\r\n\r\n").getBytes(UTF_8));
    out.write(body);
    out.flush();
    return number;
  }

  private String read() throws IOException {
    StringBuilder header = new StringBuilder();
    while (header.indexOf("\r\n\r\n") < 0) {
      header.append((char) in.readUnsignedByte());
    }
    Matcher length = LENGTH.matcher(header);
    if (!length.find()) {
      throw new IOException("no length in " + header);
    }
    byte[] body = new byte[Integer.parseInt(length.group(1))];
    in.readFully(body);
    return new String(body, UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
