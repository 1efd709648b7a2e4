// Runs the scripts that come, one in each line of JSON, and answers each with a line of JSON.
const { runInThisContext } = require("node:vm");

require("node:readline").createInterface({ input: process.stdin }).on("line", line => {
  let answer;
  try {
    answer = { value: runInThisContext(JSON.parse(line).script) };
  } catch (error) {
    answer = { error: String(error.stack || error) };
  }
  console.log(JSON.stringify(answer));
});
