#include "FuzzEntry.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(int *count, char ***values, int (*run)(const uint8_t *, size_t));
int LLVMFuzzerTestOneInput(const uint8_t *start, size_t count);

static int fuzz(int count, char **values) {
    return LLVMFuzzerRunDriver(&count, &values, LLVMFuzzerTestOneInput);
}

int DecoderFuzz_main(int count, char **values) { return fuzz(count, values); }
int CutterFuzz_main(int count, char **values) { return fuzz(count, values); }
int HooksFuzz_main(int count, char **values) { return fuzz(count, values); }
