int main(void) {
  for (int f = 1; f < HPYC_FUNCTION_COUNT; f++)
    for (fail_at = 1; fail_at <= 60; fail_at++) {
      events = 0;
      trace = 17;
      handles = FIRST_HANDLE;
      live = constants = 0;
      HPy arguments[2] = {make(10, 1), make(13, 1)};
      HPy r = hpyc_functions[f].entry(NULL, HPy_NULL, arguments);
      uint32_t value = payload(r);
      if (!HPy_IsNull(r)) HPy_Close(NULL, r);
      payload(arguments[0]), payload(arguments[1]);
      printf("%d %d %d %u %u %ld %ld\n", f, fail_at, events, trace, value, live, constants);
    }
  return 0;
}
