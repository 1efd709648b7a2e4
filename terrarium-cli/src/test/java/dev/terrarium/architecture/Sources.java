package dev.terrarium.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExportsTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// The house as it is written: its files, their lines, and what the compiler's parser sees in them.
final class Sources {
  /// A file by its place in the checkout, and how many lines it has.
  record File(String name, int lines) {}

  /// A method or constructor: `Type.method`, its lines from signature to closing brace, and its
  /// parameters.
  record Method(String name, int lines, int parameters, boolean isConstructor) {}

  private Sources() {}

  /// The Java files under one of the folders `src/main/java`, `src/test/java` and so on.
  static List<Path> java(String folder) {
    return modules()
        .map(module -> module.resolve(folder))
        .filter(Files::isDirectory)
        .flatMap(Sources::walk)
        .filter(file -> file.toString().endsWith(".java"))
        .sorted()
        .toList();
  }

  /// The Python package's files.
  static List<Path> python() {
    return Stream.of(House.folder().resolve("python/src/terrarium"))
        .filter(Files::isDirectory)
        .flatMap(Sources::walk)
        .filter(file -> file.toString().endsWith(".py"))
        .sorted()
        .toList();
  }

  /// The text of a file.
  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// These files, measured.
  static List<File> measured(Collection<Path> files) {
    return files.stream()
        .map(file -> new File(name(file), (int) text(file).lines().count()))
        .toList();
  }

  /// The methods, constructors and record headers that these files declare.
  static List<Method> methods(Collection<Path> files) {
    List<Method> found = new ArrayList<>();
    parse(files, (unit, positions) -> unit.accept(new Declarations(unit, positions, found), null));
    return found;
  }

  /// The packages that some module exports to everybody.
  static Set<String> exportedPackages() {
    List<String> found = new ArrayList<>();
    parse(
        java("src/main/module"),
        (unit, _) ->
            unit.accept(
                new TreeScanner<Void, Void>() {
                  @Override
                  public Void visitExports(ExportsTree exports, Void unused) {
                    if (exports.getModuleNames() == null) {
                      found.add(exports.getPackageName().toString());
                    }
                    return null;
                  }
                },
                null));
    return Set.copyOf(found);
  }

  private static String name(Path file) {
    return House.folder().relativize(file).toString().replace('\\', '/');
  }

  private static Stream<Path> modules() {
    try (Stream<Path> folders = Files.list(House.folder())) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("pom.xml")))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> walk(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Reader {
    void read(CompilationUnitTree unit, SourcePositions positions);
  }

  private static void parse(Collection<Path> files, Reader reader) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        reader.read(unit, positions);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Declarations extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<Method> found;
    private String type = "";

    private Declarations(CompilationUnitTree unit, SourcePositions positions, List<Method> found) {
      this.unit = unit;
      this.positions = positions;
      this.found = found;
    }

    @Override
    public Void visitClass(ClassTree tree, Void unused) {
      String outer = type;
      type = outer.isEmpty() ? tree.getSimpleName().toString() : outer + "." + tree.getSimpleName();
      if (tree.getKind() == Tree.Kind.RECORD) {
        found.add(new Method(type, 1, components(tree), true));
      }
      super.visitClass(tree, null);
      type = outer;
      return null;
    }

    @Override
    public Void visitMethod(MethodTree tree, Void unused) {
      boolean isConstructor = tree.getReturnType() == null;
      String name = isConstructor ? type : type + "." + tree.getName();
      found.add(new Method(name, lines(tree), tree.getParameters().size(), isConstructor));
      return super.visitMethod(tree, null);
    }

    private int lines(MethodTree tree) {
      long start =
          tree.getBody() == null
              ? positions.getStartPosition(unit, tree)
              : positions.getStartPosition(unit, tree.getBody());
      return line(positions.getEndPosition(unit, tree)) - line(start) + 1;
    }

    private int line(long position) {
      return Math.toIntExact(unit.getLineMap().getLineNumber(position));
    }

    private static int components(ClassTree tree) {
      return (int)
          tree.getMembers().stream()
              .filter(VariableTree.class::isInstance)
              .map(VariableTree.class::cast)
              .filter(member -> !member.getModifiers().getFlags().contains(Modifier.STATIC))
              .count();
    }
  }
}
