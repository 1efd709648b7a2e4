package dev.terrarium.message.payload;

import dev.terrarium.message.ArrayView;
import dev.terrarium.message.geometry.Quaternion;
import dev.terrarium.message.geometry.Vec3;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What sensors measure.
public sealed interface Sensor extends Payload {

  /// Where joints are, how fast they move and what they exert.
  ///
  /// Entries belong together by their index. A list that is not measured is empty; one that is
  /// shorter than `names` says nothing of the rest, and what one has beyond them is of no joint. Of
  /// a joint that is named twice the later entry counts.
  record JointState(
      @About("which joints") List<String> names,
      @About(value = "rad, or m where a joint slides", otherwise = "[]") List<Double> positions,
      @About(value = "rad/s or m/s", otherwise = "[]") List<Double> velocities,
      @About(value = "N·m or N", otherwise = "[]") List<Double> efforts)
      implements Sensor {
    private static final String TYPE = "sensor.joint_state";

    public JointState {
      var checks = new Checks(TYPE);
      names = List.copyOf(names);
      positions = checks.finite("positions", positions);
      velocities = checks.finite("velocities", velocities);
      efforts = checks.finite("efforts", efforts);
    }

    @Override
    public String type() {
      return TYPE;
    }
  }

  /// What an inertial measurement unit feels.
  record Imu(
      @About("the orientation") Quaternion orientation,
      @About("rad/s") Vec3 angularVelocity,
      @About("m/s²") Vec3 linearAcceleration,
      @About("9 numbers, row by row, rad²") Optional<List<Double>> orientationCovariance,
      @About("9 numbers, row by row, (rad/s)²") Optional<List<Double>> angularVelocityCovariance,
      @About("9 numbers, row by row, (m/s²)²") Optional<List<Double>> linearAccelerationCovariance)
      implements Sensor {
    private static final String TYPE = "sensor.imu";

    public Imu {
      var checks = new Checks(TYPE);
      orientationCovariance = checks.square("orientation_covariance", 3, orientationCovariance);
      angularVelocityCovariance =
          checks.square("angular_velocity_covariance", 3, angularVelocityCovariance);
      linearAccelerationCovariance =
          checks.square("linear_acceleration_covariance", 3, linearAccelerationCovariance);
    }

    /// Makes one whose noise is not known.
    public Imu(Quaternion orientation, Vec3 angularVelocity, Vec3 linearAcceleration) {
      this(
          orientation,
          angularVelocity,
          linearAcceleration,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    @Override
    public String type() {
      return TYPE;
    }
  }

  /// How the pixels of an image are written.
  enum Encoding {
    RGB8(3, 1),
    RGBA8(4, 1),
    RGB16(3, 2),
    RGBA16(4, 2),
    BGR8(3, 1),
    BGRA8(4, 1),
    BGR16(3, 2),
    BGRA16(4, 2),
    MONO8(1, 1),
    MONO16(1, 2),
    BAYER_RGGB8(1, 1),
    BAYER_BGGR8(1, 1),
    BAYER_GBRG8(1, 1),
    BAYER_GRBG8(1, 1);

    private final int channels;
    private final int bytes;

    Encoding(int channels, int bytes) {
      this.channels = channels;
      this.bytes = bytes;
    }

    /// Returns how many numbers a pixel has.
    public int channels() {
      return channels;
    }

    /// Returns how many bytes each of its numbers has.
    public int bytes() {
      return bytes;
    }
  }

  /// A picture as a camera gives it.
  ///
  /// The pixels are not copied: whoever made the picture leaves them alone from then on.
  record Image(
      @About("rows") int height,
      @About("pixels in a row") int width,
      @About("how pixels are written") Encoding encoding,
      @About(value = "whether numbers of two bytes have the high one first", otherwise = "false")
          boolean isBigendian,
      @About("bytes in a row, padding included") int step,
      @About("the pixels, `height × step` bytes") ByteBuffer data)
      implements Sensor {
    private static final String TYPE = "sensor.image";

    public Image {
      var checks = new Checks(TYPE);
      checks.atLeast("height", 0, height);
      checks.atLeast("width", 0, width);
      checks.atLeast("step", (long) width * encoding.channels * encoding.bytes, step);
      if (data.remaining() != (long) height * step) {
        throw checks.fault(
            "data",
            "expected height × step = " + (long) height * step + " bytes, not " + data.remaining());
      }
      data = data.slice().asReadOnlyBuffer();
    }

    /// Returns the pixels in a read-only buffer of the caller's own.
    @Override
    public ByteBuffer data() {
      return data.duplicate();
    }

    /// Returns the pixels as an array: height × width × channels, or height × width of one channel;
    /// of rows with padding the bytes, height × step.
    public ArrayView pixels() {
      if (step != width * encoding.channels * encoding.bytes) {
        return new ArrayView("|u1", List.of(height, step), data);
      }
      String dtype = encoding.bytes == 1 ? "|u1" : isBigendian ? ">u2" : "<u2";
      return new ArrayView(
          dtype,
          encoding.channels == 1
              ? List.of(height, width)
              : List.of(height, width, encoding.channels),
          data);
    }

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public String toString() {
      return "Image["
          + width
          + " × "
          + height
          + " "
          + encoding.name().toLowerCase(Locale.ROOT)
          + "]";
    }
  }

  /// One sweep of a planar laser scanner.
  ///
  /// Of its numbers only those in `ranges` and `intensities` may be infinite or NaN, as scanners
  /// say of beams that met nothing.
  record LaserScan(
      @About("rad, of the first beam") double angleMin,
      @About("rad, of the last beam") double angleMax,
      @About("rad, between beams") double angleIncrement,
      @About("s, between beams") double timeIncrement,
      @About("s, between scans") double scanTime,
      @About("m, what is nearer is not valid") double rangeMin,
      @About("m, what is farther is not valid") double rangeMax,
      @About("m, along each beam") List<Double> ranges,
      @About(value = "the device's own unit", otherwise = "[]") List<Double> intensities)
      implements Sensor {
    private static final String TYPE = "sensor.laser_scan";

    public LaserScan {
      var checks = new Checks(TYPE);
      checks.finite("angle_min", angleMin);
      checks.finite("angle_max", angleMax);
      checks.finite("angle_increment", angleIncrement);
      checks.finite("time_increment", timeIncrement);
      checks.finite("scan_time", scanTime);
      checks.finite("range_min", rangeMin);
      checks.finite("range_max", rangeMax);
      ranges = List.copyOf(ranges);
      intensities = List.copyOf(intensities);
    }

    @Override
    public String type() {
      return TYPE;
    }
  }

  /// What a distance sensor measures with.
  enum Radiation {
    ULTRASOUND,
    INFRARED
  }

  /// One measured distance.
  record Range(
      @About("what it measures with") Radiation radiationType,
      @About("rad, the arc that it looks at") double fieldOfView,
      @About("m, what is nearer is not valid") double minRange,
      @About("m, what is farther is not valid") double maxRange,
      @About("m; infinite where it saw nothing") double range)
      implements Sensor {
    private static final String TYPE = "sensor.range";

    public Range {
      var checks = new Checks(TYPE);
      checks.finite("field_of_view", fieldOfView);
      checks.finite("min_range", minRange);
      checks.finite("max_range", maxRange);
      if (range != Double.POSITIVE_INFINITY) {
        checks.finite("range", range);
      }
    }

    @Override
    public String type() {
      return TYPE;
    }
  }

  /// What a power supply is doing.
  enum SupplyStatus {
    UNKNOWN,
    CHARGING,
    DISCHARGING,
    NOT_CHARGING,
    FULL
  }

  /// How a power supply is.
  enum SupplyHealth {
    UNKNOWN,
    GOOD,
    OVERHEAT,
    DEAD,
    OVERVOLTAGE,
    COLD
  }

  /// How much a battery holds.
  record BatteryState(
      @About("V") double voltage,
      @About(value = "A, negative while it is discharged", otherwise = "0.0") double current,
      @About(value = "A·h, 0 where it is not measured", otherwise = "0.0") double charge,
      @About(value = "A·h when full, 0 where it is not known", otherwise = "0.0") double capacity,
      @About("0 to 1") Optional<Double> percentage,
      @About(value = "what it is doing", otherwise = "unknown") SupplyStatus powerSupplyStatus,
      @About(value = "how it is", otherwise = "unknown") SupplyHealth powerSupplyHealth,
      @About(value = "whether there is one", otherwise = "true") boolean present)
      implements Sensor {
    private static final String TYPE = "sensor.battery_state";

    public BatteryState {
      var checks = new Checks(TYPE);
      checks.finite("voltage", voltage);
      checks.finite("current", current);
      checks.finite("charge", charge);
      checks.finite("capacity", capacity);
      checks.finite("percentage", percentage);
    }

    @Override
    public String type() {
      return TYPE;
    }
  }

  /// What a circuit draws at a moment.
  record PowerState(
      @About("V") double voltage,
      @About("A, signed as its sensor says") double current,
      @About("W") Optional<Double> power,
      @About("V, across the shunt") Optional<Double> shuntVoltage)
      implements Sensor {
    private static final String TYPE = "sensor.power_state";

    public PowerState {
      var checks = new Checks(TYPE);
      checks.finite("voltage", voltage);
      checks.finite("current", current);
      checks.finite("power", power);
      checks.finite("shunt_voltage", shuntVoltage);
    }

    @Override
    public String type() {
      return TYPE;
    }
  }
}
