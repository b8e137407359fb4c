# n log records of one file, each 10 bytes of it, a second after the other.
BEGIN {
	for (i = 0; i < n; i++)
		printf "{\"time\":\"2026-11-21T%02d:%02d:%02dZ\",\"type\":\"log\",\"fid\":\"f1\"," \
		    "\"off\":%d,\"end\":%d,\"msg\":\"line %d of the file, %s\"}\n",
		    int(i / 3600) % 24, int(i / 60) % 60, i % 60, 10 * i, 10 * i + 10, i,
		    i % 7 ? "nothing new" : "disk is full"
}
