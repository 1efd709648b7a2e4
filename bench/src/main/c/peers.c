/*
 * The C side of the comparison with other bridges; a part of floor.c, which includes it. What is converted goes through a
 * Python function here.
 */

/* A new reference to what the function gives for an argument, whose reference is taken over. */
static PyObject *through(PyObject *function, PyObject *argument) {
  PyObject *result = argument ? PyObject_CallFunctionObjArgs(function, argument, NULL) : NULL;
  Py_XDECREF(argument);
  return result;
}

static int dict_read(PyObject *dict) {
  double sum = 0;
  Py_ssize_t position = 0;
  PyObject *key, *value;
  while (PyDict_Next(dict, &position, &key, &value)) {
    Py_ssize_t length;
    char back[KEY_CAPACITY];
    const char *text = PyUnicode_AsUTF8AndSize(key, &length);
    if (!text || length >= KEY_CAPACITY) return -1;
    memcpy(back, text, (size_t)length);
    sum += PyFloat_AsDouble(value) + back[0] - 'j';
  }
  return sum == 50 ? 0 : -1;
}

static int peer_dict_work(long long count) {
  int failed = 0;
  while (count-- > 0 && !failed) {
    PyObject *dict = PyDict_New();
    failed = !dict || dict_build(dict);
    PyObject *back = failed ? NULL : through(identity, dict);
    failed = !back || dict_read(back);
    Py_XDECREF(back);
  }
  return failed;
}

long long floor_peer_dict(long long count) { return with_gil(peer_dict_work, count); }

static int peer_list_work(long long count) {
  static long long there[LIST_LENGTH];
  int failed = 0;
  while (count-- > 0 && !failed) {
    PyObject *list = PyList_New(LIST_LENGTH);
    for (Py_ssize_t i = 0; i < LIST_LENGTH; i++) PyList_SET_ITEM(list, i, PyLong_FromLongLong(numbers[i]));
    PyObject *back = through(identity, list);
    for (Py_ssize_t i = 0; back && i < PyList_GET_SIZE(back); i++) there[i] = PyLong_AsLongLong(PyList_GET_ITEM(back, i));
    failed = !back || there[LIST_LENGTH - 1] != numbers[LIST_LENGTH - 1];
    Py_XDECREF(back);
  }
  return failed;
}

long long floor_peer_list(long long count) { return with_gil(peer_list_work, count); }

static int peer_text_work(long long count) {
  static char long_text[100], there[101];
  int failed = 0;
  memset(long_text, 'x', sizeof long_text);
  while (count-- > 0 && !failed) {
    PyObject *back = through(identity, PyUnicode_FromStringAndSize(long_text, sizeof long_text));
    failed = copy_text(back, there, sizeof there);
    Py_XDECREF(back);
  }
  return failed;
}

long long floor_peer_text(long long count) { return with_gil(peer_text_work, count); }

static int peer_generator_work(long long count) {
  int failed = 0;
  while (count-- > 0 && !failed) {
    PyObject *items = PyObject_CallFunction(count_up, "i", LIST_LENGTH);
    long long last = -1;
    for (PyObject *item; items && (item = PyIter_Next(items)) != NULL;) {
      last = PyLong_AsLongLong(item);
      Py_DECREF(item);
    }
    failed = last != LIST_LENGTH - 1;
    Py_XDECREF(items);
  }
  return failed;
}

long long floor_peer_generator(long long count) { return with_gil(peer_generator_work, count); }

static int peer_pipeline_work(long long count) {
  PyObject *process[3];
  for (int i = 0; i < 3; i++) process[i] = PyObject_GetAttrString(PyList_GET_ITEM(nodes, i), "process");
  int failed = 0;
  while (count-- > 0 && !failed) {
    for (long long x = 1; x <= 3 && !failed; x++) {
      PyObject *value = PyLong_FromLongLong(x);
      for (int i = 0; i < 3; i++) value = through(process[i], value);
      failed = !value || PyLong_AsLongLong(value) != x + 6;
      Py_XDECREF(value);
    }
  }
  for (int i = 0; i < 3; i++) Py_XDECREF(process[i]);
  return failed;
}

long long floor_peer_pipeline(long long count) { return with_gil(peer_pipeline_work, count); }

static int peer_array_sum_work(long long count) {
  int failed = 0;
  while (count-- > 0 && !failed) {
    PyObject *memory = PyMemoryView_FromMemory(array, ARRAY_BYTES, PyBUF_WRITE);
    PyObject *view = memory ? PyObject_CallFunctionObjArgs(frombuffer, memory, float64, NULL) : NULL;
    PyObject *result = through(sum, view);
    failed = !result || PyFloat_AsDouble(result) != 0;
    Py_XDECREF(result);
    Py_XDECREF(memory);
  }
  return failed;
}

long long floor_peer_array_sum(long long count) { return frombuffer ? with_gil(peer_array_sum_work, count) : -1; }

static int array_in(int copied, long long count) {
  PyObject *source = PyObject_CallFunction(zeros, "L", ARRAY_BYTES / 8);
  int failed = !source;
  while (count-- > 0 && !failed) {
    Py_buffer buffer;
    failed = PyObject_GetBuffer(source, &buffer, PyBUF_CONTIG);
    if (failed) break;
    if (copied) memcpy(array, buffer.buf, ARRAY_BYTES);
    failed = ((double *)(copied ? array : buffer.buf))[ARRAY_BYTES / 8 - 1] != 0;
    PyBuffer_Release(&buffer);
  }
  Py_XDECREF(source);
  return failed;
}

static int peer_array_copy_work(long long count) { return array_in(1, count); }

static int peer_array_view_work(long long count) { return array_in(0, count); }

long long floor_peer_array_copy(long long count) { return frombuffer ? with_gil(peer_array_copy_work, count) : -1; }

long long floor_peer_array_view(long long count) { return frombuffer ? with_gil(peer_array_view_work, count) : -1; }
