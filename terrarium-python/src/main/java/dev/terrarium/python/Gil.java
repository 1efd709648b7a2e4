package dev.terrarium.python;

import dev.terrarium.capi.ObjectApi;
import java.lang.reflect.Type;
import java.nio.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The GIL, held: a region in which Python can be used.
///
/// ```java
/// try (Gil gil = python.attach()) {
///   double root = gil.importModule("math").call("sqrt", double.class, 2.0);
/// }
/// ```
///
/// A region belongs to the thread that opened it. It is an arena for references: every [PyObject]
/// made on the thread belongs to the innermost open region and dies with it; [PyObject#keep] makes
/// a reference that may travel. Regions nest, and close in reverse order.
///
/// A virtual thread, or one whose stack is too small for Python's recursion, holds its region
/// through a carrier thread; it need not know, but pays a hand-over for each step. [Python#call]
/// hands over once for a whole region.
public final class Gil implements AutoCloseable {
  final Attachment attachment;
  final @Nullable Gil outer;
  final Mark mark;
  private final Thread owner;
  private final @Nullable Relay relay;
  private boolean open = true;
  private volatile boolean ours;
  private @Nullable List<PyArray> views;
  private final Allocations.@Nullable Allocation allocation;

  /// How things stood when a region was opened.
  ///
  /// @param base the first slot of the attachment's references that belongs to the region
  /// @param heldBefore whether the thread held the GIL already
  record Mark(int base, boolean heldBefore) {}

  Gil(Attachment attachment, @Nullable Gil outer, Thread owner, @Nullable Relay relay, Mark mark) {
    this.attachment = attachment;
    this.outer = outer;
    this.owner = owner;
    this.relay = relay;
    this.mark = mark;
    this.allocation = Allocations.made(LeakReport.Kind.REGION, "Gil", owner);
  }

  /// Imports a module, as `import` does.
  public PyObject importModule(String name) {
    var _ = Given.there(name, "name");
    return here()
        ? attachment.border.object(Modules.load(attachment.border, name))
        : relayed(() -> importModule(name));
  }

  /// Evaluates one expression in a namespace of its own.
  public PyObject eval(String expression) {
    var _ = Given.there(expression, "expression");
    return here()
        ? attachment.border.object(Modules.eval(attachment.border, expression))
        : relayed(() -> eval(expression));
  }

  /// Runs source text as a new module and returns it; its functions and classes are the module's
  /// attributes.
  ///
  /// @param name the module's name, which its tracebacks show; it is not entered in `sys.modules`
  public PyObject run(String name, String source) {
    var _ = Given.there(name, "name");
    var _ = Given.there(source, "source");
    return here()
        ? attachment.border.object(Modules.run(attachment.border, name, source))
        : relayed(() -> run(name, source));
  }

  /// Converts a Java value.
  ///
  /// @throws ConversionException when it does not fit
  public PyObject of(@Nullable Object value) {
    return here()
        ? attachment.border.object(attachment.border.convert("$", value))
        : relayed(() -> of(value));
  }

  /// A reference kept earlier, in this region; None for null.
  ///
  /// @throws IllegalStateException when it has been closed
  public PyObject of(@Nullable PyRef kept) {
    if (kept == null) { // Nothing says that null is meant for a reference rather than a value.
      return none();
    }
    return here()
        ? attachment.border.object(kept.newReference(attachment.interpreter))
        : relayed(() -> of(kept));
  }

  /// `None`.
  public PyObject none() {
    return here() ? attachment.border.borrowed(ObjectApi._Py_NoneStruct) : relayed(this::none);
  }

  /// A Python callable that calls a Java function.
  ///
  /// @param name its `__name__`, which tracebacks show
  public PyObject function(String name, JavaFunction function) {
    var _ = Given.functionName(name);
    var _ = Given.there(function, "function");
    return here()
        ? attachment.border.object(JavaCallables.create(attachment.interpreter, name, function))
        : relayed(() -> function(name, function));
  }

  /// A Python coroutine function that calls a Java function which answers later.
  ///
  /// @param name its `__name__`
  public PyObject asyncFunction(String name, AsyncJavaFunction function) {
    var _ = Given.functionName(name);
    var _ = Given.there(function, "function");
    return here()
        ? JavaAwaitable.function(this, name, function)
        : relayed(() -> asyncFunction(name, function));
  }

  /// The asyncio event loop that lives as long as the interpreter, on a thread of its own; started
  /// by this call if nothing has needed it yet.
  public PyObject eventLoop() {
    return here()
        ? attachment.border.borrowed(attachment.interpreter.loop.loop(attachment))
        : relayed(this::eventLoop);
  }

  /// Runs work with a `contextvars.ContextVar` set, as it is seen by the Python code that the work
  /// calls and by the coroutines that it starts; afterwards the variable is what it was.
  public <R extends @Nullable Object> R where(
      PyObject contextVar, @Nullable Object value, Supplier<R> work) {
    var _ = Given.there(contextVar, "contextVar");
    var _ = Given.there(work, "work");
    try (PyObject token = contextVar.callMethod("set", value)) {
      try {
        return work.get();
      } finally {
        contextVar.callMethod("reset", token).close();
      }
    }
  }

  /// A Python function that calls a Java function, by position or by name.
  ///
  /// @throws ConversionException when a default cannot go to Python
  public PyObject function(String name, Parameters parameters, JavaFunction function) {
    var _ = Given.functionName(name);
    var _ = Given.there(parameters, "parameters");
    var _ = Given.there(function, "function");
    return here()
        ? attachment.border.object(
            new DeclaredFunction(parameters, function).create(attachment, name))
        : relayed(() -> function(name, parameters, function));
  }

  /// A Python function that calls the one method of an interface, with arguments read as the types
  /// of its parameters. They can be given by name where the interface was compiled with
  /// `-parameters`.
  ///
  /// @throws IllegalArgumentException when the interface has not exactly one method to implement
  public <T> PyObject function(String name, Class<T> type, T implementation) {
    return function(name, (Type) type, implementation);
  }

  /// The same for an interface with arguments: `new TypeRef<BiFunction<String, Long, Double>>()
  /// {}`.
  ///
  /// @throws IllegalArgumentException when the interface has not exactly one method to implement
  public <T> PyObject function(String name, TypeRef<T> type, T implementation) {
    return function(name, Given.there(type, "type").type(), implementation);
  }

  /// The abstract Python class that stands for a Java interface: a Python class that inherits from
  /// it, and from several if it likes, implements the interface. Its instances are Java objects of
  /// that interface wherever they come to Java, and themselves in Python again.
  ///
  /// @throws IllegalArgumentException when no other class can implement the interface
  public PyObject abstractClass(Class<?> type) {
    var _ = Given.there(type, "type");
    return here()
        ? attachment.border.object(attachment.interpreter.abstractClasses.of(attachment, type))
        : relayed(() -> abstractClass(type));
  }

  /// A Java object with its public fields and methods in Python, as far as they lie in exported
  /// packages; a class as a Python class with its static members and constructors. It is the very
  /// same object when it comes to Java. Any other Java object without a conversion is opaque. What
  /// is Python's own, such as a [PyObject], is itself.
  public PyObject expose(Object object) {
    var _ = Given.there(object, "object");
    return here()
        ? attachment.border.object(attachment.interpreter.exposedClasses.expose(attachment, object))
        : relayed(() -> expose(object));
  }

  private PyObject function(String name, Type type, Object implementation) {
    var _ = Given.functionName(name);
    var _ = Given.there(type, "type");
    var _ = Given.there(implementation, "implementation");
    return here()
        ? attachment.border.object(Lambdas.function(attachment, name, type, implementation))
        : relayed(() -> function(name, type, implementation));
  }

  /// A NumPy array over an array of ours: the same memory, not a copy.
  ///
  /// @throws PythonUnavailableException when this Python has no NumPy
  /// @throws IllegalStateException when the array was closed
  public PyObject ndarray(NativeArray array) {
    var _ = Given.there(array, "array");
    return here()
        ? attachment.border.object(NumpyArrays.of(attachment, array))
        : relayed(() -> ndarray(array));
  }

  /// An object over an array of ours that any library takes, without NumPy: it lends the same
  /// memory by the buffer protocol, `__array_interface__` and `__dlpack__`. Read as [NativeArray],
  /// it is that array again.
  ///
  /// @throws IllegalStateException when the array was closed
  public PyObject share(NativeArray array) {
    var _ = Given.there(array, "array");
    return here()
        ? attachment.border.object(SharedArrays.of(attachment).share(attachment, array))
        : relayed(() -> share(array));
  }

  /// A NumPy array over a direct buffer, from its position to its limit: the same memory, not a
  /// copy. The memory lives until both sides have let it go; a read-only buffer gives a read-only
  /// array.
  ///
  /// @param shape the extent of each axis, the slowest first; none is one axis
  /// @throws IllegalArgumentException when the buffer is not direct, in another byte order, or does
  ///   not fit the shape
  /// @throws PythonUnavailableException when this Python has no NumPy
  public PyObject ndarray(Buffer buffer, long... shape) {
    var _ = Given.there(buffer, "buffer");
    var _ = Given.there(shape, "shape");
    return here()
        ? attachment.border.object(NumpyArrays.of(attachment, buffer, buffer, shape))
        : relayed(() -> ndarray(buffer, shape));
  }

  /// The same over memory that has an owner, who is told when Python uses it no more: when the
  /// array and all that was made of it are gone.
  ///
  /// @param whenReleased called once, on any thread, with the GIL held; must not wait, nor use
  ///   Python
  public PyObject ndarray(Buffer buffer, Runnable whenReleased, long... shape) {
    var _ = Given.there(buffer, "buffer");
    var _ = Given.there(whenReleased, "whenReleased");
    var _ = Given.there(shape, "shape");
    return here()
        ? attachment.border.object(
            NumpyArrays.of(attachment, buffer, new LentBuffer(buffer, whenReleased), shape))
        : relayed(() -> ndarray(buffer, whenReleased, shape));
  }

  /// Lets the GIL go while Java works, and takes it again. The region's references stay, and must
  /// not be used meanwhile.
  public <R extends @Nullable Object> R released(Supplier<R> work) {
    var _ = Given.there(work, "work");
    letGo();
    try {
      return work.get();
    } finally {
      takeAgain();
    }
  }

  /// Leaves this region out of reports of what runs and of what was left open: it is none of the
  /// user's.
  Gil ofOurs() {
    ours = true;
    Allocations.ended(allocation);
    return this;
  }

  /// Whether it is a region of a service of ours, which lives as long as the process and is not
  /// what a user runs.
  boolean isOurs() {
    return ours;
  }

  /// Lets the GIL go, until [#takeAgain].
  void letGo() {
    if (here()) {
      attachment.release();
    } else {
      relayed(() -> {
        letGo();
        return true;
      });
    }
  }

  /// Takes the GIL that was let go.
  @SuppressWarnings("ReferenceEquality") // A thread is equal to itself alone.
  void takeAgain() {
    if (Thread.currentThread() == attachment.thread) {
      attachment.resume();
    } else {
      relayed(() -> {
        takeAgain();
        return true;
      });
    }
  }

  /// Closes the region and all references that belong to it; the outermost lets the GIL go.
  ///
  /// @throws WrongThreadException on another thread than the one that opened it
  /// @throws IllegalStateException when an inner region is still open
  @Override
  public void close() {
    if (!open) {
      return;
    }
    if (isHere()) {
      try {
        if (outer == null) {
          attachment.endInterruption();
          attachment.interpreter.endCall(this);
        }
      } finally {
        leave();
      }
    } else {
      try {
        relayed(() -> {
          close();
          return true;
        });
      } finally {
        if (!open) {
          RelayedRegions.left(this);
        }
      }
    }
  }

  private void leave() {
    endViews();
    attachment.leave(this);
    open = false;
    Allocations.ended(allocation);
    if (relay != null && outer == null) {
      relay.end();
    }
  }

  /// Closes an outermost region that held nothing back; on its own thread.
  void closeQuietly() {
    leave();
  }

  /// The thread that opened the region.
  Thread owner() {
    return owner;
  }

  /// Closes the region of a call from Python, which holds the GIL on.
  void closeToPython() {
    if (outer == null) {
      attachment.endInterruption();
    }
    endViews();
    attachment.leaveToPython(this);
    open = false;
    Allocations.ended(allocation);
  }

  /// Notes a view that ends with the region.
  void closing(PyArray view) {
    if (views == null) {
      views = new ArrayList<>();
    }
    views.add(view);
  }

  /// Notes that a view has ended: nearly always the one noted last.
  void closed(PyArray view) {
    if (views != null) {
      views.remove(views.lastIndexOf(view));
    }
  }

  private void endViews() {
    while (views != null && !views.isEmpty()) {
      views.getLast().close();
    }
  }

  /// Whether a carrier works for the thread that owns the region.
  boolean isRelayed() {
    return relay != null;
  }

  /// Whether the current thread is the one that works, and has stack enough for it; false where it
  /// is the owner of a relayed region.
  ///
  /// @throws WrongThreadException on any other thread
  /// @throws IllegalStateException when the region is closed, or its GIL let go
  /// @throws StackOverflowError when the thread's stack is nearly used up
  boolean here() {
    boolean here = isHere();
    if (here) {
      attachment.checkStack();
    }
    return here;
  }

  /// As [#here], for what only lets go, and must work at the end of the stack as well.
  @SuppressWarnings("ReferenceEquality") // A thread is equal to itself alone.
  boolean isHere() {
    Thread current = Thread.currentThread();
    if (current == attachment.thread) {
      if (open && attachment.holdsGil()) {
        return true;
      }
      throw open
          ? new IllegalStateException(
              "the GIL is let go while released(...) runs: use Python after it")
          : ended();
    }
    if (current != owner) {
      throw new WrongThreadException(
          "a region of the GIL belongs to the thread that opened it (%s), this is %s: attach here as well, and let"
                  .formatted(owner.getName(), current.getName())
              + " references travel by keep()");
    }
    if (!open) { // Nobody serves the relay any more.
      throw ended();
    }
    return false;
  }

  private static IllegalStateException ended() {
    return new IllegalStateException(
        "this region of the GIL is closed, and so is everything made in it: keep() what must outlive it");
  }

  /// Whether the current thread works for the region and has let the GIL go for a while.
  @SuppressWarnings("ReferenceEquality") // A thread is equal to itself alone.
  boolean isLetGo() {
    return !attachment.holdsGil() && open && Thread.currentThread() == attachment.thread;
  }

  /// Takes the GIL that was let go, for some work, and lets it go again.
  <R extends @Nullable Object> R regained(Supplier<R> work) {
    attachment.resume();
    try {
      return work.get();
    } finally {
      attachment.release();
    }
  }

  /// Does a step of a relayed region on its carrier.
  <R extends @Nullable Object> R relayed(Supplier<R> step) {
    if (relay == null) {
      throw new AssertionError("a region without a relay was asked to relay");
    }
    return relay.step(step);
  }

  @Nullable Relay relay() {
    return relay;
  }

  /// Whose region it is, and whether it is open. Needs no GIL.
  @Override
  public String toString() {
    return "Gil[region of %s%s%s]"
        .formatted(
            owner.getName(),
            outer == null ? "" : ", inside another",
            !open ? ", closed" : attachment.holdsGil() ? "" : ", let go");
  }
}
