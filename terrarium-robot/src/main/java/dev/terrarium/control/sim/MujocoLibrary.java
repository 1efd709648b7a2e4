package dev.terrarium.control.sim;

import dev.terrarium.control.robot.ArmException;
import dev.terrarium.os.Downcalls;
import dev.terrarium.os.DynamicLibrary;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/// MuJoCo's C functions, as many as an arm needs: 2.2.2, as Debian 12 has it, and those later ones
/// that have `mj_setState`.
///
/// Models and data are addresses; whoever loads or makes one frees it. No field of a C structure is
/// touched but by offsets of 2.2.2, whose functions give no other way to its state.
final class MujocoLibrary {
  /// The version that is read by offsets.
  static final int OLD = 222;

  private static final int ERROR = 1000;

  final int version;
  private final Path path;
  private final DynamicLibrary library;
  private final MethodHandle load;
  private final MethodHandle make;
  private final MethodHandle freeModel;
  private final MethodHandle freeData;

  private MujocoLibrary(Path path, DynamicLibrary library) {
    this.path = path;
    this.library = library;
    load = function("mj_loadXML", 4);
    make = function("mj_makeData", 1);
    freeModel = function("mj_deleteModel", 1);
    freeData = function("mj_deleteData", 1);
    version = (int) call(function("mj_version", 0), 0, 0, 0, 0);
  }

  /// Opens it for the life of the process.
  ///
  /// @throws ArmException if it cannot be opened or is too old; says what to do
  static MujocoLibrary open(Path path) {
    DynamicLibrary library;
    try {
      library = DynamicLibrary.openLocal(path);
    } catch (UnsatisfiedLinkError error) {
      throw new ArmException(
          "MuJoCo cannot be opened at %s: %s. %s"
              .formatted(path, error.getMessage(), MujocoFranka.TO_HAVE_IT),
          error);
    }
    var opened = new MujocoLibrary(path, library);
    if (opened.version != OLD && library.find("mj_setState") == 0) {
      throw new ArmException(
          "%s is MuJoCo %d: expected 222 (2.2.2), or 300 (3.0.0) or later. %s"
              .formatted(path, opened.version, MujocoFranka.TO_HAVE_IT));
    }
    return opened;
  }

  /// Returns a function of at most so many integers and pointers.
  ///
  /// @throws ArmException if this library has none of that name
  MethodHandle function(String name, int arguments) {
    long address = library.find(name);
    if (address == 0) {
      throw new ArmException(
          "%s has no function %s: it is no MuJoCo, or one that is not supported. %s"
              .formatted(path, name, MujocoFranka.TO_HAVE_IT));
    }
    return Downcalls.at(address, arguments);
  }

  /// Loads a model, which the caller frees.
  ///
  /// @throws ArmException with MuJoCo's own words if it refuses the text
  long load(String mjcf) {
    try (Arena arena = Arena.ofConfined()) {
      Path file = Files.createTempFile("terrarium-franka", ".xml");
      try {
        Files.writeString(file, mjcf);
        MemorySegment error = arena.allocate(ERROR);
        long model =
            call(load, arena.allocateFrom(file.toString()).address(), 0, error.address(), ERROR);
        if (model == 0) {
          throw new ArmException(
              "%s refuses the model of the arm: %s".formatted(path, error.getString(0)));
        }
        return model;
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException failure) {
      throw new ArmException(
          "the model of the arm cannot be written for MuJoCo to read: " + failure, failure);
    }
  }

  /// Makes the data of a model, which the caller frees.
  long make(long model) {
    return call(make, model, 0, 0, 0);
  }

  /// Frees data, then its model.
  void free(long model, long data) {
    call(freeData, data, 0, 0, 0);
    call(freeModel, model, 0, 0, 0);
  }

  /// Calls a function of at most four arguments.
  static long call(MethodHandle function, long first, long second, long third, long fourth) {
    try {
      return (long) function.invokeExact(first, second, third, fourth);
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }
}
