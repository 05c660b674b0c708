"""Passes by skyfield or pyorbital, as Debian packages them: passes.py skyfield|pyorbital < task.json; prints passes and CPU seconds."""
import json
import sys
import time
from datetime import datetime

task = json.load(sys.stdin)
peer = sys.argv[1]
parse = lambda text: datetime.strptime(text[:26], "%Y-%m-%dT%H:%M:%S.%f")
start, end = parse(task["start"]), parse(task["end"])
passes = 0
if peer == "skyfield":
    import skyfield
    from skyfield.api import EarthSatellite, load, utc, wgs84

    version = ".".join(str(part) for part in skyfield.VERSION)
    ts = load.timescale(builtin=True)
    before = time.process_time()
    t0, t1 = ts.from_datetime(start.replace(tzinfo=utc)), ts.from_datetime(end.replace(tzinfo=utc))
    for line1, line2 in task["elements"]:
        satellite = EarthSatellite(line1, line2, "x", ts)
        for station in task["stations"]:
            site = wgs84.latlon(station["latitudeDeg"], station["longitudeDeg"], station["heightM"])
            _, events = satellite.find_events(site, t0, t1, altitude_degrees=station["minElevationDeg"])
            passes += sum(1 for event in events if event == 1)
else:
    import pyorbital
    from pyorbital.orbital import Orbital

    version = pyorbital.__version__
    hours = (end - start).total_seconds() / 3600
    before = time.process_time()
    for line1, line2 in task["elements"]:
        orbit = Orbital("x", line1=line1, line2=line2)
        for station in task["stations"]:
            found = orbit.get_next_passes(
                start, int(hours), station["longitudeDeg"], station["latitudeDeg"], station["heightM"] / 1000,
                tol=0.001, horizon=station["minElevationDeg"],
            )
            passes += len(found)
print(json.dumps({"version": version, "passes": passes, "seconds": time.process_time() - before}))
