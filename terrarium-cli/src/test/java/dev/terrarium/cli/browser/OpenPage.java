package dev.terrarium.cli.browser;

import dev.terrarium.cli.input.JsonArgument;
import dev.terrarium.pipeline.json.JsonOutput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A page whose own script runs, as in a browser that paints nothing (`browser.js`).
///
/// What the script throws, and what it draws at a place that is none, is thrown by the call that
/// led to it. A frame comes when [#frame] says so. An element is told by `tag`, `.class`, `#id` or
/// `[attribute]`: the first such on the page.
public final class OpenPage {
  private static final Pattern SCRIPT =
      Pattern.compile("<script(?: type=\"module\")?>(.*?)</script>", Pattern.DOTALL);
  private static final Pattern ANY_SCRIPT = Pattern.compile("<script.*?</script>", Pattern.DOTALL);
  private static final Pattern RECORD =
      Pattern.compile("<script type=\"application/json\" id=\"record\">(.*?)</script>");

  private final Writer input;
  private final BufferedReader output;

  /// Where a page is opened.
  ///
  /// @param hash what its address ends in, such as `#t=2`; may be empty
  /// @param width of the window, px
  /// @param isCalm whether who looks wants nothing to move by itself
  /// @param seconds how long a recording of sound on the page plays; 0 while that is not known
  public record Place(String hash, int width, boolean isCalm, double seconds) {
    public static Place at(String hash) {
      return new Place(hash, 1280, false, 1);
    }
  }

  OpenPage(Process process, String html, Place place) throws IOException {
    input = process.outputWriter(StandardCharsets.UTF_8);
    output = process.inputReader(StandardCharsets.UTF_8);
    var markup = ANY_SCRIPT.matcher(html).replaceAll("<script id=\"record\"></script>");
    var record = RECORD.matcher(html);
    var at =
        Map.of(
            "hash", place.hash,
            "width", place.width,
            "isCalm", place.isCalm,
            "seconds", place.seconds,
            "record", record.find() ? record.group(1) : "");
    evaluate(
        "globalThis.browser = %s(globalThis, %s, %s); 0"
            .formatted(Browser.resource("browser.js").strip(), json(markup), json(at)));
    evaluate(script(html) + "\n;0");
  }

  private static String script(String html) {
    return SCRIPT
        .matcher(html)
        .results()
        .map((MatchResult script) -> script.group(1))
        .collect(Collectors.joining("\n"));
  }

  private static String json(Object value) {
    return new JsonOutput(_ -> {}).text(value);
  }

  private @Nullable Object evaluate(String script) {
    try {
      input.write(json(Map.of("script", script)) + "\n");
      input.flush();
      var line = Objects.requireNonNull(output.readLine(), "Node.js has ended");
      var answer = JsonArgument.object("Node.js", line);
      if (answer.containsKey("error")) {
        throw new AssertionError("The page's script: " + answer.get("error"));
      }
      return answer.get("value");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable Object call(String method, Object... arguments) {
    return evaluate("browser.%s(...%s)".formatted(method, json(List.of(arguments))));
  }

  /// Draws a frame at a time of the screen's own, ms.
  public void frame(double millis) {
    call("frame", millis);
  }

  /// Returns how many calls wait for the next frame.
  public double waiting() {
    return numbers("[browser.waiting()]")[0];
  }

  /// Makes the window that wide, px.
  public void resize(int width) {
    call("resize", width);
  }

  /// Clicks on the n-th such element, from 0.
  public void click(String selector, int number) {
    call("fire", selector, number, "click", Map.of());
  }

  /// Presses a mouse button over an element, so many px from its left edge.
  public void point(String selector, double x) {
    fire(selector, "pointerdown", Map.of("clientX", x, "clientY", 0, "pointerType", "mouse"));
  }

  /// Moves the mouse over an element to so many px from its left edge.
  public void drag(String selector, double x) {
    fire(selector, "pointermove", Map.of("clientX", x, "clientY", 0));
  }

  /// Has something happen to an element.
  public void fire(String selector, String kind, Map<String, ?> event) {
    call("fire", selector, 0, kind, event);
  }

  /// Presses a key while an element has the focus.
  public void press(String key, String selector) {
    call("press", key, selector);
  }

  /// Returns the words in an element that the script wrote.
  public String text(String selector) {
    return String.valueOf(call("get", selector, "textContent"));
  }

  /// Returns one of an element's attributes.
  public String attribute(String selector, String name) {
    return String.valueOf(call("attribute", selector, name));
  }

  /// Returns a number that an element has by a name; 1 of what is true, 0 of what is not.
  public double number(String selector, String property) {
    return ((Number) Objects.requireNonNull(call("number", selector, property))).doubleValue();
  }

  /// Gives an element a number by a name.
  public void set(String selector, String property, double value) {
    call("set", selector, property, value);
  }

  /// Returns what is to be seen on a canvas, in the order in which it was drawn.
  public List<Drawn> drawn(String selector) {
    return ((List<?>) Objects.requireNonNull(call("drawn", selector)))
        .stream().map(each -> Drawn.of((Map<?, ?>) each)).toList();
  }

  /// Returns a colour that the styles have by a name, as `#rrggbb`.
  public String colour(String name) {
    return String.valueOf(call("colour", name));
  }

  /// Returns the numbers that an expression of the script's comes to.
  public double[] numbers(String expression) {
    return ((List<?>) Objects.requireNonNull(evaluate(expression)))
        .stream().mapToDouble(number -> ((Number) number).doubleValue()).toArray();
  }
}
