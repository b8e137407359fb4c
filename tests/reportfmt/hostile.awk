# Records whose texts are drawn from what could break a face: markup, quotes, controls, turned text.
function draw(n) { return int(rand() * n) }
function text(  s, k) {
	s = ""
	for (k = draw(24); k >= 0; k--)
		s = s sprintf("\\u%04x", code[draw(codes)])
	return s
}
BEGIN {
	srand(seed)
	codes = split("60 62 38 34 39 96 124 92 42 95 91 93 40 41 35 43 45 61 64 126 33 37 44 59 58 46 47 0 1 7 8 9 10 13 27 127 128 133 160 173 768 769 1564 4352 4449 8203 8206 8207 8232 8233 8238 8294 8297 8364 12288 12289 20013 25991 55296 56320 55357 56832 57344 64976 65279 65281 65309 65533 65534 65535 65 97 122 48 57 32 32 32", list, " ")
	for (i = 1; i <= codes; i++) code[i - 1] = list[i]
	for (i = 0; i < n; i++)
		printf "{\"time\":\"2026-11-20T08:00:00Z\",\"type\":\"log\",\"severity\":\"err\",\"system\":\"%s\",\"path\":\"%s\",\"rule\":\"%s\",\"msg\":\"%s\"}\n{\"type\":\"check\",\"status\":\"critical\",\"target\":\"%s\",\"check\":\"%s\",\"value\":\"%s\",\"msg\":\"%s\"}\n{\"type\":\"duty\",\"state\":\"missed\",\"duty\":\"%s\",\"period\":\"%s\"}\n{\"type\":\"%s\"}\n", text(), text(), text(), text(), text(), text(), text(), text(), text(), text(), text()
}
