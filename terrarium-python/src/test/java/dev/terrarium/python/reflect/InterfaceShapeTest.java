package dev.terrarium.python.reflect;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Type;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterfaceShapeTest {
  interface Lengths extends BiFunction<String, List<? super Long>, Map<String, long[]>> {}

  interface Both extends Runnable, Callable<Integer> {}

  interface Twice extends First, Second {}

  interface First {
    void run(String name);
  }

  interface Second {
    void run(String name);
  }

  interface Narrow extends Supplier<Number> {
    @Override
    Integer get();
  }

  interface Source<T extends Comparable<T>> extends AutoCloseable {
    T[] next(Optional<T> after, Optional<Integer> most);
  }

  interface Overloaded {
    void put(String key);

    void put(long key);

    void put(String key, long value);
  }

  @Test
  void knowsTheMethodThatALambdaImplements() {
    assertThat(functional(Function.class)).isEqualTo("Function.apply(Object)");
    assertThat(functional(Comparator.class)).isEqualTo("Comparator.compare(Object, Object)");
    assertThat(functional(Twice.class)).endsWith(".run(String)");
    assertThat(functional(Source.class)).isEqualTo("Source.next(Optional, Optional)");
    assertThat(functional(AutoCloseable.class)).isEqualTo("AutoCloseable.close()");
    assertThat(functional(Narrow.class)).isEqualTo("Narrow.get()");
    assertThat(functional(Both.class)).isEqualTo("null");
    assertThat(functional(CharSequence.class)).isEqualTo("null");
  }

  private static String functional(Class<?> type) {
    return String.valueOf(shape(type).functional());
  }

  private static InterfaceShape shape(Type type) {
    return InterfaceShape.of(type, _ -> null);
  }

  @Test
  void fillsInTypeVariablesOfParents() {
    InterfaceMethod method = shape(Lengths.class).functional();

    assertThat(method.parameters().toString())
        .isEqualTo("[class java.lang.String, java.util.List<java.lang.Long>]");
    assertThat(method.result().getTypeName()).isEqualTo("java.util.Map<java.lang.String, long[]>");
  }

  @Test
  void readsAVariableThatNothingIsKnownOfAsItsBound() {
    InterfaceMethod method = shape(Source.class).functional();

    assertThat(method.result().getTypeName()).isEqualTo("java.lang.Comparable[]");
    assertThat(method.least()).isZero();
    assertThat(method.fixed()).isEqualTo(2);
  }

  @Test
  void equalTypesAreEqualWhoeverMadeThem() throws NoSuchMethodException {
    Type result = shape(Lengths.class).functional().parameters().get(1);

    assertThat(result).isEqualTo(shape(Lengths.class).functional().parameters().get(1));
  }

  @Test
  void saysWhatCannotBeImplemented() {
    assertThat(InterfaceShape.refusal(String.class)).isEqualTo("java.lang.String is no interface");
    assertThat(InterfaceShape.refusal(Deprecated.class)).endsWith("is an annotation");
    assertThat(InterfaceShape.refusal(java.lang.constant.ClassDesc.class)).contains("is sealed");
    assertThat(InterfaceShape.refusal(java.util.RandomAccess.class)).contains("declares no method");
    assertThat(InterfaceShape.refusal(Runnable.class)).isNull();
  }

  @Test
  void findsOverloadsThatTakeTheSameNumberOfArguments() {
    assertThat(shape(Overloaded.class).ambiguities())
        .singleElement()
        .asString()
        .startsWith("put(String) and put(long) take the same number of arguments");
    assertThat(shape(Map.class).ambiguities()).isEmpty();
  }

  @Test
  void reachesBodiesOnTheClassPathAndNotThoseOfTheJdk() throws NoSuchMethodException {
    interface Greeting {
      String name();

      default String greet() {
        return "hi " + name();
      }
    }
    InterfaceShape shape = shape(Greeting.class);

    assertThat(shape.body(Greeting.class.getDeclaredMethod("greet"))).isNotNull();
    assertThat(shape(Function.class).body(Function.class.getMethod("andThen", Function.class)))
        .isNull();
    assertThat(Reach.virtual(Function.class.getMethod("apply", Object.class))).isNotNull();
    assertThat(Reach.isExported(Function.class)).isTrue();
    assertThat(Reach.opening(Function.class))
        .isEqualTo("its module must say `opens java.util.function to dev.terrarium.python`");
  }

  @ParameterizedTest
  @CsvSource({
    "score, score",
    "scoreAll, score_all",
    "toURL, to_url",
    "readHTTPHeader, read_http_header",
    "utf8Text, utf8_text",
    "score_all, score_all"
  })
  void spellsNamesAsPythonDoes(String java, String python) {
    assertThat(Spelling.snake(java)).isEqualTo(python);
  }

  @Test
  void knowsTheAttributesOfAccessors() {
    assertThat(Spelling.ofAccessor("getSampleRate")).containsExactly("sampleRate", "sample_rate");
    assertThat(Spelling.ofAccessor("isReady")).containsExactly("ready");
    assertThat(Spelling.ofAccessor("setRate")).containsExactly("rate");
    assertThat(Spelling.ofAccessor("settle")).isEmpty();
    assertThat(Spelling.ofAccessor("get")).isEmpty();
  }
}
