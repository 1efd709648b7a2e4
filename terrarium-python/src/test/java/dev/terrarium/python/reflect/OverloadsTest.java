package dev.terrarium.python.reflect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.python.reflect.Argument.Kind;
import dev.terrarium.python.reflect.Overloads.Candidate;
import java.lang.reflect.Executable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OverloadsTest {
  /// What the rules choose between.
  @SuppressWarnings("unused")
  public static final class Subject {
    public void number(int a) {}

    public void number(long a) {}

    public void number(double a) {}

    public void number(java.math.BigInteger a) {}

    public void number(Object a) {}

    public void narrow(int a) {}

    public void narrow(double a) {}

    public void text(char a) {}

    public void text(CharSequence a) {}

    public void many(String a, Object... rest) {}

    public void many(String a, String b) {}

    public void java(Collection<?> a) {}

    public void java(List<?> a) {}

    public void java(Iterable<?> a) {}

    public void cross(List<?> a, Object b) {}

    public void cross(Object a, List<?> b) {}

    public void function(Runnable a) {}

    public void function(String a) {}

    public void box(Integer a, int b) {}

    public void rest(String... a) {}

    public void numbers(int... a) {}

    public void all(String... a) {}

    public void all(Object... a) {}

    public void parent(Comparable<?> a) {}

    public void parent(java.util.AbstractList<?> a) {}

    public void parent(Object a) {}

    public void large(long a) {}

    public void large(Number a) {}

    public void large(Object a) {}

    public void exact(long a) {}

    public void exact(double a) {}

    public void boxed(long a) {}

    public void boxed(Integer a) {}

    public void boxed(Object a) {}

    public void time(java.time.OffsetDateTime a) {}

    public void time(java.time.Instant a) {}

    public void instant(java.time.Instant a) {}

    public void instant(Object a) {}
  }

  private static final Argument INT = new Argument(Kind.INT, 3, null);
  private static final Argument LARGE = new Argument(Kind.INT, 70, null);
  private static final Argument TEXT = new Argument(Kind.TEXT, 3, null);
  private static final Argument LETTER = new Argument(Kind.TEXT, 1, null);

  private static String chosen(String name, Argument... arguments) {
    List<Candidate> best = best(name, List.of(arguments));
    return best.size() == 1
        ? List.of(best.getFirst().method().getParameterTypes()).stream()
            .map(Class::getSimpleName)
            .toList()
            .toString()
        : best.size() + " candidates";
  }

  private static List<Candidate> best(String name, List<Argument> arguments) {
    List<Candidate> fixed = overloads(name).fitting(arguments, false);
    return Overloads.best(
        fixed.isEmpty() ? overloads(name).fitting(arguments, true) : fixed, arguments);
  }

  private static Overloads overloads(String name) {
    List<Executable> all = List.copyOf(ClassMembers.of(Subject.class).methods().get(name));
    return new Overloads(name, all);
  }

  @Test
  void anIntGoesToTheWidestWholeNumberThatHoldsIt() {
    assertThat(chosen("number", INT)).isEqualTo("[long]");
    assertThat(chosen("number", LARGE)).isEqualTo("[BigInteger]");
    assertThat(chosen("number", Argument.of(Kind.FLOAT))).isEqualTo("[double]");
    assertThat(chosen("number", Argument.of(Kind.BOOL))).isEqualTo("[Object]");
    assertThat(chosen("narrow", INT)).isEqualTo("[int]");
    assertThat(chosen("narrow", LARGE)).isEqualTo("[double]");
    assertThat(chosen("narrow", TEXT)).isEqualTo("0 candidates");
  }

  @Test
  void noneGoesToNoPrimitive() {
    assertThat(chosen("narrow", Argument.of(Kind.NONE))).isEqualTo("0 candidates");
    assertThat(chosen("box", Argument.of(Kind.NONE), INT)).isEqualTo("[Integer, int]");
    assertThat(chosen("box", INT, Argument.of(Kind.NONE))).isEqualTo("0 candidates");
    assertThat(chosen("java", Argument.of(Kind.NONE))).isEqualTo("[List]");
  }

  @Test
  void noneIsOneOfTheFurtherArgumentsAndNeverAllOfThem() {
    Argument none = Argument.of(Kind.NONE);

    assertThat(overloads("rest").fitting(List.of(none), false)).isEmpty();
    assertThat(overloads("rest").fitting(List.of(none), true)).hasSize(1);
    assertThat(overloads("numbers").fitting(List.of(none), true)).isEmpty();
    assertThat(overloads("rest").fitting(List.of(Argument.of(Kind.LIST)), false)).hasSize(1);
  }

  @Test
  void ofVariableArgumentsTheMoreSpecificOnesAreCalled() {
    assertThat(chosen("all")).isEqualTo("[String[]]");
    assertThat(chosen("all", TEXT, TEXT)).isEqualTo("[String[]]");
    assertThat(chosen("all", TEXT, INT)).isEqualTo("[Object[]]");
  }

  @Test
  void aParentOfTheValueTakesItLast() {
    assertThat(chosen("parent", TEXT)).isEqualTo("[Comparable]");
    assertThat(chosen("parent", Argument.of(Kind.LIST))).isEqualTo("[AbstractList]");
    assertThat(chosen("parent", Argument.of(Kind.DICT))).isEqualTo("[Object]");
  }

  @Test
  void anIntThatNoLongHoldsGoesToWhatHoldsIt() {
    assertThat(chosen("large", LARGE)).isEqualTo("[Number]");
    assertThat(chosen("exact", LARGE)).isEqualTo("[double]");
    assertThat(chosen("boxed", LARGE)).isEqualTo("[Object]");
  }

  @Test
  void aValueGoesToTheClassItBecomesAndElseToWhatItMayBeReadAs() {
    Argument moment = new Argument(Kind.OTHER, 0, java.time.OffsetDateTime.MIN);

    assertThat(chosen("time", moment)).isEqualTo("[OffsetDateTime]");
    assertThat(chosen("instant", moment)).isEqualTo("[Instant]");
  }

  @Test
  void aLetterIsATextFirst() {
    assertThat(chosen("text", LETTER)).isEqualTo("[CharSequence]");
    assertThat(chosen("text", TEXT)).isEqualTo("[CharSequence]");
  }

  @Test
  void variableArgumentsComeLast() {
    assertThat(chosen("many", TEXT, TEXT)).isEqualTo("[String, String]");
    assertThat(chosen("many", TEXT)).isEqualTo("[String, Object[]]");
    assertThat(chosen("many", TEXT, INT, TEXT)).isEqualTo("[String, Object[]]");
    assertThat(chosen("many")).isEqualTo("0 candidates");
  }

  @Test
  void aJavaObjectGoesToTheMostSpecificType() {
    assertThat(chosen("java", Argument.of(new ArrayList<>()))).isEqualTo("[List]");
    assertThat(chosen("java", Argument.of(new HashSet<>()))).isEqualTo("[Collection]");
    assertThat(chosen("java", Argument.of("x"))).isEqualTo("0 candidates");
    assertThat(chosen("java", Argument.of(Kind.LIST))).isEqualTo("[List]");
    assertThat(chosen("java", Argument.of(Kind.SET))).isEqualTo("[Collection]");
    assertThat(chosen("java", Argument.of(Kind.DICT))).isEqualTo("0 candidates");
  }

  @Test
  void aCallableGoesToAnInterface() {
    assertThat(chosen("function", Argument.of(Kind.CALLABLE))).isEqualTo("[Runnable]");
    assertThat(chosen("function", TEXT)).isEqualTo("[String]");
  }

  @Test
  void refusalsListTheCandidates() {
    Argument list = Argument.of(Kind.LIST);
    List<Argument> arguments = List.of(list, list);
    List<Candidate> best = best("cross", arguments);
    List<Argument> ints = List.of(INT);

    assertThat(overloads("cross").ambiguous(arguments, best))
        .isEqualTo(
            "cross(list, list) is ambiguous between:\n  cross(List, Object)\n  cross(Object, List)");
    assertThat(overloads("many").unfit(ints))
        .isEqualTo("many(int) fits none of:\n  many(String, Object...)\n  many(String, String)");
    assertThat(overloads("cross").unreadable(arguments, Map.of(best.getFirst(), "argument 0: no")))
        .endsWith(": argument 0: no");
  }

  @Test
  void membersOfAHiddenClassAreThoseOfItsPublicParents() {
    ClassMembers members = ClassMembers.of(List.of(1).getClass());

    assertThat(members.methods()).containsKeys("size", "get", "toString");
    assertThat(members.methods()).doesNotContainKeys("getClass", "wait", "of");
    assertThat(members.methods().get("size"))
        .allMatch(method -> Reach.isExported(method.getDeclaringClass()));
    assertThat(members.constructors()).isEmpty();
    assertThat(ClassMembers.of(List.class).methods()).containsKeys("of", "toString");
    assertThat(ClassMembers.of(ArrayList.class).constructors()).hasSize(3);
    assertThat(ClassMembers.of(Map.Entry.class).fields()).isEmpty();
    assertThat(ClassMembers.of(Set.class).functional()).isNull();
  }

  @Test
  void objectsOfOneFunctionalInterfaceAreCallable() {
    Runnable lambda = () -> {};

    assertThat(ClassMembers.of(lambda.getClass()).functional().getName()).isEqualTo("run");
    assertThat(ClassMembers.of(Thread.class).functional().getName()).isEqualTo("run");
    assertThat(ClassMembers.of(String.class).functional()).isNull();
  }
}
