#ifndef MICRO_MODEL_WEIGHTS_H
#define MICRO_MODEL_WEIGHTS_H

#include <stddef.h>

/// The bytes of hanoi.gguf, made by Training/export_gguf.py; they live as long as the process.
/// Functions, because Swift does not import an array without a size.
const unsigned char *_Nonnull maker_hanoi_gguf(void);

/// How many bytes there are.
size_t maker_hanoi_gguf_size(void);

/// The bytes of multiply.gguf, as those above.
const unsigned char *_Nonnull maker_multiply_gguf(void);

/// How many bytes there are.
size_t maker_multiply_gguf_size(void);

#endif
