#include "CPhoneNumber.h"
#include <phonenumbers/phonenumberutil.h>
int32_t keng_phone_ready(void) { return i18n::phonenumbers::PhoneNumberUtil::GetInstance() != nullptr; }
