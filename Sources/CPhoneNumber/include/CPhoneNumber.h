#ifndef CPHONENUMBER_H
#define CPHONENUMBER_H
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif
int32_t keng_phone_ready(void);
#ifdef __cplusplus
}
#endif
#endif
