package dev.terrarium.worker.process;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a process writes to standard error, in which Python may say at last where its threads were:
/// of that, the frames of Terrarium's own are left out, and threads that have no others.
///
/// Text comes in pieces. A line that may be of such a dump is held until all of it is there, any
/// other is handed on as it comes.
final class Dump {
  private static final String FRAME = "  File \"";
  private static final String THREAD = "Thread 0x";

  /// The files of Terrarium's own whose frames tell the user nothing, as a regular expression.
  static final String OUR_FILES =
      "(?:.*[/\\\\]terrarium|<terrarium>)[/\\\\](?:robot[/\\\\])?_\\w+\\.py";

  private static final Pattern OURS =
      Pattern.compile(FRAME + OUR_FILES + "\", line \\d+ in \\S+\\s*");

  /// What calls them: the program that a worker is started with.
  private static final Pattern START =
      Pattern.compile(FRAME + "<string>\", line 1 in <module>\\s*");

  private static final Pattern HEADING =
      Pattern.compile(THREAD + "[0-9a-f]+.* \\(most recent call first\\):\\s*");

  private final StringBuilder line = new StringBuilder();
  private boolean isPlain;
  private boolean isBelowOurs;
  private @Nullable String heading;

  /// Takes a piece, and returns what is to be handed on.
  String of(String piece) {
    var out = new StringBuilder();
    int begin = 0;
    for (int end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', begin)) {
      line.append(piece, begin, end + 1);
      out.append(isPlain ? line : kept(line.toString()));
      line.setLength(0);
      isPlain = false;
      begin = end + 1;
    }
    line.append(piece, begin, piece.length());
    if (isPlain || !mayBeOfDump()) {
      isPlain = !line.isEmpty() || isPlain;
      out.append(isPlain ? held() : "").append(line);
      line.setLength(0);
    }
    return out.toString();
  }

  /// Returns what is still held, when no more comes.
  String end() {
    var rest = held() + line;
    line.setLength(0);
    return rest;
  }

  private boolean mayBeOfDump() {
    return begins(FRAME) || begins(THREAD);
  }

  private boolean begins(String text) {
    int common = Math.min(line.length(), text.length());
    return text.startsWith(line.substring(0, common));
  }

  /// Returns of a line what is to be handed on.
  private String kept(String whole) {
    if (HEADING.matcher(whole).matches()) {
      var before = held();
      heading = whole;
      isBelowOurs = false;
      return before;
    }
    boolean isOurs = OURS.matcher(whole).matches();
    if (isOurs || (isBelowOurs && START.matcher(whole).matches())) {
      isBelowOurs = true;
      return "";
    }
    boolean endsThread = heading != null && isBelowOurs && whole.isBlank();
    isBelowOurs = false;
    if (endsThread) {
      heading = null;
      return "";
    }
    return held() + whole;
  }

  /// Returns the heading of the thread of which something is to be told.
  private String held() {
    var held = heading == null ? "" : heading;
    heading = null;
    return held;
  }
}
