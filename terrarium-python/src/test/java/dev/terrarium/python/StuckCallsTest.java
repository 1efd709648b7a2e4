package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.testing.ChildJvm;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Code that nobody can stop frees its caller, and is told of; each in a JVM of its own.
@Tag("native")
@Tag(ChildJvm.TAG)
class StuckCallsTest {
  private static final Pattern LATE = Pattern.compile("late by (-?\\d+) ms");

  @Test
  void aLoopInCFreesItsCallerAndIsNamedToTheNext() {
    String output = run("call", "sum(range(10**11))");

    assertThat(output)
        .contains("HOLDS_GIL call 'stuck' with a deadline of 500 ms does not let the GIL go")
        .contains("NOT_STARTED call 'next' with a deadline of 500 ms was not started")
        .contains("kept busy by call 'stuck' on python-main")
        .contains("running: call 'stuck' on python-main");
    Matcher late = LATE.matcher(output);
    assertThat(late.find()).isTrue();
    assertThat(Integer.parseInt(late.group(1))).as("late by").isLessThan(60_000);
  }

  @Test
  void aPowerOnAUsersThreadIsToldOf() {
    String output = run("thread", "3**300000000");

    assertThat(output).contains("HOLDS_GIL").contains("running: a region of user on user");
  }

  private static String run(String... arguments) {
    ChildJvm.Ended ended = new ChildJvm().onChosenPython().run(StuckCalls.class, arguments);

    assertThat(ended.exit()).as(ended.output()).isZero();
    return ended.output();
  }
}
