# Sourced: the flags of every release build, in the array `flags`.
#
# The embedded model is plain Swift SIMD; -march lets the compiler use the vector units of the machine (AVX2,
# AVX-512). Its results are the same to the last bit with any of them. Unset is portable and slower.
flags=(-c release)
# The engine is generic over task and model; seeing across modules, the compiler makes one of it for each pair.
flags+=(-Xswiftc -cross-module-optimization)
case "${CPU:-native}" in
  baseline) ;;
  *) if [ "$(uname -m)" = x86_64 ]; then flags+=(-Xcc "-march=${CPU:-native}"); fi ;;
esac
