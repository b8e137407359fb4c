# Completion offers what the programs and the configuration have.
cat >ask.bash <<'EOF'
. "$ETC/completion/sluice"
ask() {
	COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
	_sluice
	printf '%s\n' "${COMPREPLY[@]}"
}
ask slawatch -p pro
ask slawatch --contract off
ask archive app
ask logtail --resu
ask reportfmt -o h
SLUICE_ETC=$ETC
ask logtail --entry oracle-a
ask logtail -e GB1803
ask logtail -l ud
ask logtail --week p
ask logtail -z Asia/Shan
ask logtail -c "$ETC/sources/iis" | sed "s,$ETC,etc," | sort -u
EOF
bash ask.bash
