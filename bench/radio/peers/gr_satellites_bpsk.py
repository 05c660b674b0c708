"""gr-satellites' BPSK demodulator, and what it gives to: gr_satellites_bpsk.py FILE.cf32 SAMPLES_PER_SYMBOL none|conc|rs INTERLEAVE

The FLL is off and the clock loop narrow (at its usual width the concatenated code loses frames). Prints JSON: CPU and wall seconds
from the start of the flowgraph to its end, soft symbols, frames in hex. The symbol rate is 50 kBd.
"""
import json
import os
import sys
import time

os.environ["GR_SATELLITES_SUBMIT_TLM"] = "0"
os.environ.setdefault("GR_CONF_LOG_LOG_LEVEL", "warn")
out = os.dup(1)
os.dup2(2, 1)  # Loggers of GNU Radio write to descriptor 1.

import pmt
from gnuradio import blocks, gr

# Debian's gr-satellites 4.4 was written for GNU Radio 3.9, where the types of PDUs stood in blocks.
for name in ("byte_t", "float_t", "complex_t"):
    if not hasattr(blocks, name):
        setattr(blocks, name, getattr(gr.types, name))
from satellites.components.deframers.ccsds_concatenated_deframer import ccsds_concatenated_deframer
from satellites.components.deframers.ccsds_rs_deframer import ccsds_rs_deframer
from satellites.components.demodulators.bpsk_demodulator import bpsk_demodulator

path, spacing, decoding, interleave = sys.argv[1], float(sys.argv[2]), sys.argv[3], int(sys.argv[4])
RATE = 50_000


class Frames(gr.basic_block):
    def __init__(self):
        gr.basic_block.__init__(self, "frames", [], [])
        self.frames = []
        self.message_port_register_in(pmt.intern("in"))
        self.set_msg_handler(pmt.intern("in"), self.take)

    def take(self, pdu):
        self.frames.append(bytes(pmt.u8vector_elements(pmt.cdr(pdu))))


graph = gr.top_block()
source = blocks.file_source(gr.sizeof_gr_complex, path, False)
demodulator = bpsk_demodulator(
    RATE, spacing * RATE, True, options=f"--disable_fll --clk_bw 0.005 --costas_bw {0.005 * RATE}"
)
symbols = blocks.null_sink(gr.sizeof_float)
graph.connect(source, demodulator, symbols)
frames = Frames()
if decoding != "none":
    make = ccsds_concatenated_deframer if decoding == "conc" else ccsds_rs_deframer
    deframer = make(frame_size=223 * interleave, rs_interleaving=interleave, options="--syncword_threshold 2")
    graph.connect(demodulator, deframer)
    graph.msg_connect((deframer, "out"), (frames, "in"))
wall, cpu = time.monotonic(), time.process_time()
graph.run()
cpu, wall = time.process_time() - cpu, time.monotonic() - wall
report = {
    "version": gr.version(),
    "cpuS": cpu,
    "wallS": wall,
    "symbols": symbols.nitems_read(0),
    "frames": [frame.hex() for frame in frames.frames],
}
os.write(out, json.dumps(report).encode() + b"\n")
os.close(out)
os._exit(0)
