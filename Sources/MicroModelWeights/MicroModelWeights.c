#include "MicroModelWeights.h"

// #embed costs no compile time, unlike SwiftPM's embedInCode, and needs no resource bundle beside the binary.
// It is C23; clang has it in older C too, and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char hanoi[] = {
#embed "hanoi.gguf"
};

const unsigned char *maker_hanoi_gguf(void) { return hanoi; }

size_t maker_hanoi_gguf_size(void) { return sizeof(hanoi); }

static const unsigned char multiply[] = {
#embed "multiply.gguf"
};

const unsigned char *maker_multiply_gguf(void) { return multiply; }

size_t maker_multiply_gguf_size(void) { return sizeof(multiply); }
