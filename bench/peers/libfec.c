// The peer of bench/ccsds.js: libfec's own decoders, timed by CPU time. One figure a call, nanoseconds a unit:
//   libfec rs ERRORS CODEWORDS      RS(255,223), dual basis, ERRORS wrong symbols in each codeword
//   libfec viterbi FRAMES           K=7 rate 1/2, frames of 8 920 bits, soft symbols of eight bits
#include <fec.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WORDS = 512, FRAME_BITS = 8920 };

static double seconds(clock_t since) { return (double)(clock() - since) / CLOCKS_PER_SEC; }

static double reed_solomon(int errors, long count) {
  static unsigned char clean[WORDS][255];
  unsigned char work[255];
  for (int w = 0; w < WORDS; w++) {
    for (int i = 0; i < 223; i++) clean[w][i] = rand();
    encode_rs_ccsds(clean[w], clean[w] + 223, 0);
    for (int n = 0; n < errors;) {
      int at = rand() % 255, seen = 0;
      static int places[32];
      for (int i = 0; i < n; i++) seen |= places[i] == at;
      if (seen) continue;
      places[n++] = at;
      clean[w][at] ^= 1 + rand() % 255;
    }
  }
  clock_t since = clock();
  for (long i = 0; i < count; i++) {
    memcpy(work, clean[i % WORDS], 255);
    if (decode_rs_ccsds(work, NULL, 0, 0) != errors) exit(2);
  }
  return seconds(since) * 1e9 / count;
}

static double viterbi(long frames) {
  static unsigned char symbols[2 * (FRAME_BITS + 6)], bits[FRAME_BITS / 8 + 1];
  for (int i = 0; i < 2 * (FRAME_BITS + 6); i++) symbols[i] = rand();
  void *decoder = create_viterbi27(FRAME_BITS);
  clock_t since = clock();
  for (long i = 0; i < frames; i++) {
    init_viterbi27(decoder, 0);
    update_viterbi27_blk(decoder, symbols, FRAME_BITS + 6);
    chainback_viterbi27(decoder, bits, FRAME_BITS, 0);
  }
  return seconds(since) * 1e9 / frames / FRAME_BITS;
}

int main(int argc, char **argv) {
  if (argc == 4 && strcmp(argv[1], "rs") == 0) printf("%f\n", reed_solomon(atoi(argv[2]), atol(argv[3])));
  else if (argc == 3 && strcmp(argv[1], "viterbi") == 0) printf("%f\n", viterbi(atol(argv[2])));
  else return 1;
  return 0;
}
