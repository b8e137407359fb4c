# A reader of archives, written from archive(5) alone: the records of tail, hot, cold and redacted
# segments, and every hash that the page tells of.  Prints the records; says on stderr what is wrong
# and ends with status 1 then.  Reads SHA-256 archives only.
import base64, datetime, hashlib, json, os, re, subprocess, sys, tempfile

wrong = 0

def complain(text):
    global wrong
    wrong = 1
    print("stranger: " + text, file=sys.stderr)

def check(ok, text):
    if not ok:
        complain(text)
    return ok

def sha(*parts):
    h = hashlib.sha256()
    for p in parts:
        h.update(p)
    return h.digest()

def unzstd(data):
    p = subprocess.run(["zstd", "-q", "-d", "-c"], input=data, capture_output=True)
    check(p.returncode == 0, "a frame does not unpack")
    return p.stdout

# --- hashes -------------------------------------------------------------------------------

def root_of(leaves):
    if len(leaves) == 1:
        return leaves[0]
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    return sha(b"\1", root_of(leaves[:left]), root_of(leaves[left:]))

def salts_of_key(key, out):
    for j in range(128):
        two = sha(key, bytes([j]))
        out.append(two[:16])
        out.append(two[16:])

def salts_of_seed(seed, count):
    out = []
    for g in range((count + 255) // 256):
        salts_of_key(sha(seed, g.to_bytes(8, "big")), out)
    return out

# The salts of a redacted segment: None where there is none.
def salts_of_keys(salt, count):
    out = []
    for g in range((count + 255) // 256):
        key = salt["keys"][64 * g:64 * g + 64]
        if key != 64 * "-":
            salts_of_key(bytes.fromhex(key), out)
            continue
        text = salt["salts"][str(g)]
        for i in range(0, len(text), 32):
            one = text[i:i + 32]
            out.append(None if one == 32 * "-" else bytes.fromhex(one))
    return out

# A hashed line: its members; before is what the hash is over before the line.
def hashed(line, before, what):
    members = json.loads(line)
    own = line[:line.rindex(b',"hash"')]
    check(sha(*before, own).hex() == members["hash"], "hash of " + what)
    return members

def leaf(salt, record):
    return sha(b"\0", salt, record)

# --- cold files ---------------------------------------------------------------------------

def number90(text):
    n = 0
    for c in text:
        n = n * 90 + c - 33
    return n

def ids(text):
    out, i = [], 0
    while i < len(text):
        if text[i] <= ord("p"):
            out.append(text[i] - 33)
            i += 1
        else:
            out.append(number90(text[i:i + 3]) - 80 * 8100 + 80)
            i += 3
    return out

def unit_of(form):
    digits = re.search(rb"%([1-9])", form)
    return 10 ** (9 - int(digits.group(1))) if digits else 10 ** 9

def print_time(form, ns):
    t = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=ns // 10 ** 9)
    def one(m):
        c = m.group(1).decode()
        if c in "123456789":
            return (b"%09d" % (ns % 10 ** 9))[:int(c)]
        if c == "e":
            return b"%2d" % t.day
        return t.strftime("%" + c).encode()
    return re.sub(rb"%([1-9YymdebaHMS])", one, form)

class Slot:
    def __init__(self, text, count, before):
        head, rest = text.split(b"\n", 1)
        self.i, how, n = 0, head[:1], int(head[1:] or b"0")
        if how == b".":
            self.values = rest.split(b"\n")[:count]
        elif how == b"+":
            self.values, sum = [], 0
            for d in rest.split(b"\n")[:count]:
                sum += int(d)
                self.values.append(b"%0*d" % (n, sum))
        elif how == b"@":
            known = rest.split(b"\n", n)
            self.values = [known[k] for k in ids(known[n].rstrip(b"\n"))]
        else:
            self.values = before[n].values
    def next(self):
        self.i += 1
        return self.values[self.i - 1]

def cold_columns(data, told):
    columns, at, names = {}, 0, told.split()
    for name, holds, takes in zip(names[::3], names[1::3], names[2::3]):
        text = unzstd(data[at:at + int(takes)])
        at += int(takes)
        if name == "about":
            check(text.startswith(b"This is a file of"), "the text that explains a cold file")
            continue
        check(len(text) == int(holds), "the bytes of column " + name)
        head, text = text.split(b"\n", 1)
        check(head == b"column %s %d" % (name.encode(), len(text)), "the head of column " + name)
        columns[name] = text
    return columns, data[at:]

class Cold:
    def __init__(self, columns):
        self.columns = columns
        self.words = iter(columns["words"].split(b"\n"))
        check(next(self.words) == b"columns 1", "the version of the columns")
        self.rows = self.say(b"rows")
        nkinds = self.say(b"kinds")
        nmembers = self.say(b"members")
        self.kinds = [next(self.words).split(b" ", 2) for _ in range(nkinds)]
        self.uses = [[number90(c) for c in re.findall(rb"\x01(..)", k[2], re.S)] for k in self.kinds]
        self.members = {}
        for _ in range(nmembers):
            self.member()
        self.base = next((m for m in self.members.values() if m["type"] == b"times"), None)

    def say(self, name):
        word, n = next(self.words).split(b" ")
        check(word == name, "a line " + name.decode())
        return int(n)

    def member(self):
        word, number, name = next(self.words).split(b" ", 2)
        check(word == b"column", "a line column")
        kind, *rest = next(self.words).split(b" ", 2)
        m = { "name": name, "type": kind, "i": 0, "last": 0, "of": {} }
        n, text = int(number), self.columns[number.decode()]
        self.members[n] = m
        if kind == b"ids":
            known = [next(self.words) for _ in range(int(rest[0]))]
            m["values"] = [known[k] for k in ids(text)]
        elif kind == b"text":
            self.texts(m, n, text, rest)
        else:
            m["values"] = text.split(b"\n")
            m["way"] = rest[0] if rest else b""
            if kind == b"times":
                m["form"] = rest[1]

    def texts(self, m, number, text, rest):
        m["forms"] = [next(self.words).split(b" ", 1) for _ in range(int(rest[1]))]
        m["templates"], at = [], 0
        slots = self.columns.get("%d.vars" % number, b"")
        for _ in range(int(rest[0])):
            count, sizes, words = next(self.words).split(b" ", 2)
            mine = []
            for size in [] if sizes == b"-" else sizes.split(b","):
                mine.append(Slot(slots[at:at + int(size)], int(count), mine))
                at += int(size)
            m["templates"].append((words, mine))
        check(at == len(slots), "the slots of a column")
        all, m["kinds"] = ids(text), []
        for k in range(len(self.kinds)):
            n = int(self.kinds[k][0]) if number in self.uses[k] else 0
            m["kinds"].append(iter(all[:n]))
            all = all[n:]

    # A difference, to what the way of the column says.
    def start(self, m, context, row, time):
        way = m["way"]
        if way == b"prev":
            return m["last"]
        if way == b"kind":
            return m["of"].get(context, 0)
        if way == b"follow":
            end = self.find(b"end")
            return end["of"].get(context, 0) if end else 0
        if way == b"base":
            return time // unit_of(m["form"])
        text = row.get(b'"msg"', b"")
        plain = re.sub(rb"\\(u....|.|$)", b".", text, flags=re.S)
        return int(row.get(b"off", b"0")) + len(plain)

    def find(self, name):
        return next((m for m in self.members.values() if m["name"] == name), None)

    def value(self, m, k, row, time):
        if m["type"] == b"text":
            words, slots = m["templates"][next(m["kinds"][k])]
            left = iter(slots)
            def one(x):
                if x.group(0) == b"\1":
                    return next(left).next()
                offset, form = m["forms"][x.group(0)[1] - 33]
                return print_time(form, time + int(offset) * 10 ** 9)
            return re.sub(rb"\x01|\x02.", one, words, flags=re.S)
        v = m["values"][m["i"]]
        m["i"] += 1
        if m["type"] not in (b"ints", b"times"):
            return v
        context = self.kinds[k][1]
        n = self.start(m, context, row, time) + int(v)
        m["last"] = m["of"][context] = n
        if m["type"] == b"ints":
            return b"%d" % n
        if m is self.base:
            row["time"] = n * unit_of(m["form"])
        return print_time(m["form"], n * unit_of(m["form"]))

    # What another value of the row is told by comes before that.
    def order(self, number):
        m = self.members[number]
        if m is self.base:
            return 0
        if m.get("way") == b"length":
            return 4
        if m["name"] == b"end":
            return 3
        return 2 if m["type"] == b"text" else 1

    def records(self):
        kinds = ids(self.columns["kinds"])
        check(len(kinds) == self.rows, "the number of rows")
        for k in kinds:
            row, values = {}, {}
            for number in sorted(self.uses[k], key=self.order):
                m = self.members[number]
                values[number] = row[m["name"]] = self.value(m, k, row, row.get("time", 0))
            yield re.sub(rb"\x01(..)", lambda x: values[number90(x.group(1))], self.kinds[k][2],
                flags=re.S)

# --- the filter ---------------------------------------------------------------------------

def check_filter(data, records):
    check(data[:4] == (0x184D2A52).to_bytes(4, "little"), "the frame of the filter")
    size = int.from_bytes(data[4:8], "little")
    check(size + 8 == len(data), "the size of the filter")
    head, rest = unzstd(data[8:]).split(b"\n", 1)
    word, version, letters, nbits = head.split(b" ")
    check(word + version == b"filter1" and len(rest) == int(letters) + int(nbits), "the filter")
    bits = rest[int(letters):]
    for r in records:
        for run in re.findall(rb"[A-Za-z0-9_.-]+", r):
            if len(run) < 12 or not re.search(rb"[0-9]", run):
                continue
            run = run.lower()
            hashes = [int.from_bytes(run[i:i + 6], "big") * 0x9e3779b97f4a7c15 % 2 ** 64
                for i in range(len(run) - 5)]
            for i in range(len(hashes) - 6):
                h = min(hashes[i:i + 7])
                b = ((h >> 20) & (2 ** 22 - 1)) * len(bits) * 8 >> 22
                if not check(bits[b >> 3] >> (b & 7) & 1, "the filter does not know a name"):
                    return

# --- segments -----------------------------------------------------------------------------

class Archive:
    def __init__(self, path):
        self.path, self.next, self.prev, self.number, self.ends = path, 1, 64 * "0", 1, {}
        self.of = {}

    def read(self, name):
        with open(os.path.join(self.path, name), "rb") as f:
            return f.read()

    def outside(self, name):
        with open(name, "rb") as f:
            return f.read()

    # A segment line: its place in the chain.
    def link(self, line):
        s = hashed(line, [], "segment %d" % self.number)
        check(s["prev"] == self.prev and s["segment"] == self.number and s["first"] == self.next,
            "place of segment %d" % self.number)
        self.prev, self.next = s["hash"], self.next + s["count"]
        self.of[self.number] = s
        self.number += 1
        self.ends.update(s.get("ends", {}))
        return s

    def leaves(self, s, salt, records):
        if "seed" in salt:
            gone, salts = {}, salts_of_seed(bytes.fromhex(salt["seed"]), s["count"])
            check(sum(len(r) + 1 for r in records) == s["bytes"], "bytes of segment")
        else:
            gone, salts = salt["redacted"], salts_of_keys(salt, s["count"])
        tree = []
        for i, r in enumerate(records):
            if str(i) in gone:
                check(json.loads(r)["type"] == "redacted" and salts[i] is None, "a redacted record")
                tree.append(bytes.fromhex(gone[str(i)]))
            else:
                tree.append(leaf(salts[i] or b"", r))
        check(len(tree) == s["count"] and root_of(tree).hex() == s["root"],
            "root of segment %d" % s["segment"])

    # The lines of the index, and what stands before it.
    def index(self, name):
        data = self.read(name)
        end = json.loads(data[-34:])
        at = len(data) - int(end["index"])
        check(data[at:at + 4] == (0x184D2A51).to_bytes(4, "little") and
            int.from_bytes(data[at + 4:at + 8], "little") == int(end["index"]) - 8, "the index of " + name)
        lines = data[at + 8:].split(b"\n")
        check(lines[0] == b"" and lines[-1] == b"", "the lines of the index")
        lines = lines[1:-1]
        layout = json.loads(lines[-2])
        check(layout["packed"] == at and layout["sha256"] == sha(data[:at]).hex(), "layout of " + name)
        return data[:at], lines[:-2]

    def hot(self, name):
        data, lines = self.index(name)
        records = unzstd(data).split(b"\n")
        check(records.pop() == b"", "the last newline")
        self.leaves(self.link(lines[0]), json.loads(lines[1]), records)
        return records

    def cold(self, name):
        data, lines = self.index(name)
        told = hashed(lines[-1], [], "the line cold")
        columns, filter = cold_columns(data, told["columns"])
        records, at = list(Cold(columns).records()), 0
        for segment, salt in zip(lines[:-1:2], lines[1:-1:2]):
            s = self.link(segment)
            self.leaves(s, json.loads(salt), records[at:at + s["count"]])
            at += s["count"]
        check(at == len(records), "records that no segment has")
        check_filter(filter, records)
        return records

    def gone(self, name):
        for line in self.read(name).split(b"\n")[:-1]:
            self.link(line)
        return []

    def tail(self, name):
        data = self.read(name)
        line, at = data[:data.index(b"\n")], data.index(b"\n") + 1
        head = hashed(line, [], "the head of the tail")
        check(head["segment"] == self.number and head["first"] == self.next and head["prev"] == self.prev,
            "place of the tail")
        self.ends.update(head.get("ends", {}))
        before, records = bytes.fromhex(head["hash"]), []
        while at < len(data):
            end = data.index(b"\n", at)
            line = data[at:end]
            commit = json.loads(line)
            text = data[end + 1:end + 1 + commit["bytes"]]
            at = end + 1 + commit["bytes"]
            new = text.split(b"\n")[:-1]
            check(commit["type"] == "commit" and len(new) == commit["count"] and
                commit["first"] == self.next + len(records), "a commit")
            salts = salts_of_seed(bytes.fromhex(head["seed"]), len(records) + len(new))
            mine = [leaf(salts[len(records) + i], r) for i, r in enumerate(new)]
            before = bytes.fromhex(hashed(line, [before, *mine], "a commit")["hash"])
            records += new
            self.ends.update(commit.get("ends", {}))
        return records

    def records(self):
        while True:
            stem = "%010d." % self.number
            for kind, read in (("zst", self.hot), ("cold", self.cold), ("gone", self.gone)):
                if os.path.exists(os.path.join(self.path, stem + kind)):
                    yield from read(stem + kind)
                    break
            else:
                yield from self.tail(stem + "tail")
                return

    # The manifest is a chain of lines, and tells the hashes of the segments.
    def manifest(self):
        before = bytes(32)
        for line in self.read("manifest").split(b"\n")[:-1]:
            m = hashed(line, [before], "a line of the manifest")
            before = bytes.fromhex(m["hash"])
            if m["type"] == "archive":
                self.id = m["id"]
            if m["type"] == "seal":
                s = self.of.get(m["segment"])
                check(s and s["root"] == m["root"] and s["hash"] == m["chain"], "a line seal")

# --- checkpoints and proofs ---------------------------------------------------------------

def check_note(text, hashes, archive_id):
    body, signed = text.split(b"\n\n")
    name, count, root = body.split(b"\n")[:3]
    check(name.decode() == "sluice archive " + archive_id, "the name in a checkpoint")
    leaves = [sha(b"\0", bytes.fromhex(h)) for h in hashes[:int(count)]]
    check(len(leaves) == int(count) and root_of(leaves) == base64.b64decode(root), "the root of a checkpoint")
    return signed

# A public key in PEM ends with its 32 bytes; openssl(1) checks the signature.
def check_signature(text, key):
    body, signed = text.split(b"\n\n")
    signature = base64.b64decode(signed.split(b" ")[2])
    der = base64.b64decode("".join(l for l in key.split("\n") if "-" not in l))
    public = der[-32:]
    check(signature[:4] == sha(b"sluice-archive\n\1", public)[:4], "which key has signed")
    with tempfile.TemporaryDirectory() as d:
        for name, data in (("key", der), ("sig", signature[4:]),
                ("text", body + b"\n")):
            with open(os.path.join(d, name), "wb") as f:
                f.write(data)
        p = subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "key",
            "-rawin", "-in", "text", "-sigfile", "sig"], cwd=d, capture_output=True)
        check(p.returncode == 0, "the signature of a checkpoint")

# From a leaf at a place of a tree of n leaves to its root: paths has the nodes beside the way.
def root_by(leaf, place, n, paths):
    if n == 1:
        return leaf
    left = 1
    while left * 2 < n:
        left *= 2
    if place < left:
        return sha(b"\1", root_by(leaf, place, left, paths[:-1]), paths[-1])
    return sha(b"\1", paths[-1], root_by(leaf, place - left, n - left, paths[:-1]))

def check_proof(text):
    proof, note = text.split(b"checkpoint\n", 1)
    lines = proof.split(b"\n")
    check(lines[0] == b"sluice archive proof 1", "the first line of a proof")
    seq, record = int(lines[1].split(b" ")[1]), lines[2]
    check(lines[3].startswith(b"salt "), "the salt of a proof")
    start = leaf(bytes.fromhex(lines[3][5:].decode()), record)
    at = lines.index(b"segment", 4)
    beside = lambda part: [bytes.fromhex(l[5:].decode()) for l in part if l]
    s = hashed(lines[at + 1], [], "the segment of a proof")
    root = root_by(start, seq - s["first"], s["count"], beside(lines[4:at]))
    check(root.hex() == s["root"], "the way to the root of a segment")
    _, count, whole = note.split(b"\n")[:3]
    root = root_by(sha(b"\0", bytes.fromhex(s["hash"])), s["segment"] - 1, int(count), beside(lines[at + 2:]))
    check(root == base64.b64decode(whole), "the way to the root of a checkpoint")
    return seq, record

archive, records, options = Archive(sys.argv[1]), [], dict(a.split("=") for a in sys.argv[2:])
for record in archive.records():
    sys.stdout.buffer.write(record + b"\n")
archive.manifest()
if "ends" in options:
    with open(options["ends"], "w") as f:
        for fid, end in sorted(archive.ends.items()):
            print(fid, end, file=f)
if "note" in options:
    text = archive.outside(options["note"])
    check_note(text, [s["hash"] for s in archive.of.values()], archive.id)
    check_signature(text, archive.outside(options["key"]).decode())
if "proof" in options:
    seq, record = check_proof(archive.outside(options["proof"]))
    print("record %d is proved: %d bytes" % (seq, len(record)), file=sys.stderr)
sys.exit(wrong)
