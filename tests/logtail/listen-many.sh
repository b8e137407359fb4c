# Hundreds of senders at once, one stuck in a message and one that sends garbage: every
# message arrives once, whole, in the order of its sender.
. "$TOP/logtail/helpers"
. "$TOP/logtail/listeners"
many=400 each=150
[ -z "$SAN" ] || many=100

# What came of the numbered messages; a text is as long as its numbers say.  Each record has
# its own place.
account() {	# WHAT
	awk -v what="$1" -v many="$many" -v each="$each" '
		function after(text,	at) {	# what stands behind it
			at = index($0, text)
			return at ? substr($0, at + length(text)) : ""
		}
		{ split(after("\"fid\":\""), place, /[":,]+/) }
		place[2] == "off" && place[4] == "end" {
			overlap += place[3] < end[place[1]] + 0 || place[5] <= place[3]
			end[place[1]] = place[5]
		}
		(text = after("\"<134>Nov 20 20:52:36 db1 app: ")) != "" {
			split(text, part, /[ "]/)
			bad += part[2] != next_[part[1]] + 0
			next_[part[1]] = part[2] + 1
			torn += length(part[3]) != (part[1] * 7 + part[2] * 13) % 300
			n++
		}
		END {
			print what ": " (n == many * each ? "all" : n " of " many * each) ", " bad + 0 \
				" out of order, " torn + 0 " torn, " overlap + 0 " places that overlap"
		}' got
}

listening -l tcp:127.0.0.1:0
senders tcp "$(port tcp:127.0.0.1)" $many $each
stop_listening
account tcp
grep -o '"truncated".*half a mess' got
listening -l unix-stream:slog
socket unix-stream slog
senders unix-stream slog $many $each
stop_listening
account unix-stream
listening -l unix:log
socket unix log
senders unix log $many $each
stop_listening
account unix
