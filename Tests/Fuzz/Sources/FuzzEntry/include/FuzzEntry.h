// The package manager starts an executable at NAME_main and leaves libFuzzer's own main out, so
// each harness has its start here. A new harness adds one line to entry.c.
int DecoderFuzz_main(int count, char **values);
int CutterFuzz_main(int count, char **values);
int HooksFuzz_main(int count, char **values);
