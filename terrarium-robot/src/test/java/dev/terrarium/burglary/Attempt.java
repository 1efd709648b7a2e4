package dev.terrarium.burglary;

import dev.terrarium.safety.Gate;
import dev.terrarium.safety.Permit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamConstants;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// A way to a permit that nobody gave.
///
/// Each returns what it takes for a permit, or works upon the one that is over. Whoever tries has a
/// gate, and a permit of an arming that has ended.
public enum Attempt {
  CONSTRUCTOR_BY_REFLECTION {
    @Override
    @Nullable Object permit(Gate gate, Permit over) throws Throwable {
      return permitConstructor().newInstance(field(over, "epoch"));
    }
  },
  CONSTRUCTOR_OF_AN_EPOCH_BY_REFLECTION {
    @Override
    @Nullable Object permit(Gate gate, Permit over) throws Throwable {
      Constructor<?> constructor = epoch().getDeclaredConstructors()[0];
      constructor.setAccessible(true);
      Object fresh = constructor.newInstance(gate.robot(), 2L, new CountDownLatch(1));
      setField(over, "epoch", fresh);
      return over;
    }
  },
  CONSTRUCTOR_BY_A_PRIVATE_LOOKUP {
    @Override
    @Nullable Object permit(Gate gate, Permit over) throws Throwable {
      var lookup = MethodHandles.privateLookupIn(Permit.class, MethodHandles.lookup());
      var constructor =
          lookup.findConstructor(Permit.class, MethodType.methodType(void.class, epoch()));
      return constructor.invoke(field(over, "epoch"));
    }
  },
  LOOKUP_IN_THE_NAME_OF_THE_GATE {
    @Override
    @Nullable Object permit(Gate gate, Permit over) throws Throwable {
      var lookup = MethodHandles.privateLookupIn(Gate.class, MethodHandles.lookup());
      var constructor =
          lookup.findConstructor(
              epoch(),
              MethodType.methodType(
                  void.class, gate.robot().getClass(), long.class, CountDownLatch.class));
      Object fresh = constructor.invoke(gate.robot(), 2L, new CountDownLatch(1));
      setField(over, "epoch", fresh);
      return over;
    }
  },
  CLASS_DEFINED_IN_THE_PACKAGE {
    @Override
    @Nullable Object permit(Gate gate, Permit over) throws Throwable {
      ClassDesc permit = ClassDesc.of(Permit.class.getName());
      ClassDesc epoch = ClassDesc.of(epoch().getName());
      byte[] bytes =
          ClassFile.of()
              .build(
                  ClassDesc.of("dev.terrarium.safety.Insider"),
                  type ->
                      type.withMethodBody(
                          "make",
                          MethodTypeDesc.of(ConstantDescs.CD_Object, ConstantDescs.CD_Object),
                          ClassFile.ACC_STATIC | ClassFile.ACC_PUBLIC,
                          code ->
                              code.new_(permit)
                                  .dup()
                                  .aload(0)
                                  .checkcast(epoch)
                                  .invokespecial(
                                      permit,
                                      ConstantDescs.INIT_NAME,
                                      MethodTypeDesc.of(ConstantDescs.CD_void, epoch))
                                  .areturn()));
      var lookup = MethodHandles.privateLookupIn(Permit.class, MethodHandles.lookup());
      Class<?> insider = lookup.defineHiddenClass(bytes, true).lookupClass();
      Method make = insider.getDeclaredMethod("make", Object.class);
      make.setAccessible(true);
      return make.invoke(null, field(over, "epoch"));
    }
  },
  SUBCLASS {
    @Override
    @Nullable Object permit(Gate gate, Permit over) throws Throwable {
      byte[] bytes =
          ClassFile.of()
              .build(
                  ClassDesc.of("dev.terrarium.burglary.Mine"),
                  type -> type.withSuperclass(ClassDesc.of(Permit.class.getName())));
      return unsafe(MethodHandles.lookup().defineClass(bytes));
    }
  },
  PROXY {
    @Override
    @Nullable Object permit(Gate gate, Permit over) {
      return Proxy.newProxyInstance(
          Permit.class.getClassLoader(), new Class<?>[] {Permit.class}, (_, _, _) -> true);
    }
  },
  DESERIALISATION {
    @Override
    @Nullable Object permit(Gate gate, Permit over) throws Throwable {
      try (var in = new ObjectInputStream(new ByteArrayInputStream(serialised()))) {
        return in.readObject();
      }
    }
  },
  OBJECT_WITHOUT_ITS_CONSTRUCTOR {
    @Override
    @Nullable Object permit(Gate gate, Permit over) throws Throwable {
      return unsafe(Permit.class);
    }
  },
  EPOCH_WITHOUT_ITS_CONSTRUCTOR {
    @Override
    @Nullable Object permit(Gate gate, Permit over) throws Throwable {
      setField(over, "epoch", unsafe(epoch()));
      return over;
    }
  },
  EPOCH_WITH_A_LATCH_SET_BY_REFLECTION {
    @Override
    @Nullable Object permit(Gate gate, Permit over) throws Throwable {
      Object fresh = unsafe(epoch());
      setField(fresh, "open", new CountDownLatch(1));
      setField(over, "epoch", fresh);
      return over;
    }
  },
  LATCH_OPENED_AGAIN {
    @Override
    @Nullable Object permit(Gate gate, Permit over) throws Throwable {
      Object latch = field(field(over, "epoch"), "open");
      Object sync = field(latch, "sync");
      Method set = sync.getClass().getSuperclass().getDeclaredMethod("setState", int.class);
      set.setAccessible(true);
      set.invoke(sync, 1);
      return over;
    }
  },
  LATCH_REPLACED {
    @Override
    @Nullable Object permit(Gate gate, Permit over) throws Throwable {
      setField(field(over, "epoch"), "open", new CountDownLatch(1));
      return over;
    }
  },
  STATE_SET_BY_REFLECTION {
    @Override
    @Nullable Object permit(Gate gate, Permit over) throws Throwable {
      Object standing = field(field(gate, "ledger"), "standing");
      Constructor<?> constructor =
          Class.forName("dev.terrarium.safety.Standing").getDeclaredConstructors()[0];
      constructor.setAccessible(true);
      Class<?> states = Class.forName("dev.terrarium.safety.SafetyState");
      Object armed = constructor.newInstance(states.getField("ARMED").get(null), 1L, over);
      standing.getClass().getMethod("set", Object.class).invoke(standing, armed);
      return over;
    }
  },
  EVENT_WITHOUT_ITS_SAFETY {
    @Override
    @Nullable Object permit(Gate gate, Permit over) throws Throwable {
      return armed(gate, null);
    }
  },
  EVENT_WITH_ANOTHER_SAFETY {
    @Override
    @Nullable Object permit(Gate gate, Permit over) throws Throwable {
      try (var own = dev.terrarium.safety.Safety.open()) {
        return armed(gate, own);
      }
    }
  },
  SAFETY_FOUND_FROM_THE_GATE {
    @Override
    @Nullable Object permit(Gate gate, Permit over) {
      dev.terrarium.safety.Safety found = Reach.from(gate).find(dev.terrarium.safety.Safety.class);
      return found == null ? null : found.arm(gate.robot());
    }
  };

  abstract @Nullable Object permit(Gate gate, Permit over) throws Throwable;

  /// Tries it, and says what came of it in one line, which begins with `REFUSED` or `INVALID` if
  /// all is well, and with `BROKEN` if not.
  public String on(Gate gate, Permit over) {
    String result;
    try {
      Object found = permit(gate, over);
      result = "INVALID " + found;
      if (found instanceof Permit forged && (forged.isValid() || gate.admits(forged))) {
        result = "BROKEN: a valid permit";
      }
    } catch (Throwable e) {
      Throwable cause =
          e instanceof java.lang.reflect.InvocationTargetException && e.getCause() != null
              ? e.getCause()
              : e;
      result = "REFUSED " + cause;
    }
    boolean isWell = !gate.isArmed() && gate.permit().isEmpty() && !over.isValid();
    return isWell ? result : "BROKEN: the gate is open after " + result;
  }

  private static @Nullable Object armed(Gate gate, @Nullable Object safety) throws Throwable {
    Class<?> events = Class.forName("dev.terrarium.safety.SafetyEvent");
    Method apply = Gate.class.getDeclaredMethod("apply", events, dev.terrarium.safety.Safety.class);
    apply.setAccessible(true);
    Object event = events.getEnumConstants()[0];
    apply.invoke(gate, event, safety);
    return gate.permit().orElse(null);
  }

  private static Constructor<?> permitConstructor() {
    Constructor<?> constructor = Permit.class.getDeclaredConstructors()[0];
    constructor.setAccessible(true);
    return constructor;
  }

  private static Class<?> epoch() throws ClassNotFoundException {
    return Class.forName("dev.terrarium.safety.Epoch");
  }

  private static Object field(Object object, String name) throws ReflectiveOperationException {
    Field field = object.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(object);
  }

  private static void setField(Object object, String name, Object value)
      throws ReflectiveOperationException {
    Field field = object.getClass().getDeclaredField(name);
    field.setAccessible(true);
    field.set(object, value);
  }

  private static Object unsafe(Class<?> type) throws ReflectiveOperationException {
    Class<?> unsafe = Class.forName("sun.misc.Unsafe");
    Field instance = unsafe.getDeclaredField("theUnsafe");
    instance.setAccessible(true);
    return unsafe.getMethod("allocateInstance", Class.class).invoke(instance.get(null), type);
  }

  /// What an object of the class would look like in a stream, if it could be in one.
  private static byte[] serialised() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeShort(ObjectStreamConstants.STREAM_MAGIC);
      out.writeShort(ObjectStreamConstants.STREAM_VERSION);
      out.writeByte(ObjectStreamConstants.TC_OBJECT);
      out.writeByte(ObjectStreamConstants.TC_CLASSDESC);
      out.writeUTF(Permit.class.getName());
      out.writeLong(0);
      out.writeByte(ObjectStreamConstants.SC_SERIALIZABLE);
      out.writeShort(0);
      out.writeByte(ObjectStreamConstants.TC_ENDBLOCKDATA);
      out.writeByte(ObjectStreamConstants.TC_NULL);
    }
    return bytes.toByteArray();
  }
}
