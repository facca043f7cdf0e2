#include "CLibCrypto.h"

#include <dlfcn.h>
#include <stddef.h>

int hanok_libcrypto_load(struct hanok_libcrypto *functions) {
    void *library = dlopen(HANOK_LIBCRYPTO, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return -1;
#define HANOK_FIND(name)                                                   \
    functions->name = (__typeof__(functions->name))dlsym(library, #name); \
    if (functions->name == NULL) return -1;
    HANOK_LIBCRYPTO_FUNCTIONS(HANOK_FIND)
#undef HANOK_FIND
    return 0;
}
