import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.terrarium.environment.Environment;
import dev.terrarium.environment.SearchPath;
import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.Settings;
import dev.terrarium.pipeline.manifest.Machine;
import dev.terrarium.pipeline.manifest.ManifestReader;
import dev.terrarium.pipeline.run.Feed;
import dev.terrarium.pipeline.run.Outcome;
import dev.terrarium.pipeline.run.Pipeline;
import dev.terrarium.worker.PythonSettings;

/// Runs each manifest of a folder, and prints its name and what came of it.
void main(String[] arguments) throws Exception {
  var folder = Path.of(arguments[0]);
  var python =
      new PythonSettings(
          () -> Environment.choose(SearchPath.ofProcess().withRequest("bundled", "the test")),
          List.of(folder),
          IO::print,
          IO::print);
  try (var catalog = NodeCatalog.load(Settings.of(python));
      var files = Files.newDirectoryStream(folder, "*.json")) {
    for (var file : files) {
      var name = file.getFileName().toString().replace(".json", "");
      var items = Files.readString(folder.resolve(name + ".input"));
      IO.println(name + "\t" + json(result(catalog, Files.readString(file), items)));
    }
  }
}

Object result(NodeCatalog catalog, String manifest, String items) throws Exception {
  var pipeline = Pipeline.read(manifest, new ManifestReader(catalog, Machine.current()));
  var outputs = new ArrayList<Object>();
  var outcome = pipeline.run(new Feed.Batch(items(items)), (_, value) -> outputs.add(value));
  return outcome instanceof Outcome.Failed failed ? failed.error().getMessage() : outputs;
}

/// Reads an array of numbers and texts.
List<Object> items(String text) throws Exception {
  var items = new ArrayList<Object>();
  try (JsonParser parser = new JsonFactory().createParser(text)) {
    for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
      if (token == JsonToken.VALUE_NUMBER_INT) {
        items.add(parser.getLongValue());
      } else if (token == JsonToken.VALUE_STRING) {
        items.add(parser.getText());
      }
    }
  }
  return items;
}

String json(Object value) throws Exception {
  var text = new StringWriter();
  try (var generator = new JsonFactory().createGenerator(text)) {
    write(generator, value);
  }
  return text.toString();
}

void write(JsonGenerator out, Object value) throws Exception {
  switch (value) {
    case Long number -> out.writeNumber(number);
    case Double number -> out.writeNumber(number);
    case String text -> out.writeString(text);
    case List<?> list -> {
      out.writeStartArray();
      for (var each : list) {
        write(out, each);
      }
      out.writeEndArray();
    }
    case Map<?, ?> map -> {
      out.writeStartObject();
      for (var each : map.entrySet()) {
        out.writeFieldName((String) each.getKey());
        write(out, each.getValue());
      }
      out.writeEndObject();
    }
    default -> throw new AssertionError(value.getClass());
  }
}
