package dev.terrarium.message.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.message.ArrayView;
import dev.terrarium.message.geometry.Quaternion;
import dev.terrarium.message.geometry.Transform;
import dev.terrarium.message.geometry.Vec3;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The catalogue has exactly these payloads, and each goes to a map and back.
class PayloadTypesTest {
  private static final PayloadTypes TYPES = PayloadTypes.builtIn();

  @Test
  void refusesPixelsThatDoNotFitThePicture() {
    var image = PayloadTypes.of(Sensor.Image.class);
    Map<String, Object> fields = Map.of("height", 2, "width", 3, "encoding", "mono8", "step", 3);

    assertThat(image.of(with(fields, new ArrayView("|u1", List.of(2, 3), ByteBuffer.allocate(6)))))
        .isNotNull();
    assertThatThrownBy(() ->
            image.of(with(fields, new ArrayView("|u1", List.of(3, 2), ByteBuffer.allocate(6)))))
        .isInstanceOf(InvalidPayloadException.class)
        .hasMessageContaining(
            "data: expected an array of |u1 and shape [2, 3], not of |u1 and [3, 2]");
    assertThatThrownBy(() ->
            image.of(with(fields, new ArrayView("<f8", List.of(2, 3), ByteBuffer.allocate(48)))))
        .hasMessageContaining("data: expected bytes or an array of uint8, not of <f8");
  }

  private static Map<String, Object> with(Map<String, Object> fields, ArrayView data) {
    var all = new java.util.HashMap<>(fields);
    all.put("data", data);
    return all;
  }

  @Test
  void theCatalogueHasExactlyTheseFields() {
    assertThat(TYPES.all().stream().map(PayloadTypesTest::signature).toList())
        .containsExactly(
            "sensor.joint_state(names, positions?, velocities?, efforts?)",
            "sensor.imu(orientation, angular_velocity, linear_acceleration, orientation_covariance?,"
                + " angular_velocity_covariance?, linear_acceleration_covariance?)",
            "sensor.image(height, width, encoding, is_bigendian?, step, data)",
            "sensor.laser_scan(angle_min, angle_max, angle_increment, time_increment, scan_time,"
                + " range_min, range_max, ranges, intensities?)",
            "sensor.range(radiation_type, field_of_view, min_range, max_range, range)",
            "sensor.battery_state(voltage, current?, charge?, capacity?, percentage?,"
                + " power_supply_status?, power_supply_health?, present?)",
            "sensor.power_state(voltage, current, power?, shunt_voltage?)",
            "actuator.begin_motion(initial_position, target_position, expected_arrival, command_id?,"
                + " command_type?, acceleration?, peak_velocity?)",
            "actuator.end_motion(position, reason, detail?, message?, command_id?)",
            "actuator.rejected(reason, command, command_id?)",
            "actuator.command.position(position, velocity?, duration?, command_id?)",
            "actuator.command.velocity(velocity, duration?, command_id?)",
            "actuator.command.effort(effort, duration?, command_id?)",
            "actuator.command.trajectory(waypoints, repeat?, command_id?)",
            "actuator.command.hold(command_id?)",
            "actuator.command.stop(mode?, command_id?)",
            "geometry.point3d(vec)",
            "geometry.pose(transform)",
            "geometry.twist(linear, angular)",
            "geometry.accel(linear, angular)",
            "geometry.wrench(force, torque)",
            "geometry.twist2d(vx, vy, omega)",
            "geometry.wrench2d(fx, fy, tau)",
            "estimator.pose(transform, covariance?)",
            "estimator.odometry(pose, twist, pose_covariance?, twist_covariance?)",
            "state_machine.transition(from, to)",
            "safety.hardware_error(path, error)",
            "parameter.changed(path, old_value?, new_value, source)",
            "command.event(status, data?)");
  }

  private static String signature(PayloadType<?> type) {
    return type.fields().stream()
        .map(field -> field.name() + (field.isRequired() ? "" : "?"))
        .collect(Collectors.joining(", ", type.name() + "(", ")"));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyPayloadGoesToAMapAndBack(Payload payload) {
    var map = TYPES.write(payload);

    var back = TYPES.read(map);

    assertThat(back).isEqualTo(payload);
    assertThat(map.keySet()).first().isEqualTo("type");
  }

  @Test
  void everyTypeOfTheCatalogueIsAmongThem() {
    assertThat(samples().stream().map(Payload::type))
        .containsAll(TYPES.all().stream().map(PayloadType::name).toList());
  }

  static List<Payload> samples() {
    var pose = Transform.of(Quaternion.about(Vec3.Z, 0.5), new Vec3(1, 2, 3));
    var nine = Optional.of(List.of(1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0));
    Optional<String> id = Optional.of("c1");
    return List.of(
        new Sensor.JointState(List.of("a", "b"), List.of(0.1, 0.2), List.of(), List.of(1.0)),
        new Sensor.Imu(Quaternion.IDENTITY, Vec3.X, Vec3.Z, nine, Optional.empty(), nine),
        new Sensor.Image(2, 2, Sensor.Encoding.RGB8, false, 6, ByteBuffer.wrap(new byte[12])),
        new Sensor.LaserScan(
            -1, 1, 0.1, 0.01, 0.1, 0.2, 9, List.of(1.0, Double.POSITIVE_INFINITY), List.of()),
        new Sensor.Range(Sensor.Radiation.INFRARED, 0.3, 0.1, 4, Double.POSITIVE_INFINITY),
        new Sensor.BatteryState(
            12.6,
            -0.5,
            0,
            2,
            Optional.of(0.8),
            Sensor.SupplyStatus.NOT_CHARGING,
            Sensor.SupplyHealth.GOOD,
            true),
        new Sensor.PowerState(12.4, 0.8, Optional.of(9.9), Optional.empty()),
        new Actuator.BeginMotion(
            0,
            1.5,
            12_345_678_901L,
            id,
            Optional.of(Actuator.CommandType.POSITION),
            Optional.of(2.0),
            Optional.empty()),
        new Actuator.EndMotion(
            1.5,
            Actuator.EndReason.LIMIT_REACHED,
            Optional.of("stall"),
            Optional.of("It stalled"),
            Optional.empty()),
        new Actuator.Rejected(Actuator.Rejection.DISARMED, "actuator.command.hold", id),
        new ActuatorCommand.Position(1, Optional.of(0.5), Optional.of(200L), id),
        new ActuatorCommand.Velocity(1, Optional.of(200L), id),
        new ActuatorCommand.Effort(-1.5),
        new ActuatorCommand.Trajectory(
            List.of(new ActuatorCommand.Waypoint(1, Optional.of(0.1), Optional.empty(), 100)),
            Repeat.FOREVER,
            id),
        new ActuatorCommand.Trajectory(List.of(), Repeat.times(3), Optional.empty()),
        new ActuatorCommand.Hold(id),
        new ActuatorCommand.Stop(ActuatorCommand.StopMode.DECELERATE, id),
        new Geometry.Point3D(Vec3.Y),
        new Geometry.Pose(pose),
        new Geometry.Twist(Vec3.X, Vec3.Y),
        new Geometry.Accel(Vec3.X, Vec3.Y),
        new Geometry.Wrench(Vec3.X, Vec3.Y),
        new Geometry.Twist2D(1, 2, 3),
        new Geometry.Wrench2D(1, 2, 3),
        new Estimator.Pose(pose, Optional.of(java.util.Collections.nCopies(36, 0.5))),
        new Estimator.Odometry(
            pose, new Geometry.Twist(Vec3.X, Vec3.Y), Optional.empty(), Optional.empty()),
        new StateMachine.Transition("armed", "disarming"),
        new SafetyReport.HardwareError(List.of("arm", "wrist"), "It is hot"),
        new Parameter.Changed(
            List.of("arm", "speed"), Optional.of(0.5), 1.5, Parameter.Source.REMOTE),
        new Command.Event(Command.Status.STARTED, Map.of("goal", Map.of("x", 1L))));
  }

  @Test
  void fieldsThatAreNotGivenAreWhatTheyAreOtherwise() {
    var battery = PayloadTypes.of(Sensor.BatteryState.class).of(Map.of("voltage", 12.0));
    var trajectory =
        PayloadTypes.of(ActuatorCommand.Trajectory.class).of(Map.of("waypoints", List.of()));
    var stop = PayloadTypes.of(ActuatorCommand.Stop.class).of(Map.of());

    assertThat(battery.present()).isTrue();
    assertThat(battery.current()).isZero();
    assertThat(battery.powerSupplyStatus()).isEqualTo(Sensor.SupplyStatus.UNKNOWN);
    assertThat(trajectory.repeat()).isEqualTo(Repeat.ONCE);
    assertThat(stop.mode()).isEqualTo(ActuatorCommand.StopMode.IMMEDIATE);
  }

  @Test
  void refusesAnUnknownKey() {
    refuses(
        "geometry.twist2d",
        with(Map.of("vx", 1.0, "vy", 1.0, "omega", 1.0), "w", 1.0),
        "",
        "geometry.twist2d: has no field \"w\"; its fields are vx, vy, omega");
  }

  @Test
  void refusesAMissingKeyAndNull() {
    refuses(
        "geometry.point3d",
        Map.of(),
        "vec",
        "geometry.point3d: vec: is required: expected vec3 (x, y, z)");
    refuses(
        "geometry.point3d",
        with(Map.of(), "vec", null),
        "vec",
        "geometry.point3d: vec: is required: expected vec3 (x, y, z)");
  }

  @Test
  void refusesAnotherType() {
    refuses(
        "sensor.joint_state",
        Map.of("names", "a"),
        "names",
        "sensor.joint_state: names: expected list of string, not the text \"a\"");
    refuses(
        "command.event",
        Map.of("status", "done"),
        "status",
        "command.event: status: expected one of \"started\", \"succeeded\", \"failed\","
            + " \"cancelled\", not the text \"done\"");
    refuses(
        "sensor.battery_state",
        Map.of("voltage", 1.0, "present", 1),
        "present",
        "sensor.battery_state: present: expected boolean, not the integer 1");
  }

  @Test
  void refusesAnIntegerWhereAFloatBelongsAndAFloatWhereAnIntegerBelongs() {
    refuses(
        "actuator.command.effort",
        Map.of("effort", 1),
        "effort",
        "actuator.command.effort: effort: expected float, not the integer 1; write 1.0");
    refuses(
        "sensor.joint_state",
        Map.of("names", List.of("a"), "positions", List.of(0.5, 1)),
        "positions[1]",
        "sensor.joint_state: positions[1]: expected float, not the integer 1; write 1.0");
    refuses(
        "actuator.command.effort",
        Map.of("effort", 1.0, "duration", 5.0),
        "duration",
        "actuator.command.effort: duration: expected integer, not the number 5.0");
    refuses(
        "sensor.image",
        Map.of("height", 1L << 40),
        "height",
        "sensor.image: height: expected an integer of 32 bits, not 1099511627776");
  }

  @Test
  void saysWhereInAListOfRecordsItIsWrong() {
    refuses(
        "actuator.command.trajectory",
        Map.of(
            "waypoints",
            List.of(
                Map.of("position", 1.0, "time_from_start", 0),
                Map.of("position", 1.0, "time_from_start", 1.5))),
        "waypoints[1].time_from_start",
        "actuator.command.trajectory: waypoints[1].time_from_start: expected integer, not the number"
            + " 1.5");
  }

  @Test
  void refusesNumbersThatAreNotFinite() {
    refuses(
        "actuator.command.position",
        Map.of("position", Double.NaN),
        "position",
        "actuator.command.position: position: expected a finite number, not NaN");
    assertThatExceptionOfType(InvalidPayloadException.class)
        .isThrownBy(() -> new ActuatorCommand.Velocity(Double.POSITIVE_INFINITY))
        .withMessage("actuator.command.velocity: velocity: expected a finite number, not Infinity");
  }

  @Test
  void refusesLengthsThatDoNotFit() {
    assertThatExceptionOfType(InvalidPayloadException.class)
        .isThrownBy(
            () -> new Sensor.Image(2, 2, Sensor.Encoding.MONO8, false, 2, ByteBuffer.allocate(3)))
        .withMessage("sensor.image: data: expected height × step = 4 bytes, not 3");
    assertThatExceptionOfType(InvalidPayloadException.class)
        .isThrownBy(
            () -> new Sensor.Image(2, 2, Sensor.Encoding.RGB16, false, 2, ByteBuffer.allocate(4)))
        .withMessage("sensor.image: step: expected at least 12, not 2");
    refuses(
        "estimator.pose",
        Map.of("transform", Transform.IDENTITY, "covariance", List.of(1.0)),
        "covariance",
        "estimator.pose: covariance: expected 6 × 6 = 36 numbers, row by row, not 1");
    refuses(
        "actuator.command.trajectory",
        Map.of("waypoints", List.of(), "repeat", 0),
        "repeat",
        "actuator.command.trajectory: repeat: expected integer from 1 on, or \"forever\", not the"
            + " integer 0");
  }

  @Test
  void readsGeometryFromItselfFromListsAndFromArrays() {
    var type = PayloadTypes.of(Geometry.Point3D.class);
    var bytes = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putDouble(1).putDouble(2).putDouble(3).flip();

    assertThat(type.of(Map.of("vec", new Vec3(1, 2, 3))).vec()).isEqualTo(new Vec3(1, 2, 3));
    assertThat(type.of(Map.of("vec", List.of(1.0, 2.0, 3.0))).vec()).isEqualTo(new Vec3(1, 2, 3));
    assertThat(type.of(Map.of("vec", new double[] {1, 2, 3})).vec()).isEqualTo(new Vec3(1, 2, 3));
    assertThat(type.of(Map.of("vec", new ArrayView("<f8", List.of(3), bytes))).vec())
        .isEqualTo(new Vec3(1, 2, 3));
    refuses(
        "geometry.point3d",
        Map.of("vec", List.of(1.0, 2.0)),
        "vec",
        "geometry.point3d: vec: expected 3 numbers, not 2");
    refuses(
        "geometry.pose",
        Map.of("transform", List.of(1.0, 2.0, 3.0, 4.0)),
        "transform[0]",
        "geometry.pose: transform[0]: expected a row of 4 numbers");
    refuses(
        "geometry.point3d",
        Map.of("vec", new ArrayView("<i8", List.of(3), ByteBuffer.allocate(24))),
        "vec",
        "geometry.point3d: vec: expected an array of float64 or float32, not of <i8; convert it with"
            + " astype(float)");
  }

  @Test
  void writesPixelsAsAnArrayAndWhatIsNotThereAsNull() {
    var image =
        new Sensor.Image(2, 3, Sensor.Encoding.BGR8, false, 9, ByteBuffer.wrap(new byte[18]));

    var pixels = (ArrayView) PayloadTypes.of(Sensor.Image.class).toMap(image).get("data");

    assertThat(pixels.shape()).containsExactly(2, 3, 3);
    assertThat(pixels.dtype()).isEqualTo("|u1");
    assertThat(TYPES.write(new ActuatorCommand.Effort(1.0)))
        .containsExactlyEntriesOf(
            map(
                "type",
                "actuator.command.effort",
                "effort",
                1.0,
                "duration",
                null,
                "command_id",
                null));
  }

  @Test
  void aValueOfAnyTypeIsCopiedAndWhatCannotTravelIsRefused() {
    var inner = new java.util.ArrayList<>(List.of(1));
    var event = new Command.Event(Command.Status.STARTED, Map.of("goal", inner));
    inner.add(2);

    assertThat(event.data()).isEqualTo(Map.of("goal", List.of(1L)));
    assertThatExceptionOfType(InvalidPayloadException.class)
        .isThrownBy(() ->
            new Command.Event(
                Command.Status.STARTED, Map.of("goal", List.of(Thread.currentThread()))))
        .withMessageStartingWith("command.event: data.goal[0]: expected text, numbers,")
        .satisfies(fault -> assertThat(fault.field()).isEqualTo("data.goal[0]"));
    var loop = new HashMap<String, Object>();
    loop.put("loop", loop);
    assertThatExceptionOfType(InvalidPayloadException.class)
        .isThrownBy(() -> new Command.Event(Command.Status.STARTED, loop))
        .withMessageEndingWith("is nested deeper than 64, or contains itself");
  }

  /// A payload of a user's own.
  public record Objects(
      @About("how many") int count, List<Vec3> centres, Optional<String> frameName)
      implements Payload {
    public Objects {
      if (count < 0) {
        throw new IllegalArgumentException("count is negative");
      }
    }

    @Override
    public String type() {
      return "perception.objects";
    }
  }

  @Test
  void aUsersRecordIsATypeLikeTheOthers() {
    var type = PayloadType.ofRecord("perception.objects", Objects.class);
    var types = TYPES.with(type);
    var objects = new Objects(1, List.of(Vec3.X), Optional.of("base"));

    assertThat(type.fields())
        .extracting(PayloadField::name, PayloadField::type, PayloadField::isRequired)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("count", "integer", true),
            org.assertj.core.groups.Tuple.tuple("centres", "list of vec3 (x, y, z)", true),
            org.assertj.core.groups.Tuple.tuple("frame_name", "string", false));
    assertThat(types.read(types.write(objects))).isEqualTo(objects);
    assertThatExceptionOfType(InvalidPayloadException.class)
        .isThrownBy(() -> type.of(Map.of("count", -1, "centres", List.of())))
        .withMessage("perception.objects: count is negative");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> types.with(type))
        .withMessageStartingWith("The payload type perception.objects is ");
  }

  /// A record that no map can hold.
  public record Odd(Thread thread) implements Payload {
    @Override
    public String type() {
      return "odd";
    }
  }

  @Test
  void refusesRecordsThatNoMapCanHoldAndNamesThatDisagree() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PayloadType.ofRecord("odd", Odd.class))
        .withMessageContaining(
            "Odd.thread is a java.lang.Thread; a field of a payload is a double");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PayloadType.ofRecord("Odd One", Objects.class))
        .withMessageContaining("not \"Odd One\"");
    assertThatIllegalStateException()
        .isThrownBy(() ->
            PayloadType.ofRecord("other", Objects.class)
                .of(Map.of("count", 1, "centres", List.of())))
        .withMessageContaining("let both say the same");
  }

  @Test
  void saysOfAnUnknownTypeWhichThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TYPES.get("sensor.smell"))
        .withMessageStartingWith("There is no payload type \"sensor.smell\"; there are [sensor.");
    assertThatExceptionOfType(InvalidPayloadException.class)
        .isThrownBy(() -> TYPES.read(Map.of("names", List.of())))
        .withMessageStartingWith("payload: type: is required");
  }

  private static void refuses(
      String type, Map<String, ? extends @Nullable Object> map, String field, String message) {
    assertThatExceptionOfType(InvalidPayloadException.class)
        .isThrownBy(() -> TYPES.get(type).of(map))
        .withMessage(message)
        .satisfies(fault -> assertThat(fault.field()).isEqualTo(field))
        .satisfies(fault -> assertThat(fault.type()).isEqualTo(type));
  }

  private static Map<String, @Nullable Object> with(
      Map<String, ?> map, String key, @Nullable Object value) {
    var all = new HashMap<String, @Nullable Object>(map);
    all.put(key, value);
    return all;
  }

  private static Map<String, @Nullable Object> map(@Nullable Object... keysAndValues) {
    var map = new java.util.LinkedHashMap<String, @Nullable Object>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return map;
  }
}
