#ifndef CICU_H
#define CICU_H
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif
int32_t keng_icu_version(void);
#ifdef __cplusplus
}
#endif
#endif
