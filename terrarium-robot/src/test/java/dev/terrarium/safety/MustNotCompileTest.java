package dev.terrarium.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Programs that go around the gate, which the compiler refuses.
class MustNotCompileTest {
  private static final String PROGRAM =
      """
      import dev.terrarium.safety.*;
      class Program {
        void move(Gate gate, Permit permit, Safety safety) {
          %s
        }
      }
      """;

  private @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          new Permit();                             | compiler.err.cant.apply.symbol
          new Permit(null);                         | compiler.err.not.def.public.cant.access
          new Epoch(null, 1, null);                 | compiler.err.cant.resolve.location
          new Permit(null) {};                      | compiler.err.cant.inherit.from.final
          class Mine extends Permit {}              | compiler.err.cant.inherit.from.final
          class Mine extends Gate {}                | compiler.err.cant.inherit.from.final
          class Mine extends Safety {}              | compiler.err.cant.inherit.from.final
          new Gate(null);                           | compiler.err.report.access
          gate.arm();                               | compiler.err.cant.resolve.location.args
          gate.apply(null, safety);                 | compiler.err.not.def.public.cant.access
          permit.revoke();                          | compiler.err.not.def.public.cant.access
          safety.disarmDirectly(gate.robot());      | compiler.err.not.def.public.cant.access
          SafetyMachine.next(gate.state(), null);   | compiler.err.cant.resolve.location
          """)
  void aProgramThatGoesAroundTheGateDoesNotCompile(String statement, String error) {
    assertThat(errors(statement)).contains(error);
  }

  @Test
  void aProgramThatAsksTheGateDoes() {
    assertThat(errors("gate.permit().filter(gate::admits).ifPresent(Permit::require);")).isEmpty();
  }

  private List<String> errors(String statement) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var source =
        new SimpleJavaFileObject(URI.create("string:///Program.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return PROGRAM.formatted(statement);
          }
        };
    var found = new DiagnosticCollector<JavaFileObject>();
    String place = Path.of("target/classes").toAbsolutePath().toString();
    compiler
        .getTask(
            null,
            null,
            found,
            List.of("-proc:none", "-d", folder.toString(), "-cp", place),
            null,
            List.of(source))
        .call();
    return found.getDiagnostics().stream()
        .filter(it -> it.getKind() == javax.tools.Diagnostic.Kind.ERROR)
        .peek(it -> assertThat(it.getMessage(Locale.ROOT)).isNotEmpty())
        .map(it -> it.getCode())
        .toList();
  }
}
