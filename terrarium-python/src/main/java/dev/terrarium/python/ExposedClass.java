package dev.terrarium.python;

import dev.terrarium.python.InvocationTarget.Target;
import dev.terrarium.python.reflect.ClassMembers;
import dev.terrarium.python.reflect.Overloads;
import dev.terrarium.python.reflect.Spelling;
import dev.terrarium.python.reflect.TypeArguments;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What Python can do with the objects of a Java class: `(what, object, arguments...)`.
///
/// Java works without the GIL, since a method may wait for anything. What it gives is converted,
/// and exposed where no conversion has a rule for it.
final class ExposedClass implements JavaFunction {
  private static final ClassValue<ExposedClass> KNOWN =
      new ClassValue<>() {
        @Override
        protected ExposedClass computeValue(Class<?> type) {
          return new ExposedClass(ClassMembers.of(type));
        }
      };

  /// One thing that Python can do.
  interface Operation {
    /// Does it.
    ///
    /// @param self the object, or null for what belongs to the class
    /// @param arguments of which the first two are what and on what
    @Nullable Object run(@Nullable Object self, PyArguments arguments) throws Exception;
  }

  private final ClassMembers members;
  private final Map<String, Operation> operations = new HashMap<>();
  private final List<String> protocols = new ArrayList<>();

  private ExposedClass(ClassMembers members) {
    this.members = members;
    TypeArguments types = TypeArguments.of(members.type());
    members
        .methods()
        .forEach((name, all) -> {
          Invocation invocation =
              new Invocation(new Overloads(name, List.<Executable>copyOf(all)), types);
          operations.put(
              "call " + name, (self, given) -> resultOf(self, invocation.call(self, given, 2)));
        });
    members
        .fields()
        .forEach((name, field) -> {
          operations.put("get " + name, (self, _) -> exposing(field.get(self)));
          Target target = Target.of(types.resolve(field.getGenericType()));
          operations.put("set " + name, (self, given) -> set(field, target, self, given));
        });
    Overloads constructors = new Overloads(members.type().getSimpleName(), members.constructors());
    Invocation construction = new Invocation(constructors, types);
    operations.put("new", (_, given) -> construct(construction, given));
    ObjectProtocols.add(members, protocols, operations);
  }

  /// That of a class.
  static ExposedClass of(Class<?> type) {
    return KNOWN.get(type);
  }

  @Override
  public @Nullable Object call(PyArguments arguments) throws Exception {
    String what = arguments.as(0, String.class);
    Operation operation = operations.get(what);
    if (operation == null) {
      throw new AssertionError(members.type() + " has no operation " + what);
    }
    Object self = arguments.toJava(1);
    if (self != null && !members.type().isInstance(self)) {
      throw arguments.refused(
          "'%s' of %s cannot be used on %s"
              .formatted(
                  what.substring(what.indexOf(' ') + 1),
                  members.type().getTypeName(),
                  self instanceof PyObject ? "no Java object" : "a " + self.getClass().getName()));
    }
    return operation.run(self, arguments);
  }

  private @Nullable Object construct(Invocation construction, PyArguments given) throws Exception {
    if (members.constructors().isEmpty()) {
      throw given.refused(
          "the Java class %s has no public constructor".formatted(members.type().getTypeName()));
    }
    Object made = construction.call(null, given, 2);
    Attachment attachment = given.gil().attachment;
    return attachment.border.object(
        JavaCallables.opaque(attachment.interpreter, java.util.Objects.requireNonNull(made)));
  }

  private static @Nullable Object set(
      Field field, Target target, @Nullable Object self, PyArguments given)
      throws IllegalAccessException {
    try {
      String root = "the value of " + field.getName();
      field.set(self, target.read(root, given, 2, ArgumentKinds.of(given, 2)));
    } catch (ConversionException unfit) {
      throw given.unreadable("", unfit);
    }
    return null;
  }

  /// A result that is converted, and of which whatever no conversion has a rule for is exposed.
  static @Nullable Object exposing(@Nullable Object value) {
    return value == null || value instanceof PyObject ? value : new Exposing(value, false);
  }

  /// The same for a method's result; the object itself, which methods that are chained give, stays
  /// exposed.
  @SuppressWarnings("ReferenceEquality") // This very object, and not one that is equal.
  private static @Nullable Object resultOf(@Nullable Object self, @Nullable Object value) {
    return value != null && value == self ? new Exposing(value, true) : exposing(value);
  }

  /// The class.
  Class<?> type() {
    return members.type();
  }

  /// Its simple name, its package and a sentence.
  Tuple names() {
    Class<?> type = members.type();
    String name = type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName();
    return Tuple.of(name, type.getPackageName(), "The Java class " + type.getTypeName() + ".");
  }

  /// The protocols of Python that its objects have.
  List<String> protocols() {
    return protocols;
  }

  /// The name in Python, the name in Java, and whether all, none or some are static.
  List<Tuple> methods() {
    List<Tuple> methods = new ArrayList<>();
    members
        .methods()
        .forEach((name, all) -> {
          long ofClass = all.stream().filter(it -> Modifier.isStatic(it.getModifiers())).count();
          String kind = ofClass == 0 ? "instance" : ofClass == all.size() ? "static" : "both";
          methods.add(Tuple.of(Spelling.ofMember(name), name, kind));
        });
    return methods;
  }

  /// The name in Python, the name in Java, whether it is static, whether it can be set; those apart
  /// that a method's name hides.
  List<Tuple> fields() {
    Collection<Field> fields = members.fields().values();
    return fields.stream()
        .filter(field -> !members.methods().containsKey(field.getName()))
        .map(field ->
            Tuple.of(
                Spelling.ofMember(field.getName()),
                field.getName(),
                Modifier.isStatic(field.getModifiers()),
                !Modifier.isFinal(field.getModifiers())))
        .toList();
  }

  /// The method that makes objects of a class callable, as an operation.
  static Operation calling(Method method) {
    Invocation invocation =
        new Invocation(
            new Overloads(method.getName(), List.of(method)),
            TypeArguments.of(method.getDeclaringClass()));
    return (self, given) -> exposing(invocation.call(self, given, 2));
  }
}
